import { type Decision, accept, refuse } from '../kernel/decision'
import type { Instant } from '../kernel/instant'
import { moveOrder } from './move-order'
import type { Order, OrderLine } from './order'

/** What one sender handed to a carrier: the part of an order that one supplier, or the shop itself, sends (X9). */
export interface Parcel {
  readonly company: string
  readonly trackingNo: string
  readonly shippedAt: Instant
}

/** Under this name the shop's own goods stand among the senders; no supplier can be called so. */
export const SHOP_ITSELF = 'shop'

/** The sender of a line, as the order names it. Lines of the shop itself have no supplier. */
export function senderOf({ supplierId }: Pick<OrderLine, 'supplierId'>): string {
  return supplierId === '' ? SHOP_ITSELF : supplierId
}

/** The supplier a sender's name stands for; empty for the shop itself. */
export function supplierOf(sender: string): string {
  return sender === SHOP_ITSELF ? '' : sender
}

/** Everybody who sends goods of these lines, once each, in the order of the lines. */
export function sendersOf(lines: readonly Pick<OrderLine, 'supplierId'>[]): string[] {
  return [...new Set(lines.map(senderOf))]
}

/** The goods a sender's parcel holds. */
export function linesOf(order: Pick<Order, 'lines'>, sender: string): OrderLine[] {
  return order.lines.filter(line => senderOf(line) === sender)
}

/** Senders whose goods have yet to leave: with everything given back there is nothing to send. */
function waitsFor(order: Order): string[] {
  return order.unsent.filter(sender => linesOf(order, sender).some(line => line.left.quantity > 0))
}

/**
 * A sender hands its part of an order to a carrier (X9). The order is shipped when the last part has left. Saying the same
 * again changes nothing; another number for a parcel that has left is refused.
 */
export function sendParcel(order: Order, sender: string, { company, trackingNo }: Omit<Parcel, 'shippedAt'>, now: Instant): Decision<Order, 'order_not_shippable'> {
  const known = order.parcels[sender]
  if (known) return known.trackingNo === trackingNo && known.company === company ? accept(order) : refuse('order_not_shippable')
  if (order.state !== 'preparing' || !waitsFor(order).includes(sender)) return refuse('order_not_shippable')
  const sent: Order = {
    ...order,
    parcels: { ...order.parcels, [sender]: { company, trackingNo, shippedAt: now } },
    unsent: order.unsent.filter(one => one !== sender),
    sent: [...order.sent, sender],
  }
  return accept(waitsFor(sent).length === 0 ? moveOrder(sent, 'shipped', { shippedAt: now }) : { ...sent, version: sent.version + 1 })
}
