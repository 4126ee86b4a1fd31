import type { DurationMs, Instant } from '../kernel/instant'

/** A group-buy activity: the terms under which groups of a product are opened. */
export interface Activity {
  readonly id: string
  readonly productId: string
  /** People a group needs. */
  readonly size: number
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
}

export type ActivityState = 'upcoming' | 'running' | 'ended'

/** The activity's state by the server's clock; the end itself is already over. */
export function activityState(activity: Activity, now: Instant): ActivityState {
  if (now < activity.startsAt) return 'upcoming'
  return now < activity.endsAt ? 'running' : 'ended'
}
