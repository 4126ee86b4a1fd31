import { moveOrder } from '../../domain/order/move-order'
import { waitsUntil } from '../../domain/voucher/voucher'
import type { Ports } from '../../ports'

/**
 * A service order whose vouchers are all used, given back or over has been received (S44); one that still has a usable voucher waits until the last of
 * them ends. Repeatable.
 */
export async function endService({ store, clock }: Ports, orderId: string): Promise<void> {
  const order = await store.get('orders', orderId)
  if (order?.state !== 'ready' || order.goods !== 'service' || !order.voucherIds) return
  const until = waitsUntil(await store.getMany('vouchers', order.voucherIds))
  const now = clock.now()
  if (until !== undefined && until > now) {
    if (until !== order.readyUntil) await store.update('orders', orderId, { set: { readyUntil: until }, inc: { version: 1 } }, [{ field: 'version', is: 'eq', value: order.version }, { field: 'state', is: 'eq', value: 'ready' }])
    return
  }
  await store.transaction(async (tx) => {
    const current = await tx.get('orders', orderId)
    if (current?.state !== 'ready' || current.version !== order.version) return
    await tx.replace('orders', moveOrder(current, 'received', { receivedAt: now, readyUntil: undefined }))
  })
}
