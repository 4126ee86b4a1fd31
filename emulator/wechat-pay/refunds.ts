import { book, proportion } from './account'
import { PayError } from './errors'
import type { Endpoint } from './exchange'
import { takeForRefund } from './freezes'
import { move, tradeTransitions, type Order, type Payment, type Refund, type RefundOutcome } from './model'
import { canonical, checked, refundBody } from './params'
import { newRefundId, type Peer } from './peer'
import { scheduleOutcome } from './refund-outcomes'
import { DAY_MS, MINUTE_MS, rfc3339 } from './time'

const MAX_REFUNDS = 50
const GAP_MS = MINUTE_MS
const WINDOW_MS = 365 * DAY_MS

/** Accepts a refund. The same number with the same parameters is the same refund, so that a lost answer can be asked for again. */
export const refund: Endpoint = (peer, request, after) => {
  const raw = request.body()
  const body = checked(refundBody, raw)
  const known = peer.tables.refunds.get(body.out_refund_no)
  if (known) {
    if (known.request !== canonical(raw)) throw new PayError('INVALID_REQUEST', '请求重入时，参数与首次请求时不一致')
    return { status: 200, body: refundView(known) }
  }
  const { order, payment } = paidOrder(peer, body.transaction_id, body.out_trade_no)
  const earlier = refundsOf(peer, order)
  const { refund: refundFen, total } = body.amount
  checkRules(order, payment, earlier, { refundFen, total }, peer.clock.now())
  const outcome = plannedOutcome(peer, body.out_refund_no)
  if (outcome === 'USER_ACCOUNT_ABNORMAL') {
    peer.tables.outcomes.delete(body.out_refund_no)
    return new PayError('USER_ACCOUNT_ABNORMAL')
  }
  const shares = sharesOf(order, payment, earlier, refundFen)
  takeForRefund(peer, payment.transactionId, refundFen - shares.feeReturnedFen)

  const now = peer.clock.now()
  const accepted: Refund = {
    outRefundNo: body.out_refund_no,
    refundId: newRefundId(peer),
    outTradeNo: order.outTradeNo,
    transactionId: payment.transactionId,
    request: canonical(raw),
    ...(body.notify_url !== undefined && { notifyUrl: body.notify_url }),
    ...(body.reason !== undefined && { reason: body.reason }),
    totalFen: order.totalFen,
    refundFen,
    payerTotalFen: payment.payerFen,
    ...shares,
    fundsAccount: body.funds_account ?? 'UNSETTLED',
    channel: 'ORIGINAL',
    receivedAccount: '支付用户零钱',
    createdAt: now,
    status: 'PROCESSING',
    settlesAt: now + peer.settings.refundDelayMs,
    turns: [{ at: now, status: 'PROCESSING' }],
  }
  peer.tables.refunds.put(accepted.outRefundNo, accepted)
  peer.tables.refundIds.put(accepted.refundId, accepted.outRefundNo)
  if (outcome) peer.tables.outcomes.put(accepted.outRefundNo, outcome)
  peer.tables.orders.put(order.outTradeNo, {
    ...order,
    state: move(tradeTransitions, order.state, 'REFUND'),
    refundNos: [...order.refundNos, accepted.outRefundNo],
  })
  book(peer, 'fee-returned', accepted.feeReturnedFen, accepted.refundId, accepted.outRefundNo)
  book(peer, 'refund', -refundFen, accepted.refundId, accepted.outRefundNo)
  after(() => scheduleOutcome(peer, accepted))
  return { status: 200, body: refundView(accepted) }
}

function paidOrder(peer: Peer, transactionId: string | undefined, outTradeNo: string | undefined): { order: Order, payment: Payment } {
  const number = transactionId === undefined ? outTradeNo : peer.tables.transactions.get(transactionId)
  const order = number === undefined ? undefined : peer.tables.orders.get(number)
  if (!order || (outTradeNo !== undefined && order.outTradeNo !== outTradeNo)) throw new PayError('RESOURCE_NOT_EXISTS', '订单不存在')
  if (!order.payment) throw new PayError('INVALID_REQUEST', '订单未支付，不能退款')
  return { order, payment: order.payment }
}

function refundsOf(peer: Peer, order: Order): Refund[] {
  return order.refundNos.map(no => peer.tables.refunds.get(no)).filter(one => one !== undefined)
}

/** What was accepted for refund and not closed again. */
export function refundedFenOf(peer: Peer, order: Order): number {
  return refundedFen(refundsOf(peer, order))
}

interface Wanted {
  refundFen: number
  total: number
}

function checkRules(order: Order, payment: Payment, earlier: readonly Refund[], wanted: Wanted, now: number): void {
  if (wanted.total !== order.totalFen) throw new PayError('INVALID_REQUEST', '订单金额与原订单不一致')
  if (now - payment.paidAt > WINDOW_MS) throw new PayError('INVALID_REQUEST', '订单已超过可退款的期限')
  if (earlier.length >= MAX_REFUNDS) throw new PayError('INVALID_REQUEST', '订单退款次数已达上限')
  if (refundedFen(earlier) + wanted.refundFen > order.totalFen) throw new PayError('INVALID_REQUEST', '退款金额大于订单可退金额')
  if (earlier.some(one => now - one.createdAt < GAP_MS)) throw new PayError('FREQUENCY_LIMITED', '同一订单的退款请求过于频繁，请稍后再试')
}

/** What stands against the order: a closed refund gave its money back. */
const standing = (refunds: readonly Refund[]): readonly Refund[] => refunds.filter(one => one.status !== 'CLOSED')

function refundedFen(refunds: readonly Refund[]): number {
  return standing(refunds).reduce((sum, one) => sum + one.refundFen, 0)
}

/** The payer's and the fee's share of a refund, to the fen; the refund that completes the order takes what rounding left over. */
function sharesOf(order: Order, payment: Payment, earlier: readonly Refund[], refundFen: number) {
  const after = refundedFen(earlier) + refundFen
  const payerLeft = payment.payerFen - standing(earlier).reduce((sum, one) => sum + one.payerRefundFen, 0)
  const feeBefore = standing(earlier).reduce((sum, one) => sum + one.feeReturnedFen, 0)
  const share = Math.min(proportion(payment.payerFen, refundFen, order.totalFen), payerLeft)
  return {
    payerRefundFen: after === order.totalFen ? payerLeft : share,
    feeReturnedFen: Math.max(proportion(payment.feeFen, after, order.totalFen) - feeBefore, 0),
  }
}

/** The outcome asked for this number, else the one asked for whichever comes next, which is used up by it. */
function plannedOutcome(peer: Peer, outRefundNo: string): RefundOutcome | undefined {
  const own = peer.tables.outcomes.get(outRefundNo)
  if (own) return own
  const next = peer.tables.outcomes.get('next')
  if (next) peer.tables.outcomes.delete('next')
  return next
}

export const queryRefund: Endpoint = (peer, request) => {
  const found = peer.tables.refunds.get(request.param('no'))
  if (!found) throw new PayError('RESOURCE_NOT_EXISTS', '退款单不存在')
  return { status: 200, body: refundView(found) }
}

/** A refund as the refund and its query answer it. */
export function refundView(refund: Refund): Record<string, unknown> {
  return {
    refund_id: refund.refundId,
    out_refund_no: refund.outRefundNo,
    transaction_id: refund.transactionId,
    out_trade_no: refund.outTradeNo,
    channel: refund.channel,
    user_received_account: refund.receivedAccount,
    ...(refund.successAt !== undefined && { success_time: rfc3339(refund.successAt) }),
    create_time: rfc3339(refund.createdAt),
    status: refund.status,
    funds_account: refund.fundsAccount,
    amount: {
      total: refund.totalFen,
      refund: refund.refundFen,
      payer_total: refund.payerTotalFen,
      payer_refund: refund.payerRefundFen,
      settlement_total: refund.totalFen,
      settlement_refund: refund.refundFen,
      discount_refund: refund.refundFen - refund.payerRefundFen,
      currency: 'CNY',
    },
    promotion_detail: [],
  }
}
