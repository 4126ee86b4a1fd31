import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import PriceHints from '@/components/money/price-hints.vue'
import PriceLines from '@/components/money/price-lines.vue'
import { moneyCopy } from '@/copy/money'
import type { PriceLineView } from '@/services/types'
import { formatFold, priceCopy, priceReason, priceReasons, priceRules, priceSentence, priceSentences, worthTelling } from '@/copy/price'

const PRICING = 'cloudfunctions/domain/pricing'
const source = readdirSync(PRICING, { recursive: true, encoding: 'utf8' }).filter(path => path.endsWith('.ts')).map(path => readFileSync(join(PRICING, path), 'utf8')).join('\n')

/** Keys that the engine writes out, and those it puts together from the ways of a threshold discount. */
function keysOfEngine(): string[] {
  const written = [...source.matchAll(/key: '(\w+)'/g)].map(match => match[1]!)
  const composed = [...source.matchAll(/key: `([^`]+)`/g)].map(match => match[1]!)
  expect(composed).toEqual(['threshold_${rule.by}_${rule.repeat}'])
  const thresholds = ['amount', 'count'].flatMap(by => ['once', 'each_time', 'each_piece'].map(repeat => `threshold_${by}_${repeat}`))
  return [...new Set([...written, ...thresholds])].sort()
}

function reasonsOfEngine(): string[] {
  const [, union] = /export type Reason =([\s\S]+?)\n\n/.exec(source)!
  return [...union!.matchAll(/'(\w+)'/g)].map(match => match[1]!).sort()
}

describe('the words of a price', () => {
  it('S19, S22: there is a sentence for every key of the engine, and for nothing else', () => {
    expect(keysOfEngine().length).toBeGreaterThan(15)
    expect(Object.keys(priceSentences).sort()).toEqual(keysOfEngine())
  })

  it('S19, S22: there is a reason for every rule the engine declines, and for nothing else', () => {
    expect(reasonsOfEngine().length).toBeGreaterThan(15)
    expect(Object.keys(priceReasons).sort()).toEqual(reasonsOfEngine())
  })

  it('every kind of rule has a name', () => {
    const [, table] = /const MODULES[^\n]+= \{\n([\s\S]+?)\n\}/.exec(source)!
    expect(Object.keys(priceRules).sort()).toEqual([...table!.matchAll(/^ {2}(\w+)/gm)].map(match => match[1]!).sort())
  })

  it('no sentence shows a number that is not there', () => {
    for (const words of [...Object.values(priceSentences), ...Object.values(priceReasons)]) expect(words({})).not.toMatch(/undefined|NaN/)
  })

  it.each([
    ['size_ladder', { people: 50, payPercent: 50 }, '50人团 5折'],
    ['level_discount', { level: 2, payPercent: 95 }, '会员 9.5折'],
    ['threshold_amount_once', { from: 20_000, offFen: 3000, times: 1 }, '满¥200减¥30'],
    ['threshold_amount_each_time', { from: 10_000, offFen: 1000, times: 3 }, '每满¥100减¥10 ×3'],
    ['threshold_count_once', { from: 3, offFen: 300, times: 1 }, '满3件减¥3'],
    ['coupon_percent', { from: 0, percentOff: 15, capFen: 2000 }, '优惠券 无门槛享8.5折，最多减¥20'],
    ['bundle_price', { sets: 2, setPriceFen: 9900 }, '组合价 ¥99 ×2'],
    ['points_money', { points: 500 }, '500 积分抵扣'],
    ['freight_cold', { coldFen: 600 }, '运费（含冷链 ¥6）'],
  ])('%s reads as shoppers say it', (key, params, words) => {
    expect(priceSentence({ key, params: params as unknown as Record<string, number> })).toBe(words)
  })

  it.each([
    ['below_threshold', { from: 20_000, offFen: 2000, missing: 1200 }, '再买 ¥12 可减 ¥20'],
    ['below_threshold', { from: 5000, missing: 1 }, '再买 ¥0.01 可用'],
    ['too_few_pieces', { from: 3, offFen: 300, missing: 1 }, '再买 1 件可减 ¥3'],
    ['too_few_people', { people: 50, payPercent: 50, missing: 8 }, '再来 8 人，满 50 人享5折'],
  ])('%s says what is missing', (reason, params, words) => {
    expect(priceReason({ reason, params: params as unknown as Record<string, number> })).toBe(words)
  })

  it('a sentence of a later release is a discount without a name', () => {
    expect(priceSentence({ key: 'of_a_later_release', params: {} })).toBe(priceCopy.discount)
    expect(priceReason({ reason: 'of_a_later_release', params: {} })).toBe(priceCopy.unknownReason)
  })

  it.each([[10, '1折'], [50, '5折'], [85, '8.5折'], [95, '9.5折'], [99, '9.9折'], [5, '0.5折']])('%i per cent is %s', (percent, words) => {
    expect(formatFold(percent)).toBe(words)
  })

  it('what is no news is not told', () => {
    const rule = (reason: string) => ({ kind: 'coupon', reason, params: {}, name: null })
    expect(worthTelling([rule('out_of_scope'), rule('not_cheapest'), rule('below_threshold')])).toHaveLength(1)
  })
})

describe('a price explained', () => {
  it('has a line for each rule that counted, with its amount', () => {
    const lines = [
      { kind: 'goods' as const, amountFen: 5990, say: null },
      { kind: 'discount' as const, amountFen: -2995, say: { key: 'size_ladder', params: { people: 50, payPercent: 50 } } },
      { kind: 'freight' as const, amountFen: 0, say: null },
    ]
    const shown = mount(PriceLines, { props: { lines, payableFen: 2995 } }).findAll('.line').map(line => line.text())
    expect(shown).toEqual(['商品金额¥59.90', '50人团 5折-¥29.95', `运费${moneyCopy.freeShipping}`, expect.stringContaining('29.95')])
  })

  it('S41: freight says what of it is for the cold, and stays freight whatever else is said of it', () => {
    const label = (say: PriceLineView['say']) => mount(PriceLines, { props: { lines: [{ kind: 'freight', amountFen: 1300, say }], payableFen: 1300 } }).find('.label').text()
    expect(label({ key: 'freight_cold', params: { coldFen: 500 } })).toBe('运费（含冷链 ¥5）')
    expect([label(null), label({ key: 'of_a_later_release', params: {} })]).toEqual([moneyCopy.lines.freight, moneyCopy.lines.freight])
  })

  it('does not call freight free while nobody knows it', () => {
    const lines = [{ kind: 'goods' as const, amountFen: 5990, say: null }]
    const shown = mount(PriceLines, { props: { lines, payableFen: 5990, freightKnown: false } })
    expect(shown.text()).toContain(priceCopy.freightUnknown)
    expect(shown.text()).not.toContain(moneyCopy.freeShipping)
  })

  it('names a coupon by its own name', () => {
    const rules = [{ kind: 'coupon', reason: 'below_threshold', params: { missing: 100 }, name: '新人券' }]
    expect(mount(PriceHints, { props: { rules } }).text()).toContain('新人券')
    expect(mount(PriceHints, { props: { rules: [] } }).find('.price-hints').exists()).toBe(false)
  })
})
