import type { Order } from '../../domain/order/order'
import type { Ports } from '../../ports'

/** Gives back the seat this order holds, if it still holds one; a paid seat is never touched. */
export async function releaseSeat({ store }: Ports, order: Order): Promise<void> {
  if (!order.groupId) return
  const field = `seats.${order.openid}`
  await store.update('groups', order.groupId, { set: { [`${field}.state`]: 'released' }, inc: { free: 1 } }, [
    { field: `${field}.orderId`, is: 'eq', value: order.id },
    { field: `${field}.state`, is: 'eq', value: 'held' },
  ])
}
