import type { Fen } from '../../kernel/fen'
import { decline, type PriceModule, type RuleBase } from '../rule'

/** A price per SKU from one instant to another (X1): the start already has it, the end no longer. How many may be sold so is the stock's matter. */
export interface FlashPriceRule extends RuleBase {
  readonly kind: 'flash_price'
  readonly startsAt: number
  readonly endsAt: number
  readonly prices: readonly { readonly skuId: string; readonly priceFen: Fen }[]
}

export const flashPrice: PriceModule<FlashPriceRule> = {
  step: 'price',
  check(rule) {
    if (!(rule.startsAt < rule.endsAt)) return 'endsAt'
    const known = new Set(rule.prices.map(price => price.skuId))
    return known.size === 0 || known.size < rule.prices.length || rule.prices.some(price => price.priceFen < 0) ? 'prices' : undefined
  },
  offer(rule, line) {
    const price = rule.prices.find(one => one.skuId === line.skuId)
    if (!price) return decline('no_flash_price')
    return { ok: true, unitFen: price.priceFen, say: { key: 'flash_price', params: { unitFen: price.priceFen, endsAt: rule.endsAt } } }
  },
}
