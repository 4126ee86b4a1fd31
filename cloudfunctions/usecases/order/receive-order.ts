import { saleCompletedPosting } from '../../domain/ledger/postings'
import { moveOrder } from '../../domain/order/move-order'
import type { Order } from '../../domain/order/order'
import type { Ports } from '../../ports'

/** The goods have arrived: said by the shopper, or by time. Answers the order, undefined when it is not on its way. */
export async function receiveOrder({ store, clock }: Ports, orderId: string): Promise<Order | undefined> {
  return store.transaction(async (tx) => {
    const order = await tx.get('orders', orderId)
    if (order?.state !== 'shipped' && order?.state !== 'ready') return undefined
    const received = moveOrder(order, 'received', { receivedAt: clock.now() })
    await tx.replace('orders', received)
    return received
  })
}

/** The return window is over: the sale is earned. */
export async function completeOrder({ store, clock }: Ports, orderId: string): Promise<void> {
  await store.transaction(async (tx) => {
    const order = await tx.get('orders', orderId)
    if (order?.state !== 'received') return
    await tx.replace('orders', moveOrder(order, 'completed', { completedAt: clock.now() }))
    await tx.insert('postings', saleCompletedPosting(order, clock.now()))
  })
}
