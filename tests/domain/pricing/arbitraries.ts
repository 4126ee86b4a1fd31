import fc from 'fast-check'
import { type Fen, fen } from '../../../cloudfunctions/domain/kernel/fen'
import type { CartLine, Delivery, QuoteInput } from '../../../cloudfunctions/domain/pricing/cart'
import type { Scope } from '../../../cloudfunctions/domain/pricing/rule'
import type { CouponRule } from '../../../cloudfunctions/domain/pricing/rules/coupon'
import { flashPoolId } from '../../../cloudfunctions/domain/pricing/rules/flash-price'
import type { Rule } from '../../../cloudfunctions/domain/pricing/rules/table'
import { aRule, aTemplate, HANGZHOU, NOW, URUMQI } from './builders'

/** Cases of a property: enough for every run, many for a night of it. */
const RUNS = process.env.FUZZ ? 100_000 : 2000
const AT_A_TIME = 2000

/** How long a property may take. */
export const TIME = process.env.FUZZ ? 900_000 : 20_000

/** Looks for a case in which a property does not hold. A night's cases keep the thread busy for minutes, so that the runner gets a word in now and then. */
export async function holds<Case>(property: fc.IProperty<Case>): Promise<void> {
  for (let left = RUNS; left > 0; left -= AT_A_TIME) {
    fc.assert(property, { numRuns: Math.min(left, AT_A_TIME) })
    await new Promise<void>(resolve => setImmediate(resolve))
  }
}

const PRODUCTS = ['p0', 'p1', 'p2', 'p3', 'p4']
const CATEGORIES = ['c0', 'c1']

function fens(min: number, max: number): fc.Arbitrary<Fen> {
  return fc.integer({ min, max }).map(fen)
}

const percents = fc.integer({ min: 1, max: 99 })
const scopes: fc.Arbitrary<Scope> = fc.oneof(
  fc.constant({ kind: 'all' } as const),
  fc.constantFrom(...CATEGORIES).map(categoryId => ({ kind: 'category', categoryId }) as const),
  fc.constantFrom(...PRODUCTS).map(productId => ({ kind: 'product', productId }) as const),
)

const line = fc.record({
  product: fc.nat({ max: PRODUCTS.length - 1 }), quantity: fc.integer({ min: 1, max: 9 }), list: fc.oneof(fens(1, 30), fens(1, 50_000)), share: fc.option(percents),
  group: fc.boolean(), headCount: fc.constantFrom(1, 2, 9, 10, 11, 49, 50, 51), template: fc.constantFrom(null, 'piece', 'weight', 'volume'), weightGram: fc.nat({ max: 3000 }),
})

export const cartLines: fc.Arbitrary<CartLine[]> = fc.array(line, { minLength: 1, maxLength: 6 }).map(lines => lines.map((one, index): CartLine => ({
  lineId: `line-${index}`, productId: PRODUCTS[one.product] ?? 'p0', skuId: PRODUCTS[one.product] ?? 'p0', categoryId: `c${one.product % 2}`, supplierId: 'own',
  quantity: one.quantity, listPriceFen: one.list, groupPriceFen: one.share === null ? null : fen(Math.floor(one.list * one.share / 100)), weightGram: one.weightGram,
  volumeCm3: one.weightGram, freightTemplateId: one.template, mode: one.group ? 'group' : 'alone', headCount: one.group ? one.headCount : 1,
})))

const exclusive = fc.constantFrom(undefined, undefined, 'x', 'y')
const common = fc.record({ scope: scopes, order: fc.nat({ max: 2 }), exclusive, newShoppersOnly: fc.constantFrom(false, false, true), startsAt: fc.constantFrom(NOW - 1, NOW, NOW + 1) })
  .map(({ exclusive: group, ...rest }) => group === undefined ? rest : { ...rest, exclusive: group })

const goodsCoupon = fc.tuple(common, fens(0, 60_000), fc.oneof(
  fens(1, 20_000).map(offFen => ({ by: 'amount', offFen }) as const),
  fc.tuple(percents, fens(1, 20_000)).map(([percentOff, capFen]) => ({ by: 'percent', percentOff, capFen }) as const),
)).map(([base, fromFen, gives]) => aRule('coupon', { ...base, fromFen, gives }))
const freightCoupon = fc.tuple(common, fens(0, 60_000), fens(1, 3000)).map(([base, fromFen, offFen]) => aRule('freight_coupon', { ...base, fromFen, offFen }))
export const coupons: fc.Arbitrary<CouponRule> = fc.oneof(goodsCoupon, goodsCoupon, freightCoupon)

const ladders = fc.oneof(
  fc.constant({ by: 'table', rungs: [{ people: 10, payPercent: 80 }, { people: 50, payPercent: 50 }] } as const),
  fc.record({ by: fc.constant('formula' as const), everyPeople: fc.integer({ min: 1, max: 20 }), percentOff: percents, floorPercent: percents }),
)

/** Every kind that takes something off. */
export const discountRules: fc.Arbitrary<Rule> = fc.oneof(
  common.map(base => aRule('group_price', base)),
  fc.tuple(common, fc.constantFrom(...PRODUCTS), fens(0, 40_000), fc.option(fc.integer({ min: 1, max: 9 })))
    .map(([base, skuId, priceFen, perOrder]) => aRule('flash_price', { ...base, endsAt: NOW + 2, prices: [{ skuId, priceFen, ...(perOrder !== null && { limit: { pieces: 9, perOrder } }) }] })),
  fc.tuple(common, ladders).map(([{ newShoppersOnly: _, ...base }, ladder]) => aRule('size_ladder', { ...base, ladder })),
  fc.tuple(common, percents, percents).map(([base, now, later]) => aRule('countdown_ladder', { ...base, steps: [{ from: NOW, payPercent: now }, { from: NOW + 1, payPercent: later }] })),
  fc.tuple(common, fc.constantFrom(...PRODUCTS), fc.constantFrom(...PRODUCTS), fens(0, 60_000), fc.integer({ min: 1, max: 3 })).filter(([, a, b]) => a !== b)
    .map(([base, a, b, setPriceFen, quantity]) => aRule('bundle_price', { ...base, exclusive: 'bundle', pieces: [{ skuId: a, quantity }, { skuId: b, quantity: 1 }], setPriceFen, maxSets: 3 })),
  fc.tuple(common, fc.integer({ min: 1, max: 3 }), percents).map(([base, fromLevel, payPercent]) => aRule('level_discount', { ...base, exclusive: 'level', fromLevel, payPercent })),
  fc.tuple(common, fc.constantFrom('amount' as const, 'count' as const), fens(1, 20_000), fens(1, 8000), fc.constantFrom('once' as const, 'each_time' as const, 'each_piece' as const), fc.option(fens(1, 9000)))
    .map(([base, by, from, offFen, repeat, capFen]) => aRule('threshold_discount', {
      ...base, by, repeat, capFen, tiers: [{ from: by === 'count' ? from % 9 + 1 : from, offFen }, { from: from * 2 + 9, offFen: fen(offFen * 2) }],
    })),
  coupons,
  fc.tuple(common, fens(1, 30), fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 200 }))
    .map(([base, fenPerPoint, maxPercent, minPoints]) => aRule('points_money', { ...base, scope: { kind: 'all' }, exclusive: 'points', fenPerPoint, maxPercent, minPoints })),
)
const anyRule = fc.oneof({ weight: 9, arbitrary: discountRules }, { weight: 1, arbitrary: fc.nat({ max: 3 }).map(fromLevel => aRule('points_earned', { fromLevel, pointsPerYuan: 3 })) })

const deliveries: fc.Arbitrary<Delivery> = fc.tuple(fc.constantFrom(HANGZHOU, URUMQI), fc.option(fens(1, 60_000)), fens(0, 2000)).map(([region, freeFromFen, firstFen]) => ({
  region,
  templates: (['piece', 'weight', 'volume'] as const).map(by => aTemplate({
    id: by, by, freeFromFen, rate: { firstUnits: by === 'piece' ? 1 : 1000, firstFen, nextUnits: by === 'piece' ? 2 : 500, nextFen: fen(150) },
    excludedRegions: by === 'volume' ? [URUMQI.province] : [],
  })),
}))

/** Carts under up to eight rules and two coupons, each with an id of its own. */
export const inputs: fc.Arbitrary<QuoteInput> = fc.record({
  lines: cartLines,
  shopper: fc.record({ level: fc.nat({ max: 3 }), isNew: fc.boolean(), pointsBalance: fc.nat({ max: 3000 }) }),
  rules: fc.array(anyRule, { maxLength: 8 }).map(rules => rules.map((rule, index) => ({ ...rule, id: `rule-${index}` }))),
  coupons: fc.array(coupons, { maxLength: 2 }).map(rules => rules.map((rule, index) => ({ ...rule, id: `coupon-${index}` }))),
  pointsToSpend: fc.nat({ max: 4000 }),
  delivery: fc.option(deliveries),
  now: fc.constant(NOW),
  flashLeft: fc.nat({ max: 9 }).map(left => Object.fromEntries(PRODUCTS.flatMap(skuId => Array.from({ length: 9 }, (_, index) => [flashPoolId(`rule-${index}`, skuId), left])))),
})
