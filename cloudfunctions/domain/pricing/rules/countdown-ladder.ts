import type { Instant } from '../../kernel/instant'
import { percentOf } from '../arithmetic'
import { decline, type PriceModule, type RuleBase } from '../rule'

/** From an instant on a piece costs so many per cent of its list price. */
export interface PriceStep {
  readonly from: Instant
  readonly payPercent: number
}

/** A price that changes at given instants (S15), up or down; the instant itself has the new price. */
export interface CountdownLadderRule extends RuleBase {
  readonly kind: 'countdown_ladder'
  readonly steps: readonly PriceStep[]
}

/** The steps as they come in the rule's period: the one already reached at its start begins with it, and its end is the list price again. */
export function stepsWithin({ steps, startsAt, endsAt }: CountdownLadderRule): PriceStep[] {
  const [start, end] = [startsAt ?? -Infinity, endsAt ?? Infinity]
  const reached = steps.filter(step => step.from <= start).at(-1)
  return [
    ...(reached && startsAt !== undefined ? [{ ...reached, from: startsAt }] : []),
    ...steps.filter(step => step.from > start && step.from < end),
    ...(endsAt === undefined ? [] : [{ from: endsAt, payPercent: 100 }]),
  ]
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
