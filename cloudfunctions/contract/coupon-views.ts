import type { CouponRuleInput } from './rule-fields'
import type { Read, ScopeView } from './rule-views'
import type { CouponView, SentenceView } from './views'

export type CouponValidityView = { readonly kind: 'window'; readonly from: number; readonly until: number } | { readonly kind: 'after_claim'; readonly durationMs: number }

/** A coupon to be had in the coupon centre. */
export interface CentreCouponView {
  readonly templateId: string
  readonly name: string
  /** What it gives, in words. */
  readonly say: SentenceView
  readonly scope: ScopeView
  readonly newShoppersOnly: boolean
  readonly left: number
  readonly quota: number
  /** How many of them the caller has claimed, and may claim in all. */
  readonly mine: number
  readonly perShopper: number
  readonly claimFrom: number
  readonly claimUntil: number
  readonly validity: CouponValidityView
  /** 0 for free. */
  readonly costPoints: number
  /** `claimed`: the caller has all they may have; `gone`: nobody gets one any more. */
  readonly state: 'upcoming' | 'claimable' | 'claimed' | 'gone'
}

export type MyCouponsTab = 'usable' | 'used' | 'expired'

/** A coupon of the caller's, with where it can be used. */
export interface MyCouponView extends CouponView {
  readonly scope: ScopeView
  readonly orderId: string | null
}

/** A coupon template as merchants see it. */
export interface TemplateView {
  readonly templateId: string
  readonly name: string
  readonly say: SentenceView
  readonly rule: Read<CouponRuleInput>
  readonly quota: number
  readonly claimed: number
  readonly perShopper: number
  readonly claimFrom: number
  readonly claimUntil: number
  readonly validity: CouponValidityView
  readonly costPoints: number
  readonly state: 'open' | 'ended'
  readonly createdAt: number
}
