import type { OrderAction, OrderCardView, OrderView, RefundView } from '../../contract/views'
import { type Group, groupStateAt } from '../../domain/group/group'
import type { Order } from '../../domain/order/order'
import type { Refund } from '../../domain/refund/refund'

/** What the shopper may do with an order now; pages show these and derive nothing from states. */
export function orderActions(order: Order, now: number): OrderAction[] {
  switch (order.state) {
    case 'placed': return now < order.payment.expiresAt ? ['pay', 'cancel'] : ['cancel']
    case 'grouping': return ['share', 'see_group']
    case 'shipped':
    case 'ready': return ['confirm_receipt']
    case 'received':
    case 'completed':
    case 'closed': return ['buy_again']
    default: return order.groupId ? ['see_group'] : []
  }
}

export function orderCard(order: Order, refundState: RefundView['state'] | null, now: number): OrderCardView {
  return {
    orderId: order.id,
    kind: order.kind,
    state: order.state,
    closedReason: order.closedReason ?? null,
    line: order.line,
    payableFen: order.payableFen,
    placedAt: order.placedAt,
    payUntil: order.state === 'placed' && now < order.payment.expiresAt ? order.payment.expiresAt : null,
    groupId: order.groupId ?? null,
    refundState,
    actions: orderActions(order, now),
  }
}

export function refundView(refund: Refund): RefundView {
  return { refundId: refund.id, state: refund.state, amountFen: refund.amountFen, requestedAt: refund.requestedAt, succeededAt: refund.succeededAt ?? null }
}

export function orderView(order: Order, group: Group | undefined, refund: Refund | undefined, now: number): OrderView {
  return {
    ...orderCard(order, refund?.state ?? null, now),
    priceLines: order.priceLines,
    address: order.address,
    paidAt: order.payment.paidAt ?? null,
    closedAt: order.closedAt ?? null,
    group: group ? { state: groupStateAt(group, now), size: group.terms.size, missing: group.terms.size - group.paid, deadlineAt: group.deadlineAt } : null,
    shipping: order.shipping ? { company: order.shipping.company, trackingNo: order.shipping.trackingNo, shippedAt: order.shipping.shippedAt } : null,
    receivedAt: order.receivedAt ?? null,
    completedAt: order.completedAt ?? null,
    refund: refund ? refundView(refund) : null,
  }
}
