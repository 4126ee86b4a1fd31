import { book, feeOf } from './account'
import { freeze } from './freezes'
import { move, tradeTransitions, type Order } from './model'
import { notify } from './notifications'
import { transaction } from './orders'
import { commit, newTransactionId, type Peer } from './peer'
import { HOUR_MS } from './time'

const PREPAY_LIFE_MS = 2 * HOUR_MS

/** Why a payment sheet cannot take money. */
export type PayRefusal = 'unknown' | 'expired' | 'closed' | 'paid' | 'other-payer' | 'coupon-too-large'

export type PayOutcome = { ok: true, transactionId: string, paidAt: number } | { ok: false, reason: PayRefusal }

export type Sheet = { order: Order, refusal?: PayRefusal } | { order?: undefined, refusal: 'unknown' }

/** What the payment sheet of a session shows now. */
export function sheetOf(peer: Peer, prepayId: string): Sheet {
  const session = peer.tables.prepays.get(prepayId)
  const order = session && peer.tables.orders.get(session.outTradeNo)
  if (!session || !order) return { refusal: 'unknown' }
  if (order.state === 'CLOSED') return { order, refusal: 'closed' }
  if (order.payment) return { order, refusal: 'paid' }
  const now = peer.clock.now()
  const expired = now >= session.createdAt + PREPAY_LIFE_MS || now >= order.payUntil
  return expired ? { order, refusal: 'expired' } : { order }
}

/** The payer confirms: the order is paid, the money booked and the merchant notified, all or nothing. */
export function payOrder(peer: Peer, prepayId: string, openid?: string, couponFen = 0): PayOutcome {
  return commit(peer, (after) => {
    const { order, refusal } = sheetOf(peer, prepayId)
    if (!order || refusal) return { ok: false, reason: refusal ?? 'unknown' }
    if (openid !== undefined && openid !== order.openid) return { ok: false, reason: 'other-payer' }
    if (couponFen < 0 || couponFen >= order.totalFen) return { ok: false, reason: 'coupon-too-large' }
    const paidAt = peer.clock.now()
    const feeFen = feeOf(order.totalFen, peer.settings.feeRate)
    const payment = { transactionId: newTransactionId(peer), paidAt, payerFen: order.totalFen - couponFen, couponFen, feeFen }
    const paid: Order = { ...order, state: move(tradeTransitions, order.state, 'SUCCESS'), payment }
    peer.tables.orders.put(order.outTradeNo, paid)
    peer.tables.transactions.put(payment.transactionId, order.outTradeNo)
    book(peer, 'payment', order.totalFen, payment.transactionId, order.outTradeNo)
    book(peer, 'fee', -feeFen, payment.transactionId, order.outTradeNo)
    if (order.profitSharing) freeze(peer, after, paid, payment)
    notify(peer, after, {
      eventType: 'TRANSACTION.SUCCESS',
      originalType: 'transaction',
      summary: '支付成功',
      subject: order.outTradeNo,
      url: order.notifyUrl,
      content: transaction(paid),
    })
    return { ok: true, transactionId: payment.transactionId, paidAt }
  })
}
