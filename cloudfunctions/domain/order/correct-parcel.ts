import { type Decision, accept, refuse } from '../kernel/decision'
import type { Instant } from '../kernel/instant'
import type { Order } from './order'
import type { Parcel } from './parcel'

export type CorrectionRefusal = 'order_not_shippable' | 'shipping_info_pending' | 'shipping_already_corrected'

/**
 * Another waybill for a parcel that has left (X8). As long as WeChat has not been told, or would not take what it was told, any number of times; of what
 * it has taken it allows exactly one correction, and none while its answer is not known or once the goods are received. Saying the same again changes nothing.
 */
export function correctParcel(order: Order, sender: string, { company, trackingNo }: Omit<Parcel, 'shippedAt'>, now: Instant): Decision<Order, CorrectionRefusal> {
  const known = order.parcels[sender]
  if (!known || (order.state !== 'preparing' && order.state !== 'shipped')) return refuse('order_not_shippable')
  if (known.company === company && known.trackingNo === trackingNo) return accept(order)
  const corrected: Order = { ...order, parcels: { ...order.parcels, [sender]: { ...known, company, trackingNo } }, version: order.version + 1 }
  // Parts still to leave, or nothing paid through WeChat: nobody has been told.
  if (order.state === 'preparing' || order.payment.transactionId === undefined) return accept(corrected)
  if (order.shippingCorrection) return refuse('shipping_already_corrected')
  if (order.shippingRefused !== undefined) return accept(newlyDated({ ...corrected, shippingRefused: undefined }, now))
  if (order.shippingUploadedAt === undefined) return refuse('shipping_info_pending')
  return accept(newlyDated({ ...corrected, shippingCorrection: 'asked' }, now))
}

/** WeChat takes a change only under a later time than what it has. */
function newlyDated(order: Order, now: Instant): Order {
  return { ...order, shippingInfoAt: Math.max(now, shippingInfoTime(order) + 1000) }
}

/** The time under which the shipping info goes up: of the sending or handing over, later after a change. */
export function shippingInfoTime({ shippingInfoAt, shippedAt, readyAt }: Pick<Order, 'shippingInfoAt' | 'shippedAt' | 'readyAt'>): Instant {
  return shippingInfoAt ?? shippedAt ?? readyAt ?? 0
}

/** Whether a waybill of the order can be changed now. */
export function isCorrectable(order: Order): boolean {
  const [sender] = order.sent
  return sender !== undefined && correctParcel(order, sender, { company: '', trackingNo: '' }, 0).ok
}
