import * as v from 'valibot'
import { cursor, instant, openid, priceFen, text, whole } from './fields'
import { procedure } from './procedure'
import type { Page } from './views'

/** WeChat takes letters and digits only. It names documents, so it must not be a name that every object has. */
const transferId = v.pipe(v.string(), v.regex(/^[0-9A-Za-z]{12,32}$/), v.check(text => !(text in Object.prototype)))

/** What leaders earn and take out: each their own. */
export const commissionShopProcedures = {
  'commission.get': procedure<CommissionView>()({ caller: 'shopper', input: v.strictObject({}) }),
  /** Takes commission out under the id the phone made; asking again answers the same transfer. From `nameFromFen` on with the real name. */
  'commission.withdraw': procedure<TransferView>()({
    caller: 'shopper',
    input: v.strictObject({ transferId, amountFen: whole(10, 100_000_000), name: v.nullable(text(30)) }),
    refusals: ['commission_too_low', 'transfer_over_limit', 'transfer_over_day', 'transfer_name_missing', 'transfer_id_taken'],
  }),
  /** Asks WeChat what became of a transfer, as after the payee confirmed. */
  'commission.sync': procedure<TransferView>()({ caller: 'shopper', input: v.strictObject({ transferId }), refusals: ['transfer_not_found'] }),
  /** Takes back what is not confirmed yet. */
  'commission.cancel': procedure<TransferView>()({ caller: 'shopper', input: v.strictObject({ transferId }), refusals: ['transfer_not_found', 'transfer_not_cancellable'] }),
  'commission.transfers': procedure<Page<TransferView>>()({ caller: 'shopper', input: v.strictObject({ cursor }) }),
}

/** What the merchant decides about commissions, and sees of transfers. */
export const commissionAdminProcedures = {
  'commission.terms': procedure<CommissionTermsView>()({ caller: 'merchant', input: v.strictObject({}) }),
  /** Rates that have begun stay as they are: orders are paid by the rate they were placed under. */
  'commission.saveTerms': procedure<CommissionTermsView>()({
    caller: 'merchant',
    input: v.strictObject({
      rates: v.pipe(v.array(v.strictObject({ from: instant, perMyriad: whole(0, 3000) })), v.maxLength(60), v.check(rates => new Set(rates.map(rate => rate.from)).size === rates.length)),
      perTransferFen: priceFen,
      perDayFen: priceFen,
    }),
    refusals: ['past_rate_fixed'],
  }),
  /** Puts somebody on the shop's list as a leader or takes them off: from the next call, and the next sale that is over, on. */
  'leader.save': procedure<{ openid: string; active: boolean }>()({ caller: 'merchant', input: v.strictObject({ openid, active: v.boolean() }), refusals: ['staff_is_merchant'] }),
  'commission.listTransfers': procedure<Page<AdminTransferView>>()({ caller: 'merchant', input: v.strictObject({ cursor }) }),
}

export interface CommissionTermsView {
  readonly rates: readonly { readonly from: number; readonly perMyriad: number }[]
  readonly perTransferFen: number
  readonly perDayFen: number
}

export interface CommissionView {
  /** What can be taken out; below zero when more went back with refunds than was left. */
  readonly availableFen: number
  readonly minFen: number
  readonly perTransferFen: number
  readonly leftTodayFen: number
  /** From this amount on the real name is wanted. */
  readonly nameFromFen: number
}

export interface TransferView {
  readonly transferId: string
  readonly amountFen: number
  readonly state: 'promised' | 'moving' | 'waiting' | 'cancelling' | 'succeeded' | 'failed' | 'cancelled'
  readonly createdAt: number
  readonly endedAt: number | null
  /** Exactly what `wx.requestMerchantTransfer` takes, and until when, while it waits for the payee. */
  readonly confirm: { readonly params: { readonly mchId: string; readonly appId: string; readonly package: string }; readonly until: number } | null
  readonly why: string | null
  readonly actions: readonly ('confirm' | 'cancel')[]
}

export interface AdminTransferView extends Omit<TransferView, 'confirm' | 'actions'> {
  readonly leader: { readonly nickname: string; readonly avatar: string }
}
