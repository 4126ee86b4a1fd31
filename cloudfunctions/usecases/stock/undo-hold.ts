import type { Order } from '../../domain/order/order'
import { decodeInflight } from '../../domain/stock/stock'
import type { Ports } from '../../ports'
import { settleEntry } from './move-stock'

/** Takes back what its order, now given up, has in flight and will never mark, and what it already held. */
export async function undoHolds(ports: Ports, order: Order): Promise<void> {
  for (const [skuId, { quantity }] of Object.entries(order.stock)) {
    const entry = (await ports.store.get('stocks', skuId))?.inflight[order.id]
    if (entry) await settleEntry(ports, { orderId: order.id, skuId, quantity }, decodeInflight(entry), false)
  }
}
