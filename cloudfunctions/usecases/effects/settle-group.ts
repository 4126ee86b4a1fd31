import { paidOrderIds } from '../../domain/group/seats'
import { type DurationMs, type Instant, SECOND_MS } from '../../domain/kernel/instant'
import { promiseRefund } from '../../domain/refund/promise-refund'
import type { Ports } from '../../ports'
import { saveRefund } from '../member/credit'
import { saveEffects } from './outbox'
import type { EffectResult } from './run-effects'
import { runOwn } from './run-effects'
import { prepareOrder } from './settle-order'

/** How long one run works on one group: a hundred orders take longer, and must not keep what else is due waiting. */
const GROUP_BUDGET_MS: DurationMs = 15 * SECOND_MS

/**
 * What a group's end means for each paid order in it: a formed one is prepared (S14), what a better rung saves given back (S39); a failed one is closed
 * with its refund promised (X10). Each order is settled by itself, so that stopping half-way loses nothing: a run that is out of time says `more`,
 * and the next takes up the orders that are left.
 */
export async function settleGroup(ports: Ports, groupId: string, until: Instant = Infinity): Promise<EffectResult> {
  const { store, clock } = ports
  const group = await store.get('groups', groupId)
  if (!group || group.state === 'open') return 'done'
  const ids = paidOrderIds(group)
  const orders = new Map(ids.length > 0 ? (await store.getMany('orders', ids)).map(order => [order.id, order]) : [])
  const enough = Math.min(until, clock.now() + GROUP_BUDGET_MS)
  let result: EffectResult = 'done'
  let fault: unknown
  for (const orderId of ids) {
    const order = orders.get(orderId)
    if (order?.state !== 'grouping' && order?.state !== 'paid') continue
    // At least one order a run, so that even a late one comes further.
    try {
      const one = group.state === 'formed' ? await prepareOrder(ports, order, group) : await settleFailed(ports, orderId)
      if (one === 'later') result = 'later'
    }
    catch (error) {
      // One order must not hold up those of its neighbours.
      fault ??= error
    }
    if (clock.now() >= enough && orderId !== ids.at(-1)) return 'more'
  }
  if (fault !== undefined) throw fault
  return result
}

async function settleFailed(ports: Ports, orderId: string): Promise<EffectResult> {
  const { store, clock } = ports
  const promise = await store.transaction(async (tx) => {
    const order = await tx.get('orders', orderId)
    if (order?.state !== 'grouping') return undefined
    const now = clock.now()
    const promised = promiseRefund(order, 'group_failed', now)
    await saveRefund(tx, promised, now)
    await saveEffects(tx, [{ kind: 'send_message', messageKey: 'group_failed', orderId }], now)
    return promised
  })
  if (promise) await runOwn(ports, promise.effects)
  return 'done'
}
