import type { Fen } from '../../kernel/fen'
import { decline, type PriceModule, type RuleBase } from '../rule'

/** How many pieces are sold at a flash price in all, and to one order. */
export interface FlashLimit {
  readonly pieces: number
  readonly perOrder: number
}

/**
 * A price per SKU from one instant to another (X1): the start already has it, the end no longer. With a limit only so many pieces are sold so, which
 * come from a pool of their own; an order gets the price for all its pieces of the SKU or for none.
 */
export interface FlashPriceRule extends RuleBase {
  readonly kind: 'flash_price'
  readonly startsAt: number
  readonly endsAt: number
  readonly prices: readonly { readonly skuId: string; readonly priceFen: Fen; readonly limit?: FlashLimit }[]
}

/** The stock that a limited flash price is sold from. */
export function flashPoolId(ruleId: string, skuId: string): string {
  return `flash:${ruleId}:${skuId}`
}

export const flashPrice: PriceModule<FlashPriceRule> = {
  step: 'price',
  check(rule) {
    if (!(rule.startsAt < rule.endsAt)) return 'endsAt'
    const known = new Set(rule.prices.map(price => price.skuId))
    if (known.size === 0 || known.size < rule.prices.length || rule.prices.some(price => price.priceFen < 0)) return 'prices'
    const limits = rule.prices.flatMap(price => price.limit ?? [])
    return limits.every(limit => isWhole(limit.pieces) && isWhole(limit.perOrder) && limit.perOrder <= limit.pieces) ? undefined : 'limit'
  },
  offer(rule, line, { flashLeft = {} }) {
    const price = rule.prices.find(one => one.skuId === line.skuId)
    if (!price) return decline('no_flash_price')
    const { priceFen, limit } = price
    if (limit && line.quantity > limit.perOrder) return decline('over_flash_limit', { perOrder: limit.perOrder })
    const left = limit ? flashLeft[flashPoolId(rule.id, line.skuId)] ?? 0 : Infinity
    if (line.quantity > left) return decline('flash_sold_out', { left })
    return { ok: true, unitFen: priceFen, say: { key: 'flash_price', params: { unitFen: priceFen, endsAt: rule.endsAt } } }
  },
}

function isWhole(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 1
}
