import type { Fen } from '../kernel/fen'
import type { Instant } from '../kernel/instant'

/** One axis of choice, for example 规格 with its values. */
export interface SpecAxis {
  readonly name: string
  readonly values: readonly string[]
}

/** A purchasable variant (SKU): one value on every axis, two prices (S2). */
export interface Sku {
  readonly skuId: string
  readonly values: readonly string[]
  readonly priceAloneFen: Fen
  readonly priceGroupFen: Fen
  readonly image?: string
}

export type DetailBlock = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'image'; readonly image: string }

export interface Product {
  readonly id: string
  readonly title: string
  readonly subtitle: string
  readonly cover: string
  readonly gallery: readonly string[]
  readonly categoryId: string
  readonly axes: readonly SpecAxis[]
  readonly skus: readonly Sku[]
  readonly detail: readonly DetailBlock[]
  /** The group-buy activity running on this product, if any. */
  readonly activityId?: string
  readonly state: 'on_sale' | 'off_sale'
  /** People in a group of that activity, 0 without one; kept for lists. */
  readonly groupSize: number
  /** Place in lists; greater comes first. Unique enough to page by together with the id. */
  readonly rank: number
  readonly soldCount: number
  /** Single characters and character pairs of the title, by which a keyword search finds it (S36). */
  readonly terms: readonly string[]
  /** Cheapest prices over the SKUs, kept for lists. */
  readonly fromAloneFen: Fen
  readonly fromGroupFen: Fen
  readonly updatedAt: Instant
}

export function findSku(product: Product, skuId: string): Sku | undefined {
  return product.skus.find(sku => sku.skuId === skuId)
}
