import type { Effect } from '../effect/effect'
import type { Instant } from '../kernel/instant'
import { refundPromisedPosting } from '../ledger/postings'
import type { Posting } from '../ledger/posting'
import { closeOrder } from '../order/move-order'
import type { Order } from '../order/order'
import { type Refund, refundId, type RefundReason } from './refund'

export interface RefundPromise {
  readonly order: Order
  readonly refund: Refund
  readonly posting: Posting
  readonly effects: readonly Effect[]
}

/** Closes a paid order and promises all of its money back under the one number this reason gives (X10, I9). */
export function promiseRefund(order: Order, reason: RefundReason, now: Instant): RefundPromise {
  if (order.payment.state !== 'succeeded') throw new Error(`order ${order.id} has no payment to give back`)
  if (order.refundId !== undefined) throw new Error(`order ${order.id} is already being refunded`)
  const id = refundId(order.id, reason)
  const amountFen = order.payment.amountFen
  const closed = closeOrder(order, reason, now)
  return {
    order: { ...closed, refundId: id },
    refund: { id, orderId: order.id, openid: order.openid, reason, amountFen, totalFen: amountFen, state: 'requested', requestedAt: now, version: 1 },
    posting: refundPromisedPosting(order, id, amountFen, now),
    effects: [{ kind: 'release_order', orderId: order.id, version: closed.version }, { kind: 'send_refund', refundId: id }],
  }
}
