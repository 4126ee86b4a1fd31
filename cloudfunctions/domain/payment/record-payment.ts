import type { Effect } from '../effect/effect'
import { type Group, groupStateAt } from '../group/group'
import { paySeat } from '../group/seats'
import type { Instant } from '../kernel/instant'
import { fundsSpentPosting, isEmpty, paymentPosting } from '../ledger/postings'
import type { Posting } from '../ledger/posting'
import { moveOrder, recordSuccess } from '../order/move-order'
import type { Order } from '../order/order'
import { promiseRefund, type RefundPromise } from '../refund/promise-refund'
import type { PaymentFacts } from './payment'

export interface PaymentRecorded {
  readonly order: Order
  readonly postings: readonly Posting[]
  readonly effects: readonly Effect[]
}

/** What is known of a payment: WeChat's facts, or just the instant for an order that balance and coupons pay alone. */
export type PaidFacts = Pick<PaymentFacts, 'paidAt'> & Partial<Pick<PaymentFacts, 'transactionId'>>

/**
 * What follows at once from money that arrived (pitfalls 3, 6, 9). In time, it spends what was kept of balance and points, and the order is to be
 * settled: its seat paid, its stock sold. For an order closed meanwhile, seat and stock are sought again. Undefined when this payment is already
 * recorded.
 */
export function decidePayment(order: Order, facts: PaidFacts, now: Instant): PaymentRecorded | undefined {
  if (order.payment.state === 'succeeded') return undefined
  const paid = recordSuccess(order, facts, now)
  const money = paymentPosting(order, now)
  if (order.state === 'closed') {
    return { order: moveOrder(paid, 'paid', { closedReason: undefined, closedAt: undefined }), postings: [money], effects: [{ kind: 'revive_order', orderId: order.id }] }
  }
  return {
    order: moveOrder(spendFunds(paid), 'paid'),
    postings: [money, fundsSpentPosting(order, now)].filter(one => !isEmpty(one)),
    effects: [{ kind: 'settle_order', orderId: order.id }],
  }
}

/** Balance and points kept for the order are spent with its payment. */
export function spendFunds(order: Order): Order {
  return { ...order, funds: { ...order.funds, spent: true } }
}

export type SeatDecision =
  | { readonly kind: 'seated'; readonly order: Order; readonly group: Group; readonly effects: readonly Effect[] }
  | { readonly kind: 'given_back'; readonly promise: RefundPromise }

/**
 * A paid order takes the seat it holds in its group, and may form it with that (S14). In time is what we knew before the deadline, however late it
 * is settled. When the group has formed without it or failed, or the seat is somebody else's, the money goes back and the shopper is told which.
 */
export function seatPaidOrder(order: Order, group: Group | undefined, now: Instant): SeatDecision {
  const seated = group && paySeat(group, order.openid, order.id, order.payment.recordedAt ?? now)
  if (!seated) return { kind: 'given_back', promise: promiseRefund(order, group && groupStateAt(group, now) === 'formed' ? 'paid_late' : 'group_failed', now) }
  const effects: readonly Effect[] = seated.state === 'formed' ? [{ kind: 'settle_group', groupId: seated.id, members: seated.paid }] : []
  return { kind: 'seated', order: moveOrder(order, 'grouping'), group: seated, effects }
}
