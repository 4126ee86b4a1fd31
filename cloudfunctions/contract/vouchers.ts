import * as v from 'valibot'
import { cursor, id, instant } from './fields'
import { procedure } from './procedure'
import type { Page } from './views'

/** The right to one use of a service (S44). The code is for the shopper to show, as text or as a QR picture of it. */
export interface VoucherView {
  readonly code: string
  readonly orderId: string
  readonly title: string
  readonly specText: string
  /** Which of the order's pieces it belongs to, and which of the piece's uses it is; both from 1. */
  readonly piece: number
  readonly use: number
  readonly uses: number
  /** `returning`: the shopper asked for the money back and it cannot be used meanwhile. `void`: the money went back. */
  readonly state: 'unused' | 'used' | 'returning' | 'void' | 'expired'
  readonly validFrom: number
  readonly validUntil: number
  readonly usedAt: number | null
}

/** A voucher that staff have taken. */
export interface RedeemedView {
  readonly code: string
  readonly orderId: string
  readonly title: string
  readonly specText: string
  readonly use: number
  readonly uses: number
  readonly usedAt: number
}

export interface RescheduledView { readonly code: string; readonly validFrom: number; readonly validUntil: number }

const voucherCode = v.pipe(v.string(), v.transform(typed => typed.replace(/\s+/g, '')), v.regex(/^\d{16}$/))

export const voucherShopProcedures = {
  'voucher.mine': procedure<Page<VoucherView>>()({ caller: 'shopper', input: v.strictObject({ cursor }) }),
}

export const voucherAdminProcedures = {
  /** Uses a voucher. `voucher_used` says when it was, `voucher_not_yet` and `voucher_expired` when it is valid, `redeem_locked` until when. */
  'voucher.redeem': procedure<RedeemedView>()({
    caller: 'merchant',
    input: v.strictObject({ code: voucherCode, requestId: id }),
    refusals: ['voucher_not_found', 'voucher_used', 'voucher_not_yet', 'voucher_expired', 'voucher_not_valid', 'redeem_locked'],
  }),
  /** Moves the time of an unused voucher; `voucher_change_too_late` by the terms it was bought under. */
  'voucher.reschedule': procedure<RescheduledView>()({
    caller: 'merchant',
    input: v.strictObject({ code: voucherCode, validFrom: instant, validUntil: instant }),
    refusals: ['voucher_not_found', 'voucher_used', 'voucher_not_valid', 'voucher_change_too_late', 'period_invalid'],
  }),
}
