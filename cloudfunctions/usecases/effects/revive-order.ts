import { paySeat } from '../../domain/group/seats'
import type { Effect } from '../../domain/effect/effect'
import { moveOrder } from '../../domain/order/move-order'
import { promiseRefund } from '../../domain/refund/promise-refund'
import type { Order } from '../../domain/order/order'
import type { Ports } from '../../ports'
import { takeSeat } from '../group/take-seat'
import { takeHold } from '../member/holds'
import { moveStock } from '../stock/move-stock'
import { saveEffects } from './outbox'
import type { EffectResult } from './run-effects'
import { runOwn } from './run-effects'

/**
 * Money came for an order already closed: its seat and stock are taken again when still to be had and the group is open; otherwise the
 * money goes back under the number for late payments (L2, pitfall 6).
 */
export async function reviveOrder(ports: Ports, orderId: string): Promise<EffectResult> {
  const { store, clock } = ports
  const order = await store.get('orders', orderId)
  if (order?.state !== 'paid') return 'done'
  const retaken = await retake(ports, order)
  const effects = await store.transaction(async (tx): Promise<readonly Effect[] | 'later'> => {
    const current = await tx.get('orders', orderId)
    if (current?.state !== 'paid') return []
    const now = clock.now()
    const group = current.groupId ? await tx.get('groups', current.groupId) : undefined
    const seated = group && paySeat(group, current.openid, orderId, now)
    if (retaken && current.stock === 'held' && (!current.groupId || seated)) {
      const after: Effect[] = [{ kind: 'settle_order', orderId }]
      if (seated) {
        await tx.replace('groups', seated)
        await tx.replace('orders', moveOrder(current, 'grouping'))
        if (seated.state === 'formed') after.push({ kind: 'settle_group', groupId: seated.id, members: seated.paid })
      }
      await saveEffects(tx, after, now)
      return after
    }
    if (retaken && current.stock !== 'held') return 'later'
    const promise = promiseRefund(current, 'paid_late', now)
    await tx.replace('orders', promise.order)
    await tx.insert('refunds', promise.refund)
    await tx.insert('postings', promise.posting)
    await saveEffects(tx, promise.effects, now)
    return promise.effects
  })
  if (effects === 'later') return 'later'
  await runOwn(ports, effects)
  return 'done'
}

/** Whether seat and stock are this order's again. The hold counts without limits: the money is already here. */
async function retake(ports: Ports, order: Order): Promise<boolean> {
  const hold = await takeHold(ports, order, undefined)
  if (!hold.ok) return false
  if (order.groupId) {
    const member = await ports.store.get('members', order.openid)
    const seat = await takeSeat(ports, order, { nickname: member?.nickname ?? '', avatar: member?.avatar ?? '' })
    if (!seat.ok) return false
  }
  const current = await ports.store.get('orders', order.id)
  if (!current || current.state !== 'paid') return false
  return current.stock === 'held' || await moveStock(ports, current, 'hold') === 'moved'
}
