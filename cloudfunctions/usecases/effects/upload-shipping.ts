import type { Order, OrderLine } from '../../domain/order/order'
import { linesOf } from '../../domain/order/parcel'
import type { Ports, ShippingInfo } from '../../ports'
import type { EffectResult } from './run-effects'

type Parcels = Pick<Extract<ShippingInfo, { readonly receiverPhone: string }>, 'receiverPhone' | 'parcels'>

/** Tells WeChat that all the goods left, or that codes or vouchers were handed over; without it the payment stays frozen (X8). Tried until WeChat takes or refuses it. */
export async function uploadShipping(ports: Ports, orderId: string): Promise<EffectResult> {
  const { store, wechat, clock } = ports
  const order = await store.get('orders', orderId)
  const sent = order && whatLeft(order)
  if (!sent || order.shippingUploadedAt !== undefined || !order.payment.transactionId) return 'done'
  const answer = await wechat.uploadShipping({
    transactionId: order.payment.transactionId,
    openid: order.openid,
    ...sent,
    uploadedAt: clock.now(),
  })
  if (answer.outcome === 'unknown') return 'later'
  if (answer.outcome === 'rejected') {
    await store.insert('work_items', { id: `sh-${order.id}`, kind: 'effect_dead', state: 'open', subject: order.id, detail: `shipping info refused: ${answer.code}`, at: clock.now() })
    return 'done'
  }
  await store.update('orders', order.id, { set: { shippingUploadedAt: clock.now() }, inc: { version: 1 } }, [{ field: 'shippingUploadedAt', is: 'absent' }])
  return 'done'
}

/** What WeChat is to be told, undefined while nothing has left. */
function whatLeft(order: Order): Parcels | { readonly handedOver: string } | undefined {
  if (order.readyAt !== undefined && order.goods !== 'physical') return { handedOver: describe(order.lines) }
  if (!order.address || order.shippedAt === undefined) return undefined
  const parcels = Object.entries(order.parcels).map(([sender, { company, trackingNo }]) => ({ company, trackingNo, itemDescription: describe(linesOf(order, sender)) }))
  return { receiverPhone: order.address.phone, parcels }
}

function describe(lines: readonly OrderLine[]): string {
  return lines.map(line => `${line.title} ${line.specText} ×${line.quantity}`).join('；')
}
