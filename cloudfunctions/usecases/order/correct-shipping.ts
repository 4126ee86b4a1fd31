import type { Effect } from '../../domain/effect/effect'
import { type CorrectionRefusal, correctParcel } from '../../domain/order/correct-parcel'
import type { Order } from '../../domain/order/order'
import type { Ports } from '../../ports'
import { saveEffects } from '../effects/outbox'
import { runOwn } from '../effects/run-effects'

export interface CorrectedParcel { readonly orderId: string; readonly sender: string; readonly company: string; readonly trackingNo: string; readonly openid: string; readonly requestId: string }

/**
 * The merchant gives a parcel that has left another waybill (X8). WeChat is told now, or as soon as it answers. Audited, under the id of whoever
 * asked, so that asking again is answered and does nothing.
 */
export async function correctShipping(ports: Ports, { orderId, sender, company, trackingNo, openid, requestId }: CorrectedParcel): Promise<Order | CorrectionRefusal | 'order_not_found' | 'request_id_taken'> {
  const { store, clock } = ports
  const result = await store.transaction(async (tx): Promise<{ order: Order; effects: readonly Effect[] } | CorrectionRefusal | 'order_not_found' | 'request_id_taken'> => {
    const [order, audit] = [await tx.get('orders', orderId), await tx.get('audits', requestId)]
    if (audit) return order && audit.act === 'order.correctParcel' && audit.subject === orderId ? { order, effects: [] } : 'request_id_taken'
    if (!order) return 'order_not_found'
    const now = clock.now()
    const corrected = correctParcel(order, sender, { company, trackingNo }, now)
    if (!corrected.ok) return corrected.refusal
    if (corrected.value === order) return { order, effects: [] }
    const { shippingInfoAt } = corrected.value
    const effects: readonly Effect[] = shippingInfoAt === order.shippingInfoAt || shippingInfoAt === undefined ? [] : [{ kind: 'correct_shipping', orderId, infoAt: shippingInfoAt }]
    const before = order.parcels[sender]
    await tx.replace('orders', corrected.value)
    await tx.insert('audits', { id: requestId, at: now, openid, act: 'order.correctParcel', subject: orderId, detail: `${before?.company} ${before?.trackingNo} -> ${company} ${trackingNo}` })
    await saveEffects(tx, effects, now)
    return { order: corrected.value, effects }
  })
  if (typeof result === 'string') return result
  await runOwn(ports, result.effects)
  return await store.get('orders', orderId) ?? result.order
}
