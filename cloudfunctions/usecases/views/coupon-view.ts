import type { CouponView, SentenceView } from '../../contract/views'
import type { HeldCoupon } from '../../domain/member/coupon'
import type { CouponRule } from '../../domain/pricing/rules/coupon'

export function couponView({ id, name, rule, state, validFrom, expiresAt }: HeldCoupon, now: number): CouponView {
  return { couponId: id, name, say: couponSentence(rule), state: state === 'unused' && now >= expiresAt ? 'expired' : state, validFrom, expiresAt }
}

/** What a coupon gives, under the key its rule uses when it counts. */
export function couponSentence(rule: CouponRule): SentenceView {
  if (rule.kind === 'freight_coupon') return { key: 'coupon_freight', params: { from: rule.fromFen, offFen: rule.offFen } }
  const { gives, fromFen } = rule
  if (gives.by === 'amount') return { key: 'coupon_amount', params: { from: fromFen, offFen: gives.offFen } }
  return { key: 'coupon_percent', params: { from: fromFen, percentOff: gives.percentOff, capFen: gives.capFen } }
}
