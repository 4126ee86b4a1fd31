import { fen } from '../../cloudfunctions/domain/kernel/fen'
import type { QuoteInput } from '../../cloudfunctions/domain/pricing/cart'
import { quote, type Quote } from '../../cloudfunctions/domain/pricing/quote'
import type { Tier } from '../../cloudfunctions/domain/pricing/rules/threshold-discount'
import { aLine, anInput, aRule, aTemplate, HANGZHOU, NOW, type RuleOf, URUMQI } from '../domain/pricing/builders'
import { soldOrNot } from './sold-or-not'

interface Case {
  readonly name: string
  readonly input: QuoteInput
}

interface Chapter {
  readonly title: string
  readonly cases: readonly Case[]
}

type LineOver = Parameters<typeof aLine>[0]

function one(name: string, line: LineOver, over: Partial<QuoteInput> = {}): Case {
  return { name, input: anInput({ lines: [aLine(line)], ...over }) }
}

const HOUR = 3_600_000
const tier = (from: number, off: number): Tier => ({ from, offFen: fen(off) })
const rice = (over: LineOver = {}): ReturnType<typeof aLine> => aLine({ productId: 'rice', categoryId: 'grain', supplierId: 'mill', listPriceFen: 2990, weightGram: 5000, ...over })
const member = (level: number, pointsBalance = 0): QuoteInput['shopper'] => ({ level, isNew: false, pointsBalance })
const formula = aRule('size_ladder', { id: 'formula', ladder: { by: 'formula', everyPeople: 10, percentOff: 10, floorPercent: 50 } })

function groupPrices(): Case[] {
  const rules = [aRule('group_price')]
  return [
    one('alone, the list price', { groupPriceFen: 4990 }, { rules }),
    one('in a group, the group price', { mode: 'group', groupPriceFen: 4990, quantity: 2 }, { rules }),
    one('in a group, goods that have no group price', { mode: 'group' }, { rules }),
    one('a group price that saves nothing', { mode: 'group', groupPriceFen: 5990 }, { rules }),
  ]
}

function flashPrices(): Case[] {
  const flash = aRule('flash_price', { startsAt: NOW, endsAt: NOW + HOUR })
  const limited = aRule('flash_price', { prices: [{ skuId: 'orange', priceFen: fen(3990), limit: { pieces: 10, perOrder: 2 } }] })
  const left = (pieces: number): Partial<QuoteInput> => ({ rules: [limited], flashLeft: { 'flash:flash:orange': pieces } })
  return [
    one('1 ms before the start', {}, { rules: [flash], now: NOW - 1 }),
    one('at the start', {}, { rules: [flash] }),
    one('1 ms before the end', {}, { rules: [flash], now: NOW + HOUR - 1 }),
    one('at the end', {}, { rules: [flash], now: NOW + HOUR }),
    one('another SKU', { skuId: 'orange-10' }, { rules: [flash] }),
    one('cheaper than the group price', { mode: 'group', groupPriceFen: 4990 }, { rules: [flash, aRule('group_price')] }),
    one('dearer than the group price', { mode: 'group', groupPriceFen: 2990 }, { rules: [flash, aRule('group_price')] }),
    one('limited, just as many pieces left', { quantity: 2 }, left(2)),
    one('limited, a piece too few left', { quantity: 2 }, left(1)),
    one('limited, none left', {}, left(0)),
    one('limited, exactly as many as one order may have', { quantity: 2 }, left(10)),
    one('limited, a piece more than one order may have', { quantity: 3 }, left(10)),
    one('limited, nothing known of what is left', {}, { rules: [limited] }),
  ]
}

function ladders(): Case[] {
  const at = (rules: QuoteInput['rules'], people: readonly number[]): Case[] => people.map(headCount => one(`${headCount} people`, { mode: 'group', headCount }, { rules }))
  return [
    ...at([aRule('size_ladder')], [1, 9, 10, 11, 49, 50, 51]),
    one('50 people, a price of odd fen is rounded down', { mode: 'group', headCount: 50, listPriceFen: 5999 }, { rules: [aRule('size_ladder')] }),
    one('50 people nearby, but bought alone', { headCount: 50 }, { rules: [aRule('size_ladder')] }),
    ...at([formula], [9, 10, 19, 20, 49, 50, 59, 60, 1000]).map(({ name, input }) => ({ name: `each 10 people 10 % off down to 50 %: ${name}`, input })),
  ]
}

function countdowns(): Case[] {
  const rules = [aRule('countdown_ladder', { steps: [{ from: NOW, payPercent: 90 }, { from: NOW + HOUR, payPercent: 70 }, { from: NOW + 2 * HOUR, payPercent: 100 }] })]
  return [
    one('1 ms before the first step', {}, { rules, now: NOW - 1 }),
    one('at the first step', {}, { rules }),
    one('1 ms before the second step', {}, { rules, now: NOW + HOUR - 1 }),
    one('at the second step', {}, { rules, now: NOW + HOUR }),
    one('1 ms before the last step', {}, { rules, now: NOW + 2 * HOUR - 1 }),
    one('at the last step, which is the list price again', {}, { rules, now: NOW + 2 * HOUR }),
  ]
}

function bundles(): Case[] {
  const rules = [aRule('bundle_price')]
  const cart = (name: string, oranges: number, bags: number, more: Partial<QuoteInput> = {}): Case =>
    ({ name, input: anInput({ lines: [aLine({ quantity: oranges }), rice({ quantity: bags })], rules, ...more }) })
  return [
    cart('one orange and two rice for ¥99', 1, 2),
    cart('a piece short of the set', 1, 1),
    cart('two sets and pieces over', 3, 5),
    cart('more sets than may be', 7, 14),
    cart('a piece that costs less by itself keeps its price', 1, 2, { rules: [...rules, aRule('flash_price')] }),
    cart('of two bundles the cheaper', 1, 2, { rules: [...rules, aRule('bundle_price', { id: 'better', setPriceFen: fen(8900) })] }),
  ]
}

function levels(): Case[] {
  const silver = aRule('level_discount', { id: 'silver', fromLevel: 1, payPercent: 95 })
  const gold = aRule('level_discount', { id: 'gold', fromLevel: 2, payPercent: 90 })
  return [
    one('no level', {}, { rules: [silver] }),
    one('just the level', {}, { rules: [silver], shopper: member(1) }),
    one('two level discounts: once, the better one', {}, { rules: [silver, gold], shopper: member(2) }),
    one('on the group price, not on the list price', { mode: 'group', groupPriceFen: 4990 }, { rules: [silver, aRule('group_price')], shopper: member(1) }),
    one('a fen is rounded in the shopper’s favour', { listPriceFen: 1 }, { rules: [silver], shopper: member(1) }),
  ]
}

function thresholds(): Case[] {
  const once = aRule('threshold_discount')
  const tiers = aRule('threshold_discount', { tiers: [tier(10_000, 1000), tier(20_000, 2500)] })
  const each = aRule('threshold_discount', { repeat: 'each_time', capFen: fen(2500) })
  const count = aRule('threshold_discount', { by: 'count', tiers: [tier(3, 300)] })
  const piece = aRule('threshold_discount', { by: 'count', repeat: 'each_piece', tiers: [tier(2, 300), tier(5, 500)] })
  const fruit = aRule('threshold_discount', { scope: { kind: 'category', categoryId: 'fruit' } })
  return [
    one('one fen below', { listPriceFen: 9999 }, { rules: [once] }),
    one('exactly', { listPriceFen: 10_000 }, { rules: [once] }),
    one('two tiers, one fen below the second', { listPriceFen: 19_999 }, { rules: [tiers] }),
    one('two tiers, exactly the second', { listPriceFen: 20_000 }, { rules: [tiers] }),
    one('every ¥100, twice', { listPriceFen: 20_000 }, { rules: [each] }),
    one('every ¥100, the cap reached', { listPriceFen: 50_000 }, { rules: [each] }),
    one('by count, a piece short', { quantity: 2 }, { rules: [count] }),
    one('by count, exactly', { quantity: 3 }, { rules: [count] }),
    one('for each piece, second tier', { quantity: 5 }, { rules: [piece] }),
    { name: 'a category reaches its threshold by itself', input: anInput({ lines: [aLine({ quantity: 2 }), rice()], rules: [fruit] }) },
    { name: 'other goods do not count for a category', input: anInput({ lines: [aLine(), rice({ quantity: 3 })], rules: [fruit] }) },
    { name: 'shared by three lines to the fen', input: anInput({ lines: [aLine({ listPriceFen: 3333 }), rice({ listPriceFen: 3333 }), aLine({ productId: 'tea', listPriceFen: 3334 })], rules: [once] }) },
    one('two stack', { quantity: 3 }, { rules: [once, count].map((rule, index) => ({ ...rule, id: `threshold-${index}` })) }),
    one('two of one exclusive group: the better one', { quantity: 3 }, { rules: [once, count].map((rule, index) => ({ ...rule, id: `threshold-${index}`, exclusive: 'threshold' })) }),
    one('for first orders only, and this is none', { quantity: 3 }, { rules: [{ ...once, newShoppersOnly: true }] }),
    one('for first orders only, and this is one', { quantity: 3 }, { rules: [{ ...once, newShoppersOnly: true }], shopper: { ...member(0), isNew: true } }),
    one('judged at list price: a flash price does not take it away', { quantity: 2 }, { rules: [once, aRule('flash_price')] }),
  ]
}

function coupons(): Case[] {
  const percent = (cap: number, over: Partial<RuleOf<'coupon'>> = {}): RuleOf<'coupon'> => aRule('coupon', { gives: { by: 'percent', percentOff: 10, capFen: fen(cap) }, ...over })
  const pick = (id: string, off: number): RuleOf<'coupon'> => aRule('coupon', { id, exclusive: 'coupon', gives: { by: 'amount', offFen: fen(off) } })
  return [
    one('one fen below its threshold', { listPriceFen: 4999 }, { coupons: [aRule('coupon')] }),
    one('exactly at its threshold', { listPriceFen: 5000 }, { coupons: [aRule('coupon')] }),
    one('per cent, one fen below the cap', { listPriceFen: 9990 }, { coupons: [percent(1000)] }),
    one('per cent, exactly the cap', { listPriceFen: 10_000 }, { coupons: [percent(1000)] }),
    one('per cent, the cap reached', { listPriceFen: 30_000 }, { coupons: [percent(1000)] }),
    one('worth more than the goods', { listPriceFen: 300 }, { coupons: [aRule('coupon', { fromFen: fen(0) })] }),
    { name: 'for one product only', input: anInput({ lines: [aLine(), rice()], coupons: [percent(1000, { scope: { kind: 'product', productId: 'orange' } })] }) },
    one('for other goods', {}, { coupons: [percent(1000, { scope: { kind: 'product', productId: 'tea' } })] }),
    one('1 ms before it ends', {}, { coupons: [aRule('coupon', { endsAt: NOW })], now: NOW - 1 }),
    one('at its end', {}, { coupons: [aRule('coupon', { endsAt: NOW })] }),
    one('of two exclusive ones the better', {}, { coupons: [pick('five', 500), pick('eight', 800)] }),
    one('after the threshold discount', { listPriceFen: 10_000 }, { rules: [aRule('threshold_discount')], coupons: [percent(5000)] }),
  ]
}

function freights(): Case[] {
  const to = (region: typeof HANGZHOU, over: Parameters<typeof aTemplate>[0] = {}): QuoteInput['delivery'] => ({ region, templates: [aTemplate(over)] })
  const cold = (region: typeof HANGZHOU, over: Parameters<typeof aTemplate>[0] = {}): QuoteInput['delivery'] => ({ region, templates: [aTemplate({ coldFen: fen(600), ...over })], cold: true })
  const carried = { freightTemplateId: 'parcel' }
  const free = { freeFromFen: fen(9900) }
  const kilo = { by: 'weight' as const, rate: { firstUnits: 1000, firstFen: fen(800), nextUnits: 1000, nextFen: fen(300) } }
  return [
    one('first piece', carried, { delivery: to(HANGZHOU) }),
    one('three pieces', { ...carried, quantity: 3 }, { delivery: to(HANGZHOU) }),
    one('by weight, exactly the first kilogram', { ...carried, weightGram: 1000 }, { delivery: to(HANGZHOU, kilo) }),
    one('by weight, one gram more', { ...carried, weightGram: 1001 }, { delivery: to(HANGZHOU, kilo) }),
    one('by volume', { ...carried, volumeCm3: 2500 }, { delivery: to(HANGZHOU, { ...kilo, by: 'volume' }) }),
    one('one fen below the free threshold', { ...carried, listPriceFen: 9899 }, { delivery: to(HANGZHOU, free) }),
    one('exactly the free threshold', { ...carried, listPriceFen: 9900 }, { delivery: to(HANGZHOU, free) }),
    one('a region with a rate of its own', carried, { delivery: to(URUMQI, { regionRates: [{ regions: [URUMQI.province], rate: { firstUnits: 1, firstFen: fen(2000), nextUnits: 1, nextFen: fen(900) } }] }) }),
    one('a city with a rate of its own, named before its province', carried, { delivery: to(HANGZHOU, { regionRates: [{ regions: [HANGZHOU.city], rate: { firstUnits: 1, firstFen: fen(300), nextUnits: 1, nextFen: fen(100) } }, { regions: [HANGZHOU.province], rate: { firstUnits: 1, firstFen: fen(500), nextUnits: 1, nextFen: fen(100) } }] }) }),
    one('a region with a rate of its own, exactly the free threshold', { ...carried, listPriceFen: 9900 }, { delivery: to(URUMQI, { ...free, regionRates: [{ regions: [URUMQI.province], rate: { firstUnits: 1, firstFen: fen(2000), nextUnits: 1, nextFen: fen(900) } }] }) }),
    one('carried cold, its surcharge on top', carried, { delivery: cold(HANGZHOU) }),
    one('carried cold where the rest is free: the surcharge alone', { ...carried, listPriceFen: 9900 }, { delivery: cold(HANGZHOU, free) }),
    one('not carried cold, no surcharge', carried, { delivery: to(HANGZHOU, { coldFen: fen(600) }) }),
    one('carried cold to a region excluded', carried, { delivery: cold(URUMQI, { excludedRegions: [URUMQI.district] }) }),
    one('a region excluded', carried, { delivery: to(URUMQI, { excludedRegions: [URUMQI.province] }) }),
    one('goods nobody carries', {}, { delivery: to(HANGZHOU) }),
    { name: 'one template for two lines, shared by weight', input: anInput({ lines: [aLine(carried), rice(carried)], delivery: to(HANGZHOU, kilo) }) },
    one('a freight coupon below the freight', carried, { delivery: to(HANGZHOU), coupons: [aRule('freight_coupon')] }),
    one('a freight coupon above the freight', carried, { delivery: to(HANGZHOU), coupons: [aRule('freight_coupon', { offFen: fen(1000) })] }),
    one('a freight coupon where freight is free', {}, { coupons: [aRule('freight_coupon')] }),
  ]
}

function points(): Case[] {
  const rules = [aRule('points_money'), aRule('points_earned')]
  const spend = (name: string, pointsToSpend: number, balance: number, line: LineOver = {}): Case => one(name, line, { rules, pointsToSpend, shopper: member(0, balance) })
  return [
    spend('none chosen', 0, 5000),
    spend('one point below the least', 99, 5000),
    spend('exactly the least', 100, 5000),
    spend('more than the balance: the balance', 3000, 1200),
    spend('more than the cap of half the goods: the cap', 5000, 5000),
    spend('half of an odd price is rounded down', 5000, 5000, { listPriceFen: 5991 }),
    one('the last of points worth 30 fen each pays less', {}, { rules: [aRule('points_money', { fenPerPoint: fen(30), minPoints: 1 })], pointsToSpend: 1000, shopper: member(0, 1000) }),
    one('points do not pay freight and freight earns none', { freightTemplateId: 'parcel' }, { rules, pointsToSpend: 5000, shopper: member(0, 5000), delivery: { region: HANGZHOU, templates: [aTemplate()] } }),
    one('a yuan less a fen earns nothing', { listPriceFen: 99 }, { rules }),
  ]
}

function together(): Case[] {
  const rules = [
    aRule('points_earned'), aRule('points_money'), aRule('threshold_discount'), aRule('level_discount'), aRule('size_ladder'), aRule('group_price'), aRule('bundle_price'),
  ]
  const lines = [aLine({ mode: 'group', headCount: 12, groupPriceFen: 4990, quantity: 2, freightTemplateId: 'parcel' }), rice({ quantity: 2, freightTemplateId: 'parcel' })]
  const delivery = { region: HANGZHOU, templates: [aTemplate()] }
  return [
    { name: 'all of them, in the order of application', input: anInput({ lines, rules, coupons: [aRule('coupon'), aRule('freight_coupon')], shopper: member(2, 800), pointsToSpend: 800, delivery }) },
    { name: 'the same cart with nothing', input: anInput({ lines, delivery }) },
  ]
}

const CHAPTERS: readonly Chapter[] = [
  { title: 'Group price (S2)', cases: groupPrices() },
  { title: 'Flash price (X1)', cases: flashPrices() },
  { title: 'Size ladder (S39: 10 people 80 %, 50 people 50 %; S52)', cases: ladders() },
  { title: 'Countdown ladder (S15)', cases: countdowns() },
  { title: 'Bundle price', cases: bundles() },
  { title: 'Level discount (S19)', cases: levels() },
  { title: 'Threshold discount (S22)', cases: thresholds() },
  { title: 'Coupons (S21)', cases: coupons() },
  { title: 'Freight (S41, S43)', cases: freights() },
  { title: 'Points (S18, X3)', cases: points() },
  { title: 'Together (S19, S25)', cases: together() },
]

export const CASES: readonly Case[] = CHAPTERS.flatMap(chapter => chapter.cases)

export function quotesInWords(): string {
  const chapters = CHAPTERS.map(({ title, cases }) => [`## ${title}`, ...cases.map(({ name, input }) => `### ${name}\n\n${inWords(input, quote(input))}`)].join('\n\n'))
  return `${[
    '# Quotes',
    'Made by the pricing engine; `UPDATE_GOLDEN=1 npx vitest run --project unit tests/domain/pricing/golden.test.ts` writes it anew.\n'
    + 'Amounts in yuan. Under each line what was taken off it; `not` tells why a rule changed nothing.',
    ...chapters,
    `## Whether it is sold at all (S42, S21, S44, S14)\n\n${soldOrNot()}`,
  ].join('\n\n')}\n`
}

function inWords(input: QuoteInput, quoted: Quote): string {
  const rows = quoted.lines.flatMap((line) => {
    const asked = input.lines.find(one => one.lineId === line.lineId)
    const how = line.mode === 'group' ? `in a group of ${asked?.headCount ?? 0}` : 'alone'
    return [
      row(`${line.quantity} × ${line.skuId} at ${yuan(line.listPriceFen)}, ${how}`, line.listFen),
      ...line.discounts.map(({ ruleId, amountFen, say }) => row(`  ${ruleId}: ${say.key}${params(say.params)}`, amountFen)),
      ...(line.freightFen > 0 ? [row('  freight', line.freightFen)] : []),
      ...(quoted.lines.length > 1 ? [row('  = line', line.paidFen)] : []),
    ]
  })
  return ['```text', ...rows, row('= payable', quoted.payableFen), ...notes(quoted), '```'].join('\n')
}

function notes(quoted: Quote): string[] {
  return [
    ...(quoted.freightSay ? [`${quoted.freightSay.key}${params(quoted.freightSay.params)}`] : []),
    ...(quoted.pointsSpent > 0 ? [`points spent ${quoted.pointsSpent}`] : []),
    ...(quoted.pointsEarned > 0 ? [`points earned ${quoted.pointsEarned}`] : []),
    ...(quoted.undeliverable.length > 0 ? [`cannot be carried there: ${quoted.undeliverable.join(', ')}`] : []),
    ...quoted.notApplied.map(one => `not ${one.ruleId}: ${one.reason}${params(one.params)}`),
  ]
}

function row(what: string, amount: number): string {
  return `${what.padEnd(78)}${yuan(amount).padStart(10)}`
}

/** A part of a sentence: fen as yuan, instants as minutes and milliseconds from the start. */
function params(values: Readonly<Record<string, number>>): string {
  const words = Object.entries(values).map(([name, value]) => `${name} ${name.endsWith('Fen') ? yuan(value) : value > 1e12 ? `+${(value - NOW) / 60_000} min` : value}`)
  return words.length === 0 ? '' : ` (${words.join(', ')})`
}

function yuan(amount: number): string {
  return `${amount < 0 ? '−' : ''}${Math.floor(Math.abs(amount) / 100)}.${String(Math.abs(amount) % 100).padStart(2, '0')}`
}
