import { paySeat } from '../../domain/group/seats'
import type { Effect } from '../../domain/effect/effect'
import { fundsSpentPosting, isEmpty } from '../../domain/ledger/postings'
import { moveOrder } from '../../domain/order/move-order'
import { spendFunds } from '../../domain/payment/record-payment'
import { promiseRefund } from '../../domain/refund/promise-refund'
import type { Order } from '../../domain/order/order'
import type { Ports } from '../../ports'
import { takeSeat } from '../group/take-seat'
import { saveRefund } from '../member/credit'
import { takeHold } from '../member/holds'
import { moveAll } from '../stock/move-stock'
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
  if (!order || !waitsForRevival(order)) return 'done'
  const retaken = await retake(ports, order)
  const effects = await store.transaction(async (tx): Promise<readonly Effect[] | 'later'> => {
    const current = await tx.get('orders', orderId)
    if (!current || !waitsForRevival(current)) return []
    const now = clock.now()
    const group = current.groupId ? await tx.get('groups', current.groupId) : undefined
    const seated = group && paySeat(group, current.openid, orderId, now)
    const held = hasItsStock(current)
    if (retaken && held && (!current.groupId || seated)) {
      const after: Effect[] = [{ kind: 'settle_order', orderId }]
      const spent = spendFunds(current)
      const funds = fundsSpentPosting(current, now)
      if (!isEmpty(funds)) await tx.insert('postings', funds)
      await tx.replace('orders', seated ? moveOrder(spent, 'grouping') : { ...spent, version: spent.version + 1 })
      if (seated) {
        await tx.replace('groups', seated)
        if (seated.state === 'formed') after.push({ kind: 'settle_group', groupId: seated.id, members: seated.paid })
      }
      await saveEffects(tx, after, now)
      return after
    }
    if (retaken && !held) return 'later'
    const promise = promiseRefund(current, 'paid_late', now)
    await saveRefund(tx, promise, now)
    return promise.effects
  })
  if (effects === 'later') return 'later'
  await runOwn(ports, effects)
  return 'done'
}

/** An order bought alone stays `paid` after its revival; that its funds are booked as spent tells the two apart. */
function waitsForRevival({ state, funds }: Order): boolean {
  return state === 'paid' && !funds.spent
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
  return current.presale || await moveAll(ports, current, 'hold')
}

function hasItsStock({ presale, stock }: Order): boolean {
  return presale || Object.values(stock).every(line => line.state === 'held')
}
