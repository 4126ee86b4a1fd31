import { subtractFen } from '../../kernel/fen'
import { percentOf } from '../arithmetic'
import { decline, type OffModule, type RuleBase } from '../rule'

/** From a level on shoppers pay so many per cent of each line, once: of several such rules one is applied (S19). */
export interface LevelDiscountRule extends RuleBase {
  readonly kind: 'level_discount'
  readonly exclusive: 'level'
  readonly fromLevel: number
  readonly payPercent: number
}

export const levelDiscount: OffModule<LevelDiscountRule> = {
  step: 'line',
  check(rule) {
    if (!(Number.isSafeInteger(rule.fromLevel) && rule.fromLevel >= 1)) return 'fromLevel'
    return Number.isSafeInteger(rule.payPercent) && rule.payPercent >= 1 && rule.payPercent <= 99 ? undefined : 'payPercent'
  },
  off(rule, { leftFen }, { shopper }) {
    if (shopper.level < rule.fromLevel) return decline('level_too_low', { fromLevel: rule.fromLevel, level: shopper.level })
    const say = { key: 'level_discount', params: { level: shopper.level, payPercent: rule.payPercent } }
    return { ok: true, offFen: subtractFen(leftFen, percentOf(leftFen, rule.payPercent)), say }
  },
}
