import { describe, expect, it } from 'vitest'
import { fen } from '../../../cloudfunctions/domain/kernel/fen'
import type { QuoteInput } from '../../../cloudfunctions/domain/pricing/cart'
import { quote } from '../../../cloudfunctions/domain/pricing/quote'
import { checkRules, MAX_ALTERNATIVES } from '../../../cloudfunctions/domain/pricing/rule-set'
import { nextRung, rungAt } from '../../../cloudfunctions/domain/pricing/rules/size-ladder'
import type { Rule } from '../../../cloudfunctions/domain/pricing/rules/table'
import { aLine, anInput, aRule, aTemplate, HANGZHOU, NOW, URUMQI } from './builders'

const pay = (line: Parameters<typeof aLine>[0], over: Partial<QuoteInput>): number => quote(anInput({ lines: [aLine(line)], ...over })).payableFen

describe('rules that set a price', () => {
  it('S39: 80 % at exactly 10 people, 50 % at exactly 50', () => {
    const rules = [aRule('size_ladder')]
    expect([9, 10, 49, 50].map(headCount => pay({ mode: 'group', headCount }, { rules }))).toEqual([5990, 4792, 4792, 2995])
  })

  it('S39: names the rung in its sentence, and before the first one how many people are missing', () => {
    const at = (headCount: number): ReturnType<typeof quote> => quote(anInput({ lines: [aLine({ mode: 'group', headCount })], rules: [aRule('size_ladder')] }))
    expect(at(50).applied).toMatchObject([{ amountFen: -2995, say: { key: 'size_ladder', params: { people: 50, payPercent: 50 } } }])
    expect(at(9).notApplied).toMatchObject([{ reason: 'too_few_people', params: { people: 10, missing: 1, payPercent: 80 } }])
  })

  it('S52: each further 10 people take 10 % off, down to the floor', () => {
    const rule = aRule('size_ladder', { ladder: { by: 'formula', everyPeople: 10, percentOff: 10, floorPercent: 65 } })
    expect([9, 10, 19, 20, 29, 30, 39, 40, 1_000_000].map(people => rungAt(rule, people).payPercent)).toEqual([100, 90, 90, 80, 80, 70, 70, 65, 65])
    expect([0, 10, 39, 40].map(people => nextRung(rule, people)?.people)).toEqual([10, 20, 40, undefined])
  })

  it('S15: the instant of a step already has its price', () => {
    const rules = [aRule('countdown_ladder')]
    expect([NOW - 1, NOW, NOW + 3_600_000 - 1, NOW + 3_600_000].map(now => pay({}, { rules, now }))).toEqual([5990, 5391, 5391, 4193])
  })

  it('X1: a flash price holds from its start to before its end', () => {
    const rules = [aRule('flash_price', { endsAt: NOW + 10 })]
    expect([NOW - 1, NOW, NOW + 9, NOW + 10].map(now => pay({}, { rules, now }))).toEqual([5990, 3990, 3990, 5990])
  })

  it('S25: of several prices the lowest counts, whichever rule comes first', () => {
    const rules = [aRule('group_price', { order: 1 }), aRule('flash_price', { order: 2 }), aRule('size_ladder', { order: 0 })]
    const quoted = quote(anInput({ lines: [aLine({ mode: 'group', groupPriceFen: 4990, headCount: 10 })], rules }))
    expect(quoted.payableFen).toBe(3990)
    expect(quoted.notApplied.map(one => [one.ruleId, one.reason])).toEqual([['ladder', 'not_cheapest'], ['group', 'not_cheapest']])
  })
})

describe('rules that take something off', () => {
  it('S19: the level discount is applied once, after the price and before thresholds, coupons and points', () => {
    const { applied } = quote(anInput({
      lines: [aLine({ quantity: 2 })],
      rules: [aRule('points_earned'), aRule('points_money'), aRule('threshold_discount'), aRule('level_discount'), aRule('level_discount', { id: 'lower', payPercent: 99 }), aRule('flash_price')],
      coupons: [aRule('coupon')],
      shopper: { level: 1, isNew: false, pointsBalance: 200 },
      pointsToSpend: 200,
    }))
    expect(applied.map(one => [one.kind, one.amountFen])).toEqual([
      ['flash_price', -4000], ['level_discount', -399], ['threshold_discount', -1000], ['coupon', -500], ['points_money', -200], ['points_earned', 0],
    ])
  })

  it('S22: a discount for a product comes before one for its category, and that before one for all', () => {
    const rule = (id: string, scope: Rule['scope'], order: number): Rule => aRule('threshold_discount', { id, scope, order, tiers: [{ from: 1, offFen: fen(100) }] })
    const rules = [rule('all', { kind: 'all' }, 0), rule('category', { kind: 'category', categoryId: 'fruit' }, 1), rule('product', { kind: 'product', productId: 'orange' }, 2)]
    expect(quote(anInput({ rules })).applied.map(one => one.ruleId)).toEqual(['product', 'category', 'all'])
  })

  it('S22: an exclusive group is chosen for the sum in the end, not for its own amount', () => {
    // 30 off the fruit is more than 25 off the rest, but it takes more away from the half off all fruit.
    const lines = [aLine({ listPriceFen: 10_000 }), aLine({ productId: 'rice', categoryId: 'grain', listPriceFen: 10_000 })]
    const off = (id: string, categoryId: string, amount: number): Rule => aRule('threshold_discount', {
      id, exclusive: 'threshold', scope: { kind: 'category', categoryId }, tiers: [{ from: 1, offFen: fen(amount) }],
    })
    const half = aRule('coupon', { scope: { kind: 'category', categoryId: 'fruit' }, gives: { by: 'percent', percentOff: 50, capFen: fen(9999) } })
    const quoted = quote(anInput({ lines, rules: [off('fruit', 'fruit', 3000), off('grain', 'grain', 2500)], coupons: [half] }))
    expect(quoted.payableFen).toBe(12_500)
    expect(quoted.notApplied).toEqual([{ ruleId: 'fruit', kind: 'threshold_discount', reason: 'excluded', params: {} }])
  })

  it('S21: a coupon counts exactly at its threshold and not a fen below, and says what is missing', () => {
    expect(pay({ listPriceFen: 5000 }, { coupons: [aRule('coupon')] })).toBe(4500)
    expect(quote(anInput({ lines: [aLine({ listPriceFen: 4999 })], coupons: [aRule('coupon')] })).notApplied).toMatchObject([{ reason: 'below_threshold', params: { missing: 1 } }])
  })

  it('S18: points never pay more than the balance, the cap, or the goods', () => {
    const spent = (pointsToSpend: number, pointsBalance: number, maxPercent: number): number[] => {
      const quoted = quote(anInput({ rules: [aRule('points_money', { maxPercent })], pointsToSpend, shopper: { level: 0, isNew: false, pointsBalance } }))
      return [quoted.pointsSpent, quoted.payableFen]
    }
    expect(spent(9999, 700, 50)).toEqual([700, 5290])
    expect(spent(9999, 9999, 50)).toEqual([2995, 2995])
    expect(spent(9999, 9999, 100)).toEqual([5990, 0])
  })

  it('goods that cannot be carried to a region are named and cost no freight', () => {
    const delivery = { region: URUMQI, templates: [aTemplate({ excludedRegions: [URUMQI.city] })] }
    const quoted = quote(anInput({ lines: [aLine({ freightTemplateId: 'parcel' }), aLine({ productId: 'code' })], delivery }))
    expect([quoted.undeliverable, quoted.freightFen]).toEqual([['orange'], 0])
    expect(quote(anInput({ lines: [aLine({ freightTemplateId: 'parcel' })], delivery: { ...delivery, region: HANGZHOU } })).freightFen).toBe(800)
  })
})

describe('a cart that cannot be', () => {
  it('X12: throws rather than be priced', () => {
    for (const lines of [[aLine(), aLine()], [aLine({ quantity: 0 })], [aLine({ quantity: 1.5 })]]) expect(() => quote(anInput({ lines }))).toThrow(RangeError)
    expect(() => quote(anInput({ pointsToSpend: -1 }))).toThrow(RangeError)
    expect(() => quote(anInput({ lines: [aLine({ freightTemplateId: 'gone' })], delivery: { region: HANGZHOU, templates: [] } }))).toThrow('no freight template gone')
  })
})

describe('checkRules', () => {
  it('S25: names the wrong field of a rule', () => {
    const wrong: [Rule, string][] = [
      [aRule('group_price', { version: 0 }), 'version'],
      [aRule('group_price', { startsAt: 2, endsAt: 2 }), 'endsAt'],
      [aRule('flash_price', { startsAt: NOW, endsAt: NOW }), 'endsAt'],
      [aRule('flash_price', { prices: [] }), 'prices'],
      [aRule('size_ladder', { ladder: { by: 'table', rungs: [{ people: 10, payPercent: 80 }, { people: 10, payPercent: 50 }] } }), 'rungs'],
      [aRule('size_ladder', { ladder: { by: 'table', rungs: [{ people: 10, payPercent: 50 }, { people: 50, payPercent: 80 }] } }), 'rungs'],
      [aRule('size_ladder', { ladder: { by: 'formula', everyPeople: 0, percentOff: 10, floorPercent: 50 } }), 'everyPeople'],
      [aRule('size_ladder', { ladder: { by: 'formula', everyPeople: 10, percentOff: 10, floorPercent: 100 } }), 'floorPercent'],
      [aRule('size_ladder', { newShoppersOnly: true }), 'newShoppersOnly'],
      [aRule('countdown_ladder', { steps: [{ from: 2, payPercent: 90 }, { from: 1, payPercent: 80 }] }), 'steps'],
      [aRule('bundle_price', { maxSets: 0 }), 'maxSets'],
      [aRule('bundle_price', { pieces: [{ skuId: 'a', quantity: 1 }, { skuId: 'a', quantity: 1 }] }), 'pieces'],
      [aRule('level_discount', { payPercent: 100 }), 'payPercent'],
      [aRule('threshold_discount', { tiers: [{ from: 2, offFen: fen(2) }, { from: 3, offFen: fen(2) }] }), 'tiers'],
      [aRule('threshold_discount', { capFen: fen(0) }), 'capFen'],
      [aRule('coupon', { gives: { by: 'percent', percentOff: 100, capFen: fen(1) } }), 'percentOff'],
      [aRule('freight_coupon', { offFen: fen(0) }), 'offFen'],
      [aRule('points_money', { fenPerPoint: fen(0) }), 'fenPerPoint'],
      [aRule('points_earned', { pointsPerYuan: 0 }), 'pointsPerYuan'],
    ]
    for (const [rule, field] of wrong) expect(checkRules([rule]), field).toEqual({ ruleId: rule.id, field })
  })

  it('S25: refuses an id twice and more exclusive combinations than are looked at', () => {
    expect(checkRules([aRule('group_price'), aRule('group_price')])).toEqual({ ruleId: 'group', field: 'id' })
    const many = Array.from({ length: 34 }, (_, index) => aRule('group_price', { id: `r${index}`, exclusive: index % 2 ? 'a' : 'b' }))
    expect(17 * 17).toBeGreaterThan(MAX_ALTERNATIVES)
    expect(checkRules(many)).toEqual({ ruleId: 'r33', field: 'exclusive' })
    expect(() => quote(anInput({ rules: many }))).toThrow(RangeError)
  })
})
