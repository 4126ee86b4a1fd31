import type { DurationMs, Instant } from '../kernel/instant'
import type { HeldCoupon } from '../member/coupon'
import type { CouponRule } from '../pricing/rules/coupon'

/** When a claimed coupon can be used: between two instants, or for some time from the claim on. */
export type CouponValidity =
  | { readonly kind: 'window'; readonly from: Instant; readonly until: Instant }
  | { readonly kind: 'after_claim'; readonly durationMs: DurationMs }

/** A claim that has taken its place in the quota and is not yet known to be settled with the shopper's document. */
export interface ClaimInFlight {
  readonly openid: string
  /** The number of the claim among the shopper's of this template; decides once whether it stands. */
  readonly number: number
  /** Tells this claim from another worker's under the same coupon id. */
  readonly nonce: string
  readonly at: Instant
  /** Points the shopper gives for it, 0 for none. */
  readonly points: number
  /** The exchange it belongs to, so that asking for the same exchange again is recognised (S18). */
  readonly requestId?: string
}

/** What the merchant decides about a coupon that shoppers can claim (S21). */
export interface CouponTemplate {
  readonly id: string
  readonly name: string
  /** As every coupon claimed under it gets it; fixed once one is claimed. */
  readonly rule: CouponRule
  /** Coupons there are in all. */
  readonly quota: number
  /** Coupons claimed, those in flight included; never above `quota`. */
  readonly claimed: number
  readonly perShopper: number
  readonly claimFrom: Instant
  /** The instant itself is already over. */
  readonly claimUntil: Instant
  readonly validity: CouponValidity
  readonly state: 'open' | 'ended'
  /** What it costs in points, 0 for free (S18). */
  readonly costPoints: number
  /** By coupon id; short-lived. */
  readonly inflight: Readonly<Record<string, ClaimInFlight>>
  /** When a claim was last put in flight, 0 when a tidy-up found none; what the tidy-up looks for. */
  readonly inflightAt: Instant
  readonly createdAt: Instant
  /** Raised by every edit, so that a claim counts under the terms it was decided by. */
  readonly version: number
}

/** What a merchant may say about a template; the rest follows from claims and the clock. */
export type TemplateTerms = Pick<CouponTemplate, 'id' | 'name' | 'rule' | 'quota' | 'perShopper' | 'claimFrom' | 'claimUntil' | 'validity' | 'costPoints'>

/** The coupon a claim brings. Its rule goes by the coupon's own id, so that two of one template can stand in one order. */
export function couponOf(template: CouponTemplate, id: string, claim: ClaimInFlight): HeldCoupon {
  const { validity } = template
  return {
    id,
    templateId: template.id,
    name: template.name,
    rule: { ...template.rule, id, version: template.version },
    state: 'unused',
    claimedAt: claim.at,
    validFrom: validity.kind === 'window' ? validity.from : claim.at,
    expiresAt: validity.kind === 'window' ? validity.until : claim.at + validity.durationMs,
    nonce: claim.nonce,
    ...(claim.requestId !== undefined && { requestId: claim.requestId }),
  }
}
