import type { Instant } from '../kernel/instant'
import type { Rule } from './rules/table'

/** A rule as it was from an edit on, kept for ever: orders name the version they were discounted by (S25). Id `rule@version`. */
export interface RuleVersion {
  readonly id: string
  readonly ruleId: string
  readonly version: number
  /** Null from the removal on. */
  readonly rule: Rule | null
  /** Who made the edit. */
  readonly openid: string
  readonly at: Instant
}

export function ruleVersionId(ruleId: string, version: number): string {
  return `${ruleId}@${version}`
}
