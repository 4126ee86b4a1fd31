import { fen } from '../../cloudfunctions/domain/kernel/fen'
import { quote } from '../../cloudfunctions/domain/pricing/quote'
import { aLine, anInput, aRule, aTemplate, HANGZHOU } from '../domain/pricing/builders'

/** Fifty lines of five categories under ten rules, two of them exclusive to each other, two coupons of which one counts, freight and points. */
const input = anInput({
  lines: Array.from({ length: 50 }, (_, index) => aLine({
    lineId: `line-${index}`, productId: `product-${index}`, skuId: `sku-${index}`, categoryId: `category-${index % 5}`, quantity: index % 4 + 1,
    listPriceFen: 990 + index * 137, groupPriceFen: 900 + index * 120, mode: index % 2 ? 'group' : 'alone', headCount: 1 + index, freightTemplateId: 'parcel',
  })),
  shopper: { level: 2, isNew: false, pointsBalance: 5000 },
  rules: [
    aRule('group_price'), aRule('size_ladder'), aRule('countdown_ladder', { scope: { kind: 'category', categoryId: 'category-1' } }),
    aRule('flash_price', { prices: Array.from({ length: 10 }, (_, index) => ({ skuId: `sku-${index * 5}`, priceFen: fen(800) })) }),
    aRule('bundle_price', { pieces: [{ skuId: 'sku-3', quantity: 1 }, { skuId: 'sku-7', quantity: 1 }], setPriceFen: fen(1500) }), aRule('level_discount'),
    aRule('threshold_discount', { exclusive: 'threshold' }),
    aRule('threshold_discount', { id: 'category', exclusive: 'threshold', scope: { kind: 'category', categoryId: 'category-2' }, by: 'count', repeat: 'each_piece', tiers: [{ from: 3, offFen: fen(200) }] }),
    aRule('points_money'), aRule('points_earned'),
  ],
  coupons: [aRule('coupon', { exclusive: 'coupon' }), aRule('coupon', { id: 'percent', exclusive: 'coupon', gives: { by: 'percent', percentOff: 10, capFen: fen(3000) } })],
  pointsToSpend: 2000,
  delivery: { region: HANGZHOU, templates: [aTemplate()] },
})

const ROUNDS = 2000

/** How long such a quote takes, in milliseconds, shortest first. */
const times = Array.from({ length: ROUNDS }, () => {
  const start = performance.now()
  quote(input)
  return performance.now() - start
}).sort((a, b) => a - b)

const at = (share: number): string => (times[Math.floor(ROUNDS * share)] ?? NaN).toFixed(3)
console.log(`quote of 50 lines, 10 rules, 2 coupons: median ${at(0.5)} ms, slowest 1 % ${at(0.99)} ms`)
