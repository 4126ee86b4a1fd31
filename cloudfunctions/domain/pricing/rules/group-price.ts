import { decline, type PriceModule, type RuleBase } from '../rule'

/** Whoever buys in a group pays the group price of the SKU (S2). */
export interface GroupPriceRule extends RuleBase {
  readonly kind: 'group_price'
}

export const groupPrice: PriceModule<GroupPriceRule> = {
  step: 'price',
  check: () => undefined,
  offer(_rule, line) {
    if (line.mode !== 'group') return decline('not_in_group')
    if (line.groupPriceFen === null) return decline('no_group_price')
    return { ok: true, unitFen: line.groupPriceFen, say: { key: 'group_price', params: { unitFen: line.groupPriceFen } } }
  },
}
