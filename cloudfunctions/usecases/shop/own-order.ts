import type { OrderView } from '../../contract/views'
import type { Order } from '../../domain/order/order'
import type { Ports } from '../../ports'
import { orderView } from '../views/order-view'

/** An order of this caller. Somebody else's is the same as none at all (I15). */
export async function ownOrder({ store }: Ports, openid: string, orderId: string): Promise<Order | undefined> {
  const order = await store.get('orders', orderId)
  return order?.openid === openid && order.state !== 'placing' && order.closedReason !== 'not_placed' ? order : undefined
}

/** The order as it stands now, with its group and refund. */
export async function showOrder(ports: Ports, order: Order): Promise<OrderView> {
  const [group, refund] = await Promise.all([
    order.groupId ? ports.store.get('groups', order.groupId) : undefined,
    order.refundId ? ports.store.get('refunds', order.refundId) : undefined,
  ])
  return orderView(order, group, refund, ports.clock.now())
}

/** The order read anew after something may have changed it. */
export async function showAgain(ports: Ports, orderId: string): Promise<OrderView> {
  const order = await ports.store.get('orders', orderId)
  if (!order) throw new Error(`order ${orderId} vanished`)
  return showOrder(ports, order)
}
