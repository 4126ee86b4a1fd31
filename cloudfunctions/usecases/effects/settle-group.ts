import { paidOrderIds } from '../../domain/group/seats'
import { promiseRefund } from '../../domain/refund/promise-refund'
import type { Ports } from '../../ports'
import { saveRefund } from '../member/credit'
import { saveEffects } from './outbox'
import type { EffectResult } from './run-effects'
import { runOwn } from './run-effects'
import { prepareOrder } from './settle-order'

/**
 * What a group's end means for each paid order in it: a formed one is prepared (S14); a failed one is closed with its refund promised
 * (X10). Each order is settled by itself, so that stopping half-way loses nothing.
 */
export async function settleGroup(ports: Ports, groupId: string): Promise<EffectResult> {
  const group = await ports.store.get('groups', groupId)
  if (!group || group.state === 'open') return 'done'
  let result: EffectResult = 'done'
  for (const orderId of paidOrderIds(group)) {
    const one = group.state === 'formed' ? await prepareOrder(ports, orderId, group) : await settleFailed(ports, orderId)
    if (one === 'later') result = 'later'
  }
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
