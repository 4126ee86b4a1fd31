import type { OrderAction, OrderCardView, OrderLineView, OrderView, ParcelView, PriceLineView, RefundView } from '../../contract/views'
import { type Group, groupStateAt, missingPeople } from '../../domain/group/group'
import type { Order, OrderLine, PriceLine } from '../../domain/order/order'
import { linesOf, supplierOf } from '../../domain/order/parcel'
import { backFen } from '../../domain/refund/promise-refund'
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
    goods: order.goods,
    lines: order.lines.map(lineView),
    payableFen: order.payableFen,
    placedAt: order.placedAt,
    payUntil: order.state === 'placed' && now < order.payment.expiresAt ? order.payment.expiresAt : null,
    groupId: order.groupId ?? null,
    refundState,
    actions: orderActions(order, now),
  }
}

export function refundView(refund: Refund): RefundView {
  const { id, state, reason, balanceFen, points, requestedAt, succeededAt } = refund
  return { refundId: id, state, reason, amountFen: backFen(refund), balanceFen, points, requestedAt, succeededAt: succeededAt ?? null }
}

export function priceLineView({ kind, amountFen, say }: PriceLine): PriceLineView {
  return { kind, amountFen, say: say ?? null }
}

export function lineView(line: OrderLine): OrderLineView {
  const { productId, skuId, title, specText, cover, quantity, listPriceFen, unitPriceFen, amountFen, discounts, returnPolicy, noReturnAgreed, packaging, supplierId, left } = line
  return {
    productId, skuId, title, specText, cover, quantity, listPriceFen, unitPriceFen, amountFen, returnPolicy, noReturnAgreed, packaging, supplierId,
    discounts: discounts.map(discount => ({ kind: 'discount', amountFen: discount.amountFen, say: discount.say })),
    leftQuantity: left.quantity,
  }
}

/** Who sends what of an order, and what has left (X9). */
export function parcelViews(order: Order): ParcelView[] {
  return [...order.sent, ...order.unsent].map(sender => parcelView(order, sender))
}

export function parcelView(order: Order, sender: string): ParcelView {
  const parcel = order.parcels[sender]
  return {
    supplierId: supplierOf(sender),
    skuIds: linesOf(order, sender).map(line => line.skuId),
    sent: parcel ? { company: parcel.company, trackingNo: parcel.trackingNo, shippedAt: parcel.shippedAt } : null,
  }
}

export function orderView(order: Order, group: Group | undefined, refunds: readonly Refund[], now: number): OrderView {
  const { funds } = order
  return {
    ...orderCard(order, refunds.at(-1)?.state ?? null, now),
    priceLines: order.priceLines.map(priceLineView),
    balanceFen: funds.balanceFen,
    wechatFen: order.payment.amountFen,
    points: { spent: funds.points, earned: order.pointsEarned },
    coupons: funds.coupons.map(coupon => coupon.name),
    delivery: order.delivery,
    address: order.address,
    paidAt: order.payment.paidAt ?? null,
    closedAt: order.closedAt ?? null,
    group: group ? { state: groupStateAt(group, now), size: group.terms.size, missing: missingPeople(group), people: group.paid, deadlineAt: group.deadlineAt, completedShort: group.completedShort?.people ?? null } : null,
    parcels: parcelViews(order),
    shippedAt: order.shippedAt ?? null,
    receivedAt: order.receivedAt ?? null,
    completedAt: order.completedAt ?? null,
    refunds: refunds.map(refundView),
  }
}
