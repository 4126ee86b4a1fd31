import { type Fen, timesFen } from '../../kernel/fen'
import { minFen } from '../arithmetic'
import { decline, type OffModule, type RuleBase } from '../rule'

/** From so much on, so much off. `from` is fen or pieces, as the rule counts. */
export interface Tier {
  readonly from: number
  readonly offFen: Fen
}

/**
 * 满减 (S22): from an amount or a number of pieces on, something off, for all goods, a category or a product. `tiers` may rise; the best one
 * reached counts: `once`, `each_time` it is reached (every 100 yuan 10 off), or for `each_piece`; never more than `capFen`. Thresholds are judged
 * at list price, so that no other discount takes this one away.
 */
export interface ThresholdDiscountRule extends RuleBase {
  readonly kind: 'threshold_discount'
  readonly by: 'amount' | 'count'
  readonly tiers: readonly Tier[]
  readonly repeat: 'once' | 'each_time' | 'each_piece'
  readonly capFen: Fen | null
}

export const thresholdDiscount: OffModule<ThresholdDiscountRule> = {
  step: 'threshold',
  check(rule) {
    const rises = rule.tiers.every((tier, index) => {
      const before = rule.tiers[index - 1] ?? { from: 0, offFen: 0 }
      return Number.isSafeInteger(tier.from) && tier.from > before.from && tier.offFen > before.offFen
    })
    if (!rises || rule.tiers.length === 0) return 'tiers'
    return rule.capFen !== null && rule.capFen < 1 ? 'capFen' : undefined
  },
  off(rule, { listFen, pieces }) {
    const measure = rule.by === 'amount' ? listFen : pieces
    const tier = rule.tiers.filter(one => measure >= one.from).at(-1)
    const next = rule.tiers.find(one => measure < one.from)
    if (!tier) return decline(rule.by === 'amount' ? 'below_threshold' : 'too_few_pieces', next && { from: next.from, offFen: next.offFen, missing: next.from - measure })
    const times = rule.repeat === 'once' ? 1 : rule.repeat === 'each_time' ? Math.floor(measure / tier.from) : pieces
    const offFen = timesFen(tier.offFen, times)
    const params = { from: tier.from, offFen: tier.offFen, times, ...(next && { nextFrom: next.from, nextOffFen: next.offFen }) }
    return { ok: true, offFen: rule.capFen === null ? offFen : minFen(offFen, rule.capFen), say: { key: `threshold_${rule.by}_${rule.repeat}`, params } }
  },
}
