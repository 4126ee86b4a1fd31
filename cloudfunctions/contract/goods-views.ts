import type { Page } from './views'

/** Goods, groups and the home page as the phone is shown them. */

export interface SpecAxisView { readonly name: string; readonly values: readonly string[] }

export type GoodsKindView = 'physical' | 'service' | 'virtual'
export type ReturnPolicyView = 'seven_days' | 'none'

export interface SkuView {
  readonly skuId: string
  readonly values: readonly string[]
  readonly image: string
  readonly priceAloneFen: number
  readonly priceGroupFen: number
  readonly available: number
  readonly returnPolicy: ReturnPolicyView
}

/** From so many people on a piece costs so many per cent of buying alone (S39, S52); ascending, each cheaper than the one before. */
export interface RungView { readonly people: number; readonly payPercent: number }

/** From an instant on a piece costs so many per cent of buying alone (S15); ascending. */
export interface PriceStepView { readonly from: number; readonly payPercent: number }

export interface GoodsCardView {
  readonly productId: string
  readonly title: string
  readonly cover: string
  readonly priceAloneFen: number
  readonly priceGroupFen: number
  /** People in a group; 0 when the goods are sold alone only. */
  readonly groupSize: number
  readonly soldCount: number
}

export interface ActivityView {
  readonly activityId: string
  /** Seats of a group. */
  readonly size: number
  /** People with whom it forms when its time is over; the same as `size` unless its price follows a ladder. */
  readonly formAt: number
  readonly durationMs: number
  readonly leaseMs: number
  readonly perShopperLimit: number
  readonly quantityLimit: number
  readonly startsAt: number
  readonly endsAt: number
  /** Pieces are deducted when the group forms (S40). */
  readonly presale: boolean
  readonly state: 'upcoming' | 'running' | 'ended'
}

export type DetailBlockView =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'image'; readonly image: string }
  | { readonly kind: 'video'; readonly video: string; readonly poster: string }
  | { readonly kind: 'table'; readonly rows: readonly { readonly name: string; readonly value: string }[] }

/** An open group in a list. */
export interface GroupRowView {
  readonly groupId: string
  readonly productId: string
  readonly title: string
  readonly cover: string
  readonly leader: PersonView
  readonly size: number
  readonly missing: number
  readonly deadlineAt: number
  readonly priceGroupFen: number
}

export interface PersonView { readonly nickname: string; readonly avatar: string }

/** A price from one instant to another, from pieces of its own if it is limited (X1). */
export interface FlashView {
  readonly startsAt: number
  readonly endsAt: number
  /** By the server's clock, as it was asked. */
  readonly state: 'upcoming' | 'running'
  /** `left` and `perOrder` are null where there is no limit. */
  readonly prices: readonly { readonly skuId: string; readonly priceFen: number; readonly left: number | null; readonly perOrder: number | null }[]
}

export interface GoodsView extends GoodsCardView {
  readonly subtitle: string
  readonly gallery: readonly string[]
  readonly axes: readonly SpecAxisView[]
  readonly skus: readonly SkuView[]
  readonly detail: readonly DetailBlockView[]
  readonly kind: GoodsKindView
  readonly cold: boolean
  readonly packaging: string
  /** When orders are taken each Shanghai day, in minutes of it, and whether they are now (S42). */
  readonly orderHours: { readonly fromMinute: number; readonly cutoffMinute: number; readonly open: boolean } | null
  readonly service: { readonly uses: number; readonly validFrom: number; readonly validUntil: number; readonly refundSteps: readonly { readonly beforeMs: number; readonly percent: number }[]; readonly changeBeforeMs?: number | null } | null
  /** The ladder new groups follow; empty without one. */
  readonly rungs: readonly RungView[]
  /** The flash price that runs, else the next one. */
  readonly flash: FlashView | null
  /** How the price changes by the clock; empty when it does not. */
  readonly priceSteps: readonly PriceStepView[]
  readonly onSale: boolean
  readonly activity: ActivityView | null
  readonly openGroups: readonly GroupRowView[]
}

export interface BannerView { readonly image: string; readonly title: string; readonly path: string }
export interface CategoryView { readonly categoryId: string; readonly name: string; readonly icon: string }

export interface HomeView {
  readonly shopName: string
  readonly banners: readonly BannerView[]
  readonly categories: readonly CategoryView[]
  readonly groups: readonly GroupRowView[]
  readonly goods: Page<GoodsCardView>
}
