import { type Batch, Worker } from './pool'

/** One seed in twenty is run again, in a process of its own. */
const EVERY = 20

/** Seeds that did not run the same way the second time; there must be none. */
export async function replayTwice(file: string, { results }: Batch): Promise<readonly number[]> {
  const worker = new Worker(file)
  const differing: number[] = []
  for (const { seed, hash } of results.filter((_, index) => index % EVERY === 0)) {
    const { results: [again] } = await worker.run({ from: seed, count: 1 })
    if (again?.hash !== hash) differing.push(seed)
  }
  worker.close()
  return differing
}
