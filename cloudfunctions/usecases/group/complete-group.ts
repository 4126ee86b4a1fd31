import type { Effect } from '../../domain/effect/effect'
import type { Group } from '../../domain/group/group'
import { completeShort } from '../../domain/group/seats'
import type { Ports } from '../../ports'
import { saveEffects } from '../effects/outbox'
import { runOwn } from '../effects/run-effects'
import { seatPaidOrders } from '../effects/settle-order'
import { setupOf } from '../member/role'

export type CompleteRefusal = 'group_not_found' | 'completion_off' | 'group_not_completable' | 'request_id_taken'

/**
 * Forms a short group with those who paid, before its deadline and while the shop allows it (S16). The audit entry is written with it, under the id of
 * whoever asked, so that asking again is answered and does nothing. Seats held for unpaid orders stay out: money that still comes for them goes back.
 */
export async function completeShortGroup(ports: Ports, { groupId, requestId, openid }: { groupId: string; requestId: string; openid: string }): Promise<Group | CompleteRefusal> {
  const { store, clock } = ports
  const { switches } = await setupOf(ports)
  const short = await store.get('groups', groupId)
  if (short && switches.simulatedCompletion) await seatPaidOrders(ports, short)
  const result = await store.transaction(async (tx): Promise<{ group: Group; effects: readonly Effect[] } | CompleteRefusal> => {
    const [group, audit] = [await tx.get('groups', groupId), await tx.get('audits', requestId)]
    if (audit) return group && audit.subject === groupId ? { group, effects: [] } : 'request_id_taken'
    if (!group) return 'group_not_found'
    if (!switches.simulatedCompletion) return 'completion_off'
    const now = clock.now()
    const completed = completeShort(group, now)
    if (!completed) return 'group_not_completable'
    const effects: readonly Effect[] = [{ kind: 'settle_group', groupId, members: completed.paid }]
    await tx.replace('groups', completed)
    await tx.insert('audits', { id: requestId, at: now, openid, act: 'group.complete', subject: groupId, detail: `people=${completed.paid} formAt=${completed.terms.formAt} size=${completed.terms.size}` })
    await saveEffects(tx, effects, now)
    return { group: completed, effects }
  })
  if (typeof result === 'string') return result
  await runOwn(ports, result.effects)
  return result.group
}
