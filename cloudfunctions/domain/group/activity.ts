import type { DurationMs, Instant } from '../kernel/instant'

/** A group-buy activity: the terms under which groups of a product are opened. Its product carries it. */
export interface Activity {
  readonly id: string
  /** Seats of a group. */
  readonly size: number
  /** People with whom a group forms when its time is over; `size` for groups that form only when full (S14), fewer on a size ladder (S39). */
  readonly formAt: number
  /** How long a group stays open after its opening. */
  readonly durationMs: DurationMs
  /** How long an unpaid seat and its stock are kept. */
  readonly leaseMs: DurationMs
  /** Orders one shopper may have in this activity, closed ones not counted. */
  readonly perShopperLimit: number
  /** Pieces one order may contain. */
  readonly quantityLimit: number
  readonly startsAt: Instant
  readonly endsAt: Instant
  /** Presale (S40): pieces are not kept for orders but deducted when their group forms. */
  readonly presale: boolean
}

export type ActivityState = 'upcoming' | 'running' | 'ended'

/** The activity's state by the server's clock; the end itself is already over. */
export function activityState(activity: Activity, now: Instant): ActivityState {
  if (now < activity.startsAt) return 'upcoming'
  return now < activity.endsAt ? 'running' : 'ended'
}

/** A product has at most one group-buy activity at a time; its id follows from the product's. */
export function activityIdOf(productId: string): string {
  return `a-${productId}`
}
