import type { Activity } from '../group/activity'
import type { Fen } from '../kernel/fen'
import type { Instant } from '../kernel/instant'

/** `physical` goods are carried, a `service` is redeemed with vouchers (S44), `virtual` goods are card codes (S45). An order holds one kind. */
export type GoodsKind = 'physical' | 'service' | 'virtual'

/** Whether goods can be sent back for seven days (S88), or never, which the shopper must agree to beforehand. */
export type ReturnPolicy = 'seven_days' | 'none'

/** One axis of choice, for example 规格 with its values. */
export interface SpecAxis {
  readonly name: string
  readonly values: readonly string[]
}

/** A purchasable variant (SKU): one value on every axis, two prices (S2, S43). */
export interface Sku {
  readonly skuId: string
  readonly values: readonly string[]
  readonly priceAloneFen: Fen
  readonly priceGroupFen: Fen
  readonly image?: string
  /** Of one piece, for freight by weight or volume. */
  readonly weightGram: number
  readonly volumeCm3: number
  readonly returnPolicy: ReturnPolicy
}

/** When orders are taken each day, in minutes of the Shanghai day (S42): from the opening on, no longer at the cutoff. */
export interface OrderHours {
  readonly fromMinute: number
  readonly cutoffMinute: number
}

/** A service sold as vouchers (S44): how many each piece brings, from when and how long they are valid, and what comes back when. */
export interface ServiceTerms {
  readonly uses: number
  /** First and last instant of the validity, the end itself already over. */
  readonly validFrom: Instant
  readonly validUntil: Instant
  /** The refund in per cent of an unused voucher when asked for at least so long before `validFrom`; the first that fits counts, none fitting means none. */
  readonly refundSteps: readonly { readonly beforeMs: number; readonly percent: number }[]
  /** The time of an unused voucher is changed only when that is asked for at least so long before its `validFrom`; left out, until it is used. */
  readonly changeBeforeMs?: number | null
}

/** What a purchase needs to know of goods. A group keeps the offer it was opened under, so that later edits do not change it (S2). */
export interface Offer {
  readonly id: string
  readonly kind: GoodsKind
  readonly title: string
  readonly cover: string
  readonly categoryId: string
  readonly axes: readonly SpecAxis[]
  readonly skus: readonly Sku[]
  /** Who sends the goods; empty for the shop itself (X9). */
  readonly supplierId: string
  /** Null for goods nobody carries, or carried for nothing. */
  readonly freightTemplateId: string | null
  /** Fresh goods: carried cold only (S41). */
  readonly cold: boolean
  /** How they are to be packed; empty for nothing special (S81). */
  readonly packaging: string
  readonly orderHours: OrderHours | null
  readonly service: ServiceTerms | null
}

export type DetailBlock =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'image'; readonly image: string }
  | { readonly kind: 'video'; readonly video: string; readonly poster: string }
  | { readonly kind: 'table'; readonly rows: readonly { readonly name: string; readonly value: string }[] }

export interface Product extends Offer {
  readonly subtitle: string
  readonly gallery: readonly string[]
  readonly detail: readonly DetailBlock[]
  /** The group-buy activity on this product, if any. */
  readonly activity?: Activity
  readonly state: 'on_sale' | 'off_sale'
  /** People a group of that activity needs, 0 without one; kept for lists. */
  readonly groupSize: number
  /** Place in lists; greater comes first. Unique enough to page by together with the id. */
  readonly rank: number
  readonly soldCount: number
  /** Single characters and character pairs of title, subtitle and category, by which a keyword search finds it (S36). */
  readonly terms: readonly string[]
  /** Cheapest prices over the SKUs, kept for lists. */
  readonly fromAloneFen: Fen
  readonly fromGroupFen: Fen
  readonly updatedAt: Instant
}

export function findSku(offer: Offer, skuId: string): Sku | undefined {
  return offer.skus.find(sku => sku.skuId === skuId)
}

export function offerOf({ id, kind, title, cover, categoryId, axes, skus, supplierId, freightTemplateId, cold, packaging, orderHours, service }: Product): Offer {
  return { id, kind, title, cover, categoryId, axes, skus, supplierId, freightTemplateId, cold, packaging, orderHours, service }
}
