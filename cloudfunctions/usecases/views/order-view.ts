import type { OrderAction, OrderCardView, OrderLineView, OrderView, ParcelView, PriceLineView, RefundView } from '../../contract/views'
import { type Group, groupStateAt, missingPeople } from '../../domain/group/group'
import type { Order, OrderLine, PriceLine } from '../../domain/order/order'
import { linesOf, supplierOf } from '../../domain/order/parcel'
import { backFen } from '../../domain/refund/promise-refund'
import type { Refund } from '../../domain/refund/refund'
import { returnUntil, whyNotReturnable } from '../../domain/returns/decide-return'
import type { GoodsReturn } from '../../domain/returns/return'
import type { Voucher } from '../../domain/voucher/voucher'
import { returnView } from './return-view'
import { voucherView } from './voucher-view'

/** What the shopper may do with an order now; pages show these and derive nothing from states. */
export function orderActions(order: Order, now: number): OrderAction[] {
  switch (order.state) {
    case 'placed': return now < order.payment.expiresAt ? ['pay', 'cancel'] : ['cancel']
    case 'grouping': return ['share', 'see_group']
    case 'shipped': return ['confirm_receipt']
    case 'ready': return [...handedOver(order, now), ...order.goods === 'service' ? [] : ['confirm_receipt'] as const]
    case 'received': return [...handedOver(order, now), 'buy_again']
    case 'completed': return [...order.codeIds?.length ? ['reveal_codes'] as const : [], 'buy_again']
    case 'closed': return ['buy_again']
    default: return order.groupId ? ['see_group'] : []
  }
}

/** What is open while codes can be shown and goods given back; the terms of a service are looked at when it is asked. */
function handedOver(order: Order, now: number): OrderAction[] {
  const back = whyNotReturnable(order, now) === undefined && order.openReturnId === undefined
    && order.lines.some(line => line.left.quantity > 0 && (order.goods === 'service' || line.returnPolicy === 'seven_days'))
  return [...order.codeIds?.length ? ['reveal_codes'] as const : [], ...back ? ['request_return'] as const : []]
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
  const { productId, skuId, title, specText, cover, quantity, listPriceFen, unitPriceFen, amountFen, discounts, returnPolicy, noReturnAgreed, packaging, supplierId, supplierName = '', left } = line
  return {
    productId, skuId, title, specText, cover, quantity, listPriceFen, unitPriceFen, amountFen, returnPolicy, noReturnAgreed, packaging, supplierId, supplierName,
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

/** What an order has beside its payment, as far as it was loaded. */
export interface AfterSales { readonly vouchers?: readonly Voucher[]; readonly returns?: readonly GoodsReturn[] }

export function orderView(order: Order, group: Group | undefined, refunds: readonly Refund[], now: number, { vouchers = [], returns = [] }: AfterSales = {}): OrderView {
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
    codes: order.codeIds ? { count: order.codeIds.length, revealedAt: order.revealedAt ?? null } : null,
    vouchers: vouchers.map(voucher => voucherView(voucher, now)),
    returns: returns.map(returnView),
    returnUntil: order.receivedAt === undefined || order.goods === 'service' ? null : returnUntil(order.receivedAt),
  }
}
