import * as v from 'valibot'
import { cursor, id, whole } from './fields'
import { procedure } from './procedure'
import type { Page } from './views'
import type { BalanceView, CheckedInView, MembershipView, PointsExchangedView, PointsView, TopUpPayView, TopUpView, WalletEntryView } from './wallet-views'

/** Longer than any order id, so that one number never names both an order and a top-up. WeChat takes up to 32 characters. */
export const topUpId = v.pipe(v.string(), v.regex(/^topup-[0-9A-Za-z_-]{19,26}$/))

/** What is a shopper's: points, level, stored value. */
export const walletProcedures = {
  'points.get': procedure<PointsView>()({ caller: 'shopper', input: v.strictObject({}) }),
  /** Claims the points of this Shanghai day; asking again the same day answers the same and gives nothing (X3). */
  'points.checkIn': procedure<CheckedInView>()({ caller: 'shopper', input: v.strictObject({}), refusals: ['check_in_off'] }),
  /** Gives points for a coupon, which may be one for goods; the request id makes a repeated call harmless (S18). */
  'points.exchange': procedure<PointsExchangedView>()({
    caller: 'shopper',
    input: v.strictObject({ templateId: id, requestId: v.pipe(v.string(), v.regex(/^[0-9A-Za-z_-]{8,40}$/)) }),
    refusals: ['coupon_not_found', 'coupon_not_open', 'coupon_gone', 'coupon_limit_reached', 'coupon_costs_points', 'points_too_low', 'too_many_coupons', 'exchange_id_taken'],
  }),
  'balance.get': procedure<BalanceView>()({ caller: 'shopper', input: v.strictObject({}) }),
  /** Parameters for the payment sheet of a top-up under the id the phone made; asking again gives fresh ones for the same top-up (S20). */
  'balance.topUp': procedure<TopUpPayView>()({
    caller: 'shopper',
    input: v.strictObject({ topUpId, amountFen: whole(1, 10_000_000) }),
    refusals: ['stored_value_off', 'top_up_amount', 'balance_limit', 'account_leaving', 'method_off', 'shop_restricted', 'top_up_id_taken', 'top_up_over', 'already_paid', 'payment_unavailable'],
  }),
  /** Asks WeChat what became of a top-up. */
  'balance.topUpSync': procedure<TopUpView>()({ caller: 'shopper', input: v.strictObject({ topUpId }), refusals: ['top_up_not_found'] }),
  /** Movements of the shopper's stored value or points, newest first. */
  'wallet.history': procedure<Page<WalletEntryView>>()({ caller: 'shopper', input: v.strictObject({ unit: v.picklist(['fen', 'points']), cursor }) }),
}

/** Steps go up: who puts in or reaches more never gets less. */
function ascending<Step>(steps: readonly Step[], ...fields: readonly ((step: Step) => number)[]): boolean {
  return steps.every((step, index) => {
    const before = steps[index - 1]
    return before === undefined || fields.every(field => field(before) < field(step))
  })
}

/** How the merchant sets up what members get. */
export const membershipProcedures = {
  'membership.get': procedure<MembershipView>()({ caller: 'merchant', input: v.strictObject({}) }),
  /** A switch that is left out stays as it is. */
  'switches.save': procedure<MembershipView>()({
    caller: 'merchant',
    input: v.strictObject({ simulatedCompletion: v.optional(v.boolean()), storedValue: v.optional(v.boolean()) }),
  }),
  'bonus.save': procedure<MembershipView>()({
    caller: 'merchant',
    input: v.strictObject({
      topUpBonuses: v.pipe(
        v.array(v.strictObject({ fromFen: whole(100, 100_000), bonusFen: whole(1, 100_000) })),
        v.maxLength(10),
        v.check(steps => ascending(steps, step => step.fromFen, step => step.bonusFen)),
      ),
    }),
  }),
  'checkin.save': procedure<MembershipView>()({
    caller: 'merchant',
    input: v.strictObject({ points: whole(0, 10_000), streak: v.nullable(v.strictObject({ days: whole(2, 365), points: whole(1, 10_000) })) }),
  }),
}
