import { timesOver } from '../arithmetic'
import { decline, type EarnModule, type RuleBase } from '../rule'

/** So many points for every yuan paid for goods, for members of a level on (X3); rules add up. Freight and points spent earn nothing. */
export interface PointsEarnedRule extends RuleBase {
  readonly kind: 'points_earned'
  readonly scope: { readonly kind: 'all' }
  readonly fromLevel: number
  readonly pointsPerYuan: number
}

export const pointsEarned: EarnModule<PointsEarnedRule> = {
  step: 'earn',
  check(rule) {
    if (!(Number.isSafeInteger(rule.fromLevel) && rule.fromLevel >= 0)) return 'fromLevel'
    return Number.isSafeInteger(rule.pointsPerYuan) && rule.pointsPerYuan >= 1 ? undefined : 'pointsPerYuan'
  },
  earn(rule, paidGoodsFen, { shopper }) {
    if (shopper.level < rule.fromLevel) return decline('level_too_low', { fromLevel: rule.fromLevel, level: shopper.level })
    return timesOver(paidGoodsFen, rule.pointsPerYuan, 100).quotient
  },
}
