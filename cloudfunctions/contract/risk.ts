import * as v from 'valibot'
import { cursor, openid, text, whole } from './fields'
import { procedure } from './procedure'
import type { CaseView, RiskRulesView, ShopperRiskView } from './risk-views'
import type { Page } from './views'

/** What shoppers decide about how they are known again. */
export const riskShopProcedures = {
  /** The shopper agrees, to a wording with a name, that this phone is known again (S73). Only its keyed hash is kept. */
  'device.agree': procedure<{ agreed: true }>()({
    caller: 'shopper',
    input: v.strictObject({ deviceId: v.pipe(v.string(), v.regex(/^[0-9A-Za-z_-]{16,64}$/)), consent: v.pipe(v.string(), v.regex(/^[0-9A-Za-z._-]{1,20}$/)) }),
  }),
  /** Takes that back; nothing of the phone is kept. */
  'device.forget': procedure<{ agreed: false }>()({ caller: 'shopper', input: v.strictObject({}) }),
}

const ruleId = v.pipe(v.string(), v.regex(/^[a-z][a-z_]{1,30}$/))
const figure = whole(1, 1_000_000_000)
const duration = whole(60_000, 30 * 86_400_000)
const requestId = v.pipe(v.string(), v.regex(/^[0-9A-Za-z_-]{6,40}$/))
export const caseId = v.pipe(v.string(), v.regex(/^[0-9A-Za-z_:-]{1,120}$/))

/** What merchants decide about limits and suspicious orders (S25, S72, S73, S75). */
export const riskAdminProcedures = {
  'risk.rules': procedure<RiskRulesView>()({ caller: 'merchant', input: v.strictObject({}) }),
  /** Replaces the rules; `risk_rules_invalid` says which field is wrong, `risk_rules_changed` that somebody else changed them meanwhile. */
  'risk.saveRules': procedure<RiskRulesView>()({
    caller: 'merchant',
    input: v.strictObject({
      /** The version that was edited. */
      version: whole(0, 1_000_000_000),
      rates: v.pipe(v.array(v.strictObject({
        id: ruleId,
        act: v.picklist(['coupon.claim', 'order.place', 'page.read']),
        by: v.picklist(['openid', 'ip', 'device']),
        who: v.picklist(['all', 'newcomers']),
        limit: v.strictObject({ perMinute: v.optional(figure), perHour: v.optional(figure), perDay: figure }),
        says: v.picklist(['no', 'hold']),
      })), v.maxLength(20)),
      clusters: v.pipe(v.array(v.strictObject({
        id: ruleId,
        by: v.picklist(['address', 'phone']),
        counts: v.picklist(['orders', 'shoppers']),
        atLeast: whole(2, 100),
        withinMs: duration,
        says: v.picklist(['alert', 'hold']),
        phonesAtMost: v.optional(whole(1, 100)),
      })), v.maxLength(20)),
      unpaidOrders: whole(1, 3),
      sharesPerDay: whole(0, 1000),
      blockMs: duration,
      holdFrom: whole(1, 100),
    }),
    refusals: ['risk_rules_invalid', 'risk_rules_changed'],
  }),
  /** Shoppers that look like one person with many accounts, newest first. */
  'risk.cases': procedure<Page<CaseView>>()({ caller: 'merchant', input: v.strictObject({ state: v.picklist(['open', 'cleared', 'barred']), cursor }) }),
  /** Lets the shoppers of a case be, or bars them from coupons; audited. The request id makes a repeated call one decision. */
  'risk.decide': procedure<CaseView>()({
    caller: 'merchant',
    input: v.strictObject({ caseId, verdict: v.picklist(['cleared', 'barred']), note: text(100), requestId }),
    refusals: ['case_not_found', 'case_already_decided', 'request_id_taken'],
  }),
  /** What speaks against a shopper, reason by reason, and what it adds up to (S73). */
  'risk.shopper': procedure<ShopperRiskView>()({ caller: 'merchant', input: v.strictObject({ shopper: openid }), refusals: ['shopper_not_found'] }),
  /** Opens a case about one shopper for the reasons `risk.shopper` gives; refused when they do not add up to enough. */
  'risk.hold': procedure<CaseView>()({ caller: 'merchant', input: v.strictObject({ shopper: openid, requestId }), refusals: ['shopper_not_found', 'score_too_low', 'request_id_taken'] }),
}

