import type { Instant } from '../kernel/instant'
import { assertMove } from '../kernel/transition'
import { type Group, GROUP_TRANSITIONS, groupStateAt, missingPeople, SEAT_TRANSITIONS } from './group'

/**
 * Turns the seat held by this order into a paid one and forms the group when it was the last (S14, I6): only paid seats count, only before
 * the deadline. Undefined when the seat is no longer this order's to pay.
 */
export function paySeat(group: Group, openid: string, orderId: string, now: Instant): Group | undefined {
  const seat = group.seats[openid]
  if (group.state !== 'open' || now >= group.deadlineAt || seat?.orderId !== orderId || seat.state !== 'held') return undefined
  assertMove('seat', SEAT_TRANSITIONS, seat.state, 'paid')
  const paid = group.paid + 1
  if (paid + group.free > group.terms.size) throw new Error(`group ${group.id} holds more seats than it has`)
  const next: Group = { ...group, paid, listed: true, seats: { ...group.seats, [openid]: { ...seat, state: 'paid' } } }
  return paid === group.terms.size ? formGroup(next, now) : next
}

function formGroup(group: Group, now: Instant): Group {
  assertMove('group', GROUP_TRANSITIONS, group.state, 'formed')
  return { ...group, state: 'formed', formedAt: now, ended: { how: 'formed', at: now } }
}

/** Ends an open group whose deadline has passed: formed with enough paid seats (S39), failed with fewer (X10). Undefined when there is nothing to do. */
export function endGroup(group: Group, now: Instant): Group | undefined {
  if (group.state !== 'open' || now < group.deadlineAt) return undefined
  if (groupStateAt(group, now) === 'formed') return formGroup(group, now)
  assertMove('group', GROUP_TRANSITIONS, group.state, 'failed')
  return { ...group, state: 'failed', failedAt: now, ended: { how: group.listed ? 'failed' : 'unpaid', at: now } }
}

/**
 * The merchant accepts a group short of people before its deadline (S16): it forms with those who paid, and says so. Undefined for a group that is over,
 * that nobody has paid in, or that has enough people to form by itself.
 */
export function completeShort(group: Group, now: Instant): Group | undefined {
  if (groupStateAt(group, now) !== 'open' || group.paid === 0 || missingPeople(group) === 0) return undefined
  return { ...formGroup(group, now), ended: { how: 'completed_short', at: now }, completedShort: { people: group.paid, at: now } }
}

/** The orders behind paid seats, in the order they were taken. */
export function paidOrderIds(group: Group): string[] {
  return Object.values(group.seats).filter(seat => seat.state === 'paid').sort((a, b) => a.takenAt - b.takenAt).map(seat => seat.orderId)
}
