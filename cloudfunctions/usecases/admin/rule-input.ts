import type { CouponRuleInput, ShopRuleInput } from '../../contract/rule-fields'
import type { RuleView } from '../../contract/rule-views'
import { type Fen, fen } from '../../domain/kernel/fen'
import type { RuleBase } from '../../domain/pricing/rule'
import type { CouponRule } from '../../domain/pricing/rules/coupon'
import type { Rule } from '../../domain/pricing/rules/table'

/** A rule as a merchant sent it, with what every rule of its kind has: money as money, the exclusive group that the kind demands, a version. */
export function ruleOf(input: ShopRuleInput, version: number): Rule {
  switch (input.kind) {
    case 'flash_price': return { ...input, version, prices: input.prices.map(({ priceFen, ...price }) => ({ ...price, priceFen: fen(priceFen) })) }
    case 'bundle_price': return { ...input, version, exclusive: 'bundle', setPriceFen: fen(input.setPriceFen) }
    case 'level_discount': return { ...input, version, exclusive: 'level' }
    case 'threshold_discount': return { ...input, version, tiers: input.tiers.map(tier => ({ ...tier, offFen: fen(tier.offFen) })), capFen: input.capFen === null ? null : fen(input.capFen) }
    case 'points_money': return { ...input, version, exclusive: 'points', fenPerPoint: fen(input.fenPerPoint) }
    case 'size_ladder': case 'countdown_ladder': case 'points_earned': return { ...input, version }
  }
}

/** The rule of a coupon; it goes by its template's id until it is claimed. */
export function couponRuleOf(input: CouponRuleInput, templateId: string): CouponRule {
  const common: RuleBase & { readonly fromFen: Fen } = {
    id: templateId, version: 1, scope: input.scope, order: input.order, fromFen: fen(input.fromFen),
    ...(input.exclusive !== undefined && { exclusive: input.exclusive }),
    ...(input.newShoppersOnly && { newShoppersOnly: true }),
  }
  if (input.kind === 'freight_coupon') return { ...common, kind: 'freight_coupon', offFen: fen(input.offFen) }
  const { gives } = input
  return { ...common, kind: 'coupon', gives: gives.by === 'amount' ? { by: 'amount', offFen: fen(gives.offFen) } : { ...gives, capFen: fen(gives.capFen) } }
}

/** What merchants see of a shop's rules; coupons and the group price are none of those they set. */
export function ruleViews(rules: readonly Rule[]): RuleView[] {
  return rules.flatMap(rule => rule.kind === 'group_price' || rule.kind === 'coupon' || rule.kind === 'freight_coupon' ? [] : [rule])
}
