import type { SkuView } from '@/services/types'

/** The values chosen so far, one a specification axis, null where nothing is chosen yet. */
export type Choice = readonly (string | null)[]

/** The SKU that a complete choice names. */
export function findSku(skus: readonly SkuView[], choice: Choice): SkuView | null {
  return skus.find(sku => sku.values.length === choice.length && sku.values.every((value, axis) => choice[axis] === value)) ?? null
}

/** Whether some SKU with stock agrees with the choice once `value` is taken on `axis`; otherwise the value is shown as sold out. */
export function isAvailable(skus: readonly SkuView[], choice: Choice, axis: number, value: string): boolean {
  return skus.some(sku => sku.available > 0 && sku.values.every((other, index) => {
    const wanted = index === axis ? value : choice[index]
    return wanted == null || wanted === other
  }))
}

/** The choice that a panel opens with: the only SKU with stock when there is exactly one, else nothing chosen. */
export function initialChoice(skus: readonly SkuView[], axisCount: number): Choice {
  const inStock = skus.filter(sku => sku.available > 0)
  return inStock.length === 1 ? inStock[0]!.values : Array.from({ length: axisCount }, () => null)
}

/** Cheapest price of the SKUs that can still be bought, for `¥9.9 起`. */
export function lowestFen(skus: readonly SkuView[], mode: 'alone' | 'group'): number {
  const inStock = skus.filter(sku => sku.available > 0)
  const prices = (inStock.length > 0 ? inStock : skus).map(sku => mode === 'group' ? sku.priceGroupFen : sku.priceAloneFen)
  return prices.length > 0 ? Math.min(...prices) : 0
}
