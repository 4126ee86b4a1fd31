import type { Patch } from '../batch/build-worker'

/** A deliberately broken behaviour: what is wrong, and how the source is made to do it. */
export interface Mutant {
  readonly name: string
  readonly patches: readonly Patch[]
}

const U = 'cloudfunctions/usecases'
const D = 'cloudfunctions/domain'

export const FILES = {
  paySeat: `${D}/group/seats.ts`, takeSeat: `${U}/group/take-seat.ts`, releaseSeat: `${U}/group/release-seat.ts`, stockRules: `${D}/stock/stock.ts`, moveStock: `${U}/stock/move-stock.ts`,
  undoHold: `${U}/stock/undo-hold.ts`, holds: `${U}/member/holds.ts`, credit: `${U}/member/credit.ts`, closeUnpaid: `${U}/order/close-unpaid.ts`, placeSteps: `${U}/order/place-steps.ts`,
  placeOrder: `${U}/shop/place-order.ts`, payOrder: `${U}/shop/pay-order.ts`, ownOrder: `${U}/shop/own-order.ts`, recordPayment: `${U}/payments/record-payment.ts`, decidePayment: `${D}/payment/record-payment.ts`,
  decideRefund: `${D}/refund/record-refund.ts`, recordRefund: `${U}/payments/record-refund.ts`, promiseRefund: `${D}/refund/promise-refund.ts`, sendRefund: `${U}/effects/send-refund.ts`, settleGroup: `${U}/effects/settle-group.ts`,
  settleOrder: `${U}/effects/settle-order.ts`, reviveOrder: `${U}/effects/revive-order.ts`, releaseOrder: `${U}/effects/release-order.ts`, runEffects: `${U}/effects/run-effects.ts`, sweep: `${U}/sweeps/sweep.ts`,
  topUp: `${D}/balance/top-up.ts`, recordTopUp: `${U}/payments/record-top-up.ts`, endTopUps: `${U}/sweeps/top-ups.ts`, newOrder: `${D}/order/new-order.ts`, notification: `${U}/payments/handle-notification.ts`,
  transaction: 'cloudfunctions/adapters/cloudbase/transaction.ts', errors: 'cloudfunctions/adapters/cloudbase/errors.ts', verify: 'cloudfunctions/adapters/wechat-pay/notification.ts', payments: 'cloudfunctions/adapters/wechat-pay/payments.ts',
  stock: `${U}/admin/catalog-procedures.ts`, claim: `${U}/coupon/settle-claim.ts`, log: 'cloudfunctions/adapters/system/log.ts', complete: `${U}/order/receive-order.ts`, postings: `${D}/ledger/postings.ts`,
  decideReturn: `${D}/returns/decide-return.ts`, revealCodes: `${U}/codes/reveal-codes.ts`, deliverCodes: `${U}/codes/deliver-codes.ts`, redeem: `${U}/vouchers/redeem-voucher.ts`, vouchers: `${D}/voucher/voucher.ts`, restock: `${U}/effects/restock-return.ts`,
  purchase: `${D}/order/purchase.ts`, rungDifference: `${D}/refund/rung-difference.ts`, driveSplit: `${U}/split/drive-split.ts`, parcel: `${D}/order/parcel.ts`, refundBack: `${D}/settlement/refund-back.ts`,
  watchReads: `${U}/risk/watch-reads.ts`, riskRules: `${D}/risk/rules.ts`, gateClaim: `${U}/risk/gate-claim.ts`,
} as const

/** One replacement in one file. */
export function change(file: keyof typeof FILES, find: string, replace: string): Patch {
  return { file: FILES[file], find, replace }
}

export function mutant(name: string, ...patches: readonly Patch[]): Mutant {
  return { name, patches }
}
