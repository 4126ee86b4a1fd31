import { GROUP_PRICE } from '../shop/setup'
import { checkRules, MAX_ALTERNATIVES, type WrongRule } from './rule-set'
import type { Rule } from './rules/table'

/** A quote weighs every rule, and the document that carries them is read with every quote. */
export const MAX_SHOP_RULES = 100
/** So many coupons an order may take beside the shop's rules. */
const COUPONS_IN_ORDER = 3

/**
 * What is wrong in a shop's rules with this one among them (S25): a wrong field, an id that is the shop's own, more rules than a shop has, or so many
 * exclusive combinations that three coupons more could not be weighed.
 */
export function checkShopRules(others: readonly Rule[], changed: Rule): WrongRule | undefined {
  const rules = [...others, changed]
  if (changed.id === GROUP_PRICE.id) return { ruleId: changed.id, field: 'id' }
  if (rules.length > MAX_SHOP_RULES) return { ruleId: changed.id, field: 'rules' }
  return checkRules(rules) ?? (mostAlternatives(rules, COUPONS_IN_ORDER) > MAX_ALTERNATIVES ? { ruleId: changed.id, field: 'exclusive' } : undefined)
}

/** How many ways there can be at most to keep one rule of each exclusive group when so many coupons come along, in whatever groups. */
export function mostAlternatives(rules: readonly Rule[], coupons: number): number {
  const sizes = new Map<string, number>()
  for (const { exclusive } of rules) {
    if (exclusive !== undefined) sizes.set(exclusive, (sizes.get(exclusive) ?? 0) + 1)
  }
  let most = 0
  for (let apart = 0; apart <= coupons; apart++) {
    // `apart` of them in a group of their own, the others where each multiplies most: in the smallest group.
    const grown = [...sizes.values()].sort((a, b) => a - b)
    for (let joined = apart; joined < coupons && grown.length > 0; joined++) {
      grown[0] = (grown[0] ?? 0) + 1
      grown.sort((a, b) => a - b)
    }
    most = Math.max(most, grown.reduce((product, size) => product * size, Math.max(1, apart)))
  }
  return most
}
