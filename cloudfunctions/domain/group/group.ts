import type { Fen } from '../kernel/fen'
import type { DurationMs, Instant } from '../kernel/instant'
import type { Transitions } from '../kernel/transition'

export type SeatState = 'held' | 'paid' | 'released'
export type GroupState = 'open' | 'formed' | 'failed'

export const SEAT_TRANSITIONS: Transitions<SeatState> = {
  held: ['paid', 'released'],
  paid: [],
  released: ['held', 'paid'],
}

export const GROUP_TRANSITIONS: Transitions<GroupState> = {
  open: ['formed', 'failed'],
  formed: [],
  failed: [],
}

/** One place in a group. A released seat stays written until its shopper takes another one. */
export interface Seat {
  readonly orderId: string
  readonly state: SeatState
  readonly takenAt: Instant
  readonly nickname: string
  readonly avatar: string
}

/** The terms of the activity at the opening; later edits of the activity do not change a running group. */
export interface GroupTerms {
  readonly size: number
  readonly leaseMs: DurationMs
  readonly quantityLimit: number
  readonly perShopperLimit: number
}

/** A group being bought together. It carries its seats, keyed by openid, so that one shopper has one seat by nature (S14, I5). */
export interface Group {
  readonly id: string
  readonly activityId: string
  readonly productId: string
  readonly terms: GroupTerms
  readonly state: GroupState
  readonly leaderOpenid: string
  readonly openedAt: Instant
  readonly deadlineAt: Instant
  readonly formedAt?: Instant
  readonly failedAt?: Instant
  /** Seats neither held nor paid; never below zero (S14). */
  readonly free: number
  /** Paid seats; the group forms when it reaches `terms.size`. */
  readonly paid: number
  /** True once its first seat is paid: only then it is shown to strangers. */
  readonly listed: boolean
  readonly seats: Readonly<Record<string, Seat>>
  /** What lists show without reading the product. */
  readonly display: { readonly title: string; readonly cover: string; readonly priceGroupFen: Fen; readonly leaderNickname: string; readonly leaderAvatar: string }
}

/** The state a reader must see: an open group past its deadline has failed even when no sweep ran yet (S17). */
export function groupStateAt(group: Pick<Group, 'state' | 'deadlineAt'>, now: Instant): GroupState {
  return group.state === 'open' && now >= group.deadlineAt ? 'failed' : group.state
}

export function liveSeat(group: Group, openid: string): Seat | undefined {
  const seat = group.seats[openid]
  return seat && seat.state !== 'released' ? seat : undefined
}
