import type { Effect } from '../../domain/effect/effect'
import type { Order } from '../../domain/order/order'
import { linesOf, sendParcel } from '../../domain/order/parcel'
import type { Ports } from '../../ports'
import { saveEffects } from '../effects/outbox'
import { runOwn } from '../effects/run-effects'

export type ShipRefusal = 'order_not_found' | 'order_not_shippable' | 'packaging_unconfirmed'

export interface Shipped { readonly orderId: string; readonly sender: string; readonly company: string; readonly trackingNo: string; /** The sender says that each line is packed as it asks (S81). */ readonly packedAsAsked: boolean }

/**
 * Marks what one sender sends of an order as handed to the carrier (X9). With the last part the order is shipped, its shopper told, and WeChat too, now or
 * as soon as it answers (X8). Answers the order as it is then.
 */
export async function shipParcel(ports: Ports, { orderId, sender, company, trackingNo, packedAsAsked }: Shipped): Promise<Order | ShipRefusal> {
  const { store, clock } = ports
  const result = await store.transaction(async (tx): Promise<{ order: Order; effects: readonly Effect[] } | ShipRefusal> => {
    const order = await tx.get('orders', orderId)
    if (!order) return 'order_not_found'
    const now = clock.now()
    const sent = sendParcel(order, sender, { company, trackingNo }, now)
    if (!sent.ok) return sent.refusal
    if (sent.value === order) return { order, effects: [] }
    if (!packedAsAsked && linesOf(order, sender).some(line => line.packaging !== '')) return 'packaging_unconfirmed'
    const effects: readonly Effect[] = sent.value.state === 'shipped' ? [{ kind: 'upload_shipping', orderId }, { kind: 'send_message', messageKey: 'order_shipped', orderId }] : []
    await tx.replace('orders', sent.value)
    await saveEffects(tx, effects, now)
    return { order: sent.value, effects }
  })
  if (typeof result === 'string') return result
  // A merchant sees at once whether WeChat took the shipping info; if not, the outbox goes on trying.
  await runOwn(ports, result.effects)
  return await store.get('orders', orderId) ?? result.order
}
