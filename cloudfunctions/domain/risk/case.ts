import type { Instant } from '../kernel/instant'
import { assertMove, type Transitions } from '../kernel/transition'
import type { Signal } from './signals'
import type { Standing } from './standing'

export type CaseState = 'open' | 'cleared' | 'barred'

/** The merchant may change their mind. */
export const CASE_TRANSITIONS: Transitions<CaseState> = { open: ['cleared', 'barred'], cleared: ['barred'], barred: ['cleared'] }

/** Shoppers who look like one person with many accounts, or like somebody who games the shop; a person decides (S72). */
export interface RiskCase {
  readonly id: string
  readonly ruleId: string
  readonly openids: readonly string[]
  readonly reasons: readonly Signal[]
  readonly score: number
  readonly state: CaseState
  /** Whether the shoppers' documents say it; until then the sweep finds it. */
  readonly applied: boolean
  /** Raised by every change of state or shoppers. */
  readonly version: number
  readonly openedAt: Instant
  readonly decidedAt?: Instant
  readonly decidedBy?: string
}

/** What was last raised about an address or a phone number, so that one burst makes one alert (S75). */
export interface RiskWatch {
  readonly id: string
  readonly caseId: string
  /** A cluster that begins no later belongs to the alert that was raised. */
  readonly until: Instant
}

/** Up to where orders have been looked through. */
export interface RiskMark {
  readonly id: string
  readonly at: Instant
  readonly orderId: string
  /** Runs that failed at this place; after a few it is passed over. */
  readonly tries: number
}

export function decideCase(found: RiskCase, state: 'cleared' | 'barred', openid: string, now: Instant): RiskCase {
  assertMove('a case', CASE_TRANSITIONS, found.state, state)
  return { ...found, state, applied: false, version: found.version + 1, decidedAt: now, decidedBy: openid }
}

/** More shoppers turned up in a burst that is still going on; at most a hundred stand in a case. */
export function withShoppers(found: RiskCase, openids: readonly string[]): RiskCase {
  const all = [...new Set([...found.openids, ...openids])].slice(0, 100)
  return found.state !== 'open' || all.length === found.openids.length ? found : { ...found, openids: all, applied: false, version: found.version + 1 }
}

/** What a case says about each of its shoppers. */
export function standingOf({ id, state, version, openedAt, decidedAt }: RiskCase): Standing {
  const verdict = state === 'open' ? 'held' : state === 'cleared' ? 'trusted' : 'barred'
  return { verdict, caseId: id, caseVersion: version, at: decidedAt ?? openedAt }
}
