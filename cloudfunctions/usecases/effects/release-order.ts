import type { Ports } from '../../ports'
import { releaseSeat } from '../group/release-seat'
import { dropOrder } from '../member/holds'
import { moveAll } from '../stock/move-stock'
import type { EffectResult } from './run-effects'

/** Gives back what a closed order still holds: seat, stock and the shopper's hold. Each step can be repeated; a revived order keeps its own. */
export async function releaseOrder(ports: Ports, orderId: string): Promise<EffectResult> {
  const order = await ports.store.get('orders', orderId)
  if (order?.state !== 'closed') return 'done'
  await releaseSeat(ports, order)
  await moveAll(ports, order, 'release')
  // Whether goods that were sent back are for sale again is the merchant's to say.
  if (order.closedReason !== 'returned') await moveAll(ports, order, 'restock')
  await dropOrder(ports, order)
  return 'done'
}
