import type { ShopPlan } from './shop-plan'

/** How many pieces of each SKU there are in all. While the answer to a change is out, both numbers are right. */
export class Stocktaking {
  readonly #totals: Map<string, readonly number[]>

  constructor({ pieces }: ShopPlan) {
    this.#totals = new Map(Object.entries(pieces).map(([skuId, count]) => [skuId, [count]]))
  }

  totals(skuId: string): readonly number[] {
    return this.#totals.get(skuId) ?? []
  }

  changing(skuId: string, by: number): void {
    const [total = 0] = this.totals(skuId)
    this.#totals.set(skuId, [total, total + by])
  }

  changed(skuId: string, done: boolean): void {
    const [before = 0, after = before] = this.totals(skuId)
    this.#totals.set(skuId, [done ? after : before])
  }
}
