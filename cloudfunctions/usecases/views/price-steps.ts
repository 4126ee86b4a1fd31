import type { PriceStepView } from '../../contract/goods-views'
import { type CountdownLadderRule, stepsWithin } from '../../domain/pricing/rules/countdown-ladder'
import type { Rule } from '../../domain/pricing/rules/table'
import type { Product } from '../../domain/product/product'

const WIDTHS = { product: 0, category: 1, all: 2 } as const

/** How the price of these goods changes by the clock (S15), for everybody; of several ladders the one with the narrowest scope, whose steps are not all over. */
export function priceSteps(rules: readonly Rule[], { id, categoryId }: Pick<Product, 'id' | 'categoryId'>, now: number): readonly PriceStepView[] {
  const [ladder] = rules
    .filter((rule): rule is CountdownLadderRule => rule.kind === 'countdown_ladder' && !rule.newShoppersOnly && (rule.endsAt === undefined || now < rule.endsAt))
    .filter(({ scope }) => scope.kind === 'all' || (scope.kind === 'product' ? scope.productId === id : scope.categoryId === categoryId))
    .sort((a, b) => WIDTHS[a.scope.kind] - WIDTHS[b.scope.kind] || a.order - b.order)
  return ladder ? stepsWithin(ladder) : []
}
