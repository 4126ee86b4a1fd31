import type { Order } from '../../domain/order/order'
import type { Clause, Ports, ShippingInfo } from '../../ports'
import type { EffectResult } from './run-effects'

/** Tells WeChat that the goods left, or that codes or vouchers were handed over; without it the payment stays frozen (X8). Tried until WeChat takes or refuses it. */
export async function uploadShipping(ports: Ports, orderId: string): Promise<EffectResult> {
  const { store, wechat, clock } = ports
  const order = await store.get('orders', orderId)
  const left = order && whatLeft(order)
  if (!order?.payment.transactionId || !left || left.uploadedAt !== undefined) return 'done'
  const answer = await wechat.uploadShipping({
    transactionId: order.payment.transactionId,
    openid: order.openid,
    ...(left.parcel && { parcel: left.parcel }),
    itemDescription: order.lines.map(line => `${line.title} ${line.specText} ×${line.quantity}`).join('；'),
    uploadedAt: clock.now(),
  })
  if (answer.outcome === 'unknown') return 'later'
  if (answer.outcome === 'rejected') {
    await store.insert('work_items', { id: `sh-${order.id}`, kind: 'effect_dead', state: 'open', subject: order.id, detail: `shipping info refused: ${answer.code}`, at: clock.now() })
    return 'done'
  }
  await store.update('orders', order.id, { set: { [`${left.field}.uploadedAt`]: clock.now() }, inc: { version: 1 } }, left.still)
  return 'done'
}

interface Left { readonly field: 'shipping' | 'handover'; readonly uploadedAt: number | undefined; readonly parcel?: ShippingInfo['parcel']; readonly still: readonly Clause[] }

function whatLeft({ shipping, handover, address }: Order): Left | undefined {
  if (handover) return { field: 'handover', uploadedAt: handover.uploadedAt, still: [{ field: 'handover.at', is: 'eq', value: handover.at }] }
  if (!shipping || !address) return undefined
  const { company, trackingNo, uploadedAt } = shipping
  return { field: 'shipping', uploadedAt, parcel: { company, trackingNo, receiverPhone: address.phone }, still: [{ field: 'shipping.trackingNo', is: 'eq', value: trackingNo }] }
}
