import { type Decision, accept } from '../../domain/kernel/decision'
import type { Seat } from '../../domain/group/group'
import { decideSeat } from '../../domain/order/purchase'
import type { Order } from '../../domain/order/order'
import { Busy, type Clause, type Ports } from '../../ports'

export type SeatRefusal = 'group_not_found' | 'already_in_group' | 'group_over' | 'group_full'

/**
 * Takes a seat for an order by one conditional update of the group (S14, X18): open, in time, a seat free, none of this shopper's. Taking
 * it again for the same order changes nothing.
 */
export async function takeSeat({ store, clock }: Ports, order: Order, person: { nickname: string; avatar: string }): Promise<Decision<void, SeatRefusal>> {
  const groupId = order.groupId
  if (!groupId) throw new Error(`order ${order.id} has no group`)
  const seat: Seat = { orderId: order.id, state: 'held', takenAt: clock.now(), nickname: person.nickname, avatar: person.avatar }
  const field = `seats.${order.openid}`
  for (let attempt = 0; attempt < 6; attempt++) {
    const group = attempt === 0 ? undefined : await store.get('groups', groupId)
    if (attempt > 0) {
      if (!group) return { ok: false, refusal: 'group_not_found' }
      const mine = group.seats[order.openid]
      if (mine?.orderId === order.id && mine.state !== 'released') return accept(undefined)
      const decision = decideSeat(order.kind === 'open' ? { ...group, listed: true } : group, order.openid, clock.now())
      if (!decision.ok) return decision
    }
    const when: Clause[] = [
      { field: 'state', is: 'eq', value: 'open' },
      { field: 'deadlineAt', is: 'gt', value: clock.now() },
      { field: `${field}.state`, is: 'nin', values: ['held', 'paid'] },
      { field: 'free', is: 'gt', value: 0 },
    ]
    if (order.kind === 'join') when.push({ field: 'listed', is: 'eq', value: true })
    if (await store.update('groups', groupId, { set: { [field]: seat }, inc: { free: -1 } }, when)) return accept(undefined)
  }
  throw new Busy(`seats of ${groupId}`)
}
