import * as v from 'valibot'
import { cursor, instant, keyId, text, whole } from './fields'
import { couponRule, fenAmount, figure } from './rule-fields'
import { procedure } from './procedure'
import type { CentreCouponView, MyCouponView, TemplateView } from './coupon-views'
import type { Page } from './views'

/** Claims stand in a shopper's document under the template's id. */
const templateId = keyId

/** What shoppers call about coupons (S21). */
export const couponShopProcedures = {
  /** What can be claimed, now or soon, those that end first coming first. */
  'coupon.centre': procedure<Page<CentreCouponView>>()({ caller: 'shopper', input: v.strictObject({ cursor }) }),
  /** Claims one, free of charge. */
  'coupon.claim': procedure<MyCouponView>()({
    caller: 'shopper',
    input: v.strictObject({ templateId }),
    refusals: ['coupon_not_found', 'coupon_not_open', 'coupon_gone', 'coupon_limit_reached', 'coupon_costs_points', 'points_too_low', 'too_many_coupons', 'claims_too_fast', 'claims_held', 'claims_barred'],
  }),
  'coupon.mine': procedure<Page<MyCouponView>>()({ caller: 'shopper', input: v.strictObject({ state: v.picklist(['usable', 'used', 'expired']), cursor }) }),
}

/** What merchants call about coupons. */
export const couponAdminProcedures = {
  'coupon.list': procedure<Page<TemplateView>>()({ caller: 'merchant', input: v.strictObject({ cursor }) }),
  'coupon.read': procedure<TemplateView>()({ caller: 'merchant', input: v.strictObject({ templateId }), refusals: ['coupon_not_found'] }),
  /** Makes or edits a template; `coupon_invalid` says which field is wrong. Once one is claimed, what it gives is fixed. */
  'coupon.save': procedure<TemplateView>()({
    caller: 'merchant',
    input: v.strictObject({
      templateId,
      name: text(20),
      rule: couponRule,
      quota: figure,
      perShopper: figure,
      claimFrom: instant,
      claimUntil: instant,
      validity: v.variant('kind', [
        v.strictObject({ kind: v.literal('window'), from: instant, until: instant }),
        v.strictObject({ kind: v.literal('after_claim'), durationMs: whole(0, 3 * 365 * 86_400_000) }),
      ]),
      costPoints: fenAmount,
    }),
    refusals: ['coupon_invalid', 'coupon_rule_fixed', 'quota_below_claimed', 'coupon_ended'],
  }),
  /** Nobody can claim it any more; what was claimed stays. */
  'coupon.end': procedure<TemplateView>()({ caller: 'merchant', input: v.strictObject({ templateId }), refusals: ['coupon_not_found'] }),
}
