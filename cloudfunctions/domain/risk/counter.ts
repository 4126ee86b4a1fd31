import type { Instant } from '../kernel/instant'
import { dayOf } from '../kernel/day'

/**
 * What one subject did under one rule on one Shanghai day, by window. Moved by one conditional update a decision; bounded, because whoever is at the
 * day's limit adds nothing; gone when the day is over.
 */
export interface RiskCounter {
  readonly id: string
  readonly counts: Readonly<Record<string, number>>
  /** Things that are counted once each, such as what was shared (S49). */
  readonly taken?: Readonly<Record<string, true>>
  readonly until: Instant
}

/** The subject is an openid, or the keyed hash of what must not stand in an id. */
export function counterId(ruleId: string, subject: string, now: Instant): string {
  return `${ruleId}:${subject}:${dayOf(now)}`
}
