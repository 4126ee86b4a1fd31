import { type Decision, accept, refuse } from '../kernel/decision'
import type { Instant } from '../kernel/instant'
import { type HeldCoupon, isOver } from '../member/coupon'
import type { Member } from '../member/member'
import type { CouponTemplate } from './template'

/** So many coupons a shopper's document carries before those that are over make room. */
export const COUPONS_KEPT = 100
/** So many it carries at most: a document is read whole with every quote. */
export const MAX_COUPONS = 200

export type ClaimRefusal = 'coupon_not_found' | 'coupon_not_open' | 'coupon_gone' | 'coupon_limit_reached' | 'coupon_costs_points' | 'points_too_low' | 'too_many_coupons'

/**
 * Whether a shopper may claim a coupon of this template now (S21): open, in time (the first instant included, the last not), some left, below the
 * shopper's own limit, and for points only where points are offered. Quota and limit are decided again where they are taken.
 */
export function decideClaim(template: CouponTemplate | undefined, member: Member, paidWithPoints: boolean, now: Instant): Decision<CouponTemplate, ClaimRefusal> {
  if (!template) return refuse('coupon_not_found')
  if (template.state !== 'open' || now < template.claimFrom || now >= template.claimUntil) return refuse('coupon_not_open')
  if (claimsOf(member, template.id) >= template.perShopper) return refuse('coupon_limit_reached')
  if (template.claimed >= template.quota) return refuse('coupon_gone')
  if (template.costPoints > 0 && !paidWithPoints) return refuse('coupon_costs_points')
  if (member.points < template.costPoints) return refuse('points_too_low')
  return Object.keys(member.coupons).length - overdue(member, now).length < MAX_COUPONS ? accept(template) : refuse('too_many_coupons')
}

/** The coupon an exchange has brought already, under whatever template (S18). */
export function exchangedFor({ coupons }: Member, requestId: string | undefined): HeldCoupon | undefined {
  return requestId === undefined ? undefined : Object.values(coupons).find(coupon => coupon.requestId === requestId)
}

/** Coupons a shopper has ever claimed of a template. */
export function claimsOf(member: Member, templateId: string): number {
  return member.claims[templateId] ?? 0
}

/** Claims of a template that were decided for this shopper, those that came to nothing included; numbers the next one. */
export function triesOf(member: Member, templateId: string): number {
  return member.claimTries?.[templateId] ?? 0
}

/**
 * Coupons that make room for another: the ones longest over, as many as there are beyond `COUPONS_KEPT`. A used one that has not expired stays,
 * for it comes back when its order is closed; one held for an order always stays.
 */
export function overdue({ coupons }: Member, now: Instant): string[] {
  const all = Object.values(coupons)
  return all.filter(coupon => isOver(coupon, now))
    .sort((a, b) => a.expiresAt - b.expiresAt || (a.id < b.id ? -1 : 1))
    .slice(0, Math.max(0, all.length + 1 - COUPONS_KEPT))
    .map(coupon => coupon.id)
}
