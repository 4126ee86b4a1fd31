import { moduleOf, type Rule } from './rules/table'
import type { RuleBase, RuleModule } from './rule'

const STEPS: Readonly<Record<RuleModule<Rule>['step'], number>> = { price: 0, set: 1, line: 2, threshold: 3, coupon: 3, freight: 4, points: 5, earn: 6 }
const WIDTHS = { product: 0, category: 1, all: 2 } as const

/** Combinations of exclusive rules that are looked at; beyond that the rules are a mistake (`checkRules`). */
export const MAX_ALTERNATIVES = 256

/**
 * The order of application (S19), whatever order rules are stored in:
 * 1. the price of a piece: the lowest of group price, flash price, size ladder and countdown ladder;
 * 2. bundle; 3. level discount, line by line;
 * 4. threshold discounts and coupons, those for a product before those for a category before those for all goods, and within one width
 *    thresholds before coupons;
 * 5. freight and its coupons; 6. points as money; 7. points to earn.
 * Within a step `order` decides, then the id. Narrow before wide because a wide discount then depends on sums alone, never on how a fen was rounded.
 */
export function inOrder(rules: readonly Rule[]): Rule[] {
  const keyed = rules.map((rule) => {
    const { step } = moduleOf(rule)
    const nested = STEPS[step] === STEPS.coupon || step === 'freight'
    return { rule, key: [STEPS[step], nested ? WIDTHS[rule.scope.kind] : 0, step === 'coupon' ? 1 : 0, rule.order] }
  })
  return keyed.sort((a, b) => compare(a.key, b.key) || (a.rule.id < b.rule.id ? -1 : a.rule.id > b.rule.id ? 1 : 0)).map(one => one.rule)
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [index, value] of a.entries()) {
    const difference = value - (b[index] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

/** How many ways there are to keep one rule of each exclusive group. */
export function countAlternatives(rules: readonly Rule[]): number {
  const sizes = new Map<string, number>()
  for (const { exclusive } of rules) {
    if (exclusive !== undefined) sizes.set(exclusive, (sizes.get(exclusive) ?? 0) + 1)
  }
  return [...sizes.values()].reduce((product, size) => product * size, 1)
}

/** Every way to keep one rule of each exclusive group, with all the rules in no group; each in the given order. Throws beyond MAX_ALTERNATIVES. */
export function alternatives(rules: readonly Rule[]): Rule[][] {
  if (countAlternatives(rules) > MAX_ALTERNATIVES) throw new RangeError('too many combinations of exclusive rules')
  let kept: ReadonlySet<Rule>[] = [new Set(rules.filter(rule => rule.exclusive === undefined))]
  for (const group of new Set(rules.flatMap(rule => rule.exclusive ?? []))) {
    const members = rules.filter(rule => rule.exclusive === group)
    kept = kept.flatMap(set => members.map(member => new Set([...set, member])))
  }
  return kept.map(set => rules.filter(rule => set.has(rule)))
}

export interface WrongRule {
  readonly ruleId: string
  readonly field: string
}

/** What is wrong in the rules of a shop before they are stored (S25): the first wrong field, an id used twice, or too many exclusive combinations. */
export function checkRules(rules: readonly Rule[]): WrongRule | undefined {
  const known = new Set<string>()
  for (const rule of rules) {
    const field = known.has(rule.id) ? 'id' : baseField(rule) ?? moduleOf(rule).check(rule)
    if (field !== undefined) return { ruleId: rule.id, field }
    known.add(rule.id)
  }
  const last = rules.at(-1)
  return last && countAlternatives(rules) > MAX_ALTERNATIVES ? { ruleId: last.id, field: 'exclusive' } : undefined
}

function baseField(rule: RuleBase): string | undefined {
  if (rule.id === '') return 'id'
  if (!(Number.isSafeInteger(rule.version) && rule.version >= 1)) return 'version'
  if (!Number.isSafeInteger(rule.order)) return 'order'
  return rule.startsAt !== undefined && rule.endsAt !== undefined && rule.endsAt <= rule.startsAt ? 'endsAt' : undefined
}
