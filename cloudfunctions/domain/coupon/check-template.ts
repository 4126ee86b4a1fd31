import { checkRules } from '../pricing/rule-set'
import type { TemplateTerms } from './template'

/** The field that is wrong in a template about to be saved (S21, S25), undefined when all is well. Fields of the rule are named by their own name. */
export function checkTemplate(terms: TemplateTerms): string | undefined {
  const { rule, quota, perShopper, claimFrom, claimUntil, validity, costPoints } = terms
  const wrong = checkRules([rule])
  if (wrong) return wrong.field
  // A coupon's time is its validity; a rule with times of its own would make it worthless without telling.
  if (rule.startsAt !== undefined || rule.endsAt !== undefined) return 'rule'
  if (!isWhole(quota, 1)) return 'quota'
  if (!isWhole(perShopper, 1) || perShopper > quota) return 'perShopper'
  if (!(claimFrom < claimUntil)) return 'claimUntil'
  if (!isWhole(costPoints, 0)) return 'costPoints'
  if (validity.kind === 'after_claim') return isWhole(validity.durationMs, 1) ? undefined : 'validity'
  // Nobody may claim what is already over.
  return validity.from < validity.until && validity.until >= claimUntil ? undefined : 'validity'
}

function isWhole(value: number, from: number): boolean {
  return Number.isSafeInteger(value) && value >= from
}
