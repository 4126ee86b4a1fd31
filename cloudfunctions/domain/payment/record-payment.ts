import type { Instant } from '../kernel/instant'
import type { Effect } from '../effect/effect'
import { type Group, groupStateAt } from '../group/group'
import { paySeat } from '../group/seats'
import { moveOrder, recordSuccess } from '../order/move-order'
import type { Order } from '../order/order'
import { fundsSpentPosting, isEmpty, paymentPosting } from '../ledger/postings'
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

/** What is known of a payment: WeChat's facts, or just the instant for an order that balance and coupons pay alone. */
export type PaidFacts = Pick<PaymentFacts, 'paidAt'> & Partial<Pick<PaymentFacts, 'transactionId'>>

/**
 * What follows from money that arrived (pitfalls 3, 6, 9). In time, it spends what was kept of balance and points, pays the held seat and may
 * form the group; for an order closed meanwhile, seat and stock are sought again; for a group that is over, it goes back. Undefined when this
 * payment is already recorded.
 */
export function decidePayment(order: Order, group: Group | undefined, facts: PaidFacts, now: Instant): PaymentRecorded | undefined {
  if (order.payment.state === 'succeeded') return undefined
  const paid = recordSuccess(order, facts)
  const money = paymentPosting(order, now)
  if (order.state === 'closed') {
    return { order: moveOrder(paid, 'paid', { closedReason: undefined, closedAt: undefined }), postings: [money], effects: [{ kind: 'revive_order', orderId: order.id }] }
  }
  const spent = spendFunds(paid)
  const postings = [money, fundsSpentPosting(order, now)].filter(one => !isEmpty(one))
  const settle: Effect = { kind: 'settle_order', orderId: order.id }
  if (!order.groupId) return { order: moveOrder(spent, 'paid'), postings, effects: [settle] }

  const seated = group && paySeat(group, order.openid, order.id, now)
  if (!seated) {
    // Its group has formed without it, or has failed: the shopper is told which.
    const promise = promiseRefund(moveOrder(spent, 'paid'), group && groupStateAt(group, now) === 'formed' ? 'paid_late' : 'group_failed', now)
    return { order: promise.order, refund: promise.refund, postings: [...postings, promise.posting], effects: promise.effects }
  }
  const effects: Effect[] = seated.state === 'formed' ? [settle, { kind: 'settle_group', groupId: seated.id, members: seated.paid }] : [settle]
  return { order: moveOrder(spent, 'grouping'), group: seated, postings, effects }
}

/** Balance and points kept for the order are spent with its payment. */
export function spendFunds(order: Order): Order {
  return { ...order, funds: { ...order.funds, spent: true } }
}
