import type { FlashView } from '../../contract/views'
import { flashPoolId, type FlashPriceRule } from '../../domain/pricing/rules/flash-price'
import type { Rule } from '../../domain/pricing/rules/table'
import type { Product } from '../../domain/product/product'
import { shownStock } from './goods-view'

/** The flash price of these goods that runs now or begins next (X1); the start itself runs, the end is over. */
export function nextFlash(rules: readonly Rule[], { id, categoryId, skus }: Product, now: number): FlashPriceRule | undefined {
  return rules
    .flatMap(rule => rule.kind === 'flash_price' && now < rule.endsAt ? rule : [])
    .filter(({ scope }) => scope.kind === 'all' || (scope.kind === 'product' ? scope.productId === id : scope.categoryId === categoryId))
    .filter(({ prices }) => prices.some(price => skus.some(sku => sku.skuId === price.skuId)))
    .sort((a, b) => a.startsAt - b.startsAt || (a.id < b.id ? -1 : 1))[0]
}

export function flashView({ id, startsAt, endsAt, prices }: FlashPriceRule, left: Readonly<Record<string, number>>, now: number): FlashView {
  return {
    startsAt,
    endsAt,
    state: now < startsAt ? 'upcoming' : 'running',
    prices: prices.map(({ skuId, priceFen, limit }) => ({
      skuId, priceFen, left: limit ? shownStock(left[flashPoolId(id, skuId)] ?? 0) : null, perOrder: limit?.perOrder ?? null,
    })),
  }
}
