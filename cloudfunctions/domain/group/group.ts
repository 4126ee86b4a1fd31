import type { Fen } from '../kernel/fen'
import type { DurationMs, Instant } from '../kernel/instant'
import type { Transitions } from '../kernel/transition'
import type { SizeLadderRule } from '../pricing/rules/size-ladder'
import type { Offer } from '../product/product'

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
  /** Seats; with all of them paid the group forms at once. */
  readonly size: number
  /** People with whom it forms at its deadline. */
  readonly formAt: number
  readonly leaseMs: DurationMs
  readonly quantityLimit: number
  readonly perShopperLimit: number
  readonly presale: boolean
  /** The size ladder its prices follow (S39, S52). */
  readonly ladder?: SizeLadderRule
}

/** A group being bought together. It carries its seats, keyed by openid, so that one shopper has one seat by nature (S14, I5). */
export interface Group {
  readonly id: string
  readonly activityId: string
  readonly productId: string
  readonly offer: Offer
  readonly terms: GroupTerms
  readonly state: GroupState
  readonly leaderOpenid: string
  readonly openedAt: Instant
  readonly deadlineAt: Instant
  readonly formedAt?: Instant
  readonly failedAt?: Instant
  /** How and when it ended; what statistics count. `unpaid` is a group whose leader never paid, which nobody ever saw. */
  readonly ended?: { readonly how: 'formed' | 'completed_short' | 'failed' | 'unpaid'; readonly at: Instant }
  /** Set when the merchant accepted the group short of people (S16): whoever sees the group is told, with the true head count. */
  readonly completedShort?: { readonly people: number; readonly at: Instant }
  /** Seats neither held nor paid; never below zero (S14). */
  readonly free: number
  /** Paid seats. */
  readonly paid: number
  /** True once its first seat is paid: only then it is shown to strangers. */
  readonly listed: boolean
  readonly seats: Readonly<Record<string, Seat>>
  /** What lists show without reading the product. */
  readonly display: { readonly title: string; readonly cover: string; /** What the leader bought. */ readonly skuId: string; readonly priceGroupFen: Fen; readonly leaderNickname: string; readonly leaderAvatar: string }
}

/** The state a reader must see: an open group past its deadline has formed or failed even when no sweep ran yet (S17). */
export function groupStateAt(group: Pick<Group, 'state' | 'deadlineAt' | 'paid' | 'terms'>, now: Instant): GroupState {
  if (group.state !== 'open' || now < group.deadlineAt) return group.state
  return group.paid >= group.terms.formAt ? 'formed' : 'failed'
}

export function liveSeat(group: Group, openid: string): Seat | undefined {
  const seat = group.seats[openid]
  return seat && seat.state !== 'released' ? seat : undefined
}

/** People still missing: until the group forms, or until it is full once it will. */
export function missingPeople(group: Pick<Group, 'paid' | 'terms'>): number {
  return Math.max(0, group.terms.formAt - group.paid)
}
