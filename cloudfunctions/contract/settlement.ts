import * as v from 'valibot'
import { cursor, day, id, instant, text, whole } from './fields'
import { procedure } from './procedure'
import type { PayoutView, SettlementCard, SettlementView, TrialBalanceView } from './settlement-views'
import type { Page } from './views'

/** What the merchant sees and sets of settlements, fees and shares of suppliers. */
export const settlementProcedures = {
  /** Days, newest first (S8). */
  'settlement.list': procedure<Page<SettlementCard>>()({ caller: 'merchant', input: v.strictObject({ cursor }) }),
  'settlement.get': procedure<SettlementView>()({ caller: 'merchant', input: v.strictObject({ day }), refusals: ['settlement_not_found'] }),
  /** Every account's debits and credits up to the end of a closed day; without one, of the last (X13). */
  'ledger.trialBalance': procedure<TrialBalanceView>()({ caller: 'merchant', input: v.strictObject({ until: v.nullable(day) }), refusals: ['day_not_closed'] }),
  'payout.get': procedure<PayoutView>()({ caller: 'merchant', input: v.strictObject({}) }),
  /**
   * Whom WeChat pays a supplier's share to; WeChat is told first (S55). Null for none, at once. A supplier's first payee is set at once too; another one
   * is held until a person's real name and face are checked (S76).
   */
  'payout.savePayee': procedure<PayoutView>()({
    caller: 'merchant',
    input: v.strictObject({
      supplierId: id,
      payee: v.nullable(v.variant('type', [
        v.strictObject({ type: v.literal('merchant'), account: v.pipe(v.string(), v.regex(/^\d{6,32}$/)), name: text(100) }),
        v.strictObject({ type: v.literal('person'), account: v.pipe(v.string(), v.regex(/^[0-9A-Za-z_-]{6,64}$/)) }),
      ])),
    }),
    refusals: ['supplier_not_found', 'payee_refused', 'payment_unavailable'],
  }),
  /** The most of a payment that may be shared out; WeChat allows 30 per cent. */
  'payout.saveCap': procedure<PayoutView>()({ caller: 'merchant', input: v.strictObject({ percent: whole(1, 30) }) }),
  /** What WeChat takes, by method and from when on (S56). */
  'fees.save': procedure<PayoutView>()({
    caller: 'merchant',
    input: v.strictObject({
      feeRates: v.pipe(v.array(v.strictObject({
        from: instant,
        method: v.picklist(['wechat', 'debit_card', 'credit_card']),
        perMyriad: whole(0, 1000),
        rounding: v.optional(v.picklist(['half_up', 'up', 'down']), 'half_up'),
      })), v.maxLength(60)),
    }),
  }),
}
