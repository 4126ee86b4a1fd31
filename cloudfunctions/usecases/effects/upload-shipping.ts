import { linesOf } from '../../domain/order/parcel'
import type { Ports } from '../../ports'
import type { EffectResult } from './run-effects'

/** Tells WeChat that all the goods left; without it the payment stays frozen (X8). Tried until WeChat takes or refuses it. */
export async function uploadShipping(ports: Ports, orderId: string): Promise<EffectResult> {
  const { store, wechat, clock } = ports
  const order = await store.get('orders', orderId)
  if (!order?.address || order.shippedAt === undefined || order.shippingUploadedAt !== undefined || !order.payment.transactionId) return 'done'
  const answer = await wechat.uploadShipping({
    transactionId: order.payment.transactionId,
    openid: order.openid,
    receiverPhone: order.address.phone,
    parcels: Object.entries(order.parcels).map(([sender, { company, trackingNo }]) => ({
      company,
      trackingNo,
      itemDescription: linesOf(order, sender).map(line => `${line.title} ${line.specText} ×${line.quantity}`).join('；'),
    })),
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
