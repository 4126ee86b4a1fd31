import { moveOrder } from '../../domain/order/move-order'
import type { Ports } from '../../ports'
import { freeHold } from '../member/holds'
import { moveStock } from '../stock/move-stock'
import { saveEffects } from './outbox'
import type { EffectResult } from './run-effects'

/** After a payment: the shopper's unpaid hold ends, and an order bought alone goes to be prepared with its stock sold (S2). */
export async function settleOrder(ports: Ports, orderId: string): Promise<EffectResult> {
  const order = await ports.store.get('orders', orderId)
  if (!order) return 'done'
  await freeHold(ports, order)
  return order.state === 'paid' && order.kind === 'alone' ? prepareOrder(ports, orderId) : 'done'
}

/** Sells the stock of a paid order that needs no more people, and moves it on to be prepared; its group's shopper is told, once. Repeatable. */
export async function prepareOrder(ports: Ports, orderId: string): Promise<EffectResult> {
  const { store } = ports
  const order = await store.get('orders', orderId)
  if (!order || (order.state !== 'paid' && order.state !== 'grouping')) return 'done'
  if (order.stock === 'held') await moveStock(ports, order, 'sell')
  const prepared = await store.transaction(async (tx) => {
    const current = await tx.get('orders', orderId)
    if (!current || (current.state !== 'paid' && current.state !== 'grouping')) return 'already'
    if (current.stock !== 'sold') return 'later'
    await tx.replace('orders', moveOrder(current, 'preparing'))
    if (current.groupId) await saveEffects(tx, [{ kind: 'send_message', messageKey: 'group_formed', orderId }], ports.clock.now())
    return 'now'
  })
  // What lists show as sold; the stock's own counter is the exact one.
  if (prepared === 'now') await store.update('products', order.line.productId, { inc: { soldCount: order.line.quantity } })
  return prepared === 'later' ? 'later' : 'done'
}
