import type { Sku, SpecAxis } from './product'

export type ProductRefusal = 'sku_matrix_invalid' | 'group_price_above_alone'

/** Whether SKUs fit their axes: one known value on every axis, no combination and no id twice, and no group dearer than buying alone. */
export function checkSkus(axes: readonly SpecAxis[], skus: readonly Pick<Sku, 'skuId' | 'values' | 'priceAloneFen' | 'priceGroupFen'>[]): ProductRefusal | undefined {
  const combinations = new Set<string>()
  const ids = new Set<string>()
  for (const sku of skus) {
    const fits = sku.values.length === axes.length && sku.values.every((value, index) => axes[index]?.values.includes(value))
    const combination = JSON.stringify(sku.values)
    if (!fits || combinations.has(combination) || ids.has(sku.skuId)) return 'sku_matrix_invalid'
    combinations.add(combination)
    ids.add(sku.skuId)
    if (sku.priceGroupFen > sku.priceAloneFen) return 'group_price_above_alone'
  }
  return undefined
}
