import type { Fen } from '../kernel/fen'
import type { Instant } from '../kernel/instant'
import type { CouponRule } from './rules/coupon'
import type { Rule } from './rules/table'
import type { FreightTemplate, Region } from './freight'

/** One position of a cart, with the facts about its goods that a price depends on. Prices are per piece. */
export interface CartLine {
  readonly lineId: string
  readonly productId: string
  readonly skuId: string
  /** A product is in one category, so that scopes of rules nest. */
  readonly categoryId: string
  readonly supplierId: string
  readonly quantity: number
  readonly listPriceFen: Fen
  /** What it costs in a group, null when it is not sold in groups. */
  readonly groupPriceFen: Fen | null
  readonly weightGram: number
  readonly volumeCm3: number
  /** Null for goods nobody carries: services, card codes. */
  readonly freightTemplateId: string | null
  readonly mode: 'alone' | 'group'
  /** People in the group with this shopper, 1 when alone; what a size ladder looks at. */
  readonly headCount: number
}

export interface Shopper {
  /** 0 for someone without a level; greater is better. */
  readonly level: number
  /** Whether this would be the first order. */
  readonly isNew: boolean
  readonly pointsBalance: number
}

/** Where the goods go; null for a pickup or goods nobody carries. */
export interface Delivery {
  readonly region: Region
  readonly templates: readonly FreightTemplate[]
  /** Carried cold, at each template's surcharge. */
  readonly cold?: boolean
}

export interface QuoteInput {
  readonly lines: readonly CartLine[]
  readonly shopper: Shopper
  /** The shop's own, as they are stored now. */
  readonly rules: readonly Rule[]
  /** The shopper's own that were chosen for this order. */
  readonly coupons: readonly CouponRule[]
  readonly pointsToSpend: number
  readonly delivery: Delivery | null
  /** What is left of limited flash prices, by pool (X1); one that is not named has nothing left. */
  readonly flashLeft?: Readonly<Record<string, number>>
  readonly now: Instant
}
