import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { GoodsView, QuoteView, Reply } from '../../cloudfunctions/contract'
import { HOUR_MS, MINUTE_MS } from '../../cloudfunctions/domain/kernel/instant'
import { newMember } from '../../cloudfunctions/domain/member/member'
import { aRequest, T0 } from '../support/builders'
import { leftUndone } from '../support/invariants'
import { aFlash, aTemplate, claims, manage, type RuleInput } from '../support/merchant'
import { mayBeBusy, race, raced } from '../support/race'
import { saysTurnedAway } from '../support/memory-store'
import { TestShop } from '../support/shop'

type Of<Kind extends RuleInput['kind']> = Extract<RuleInput, { kind: Kind }>

const all = { kind: 'all' } as const
const off = (id: string, offFen: number, over: Partial<Of<'threshold_discount'>> = {}): Of<'threshold_discount'> =>
  ({ kind: 'threshold_discount', id, scope: all, by: 'amount', tiers: [{ from: 5000, offFen }], repeat: 'once', capFen: null, ...over })
const level = (id: string, fromLevel: number, payPercent: number): RuleInput => ({ kind: 'level_discount', id, scope: all, fromLevel, payPercent })

function save(shop: TestShop, rule: RuleInput): Promise<Reply> {
  return shop.admin('merchant', { procedure: 'rules.save', input: { rule } })
}

function quote(shop: TestShop, quantity = 1, openid = 'bob'): Promise<QuoteView> {
  return shop.value(openid, 'cart.quote', { ...aRequest({ lines: [{ productId: 'orange', skuId: 'orange-5', quantity }] }), region: null })
}

const EVERY_KIND: readonly RuleInput[] = [
  aFlash({ id: 'flash' }),
  { kind: 'size_ladder', id: 'ladder', scope: all, ladder: { by: 'table', rungs: [{ people: 10, payPercent: 80 }] } },
  { kind: 'countdown_ladder', id: 'countdown', scope: all, steps: [{ from: T0, payPercent: 90 }] },
  { kind: 'bundle_price', id: 'bundle', scope: all, pieces: [{ skuId: 'orange-5', quantity: 1 }, { skuId: 'orange-10', quantity: 1 }], setPriceFen: 9900, maxSets: 3 },
  level('level', 1, 95),
  off('threshold', 300),
  { kind: 'points_money', id: 'points', scope: all, fenPerPoint: 1, maxPercent: 50, minPoints: 100 },
  { kind: 'points_earned', id: 'earned', scope: all, fromLevel: 0, pointsPerYuan: 1 },
]

describe('rules as data', () => {
  it.each(EVERY_KIND.map(rule => [rule.kind, rule] as const))('S25: %s is saved, listed, counted by the quote and taken away again', async (_, rule) => {
    const shop = new TestShop()
    expect(await manage(shop, 'rules.save', { rule })).toMatchObject({ ...rule, version: 1 })
    expect((await manage(shop, 'rules.list', {})).rules).toMatchObject([{ id: rule.id, version: 1 }])
    const { priceLines, notApplied, points } = await quote(shop, 2)
    const counted = priceLines.some(line => line.say?.key.startsWith(rule.kind.replace('_discount', ''))) || points.earned > 0
    expect(counted || notApplied.some(one => one.kind === rule.kind)).toBe(true)
    await manage(shop, 'rules.remove', { ruleId: rule.id })
    expect((await manage(shop, 'rules.list', {})).rules).toEqual([])
    expect(await shop.admin('merchant', { procedure: 'rules.remove', input: { ruleId: rule.id } })).toMatchObject({ refusal: 'rule_not_found' })
  })

  it('S25: every version stays, with who made it and when, also over a removal; an order names the one it was discounted by', async () => {
    const shop = new TestShop()
    await save(shop, off('autumn', 300))
    shop.now += 1000
    await save(shop, off('autumn', 500))
    await shop.place('bob', 'order-bob', { quantity: 2 })
    await manage(shop, 'rules.remove', { ruleId: 'autumn' })
    expect(await manage(shop, 'rules.save', { rule: off('autumn', 700) })).toMatchObject({ version: 4 })
    const { items } = await manage(shop, 'rules.history', { ruleId: 'autumn', cursor: null })
    expect(items).toMatchObject([
      { version: 4, rule: { tiers: [{ offFen: 700 }] } },
      { version: 3, rule: null, by: { openid: 'merchant' } },
      { version: 2, rule: { tiers: [{ offFen: 500 }] }, at: T0 + 1000 },
      { version: 1, rule: { tiers: [{ offFen: 300 }] }, at: T0 },
    ])
    const discount = shop.database.one('orders', 'order-bob')?.lines[0]?.discounts[0]
    expect(discount).toMatchObject({ ruleId: 'autumn', version: 2, amountFen: -500 })
    expect(shop.database.one('rule_versions', 'autumn@2')?.rule).toMatchObject({ version: 2 })
  })

  it('S25: two merchants who save one rule at once make two versions, and the last one stands', async () => {
    await fc.assert(fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const shop = new TestShop()
      await save(shop, off('autumn', 300))
      const saves = [400, 500].map(offFen => () => mayBeBusy(shop.admin('merchant', { procedure: 'rules.save', input: { rule: off('autumn', offFen) } }, shop.worker(raced(scheduler, `saves ${offFen}`)))))
      const replies = await race(scheduler, saves) as Reply[]
      const saved = replies.filter(reply => reply.outcome === 'ok').length
      for (const reply of replies) if (reply.outcome !== 'ok') expect(reply).toMatchObject({ outcome: 'refused', refusal: 'busy' })
      const versions = shop.database.all('rule_versions').map(one => one.version).sort()
      expect(versions).toEqual(Array.from({ length: saved + 1 }, (_, index) => index + 1))
      const stands = shop.database.one('shop_setup', 'shop')?.rules
      expect(stands).toEqual([shop.database.one('rule_versions', `autumn@${saved + 1}`)?.rule])
    }), { numRuns: 300 })
  })

  it('S25, I16: a price shown under a rule that was edited since is not charged', async () => {
    const shop = new TestShop()
    await save(shop, off('autumn', 300))
    const input = await shop.placeInput('bob', 'order-bob', { quantity: 2 })
    await save(shop, off('autumn', 200))
    expect(await shop.call('bob', { procedure: 'order.place', input })).toMatchObject({ refusal: 'quote_changed', detail: { payableFen: 7780 } })
  })

  const WRONG: readonly [string, RuleInput][] = [
    ['id', off('group_price', 300)],
    ['tiers', off('t', 300, { tiers: [] })],
    ['tiers', off('t', 300, { tiers: [{ from: 5000, offFen: 300 }, { from: 5000, offFen: 400 }] })],
    ['capFen', off('t', 300, { capFen: 0 })],
    ['endsAt', off('t', 300, { startsAt: T0, endsAt: T0 })],
    ['rungs', { kind: 'size_ladder', id: 't', scope: all, ladder: { by: 'table', rungs: [{ people: 10, payPercent: 80 }, { people: 50, payPercent: 80 }] } }],
    ['everyPeople', { kind: 'size_ladder', id: 't', scope: all, ladder: { by: 'formula', everyPeople: 0, percentOff: 10, floorPercent: 50 } }],
    ['percentOff', { kind: 'size_ladder', id: 't', scope: all, ladder: { by: 'formula', everyPeople: 10, percentOff: 100, floorPercent: 50 } }],
    ['floorPercent', { kind: 'size_ladder', id: 't', scope: all, ladder: { by: 'formula', everyPeople: 10, percentOff: 10, floorPercent: 0 } }],
    ['steps', { kind: 'countdown_ladder', id: 't', scope: all, steps: [{ from: T0, payPercent: 101 }] }],
    ['pieces', { kind: 'bundle_price', id: 't', scope: all, pieces: [{ skuId: 'orange-5', quantity: 0 }], setPriceFen: 1, maxSets: 1 }],
    ['maxSets', { kind: 'bundle_price', id: 't', scope: all, pieces: [{ skuId: 'orange-5', quantity: 1 }], setPriceFen: 1, maxSets: 0 }],
    ['fromLevel', level('t', 0, 95)],
    ['payPercent', level('t', 1, 100)],
    ['fenPerPoint', { kind: 'points_money', id: 't', scope: all, fenPerPoint: 0, maxPercent: 50, minPoints: 1 }],
    ['maxPercent', { kind: 'points_money', id: 't', scope: all, fenPerPoint: 1, maxPercent: 101, minPoints: 1 }],
    ['minPoints', { kind: 'points_money', id: 't', scope: all, fenPerPoint: 1, maxPercent: 50, minPoints: 0 }],
    ['pointsPerYuan', { kind: 'points_earned', id: 't', scope: all, fromLevel: 0, pointsPerYuan: 0 }],
  ]
  it.each(WRONG)('S25: names the wrong field: %s, and saves nothing', async (field, rule) => {
    const shop = new TestShop()
    const before = shop.database.digest()
    expect(await save(shop, rule)).toMatchObject({ outcome: 'refused', refusal: 'rule_invalid', detail: { ruleId: rule.id, field } })
    expect(shop.database.digest()).toBe(before)
  })

  it('S25: exclusive combinations leave room for three coupons, which can then really be used', async () => {
    const shop = new TestShop()
    const offers = Array.from({ length: 90 }, (_, index) => off(`only-${String(index).padStart(2, '0')}`, 100 + index, { exclusive: index < 45 ? 'a' : 'b' }))
    let saved = 0
    let refused: Reply | undefined
    for (const rule of offers.flatMap((_, index) => index < 45 ? [offers[index], offers[45 + index]] : [])) {
      const reply = rule && await save(shop, rule)
      if (reply?.outcome === 'ok') saved += 1
      else refused ??= reply
      if (refused) break
    }
    expect(refused).toMatchObject({ refusal: 'rule_invalid', detail: { field: 'exclusive' } })
    expect(saved).toBe(18)
    const couponIds: string[] = []
    for (const group of ['a', 'b', 'a']) {
      const templateId = `coupon-${couponIds.length}`
      await manage(shop, 'coupon.save', aTemplate({ templateId, rule: { kind: 'coupon', scope: all, exclusive: group, fromFen: 3000, gives: { by: 'amount', offFen: 500 } } }))
      couponIds.push(await claims(shop, 'bob', templateId))
    }
    expect((await shop.place('bob', 'order-bob', { quantity: 2, couponIds })).payableFen).toBe(6980)
  })

  it('S25: a rule with a field it does not have, or saved by a shopper, changes nothing', async () => {
    const shop = new TestShop()
    const before = shop.database.digest()
    expect(await shop.admin('merchant', { procedure: 'rules.save', input: { rule: { ...off('t', 300), version: 7 } } })).toMatchObject({ outcome: 'bad_input' })
    expect(await shop.admin('merchant', { procedure: 'rules.save', input: { rule: { ...off('t', 300), kind: 'group_price' } } })).toMatchObject({ outcome: 'bad_input' })
    for (const [procedure, input] of [['rules.save', { rule: off('t', 300) }], ['rules.list', {}], ['coupon.save', aTemplate()], ['levels.save', { levels: [] }], ['freight.list', {}]] as const) {
      expect(await shop.admin('bob', { procedure, input })).toMatchObject({ refusal: 'not_allowed' })
    }
    expect(shop.database.digest(saysTurnedAway)).toBe(before)
  })
})

describe('prices by rule in orders', () => {
  it('S15: a step of the countdown is reached at its instant by the server’s clock; an order keeps the price it was submitted at', async () => {
    const shop = new TestShop()
    const step = T0 + HOUR_MS
    await save(shop, { kind: 'countdown_ladder', id: 'countdown', scope: all, steps: [{ from: T0, payPercent: 90 }, { from: step, payPercent: 70 }] })
    shop.now = step - 1
    const input = await shop.placeInput('bob', 'order-bob')
    const late = await shop.placeInput('carol', 'order-carol')
    expect(await shop.call('bob', { procedure: 'order.place', input })).toMatchObject({ outcome: 'ok', value: { payableFen: 3591 } })
    shop.now = step
    expect(await shop.call('carol', { procedure: 'order.place', input: late })).toMatchObject({ refusal: 'quote_changed', detail: { payableFen: 2793 } })
    expect((await quote(shop)).payableFen).toBe(2793)
    await shop.pays('bob', 'order-bob')
    expect((await shop.order('bob', 'order-bob')).payableFen).toBe(3591)
    expect(shop.pay.accountFen).toBe(3591)
  })

  it('S25: what is for first orders is for one of them, however many wait to be paid; cancelled, it can be had again, and paid, never', async () => {
    const shop = new TestShop()
    await save(shop, off('welcome', 1000, { tiers: [{ from: 3000, offFen: 1000 }], newShoppersOnly: true }))
    const second = await shop.placeInput('bob', 'order-two')
    expect((await shop.place('bob', 'order-one')).payableFen).toBe(2990)
    // Shown before the first one was placed.
    expect(await shop.call('bob', { procedure: 'order.place', input: second })).toMatchObject({ refusal: 'quote_changed', detail: { payableFen: 3990, notApplied: expect.arrayContaining([expect.objectContaining({ reason: 'new_shoppers_only' })]) as unknown } })
    // Asked again under its own number, the first one is what it was.
    expect(await shop.call('bob', { procedure: 'order.place', input: { ...second, orderId: 'order-one' } })).toMatchObject({ outcome: 'ok', value: { orderId: 'order-one', payableFen: 2990 } })
    await shop.value('bob', 'order.cancel', { orderId: 'order-one' })
    expect((await quote(shop)).payableFen).toBe(2990)
    await shop.place('bob', 'order-three')
    await shop.pays('bob', 'order-three')
    expect((await quote(shop)).payableFen).toBe(3990)
  })

  it('S25: of first orders placed at once one has the discount, in every order', async () => {
    await fc.assert(fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const shop = new TestShop()
      await save(shop, off('welcome', 1000, { tiers: [{ from: 3000, offFen: 1000 }], newShoppersOnly: true }))
      await shop.value('bob', 'me.get', {})
      const inputs = [await shop.placeInput('bob', 'order-one'), await shop.placeInput('bob', 'order-two')]
      const replies = await race(scheduler, inputs.map((input, index) => () => mayBeBusy(shop.call('bob', { procedure: 'order.place', input }, shop.worker(raced(scheduler, `order ${index}`)))))) as Reply[]
      for (const reply of replies) if (reply.outcome !== 'ok') expect(reply).toMatchObject({ outcome: 'refused', refusal: expect.stringMatching(/^(busy|first_order_only|quote_changed)$/) as string })
      expect(replies.filter(reply => reply.outcome === 'ok').length).toBeLessThanOrEqual(1)
      await shop.passes(20 * MINUTE_MS)
      expect(leftUndone(shop)).toEqual([])
    }), { numRuns: 200 })
  })

  it('S15: goods show how their price changes by the clock, within the period of the rule, and what the quote then asks', async () => {
    const shop = new TestShop()
    const at = (hours: number): number => T0 + hours * HOUR_MS
    const shown = async (): Promise<GoodsView['priceSteps']> => (await shop.value<GoodsView>('bob', 'goods.get', { productId: 'orange' })).priceSteps
    const countdown = (id: string, over: Partial<Of<'countdown_ladder'>> = {}): RuleInput => ({ kind: 'countdown_ladder', id, scope: all, steps: [{ from: at(-5), payPercent: 90 }, { from: at(2), payPercent: 70 }, { from: at(9), payPercent: 50 }], ...over })
    await save(shop, countdown('wide'))
    expect(await shown()).toEqual([{ from: at(-5), payPercent: 90 }, { from: at(2), payPercent: 70 }, { from: at(9), payPercent: 50 }])
    await manage(shop, 'rules.remove', { ruleId: 'wide' })
    await save(shop, countdown('short', { scope: { kind: 'product', productId: 'orange' }, startsAt: at(1), endsAt: at(4) }))
    const steps = await shown()
    expect(steps).toEqual([{ from: at(1), payPercent: 90 }, { from: at(2), payPercent: 70 }, { from: at(4), payPercent: 100 }])
    // What is shown is what is asked, a millisecond before each step and at it.
    for (const now of steps.flatMap(({ from }) => [from - 1, from])) {
      shop.now = now
      const percent = steps.filter(step => step.from <= now).at(-1)?.payPercent ?? 100
      expect((await quote(shop)).payableFen).toBe(Math.floor(3990 * percent / 100))
    }
    expect(await shown()).toEqual([])
    await save(shop, countdown('new', { newShoppersOnly: true }))
    expect(await shown()).toEqual([])
  })

  it('S19: the discount of a level counts once, the better one, and says so on the line; a level is reached at exactly its growth', async () => {
    const shop = new TestShop()
    await manage(shop, 'levels.save', { levels: [{ level: 1, name: '银卡', fromGrowth: 100 }, { level: 2, name: '金卡', fromGrowth: 500 }] })
    await save(shop, level('silver', 1, 95))
    await save(shop, level('gold', 2, 90))
    const at = async (growth: number): Promise<QuoteView> => {
      shop.database.put('members', { ...newMember('bob', T0), growth })
      return quote(shop)
    }
    expect([(await at(99)).payableFen, (await at(100)).payableFen, (await at(499)).payableFen]).toEqual([3990, 3790, 3790])
    const gold = await at(500)
    expect(gold.payableFen).toBe(3591)
    expect(gold.lines[0]?.discounts).toEqual([{ kind: 'discount', amountFen: -399, say: { key: 'level_discount', params: { level: 2, payPercent: 90 } } }])
    expect(gold.notApplied).toContainEqual({ kind: 'level_discount', reason: 'excluded', params: {}, name: null })
  })

  it('S19: levels rise in number and growth', async () => {
    const shop = new TestShop()
    const levels = (...growths: number[]): object => ({ levels: growths.map((fromGrowth, index) => ({ level: index + 1, name: `L${index}`, fromGrowth })) })
    expect(await shop.admin('merchant', { procedure: 'levels.save', input: levels(100, 100) })).toMatchObject({ refusal: 'levels_invalid', detail: { level: 2, field: 'fromGrowth' } })
    expect(await shop.admin('merchant', { procedure: 'levels.save', input: { levels: [{ level: 2, name: 'a', fromGrowth: 0 }, { level: 2, name: 'b', fromGrowth: 5 }] } })).toMatchObject({ detail: { level: 2, field: 'level' } })
    await manage(shop, 'levels.save', { levels: [{ level: 1, name: '银卡', fromGrowth: 0 }] })
    expect(await manage(shop, 'levels.list', {})).toEqual({ levels: [{ level: 1, name: '银卡', fromGrowth: 0 }] })
  })

  it('S22: a threshold says what is missing, counts at exactly its amount, and adds up on the order', async () => {
    const shop = new TestShop()
    await save(shop, off('autumn', 1000, { tiers: [{ from: 7980, offFen: 1000 }] }))
    expect((await quote(shop)).notApplied).toContainEqual({ kind: 'threshold_discount', reason: 'below_threshold', params: { from: 7980, offFen: 1000, missing: 3990 }, name: null })
    const order = await shop.place('bob', 'order-bob', { quantity: 2 })
    expect(order.priceLines).toMatchObject([{ kind: 'goods', amountFen: 7980 }, { kind: 'discount', amountFen: -1000, say: { key: 'threshold_amount_once' } }, { kind: 'freight', amountFen: 0 }])
    expect(order.payableFen).toBe(6980)
    await shop.pays('bob', 'order-bob')
    await shop.passes(2 * MINUTE_MS)
  })
})
