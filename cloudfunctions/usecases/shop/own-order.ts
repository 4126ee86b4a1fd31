import type { OrderView } from '../../contract/views'
import type { Order } from '../../domain/order/order'
import type { Refund } from '../../domain/refund/refund'
import type { Ports } from '../../ports'
import { orderView } from '../views/order-view'

/** An order of this caller. Somebody else's is the same as none at all (I15). */
export async function ownOrder({ store }: Ports, openid: string, orderId: string): Promise<Order | undefined> {
  const order = await store.get('orders', orderId)
  return order?.openid === openid && order.state !== 'placing' && order.closedReason !== 'not_placed' ? order : undefined
}

/** The order as it stands now, with its group and refund. */
export async function showOrder(ports: Ports, order: Order): Promise<OrderView> {
  const [group, refunds, vouchers, returns] = await Promise.all([
    order.groupId ? ports.store.get('groups', order.groupId) : undefined,
    refundsOf(ports, [order]),
    order.voucherIds ? ports.store.getMany('vouchers', order.voucherIds) : [],
    order.returnIds ? ports.store.getMany('returns', order.returnIds) : [],
  ])
  return orderView(order, group, refunds, ports.clock.now(), {
    // Until an order is ready its vouchers are not all made.
    vouchers: order.state === 'preparing' ? [] : vouchers.sort((a, b) => a.piece - b.piece || a.use - b.use),
    returns: returns.sort((a, b) => a.requestedAt - b.requestedAt),
  })
}

/** The refunds of some orders, oldest first; of each order at most its last hundred over all. */
export async function refundsOf({ store }: Ports, orders: readonly Order[]): Promise<Refund[]> {
  const ids = orders.flatMap(order => order.refundIds).slice(-100)
  return ids.length > 0 ? (await store.getMany('refunds', ids)).sort((a, b) => a.requestedAt - b.requestedAt) : []
}

/** The order read anew after something may have changed it. */
export async function showAgain(ports: Ports, orderId: string): Promise<OrderView> {
  const order = await ports.store.get('orders', orderId)
  if (!order) throw new Error(`order ${orderId} vanished`)
  return showOrder(ports, order)
}
