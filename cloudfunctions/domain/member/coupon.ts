import type { Instant } from '../kernel/instant'
import type { Transitions } from '../kernel/transition'
import type { CouponRule } from '../pricing/rules/coupon'

export type CouponState = 'unused' | 'held' | 'used'

/** `used` goes back to `unused` when its order is given back whole (S21). Expiry is a matter of the clock, not a state. */
export const COUPON_TRANSITIONS: Transitions<CouponState> = {
  unused: ['held'],
  held: ['unused', 'used'],
  used: ['unused'],
}

/** A coupon in a shopper's wallet (S21). It carries its rule as it was when claimed, so that later edits of the template do not change it. */
export interface HeldCoupon {
  readonly id: string
  readonly templateId: string
  readonly name: string
  readonly rule: CouponRule
  readonly state: CouponState
  /** The order it is held for or was used in. */
  readonly orderId?: string
  readonly claimedAt: Instant
  readonly validFrom: Instant
  /** The instant itself is already over. */
  readonly expiresAt: Instant
  /** Of the claim that brought it; a coupon given otherwise has none. */
  readonly nonce?: string
  /** Of the exchange that brought it. */
  readonly requestId?: string
}

/** Whether it can be put to an order now. */
export function isUsable(coupon: HeldCoupon, now: Instant): boolean {
  return coupon.state === 'unused' && now >= coupon.validFrom && now < coupon.expiresAt
}

/** Whether nothing can come of it any more, not even when its order is closed. */
export function isOver(coupon: HeldCoupon, now: Instant): boolean {
  return coupon.state !== 'held' && now >= coupon.expiresAt
}
