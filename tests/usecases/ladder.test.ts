import { describe, expect, it } from 'vitest'
import type { GoodsView, GroupRowView, HomeView, OrderView, QuoteView } from '../../cloudfunctions/contract'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../cloudfunctions/domain/kernel/instant'
import type { SizeLadderRule } from '../../cloudfunctions/domain/pricing/rules/size-ladder'
import type { Rule } from '../../cloudfunctions/domain/pricing/rules/table'
import { NO_SETUP } from '../../cloudfunctions/domain/shop/setup'
import { settleGroup } from '../../cloudfunctions/usecases/effects/settle-group'
import { sweep } from '../../cloudfunctions/usecases/sweeps/sweep'
import { aRequest } from '../support/builders'
import { alwaysBroken, leftUndone } from '../support/invariants'
import { FORMULA, joins, ladderShop, LIST_FEN, orderOf, person, TABLE } from '../support/ladder'
import type { TestShop } from '../support/shop'

const at80 = Math.floor(LIST_FEN * 80 / 100)
const at50 = Math.floor(LIST_FEN * 50 / 100)

const quoteOf = (shop: TestShop, openid: string, groupId: string): Promise<QuoteView> =>
  shop.value(openid, 'cart.quote', { ...aRequest({ kind: 'join', groupId }), region: null })

/** What each of so many people paid and what came back, in the order they came. */
async function paidAndBack(shop: TestShop, people: number): Promise<{ paid: number; back: number }[]> {
  const orders: OrderView[] = []
  for (let place = 1; place <= people; place++) orders.push(await shop.order(person(place), orderOf(place)))
  return orders.map(({ payableFen, refunds }) => {
    expect(refunds.every(refund => refund.reason === 'better_rung' && refund.state === 'succeeded')).toBe(true)
    return { paid: payableFen, back: refunds.reduce((sum, refund) => sum + refund.amountFen, 0) }
  })
}

/** The price at each number of people, and the refund of everyone who paid more than the last. */
function expected(people: number, priceAt: (headCount: number) => number): { paid: number; back: number }[] {
  const closing = priceAt(people)
  return Array.from({ length: people }, (_, index) => ({ paid: priceAt(index + 1), back: priceAt(index + 1) - closing }))
}

const byTable = (people: number): number => people >= 50 ? at50 : people >= 10 ? at80 : LIST_FEN
const byFormula = (people: number): number => Math.floor(LIST_FEN * Math.max(100 - 10 * Math.floor(people / 10), 50) / 100)

describe('a group on a size ladder', () => {
  it('S39: the tenth and the fiftieth see the better price, the ninth and the forty-ninth do not; rows and pages show what a newcomer pays', async () => {
    const shop = ladderShop()
    const groupId = await shop.opensGroup(person(1), orderOf(1))
    const shown = async (): Promise<readonly number[]> => {
      const quote = await quoteOf(shop, 'newcomer', groupId)
      const row = (await shop.value<HomeView>('newcomer', 'home.get', {})).groups[0] as GroupRowView
      const group = await shop.group('newcomer', groupId)
      const goods = await shop.value<GoodsView>('newcomer', 'goods.get', { productId: 'orange' })
      expect(quote.group).toMatchObject({ people: group.people, rungs: [{ people: 10, payPercent: 80 }, { people: 50, payPercent: 50 }] })
      return [quote.payableFen, row.priceGroupFen, group.product.priceGroupFen, goods.openGroups[0]?.priceGroupFen ?? 0]
    }
    await joins(shop, groupId, 2, 8)
    expect(await shown()).toEqual(Array(4).fill(LIST_FEN))
    await joins(shop, groupId, 9, 9)
    expect(await shown()).toEqual(Array(4).fill(at80))
    await joins(shop, groupId, 10, 48)
    expect(await shown()).toEqual(Array(4).fill(at80))
    await joins(shop, groupId, 49, 49)
    expect(await shown()).toEqual(Array(4).fill(at50))
  })

  it.each([9, 10, 49, 50])('S39 X10: closed with %i people, everyone has paid the price of that many, to the fen, and the rest came back once', async (people) => {
    const shop = ladderShop()
    const groupId = await shop.opensGroup(person(1), orderOf(1))
    await joins(shop, groupId, 2, people)
    await shop.passes(HOUR_MS + 3 * MINUTE_MS)
    expect(await shop.group('p1', groupId)).toMatchObject({ state: 'formed', people, product: { priceGroupFen: byTable(people) } })
    const money = await paidAndBack(shop, people)
    expect(money).toEqual(expected(people, byTable))
    expect(shop.database.all('refunds')).toHaveLength(money.filter(one => one.back > 0).length)
    expect(shop.pay.accountFen).toBe(people * byTable(people))
    expect(leftUndone(shop)).toEqual([])
  })

  it.each([19, 20, 60])('S52: on the formula ladder %i people end at base×(1−10%%×⌊n/10⌋) with its floor, and the differences add up exactly', async (people) => {
    const shop = ladderShop([FORMULA])
    const groupId = await shop.opensGroup(person(1), orderOf(1))
    await joins(shop, groupId, 2, people)
    await shop.passes(HOUR_MS + 3 * MINUTE_MS)
    expect(await paidAndBack(shop, people)).toEqual(expected(people, byFormula))
    expect(shop.pay.accountFen).toBe(people * byFormula(people))
    expect(leftUndone(shop)).toEqual([])
  })

  it('S39 L2: whoever still held an unpaid seat when it closed gets late money back whole, and is not counted', async () => {
    const shop = ladderShop([TABLE], { leaseMs: 60 * MINUTE_MS })
    const groupId = await shop.opensGroup(person(1), orderOf(1))
    await joins(shop, groupId, 2, 9)
    shop.now += 30 * MINUTE_MS
    await shop.place('late', 'order-late', { kind: 'join', groupId })
    await shop.askToPay('late', 'order-late')
    await shop.passes(31 * MINUTE_MS)
    expect(await shop.group('p1', groupId)).toMatchObject({ state: 'formed', people: 9 })
    const facts = shop.pay.force('order-late')
    const { recordPayment } = await import('../../cloudfunctions/usecases/payments/record-payment')
    await recordPayment(shop.worker(), facts)
    await shop.passes(70 * MINUTE_MS)
    expect(await shop.order('late', 'order-late')).toMatchObject({ state: 'closed', closedReason: 'paid_late', refunds: [{ reason: 'paid_late', amountFen: at80, state: 'succeeded' }] })
    expect(leftUndone(shop)).toEqual([])
  })

  it('X10: a group on a ladder that stays below its smallest number fails and gives everything back', async () => {
    const shop = ladderShop()
    await shop.opensGroup(person(1), orderOf(1))
    await shop.passes(HOUR_MS + 3 * MINUTE_MS)
    expect(await shop.order('p1', orderOf(1))).toMatchObject({ state: 'closed', closedReason: 'group_failed', refunds: [{ amountFen: LIST_FEN, state: 'succeeded' }] })
    expect(shop.pay.accountFen).toBe(0)
    expect(leftUndone(shop)).toEqual([])
  })

  it('S39: a large group is settled in pieces: no run takes more than its time, each goes on where the last one stopped', async () => {
    const shop = ladderShop()
    const groupId = await shop.opensGroup(person(1), orderOf(1))
    await joins(shop, groupId, 2, 52, 'all_place_first')
    await shop.passes(HOUR_MS - (shop.now - (shop.database.one('groups', groupId)?.openedAt ?? 0)) - MINUTE_MS)
    shop.now += MINUTE_MS
    // Every call of this worker takes a twentieth of a second.
    const slow = (): ReturnType<TestShop['worker']> => shop.worker({ before: () => void (shop.now += 50) })
    const left = (): number => shop.database.all('orders').filter(order => order.state === 'grouping').length
    await sweep(slow())
    expect([shop.database.one('groups', groupId)?.state, left()]).toEqual(['formed', 52])
    const course: number[] = []
    const spent: number[] = []
    while (left() > 0 && course.length < 20) {
      shop.now += MINUTE_MS
      const started = shop.now
      await sweep(slow())
      spent.push(shop.now - started)
      course.push(left())
      expect(alwaysBroken(shop)).toEqual([])
    }
    expect(course.length, course.join()).toBeGreaterThan(2)
    expect(course.every((rest, run) => rest < (course[run - 1] ?? 52))).toBe(true)
    expect(Math.max(...spent)).toBeLessThan(50 * SECOND_MS)
    await shop.passes(10 * MINUTE_MS)
    expect(shop.database.all('refunds')).toHaveLength(52)
    expect(shop.database.all('refunds').reduce((sum, refund) => sum + refund.amountFen, 0)).toBe(52 * (LIST_FEN - at50))
    expect(leftUndone(shop)).toEqual([])
  })

  it('S39: one order that faults does not keep its neighbours waiting', async () => {
    const shop = ladderShop()
    const groupId = await shop.opensGroup(person(1), orderOf(1))
    await joins(shop, groupId, 2, 10, 'all_place_first')
    shop.now += HOUR_MS
    let broken = 0
    const once = shop.worker({ before: (call) => {
      if (call === 'update stocks' && broken++ === 0) throw new Error('a stock that does not answer')
    } })
    await sweep(once)
    await expect(settleGroup(shop.worker(), groupId)).resolves.toBe('done')
    await shop.passes(5 * MINUTE_MS)
    expect(leftUndone(shop)).toEqual([])
  })
})

describe('setting up a ladder', () => {
  const input = (formAt: number, size = 60): object => {
    const { id: _id, ...terms } = ladderShop().activity
    return { ...terms, productId: 'orange', size, formAt }
  }
  const save = (shop: TestShop, activity: object): ReturnType<TestShop['admin']> => shop.admin('merchant', { procedure: 'activity.save', input: activity })

  it('S39: groups may form short of full only on goods that a ladder covers', async () => {
    const shop = ladderShop()
    expect((await save(shop, input(2))).outcome).toBe('ok')
    expect(await save(shop, input(61))).toMatchObject({ refusal: 'form_at_above_size' })
    expect(await save(shop, { ...input(2), productId: 'nothing' })).toMatchObject({ refusal: 'goods_not_found' })
    for (const rules of [[], [{ ...TABLE, scope: { kind: 'product', productId: 'peach' } }], [{ ...TABLE, scope: { kind: 'category', categoryId: 'dairy' } }]] satisfies Rule[][]) {
      shop.database.put('shop_setup', { ...NO_SETUP, rules })
      expect(await save(shop, input(2))).toMatchObject({ refusal: 'form_at_needs_ladder' })
      expect((await save(shop, input(60))).outcome).toBe('ok')
    }
    // One that begins later is something to set up for, one that is over is not.
    shop.database.put('shop_setup', { ...NO_SETUP, rules: [{ ...TABLE, startsAt: shop.now + 1 }] })
    expect((await save(shop, input(2))).outcome).toBe('ok')
    shop.database.put('shop_setup', { ...NO_SETUP, rules: [{ ...TABLE, endsAt: shop.now }] })
    expect(await save(shop, input(3))).toMatchObject({ refusal: 'form_at_needs_ladder' })
  })

  it('S39: a group opened after the ladder was taken away forms only when full; one opened before keeps its ladder', async () => {
    const shop = ladderShop()
    const before = await shop.opensGroup('alice', 'order-alice')
    shop.database.put('shop_setup', NO_SETUP)
    const after = await shop.opensGroup('bob', 'order-bob')
    expect(shop.database.one('groups', before)?.terms).toMatchObject({ formAt: 2, ladder: TABLE })
    expect(shop.database.one('groups', after)?.terms).toMatchObject({ formAt: 100 })
    expect(await shop.group('carol', after)).toMatchObject({ missing: 99, rungs: [] })
  })

  it('S39: a ladder with a period is that of groups opened in it, for as long as they live; before and after it a group has none, and gives nothing back', async () => {
    const shop = ladderShop()
    const [start, end] = [shop.now + 10 * MINUTE_MS, shop.now + 20 * MINUTE_MS]
    shop.database.put('shop_setup', { ...NO_SETUP, rules: [{ ...TABLE, startsAt: start, endsAt: end }] })
    const shown = async (): Promise<number> => (await shop.value<GoodsView>('newcomer', 'goods.get', { productId: 'orange' })).rungs.length
    const opens = async (openid: string, now: number, orderId = `order-${openid}`): Promise<string> => {
      shop.now = now
      return shop.opensGroup(openid, orderId)
    }
    const early = await opens('early', start - 1)
    expect([shop.database.one('groups', early)?.terms.ladder, await shown()]).toEqual([undefined, 0])
    const inTime = await opens(person(1), end - 1, orderOf(1))
    expect(await shown()).toBe(2)
    const late = await opens('late', end)
    expect([shop.database.one('groups', late)?.terms.ladder, await shown()]).toEqual([undefined, 0])
    // The period is over, the group is not: whoever makes it ten pays the rung, and everybody else is given back to it.
    await joins(shop, inTime, 2, 9)
    expect((await quoteOf(shop, 'p10', inTime)).payableFen).toBe(at80)
    await joins(shop, inTime, 10, 10)
    await shop.passes(HOUR_MS + 3 * MINUTE_MS)
    expect(await paidAndBack(shop, 10)).toEqual(expected(10, byTable))
    for (const openid of ['early', 'late']) expect(await shop.order(openid, `order-${openid}`)).toMatchObject({ closedReason: 'group_failed' })
    expect(leftUndone(shop)).toEqual([])
  })

  it('S39: of two ladders for the same goods a group follows the narrower one from its first order on', async () => {
    const steep: SizeLadderRule = { ...FORMULA, id: 'steep', ladder: { by: 'formula', everyPeople: 1, percentOff: 50, floorPercent: 50 } }
    const shop = ladderShop([steep, { ...TABLE, scope: { kind: 'product', productId: 'orange' } }])
    const groupId = await shop.opensGroup(person(1), orderOf(1))
    expect(shop.database.one('groups', groupId)?.terms.ladder).toMatchObject({ id: 'ladder' })
    expect(await shop.order(person(1), orderOf(1))).toMatchObject({ payableFen: LIST_FEN })
  })

  it('S39: whoever opens a group is shown its ladder beforehand', async () => {
    const shop = ladderShop()
    const quote = await shop.value<QuoteView>('alice', 'cart.quote', { ...aRequest({ kind: 'open' }), region: null })
    expect(quote.group).toEqual({ size: 100, missing: 2, deadlineAt: 0, people: 0, rungs: [{ people: 10, payPercent: 80 }, { people: 50, payPercent: 50 }] })
    expect(quote.notApplied).toContainEqual({ kind: 'size_ladder', reason: 'too_few_people', params: { people: 10, payPercent: 80, missing: 9 }, name: null })
  })
})

describe('a price that changes at an instant', () => {
  it('S15: by the server\'s clock a millisecond before and at the boundary; an order keeps the price it was placed at', async () => {
    const shop = ladderShop([])
    const boundary = shop.now + 10 * MINUTE_MS
    const countdown: Rule = { id: 'countdown', version: 1, kind: 'countdown_ladder', scope: { kind: 'all' }, order: 0, steps: [{ from: shop.now - DAY_MS, payPercent: 70 }, { from: boundary, payPercent: 90 }] }
    shop.database.put('shop_setup', { ...NO_SETUP, rules: [countdown] })
    const groupId = await shop.opensGroup('alice', 'order-alice')
    const [at70, at90] = [Math.floor(LIST_FEN * 70 / 100), Math.floor(LIST_FEN * 90 / 100)]
    shop.now = boundary - 1
    const shown = await shop.placeInput('bob', 'order-bob', { kind: 'join', groupId })
    const early = await shop.place('carol', 'order-carol', { kind: 'join', groupId })
    expect([early.payableFen, (await quoteOf(shop, 'bob', groupId)).payableFen]).toEqual([at70, at70])
    shop.now = boundary
    expect((await quoteOf(shop, 'bob', groupId)).payableFen).toBe(at90)
    // The price on the phone is over: refused with the new one, never charged silently.
    expect(await shop.call('bob', { procedure: 'order.place', input: shown })).toMatchObject({ refusal: 'quote_changed', detail: { payableFen: at90 } })
    await shop.pays('carol', 'order-carol')
    expect(await shop.order('carol', 'order-carol')).toMatchObject({ payableFen: at70, wechatFen: at70, state: 'grouping' })
    expect(shop.pay.accountFen).toBe(2 * at70)
  })
})
