import { type Fen, timesFen } from '../../kernel/fen'
import { minFen, percentOf } from '../arithmetic'
import { decline, type OffModule, type RuleBase } from '../rule'

/**
 * Points pay for goods, up to a share of what is left of them (S18). Never more than the balance holds. A last point worth more than what it
 * may still pay counts for that much.
 */
export interface PointsMoneyRule extends RuleBase {
  readonly kind: 'points_money'
  readonly scope: { readonly kind: 'all' }
  readonly exclusive: 'points'
  readonly fenPerPoint: Fen
  readonly maxPercent: number
  readonly minPoints: number
}

export const pointsMoney: OffModule<PointsMoneyRule> = {
  step: 'points',
  check(rule) {
    if (!(Number.isSafeInteger(rule.fenPerPoint) && rule.fenPerPoint >= 1)) return 'fenPerPoint'
    if (!(Number.isSafeInteger(rule.maxPercent) && rule.maxPercent >= 1 && rule.maxPercent <= 100)) return 'maxPercent'
    return Number.isSafeInteger(rule.minPoints) && rule.minPoints >= 1 ? undefined : 'minPoints'
  },
  off(rule, { leftFen }, { shopper, pointsToSpend }) {
    if (pointsToSpend === 0) return decline('no_points_chosen')
    const points = Math.min(pointsToSpend, shopper.pointsBalance)
    if (points < rule.minPoints) return decline('too_few_points', { minPoints: rule.minPoints, balance: shopper.pointsBalance })
    const offFen = minFen(timesFen(rule.fenPerPoint, points), percentOf(leftFen, rule.maxPercent))
    return { ok: true, offFen, say: { key: 'points_money', params: { points: Math.ceil(offFen / rule.fenPerPoint), maxPercent: rule.maxPercent } } }
  },
}
