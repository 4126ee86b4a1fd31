import type { Product, Sku, SpecAxis } from './product'

export type ProductRefusal = 'sku_matrix_invalid' | 'group_price_above_alone' | 'service_terms_invalid' | 'cold_needs_carrier' | 'picture_too_small'

type Checked = Pick<Product, 'kind' | 'axes' | 'freightTemplateId' | 'cold' | 'service'> & { readonly skus: readonly Pick<Sku, 'skuId' | 'values' | 'priceAloneFen' | 'priceGroupFen'>[] }

/** Whether goods can be sold as described: SKUs that fit their axes (S43), service terms for services alone (S44), cold goods that somebody carries (S41). */
export function checkProduct({ kind, axes, skus, service, cold, freightTemplateId }: Checked): ProductRefusal | undefined {
  const refusal = checkSkus(axes, skus)
  if (refusal) return refusal
  if ((kind === 'service') !== (service !== null)) return 'service_terms_invalid'
  if (service && (service.validUntil <= service.validFrom || service.refundSteps.some((step, index) => step.beforeMs >= (service.refundSteps[index - 1]?.beforeMs ?? Infinity)))) return 'service_terms_invalid'
  return cold && (kind !== 'physical' || freightTemplateId === null) ? 'cold_needs_carrier' : undefined
}

/** The least a main picture measures, in pixels (S37). */
export const MAIN_PICTURE = { width: 640, height: 560 } as const

/** Whether a main picture is large enough to be shown over the width of a page (S37). */
export function isLargeEnough({ width, height }: { readonly width: number; readonly height: number }): boolean {
  return width >= MAIN_PICTURE.width && height >= MAIN_PICTURE.height
}

/** One known value on every axis, no combination and no id twice, and no group dearer than buying alone. */
export function checkSkus(axes: readonly SpecAxis[], skus: Checked['skus']): 'sku_matrix_invalid' | 'group_price_above_alone' | undefined {
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
