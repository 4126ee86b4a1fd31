/** Runs work for each item, at most so many at a time, and answers in the order of the items. WeChat lets ten calls run at once. */
export async function inTurns<Item, Value>(items: readonly Item[], atOnce: number, work: (item: Item) => Promise<Value>): Promise<Value[]> {
  const results: Value[] = []
  let next = 0
  async function runner(): Promise<void> {
    while (next < items.length) {
      const index = next++
      results[index] = await work(items[index]!)
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, runner))
  return results
}
