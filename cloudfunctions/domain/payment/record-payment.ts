import type { Instant } from '../kernel/instant'
import type { Effect } from '../effect/effect'
import type { Group } from '../group/group'
import { paySeat } from '../group/seats'
import { moveOrder, recordSuccess } from '../order/move-order'
import type { Order } from '../order/order'
import { paymentPosting } from '../ledger/postings'
import type { Posting } from '../ledger/posting'
import { promiseRefund, type RefundPromise } from '../refund/promise-refund'
import type { PaymentFacts } from './payment'

export interface PaymentRecorded {
  readonly order: Order
  readonly group?: Group
  readonly refund?: RefundPromise['refund']
  readonly postings: readonly Posting[]
  readonly effects: readonly Effect[]
}

/**
 * What follows from money that arrived (pitfalls 3, 6, 9). In time, it pays the held seat and may form the group; for an order closed
 * meanwhile, seat and stock are sought again; for a group that is over, it goes back. Undefined when this payment is already recorded.
 */
export function decidePayment(order: Order, group: Group | undefined, facts: PaymentFacts, now: Instant): PaymentRecorded | undefined {
  if (order.payment.state === 'succeeded') return undefined
  const paid = recordSuccess(order, facts)
  const posting = paymentPosting(order, now)
  if (order.state === 'closed') {
    return { order: moveOrder(paid, 'paid', { closedReason: undefined, closedAt: undefined }), postings: [posting], effects: [{ kind: 'revive_order', orderId: order.id }] }
  }
  const settle: Effect = { kind: 'settle_order', orderId: order.id }
  if (!order.groupId) return { order: moveOrder(paid, 'paid'), postings: [posting], effects: [settle] }

  const seated = group && paySeat(group, order.openid, order.id, now)
  if (!seated) {
    const promise = promiseRefund(moveOrder(paid, 'paid'), 'group_failed', now)
    return { order: promise.order, refund: promise.refund, postings: [posting, promise.posting], effects: promise.effects }
  }
  const effects: Effect[] = seated.state === 'formed' ? [settle, { kind: 'settle_group', groupId: seated.id, members: seated.paid }] : [settle]
  return { order: moveOrder(paid, 'grouping'), group: seated, postings: [posting], effects }
}
