import type { Instant } from '../kernel/instant'
import { assertMove } from '../kernel/transition'
import { PAYMENT_TRANSITIONS, type PaymentFacts } from '../payment/payment'
import type { ClosedReason, Order, OrderState } from './order'
import { ORDER_TRANSITIONS } from './order'

/** Moves an order along its table, with what is known from the move on; every change raises the version. */
export function moveOrder(order: Order, to: OrderState, known: Partial<Order> = {}): Order {
  assertMove('order', ORDER_TRANSITIONS, order.state, to)
  return { ...order, ...known, state: to, version: order.version + 1 }
}

export function closeOrder(order: Order, reason: ClosedReason, now: Instant): Order {
  return moveOrder(order, 'closed', { closedReason: reason, closedAt: now })
}

/** Notes the money on the order. The order's own state is moved by the caller, in the same transaction. */
export function recordSuccess(order: Order, facts: Pick<PaymentFacts, 'paidAt'> & Partial<Pick<PaymentFacts, 'transactionId'>>, recordedAt: Instant): Order {
  assertMove('payment', PAYMENT_TRANSITIONS, order.payment.state, 'succeeded')
  const { transactionId, paidAt } = facts
  const { askAt: _, ...payment } = order.payment
  return { ...order, payment: { ...payment, state: 'succeeded', ...(transactionId !== undefined && { transactionId }), paidAt, recordedAt } }
}
