import type { Instant } from '../../kernel/instant'
import { percentOf } from '../arithmetic'
import { decline, type PriceModule, type RuleBase } from '../rule'

/** A price that changes at given instants (S15), up or down; the instant itself has the new price. */
export interface CountdownLadderRule extends RuleBase {
  readonly kind: 'countdown_ladder'
  readonly steps: readonly { readonly from: Instant; readonly payPercent: number }[]
}

export const countdownLadder: PriceModule<CountdownLadderRule> = {
  step: 'price',
  check({ steps }) {
    const fits = steps.every((step, index) => {
      const before = steps[index - 1]
      return (!before || step.from > before.from) && Number.isSafeInteger(step.payPercent) && step.payPercent >= 1 && step.payPercent <= 100
    })
    return fits && steps.length > 0 ? undefined : 'steps'
  },
  offer(rule, line, { now }) {
    const index = rule.steps.filter(step => now >= step.from).length - 1
    const step = rule.steps[index]
    const next = rule.steps[index + 1]
    if (!step) return decline('no_step_yet', next && { from: next.from, payPercent: next.payPercent })
    return {
      ok: true,
      unitFen: percentOf(line.listPriceFen, step.payPercent),
      say: { key: 'countdown_ladder', params: { payPercent: step.payPercent, ...(next && { until: next.from, nextPercent: next.payPercent }) } },
    }
  },
}
