import type { Order } from '../../domain/order/order'
import { decodeInflight } from '../../domain/stock/stock'
import type { Ports } from '../../ports'
import { settleEntry } from './move-stock'

/** Takes back a move in flight that its order, now closed, will never mark. */
export async function undoHold(ports: Ports, order: Order): Promise<void> {
  const entry = (await ports.store.get('stocks', order.line.skuId))?.inflight[order.id]
  if (entry) await settleEntry(ports, order, decodeInflight(entry), false)
}
