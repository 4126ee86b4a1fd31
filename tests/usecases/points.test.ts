import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CheckedInView, OrderView, Page, PointsExchangedView, PointsView, QuoteView, WalletEntryView } from '../../cloudfunctions/contract'
import type { CouponTemplate } from '../../cloudfunctions/domain/coupon/template'
import { fen } from '../../cloudfunctions/domain/kernel/fen'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../cloudfunctions/domain/kernel/instant'
import { aRule } from '../domain/pricing/builders'
import { T0 } from '../support/builders'
import { crashAnywhere } from '../support/crash-anywhere'
import { alwaysBroken, leftUndone } from '../support/invariants'
import { mayBeBusy, race, raced } from '../support/race'
import type { TestShop } from '../support/shop'
import { aWalletShop, completes, fundsIn, givePoints, givesBack, receives, WALLET_SETUP } from '../support/wallet'

const checkIn = (shop: TestShop): Promise<CheckedInView> => shop.value('bob', 'points.checkIn', {})
const points = (shop: TestShop): Promise<PointsView> => shop.value('bob', 'points.get', {})

describe('check-in', { timeout: 60_000 }, () => {
  /** Noon in Shanghai is 04:00 UTC; this is one second before a Shanghai midnight. */
  const BEFORE_MIDNIGHT = Date.UTC(2026, 4, 1, 15, 59, 59)

  it('X3: one claim a Shanghai day, by the server’s clock: the day turns at midnight there, not in UTC', async () => {
    const shop = aWalletShop()
    shop.now = BEFORE_MIDNIGHT
    expect(await checkIn(shop)).toEqual({ points: 5, streak: 1, balance: 5 })
    expect(await checkIn(shop)).toEqual({ points: 5, streak: 1, balance: 5 })
    expect((await points(shop)).checkIn).toEqual({ done: true, points: 5, streak: 1, bonus: { days: 7, points: 20 } })
    shop.now += 1000
    expect((await points(shop)).checkIn).toMatchObject({ done: false, streak: 1 })
    expect(await checkIn(shop)).toEqual({ points: 5, streak: 2, balance: 10 })
    expect(shop.database.all('postings').map(posting => posting.id.replace(/^[0-9a-z]{10}\./, ''))).toEqual(['check-in.2026-05-01', 'check-in.2026-05-02'])
    expect(alwaysBroken(shop)).toEqual([])
  })

  it('X3: each seventh day in a row brings more; a day left out begins anew; a clock that goes back gives nothing twice', async () => {
    const shop = aWalletShop()
    const given: number[] = []
    for (let day = 0; day < 14; day++) {
      given.push((await checkIn(shop)).points)
      shop.now += DAY_MS
    }
    expect(given).toEqual([5, 5, 5, 5, 5, 5, 25, 5, 5, 5, 5, 5, 5, 25])
    shop.now += DAY_MS
    expect((await points(shop)).checkIn).toMatchObject({ done: false, streak: 0 })
    expect(await checkIn(shop)).toMatchObject({ points: 5, streak: 1 })
    shop.now -= 3 * DAY_MS
    expect(await checkIn(shop)).toMatchObject({ points: 5, balance: 115 })
    expect(fundsIn(shop, 'bob').points).toBe(115)
  })

  it('X3: a merchant who changes the points changes tomorrow’s; one who gives none refuses', async () => {
    const shop = aWalletShop()
    await checkIn(shop)
    await shop.admin('merchant', { procedure: 'checkin.save', input: { points: 8, streak: null } })
    expect(await checkIn(shop)).toMatchObject({ points: 5, balance: 5 })
    shop.now += DAY_MS
    expect(await checkIn(shop)).toMatchObject({ points: 8, balance: 13 })
    await shop.admin('merchant', { procedure: 'checkin.save', input: { points: 0, streak: null } })
    shop.now += DAY_MS
    expect(await shop.call('bob', { procedure: 'points.checkIn', input: {} })).toMatchObject({ outcome: 'refused', refusal: 'check_in_off' })
  })

  it('X3, I2: of any number of taps at once one counts', async () => {
    await fc.assert(fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const shop = aWalletShop()
      await race(scheduler, ['a', 'b', 'c'].map(tap => () => mayBeBusy(shop.call('bob', { procedure: 'points.checkIn', input: {} }, shop.worker(raced(scheduler, tap))))))
      expect(await checkIn(shop)).toMatchObject({ balance: 5 })
      expect(alwaysBroken(shop)).toEqual([])
    }), { numRuns: 300 })
  })
})

describe('points earned', () => {
  it('X3, S19: come with completion, one for every yuan paid, and growth with them', async () => {
    const shop = aWalletShop({}, { levels: [{ level: 1, name: '银卡', fromGrowth: 30 }, { level: 2, name: '金卡', fromGrowth: 100 }] })
    await shop.place('bob', 'order-bob')
    await shop.pays('bob', 'order-bob')
    expect(await points(shop)).toMatchObject({ points: 0, growth: 0, level: null, next: { level: 1, missing: 30 } })
    await completes(shop, 'bob', 'order-bob')
    expect(await points(shop)).toMatchObject({ points: 39, growth: 39, level: { level: 1, name: '银卡' }, next: { level: 2, name: '金卡', missing: 61 } })
    expect(leftUndone(shop)).toEqual([])
  })

  it('X3, I1: what was given back earns nothing: half of it half, all of it none', async () => {
    const shop = aWalletShop()
    await shop.place('bob', 'order-bob', { quantity: 2 })
    await shop.pays('bob', 'order-bob')
    await receives(shop, 'bob', 'order-bob')
    await givesBack(shop, 'order-bob', 1)
    shop.now += 8 * DAY_MS
    await shop.passes(MINUTE_MS)
    expect(await points(shop)).toMatchObject({ points: 39, growth: 39 })

    await shop.place('bob', 'order-none')
    await shop.pays('bob', 'order-none')
    await receives(shop, 'bob', 'order-none')
    await givesBack(shop, 'order-none', 1)
    shop.now += 8 * DAY_MS
    await shop.passes(MINUTE_MS)
    expect(await points(shop)).toMatchObject({ points: 39, growth: 39 })
    expect(alwaysBroken(shop)).toEqual([])
  })
})

describe('points spent as money', { timeout: 60_000 }, () => {
  it('S18: come back exactly, part by part, and never twice', async () => {
    const shop = aWalletShop()
    givePoints(shop, 'bob', 501)
    await shop.place('bob', 'order-bob', { quantity: 2, points: 501 })
    expect(fundsIn(shop, 'bob').points).toBe(0)
    await shop.pays('bob', 'order-bob')
    await receives(shop, 'bob', 'order-bob')
    await givesBack(shop, 'order-bob', 1)
    expect(fundsIn(shop, 'bob').points).toBe(250)
    await givesBack(shop, 'order-bob', 1)
    expect(fundsIn(shop, 'bob').points).toBe(501)
    await expect(givesBack(shop, 'order-bob', 1)).rejects.toThrow(RangeError)
    await shop.passes(5 * MINUTE_MS)
    expect(shop.pay.accountFen).toBe(0)
    expect(alwaysBroken(shop)).toEqual([])
  })

  it('S18, I3: two orders at once never spend the same points', async () => {
    await fc.assert(fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const shop = aWalletShop()
      givePoints(shop, 'bob', 500)
      const [a, b] = [await shop.placeInput('bob', 'order-one', { points: 500 }), await shop.placeInput('bob', 'order-two', { points: 500 })]
      const replies = await race(scheduler, [a, b].map(input => () => mayBeBusy(shop.call('bob', { procedure: 'order.place', input }, shop.worker(raced(scheduler, input.orderId))))))
      expect(replies.filter(reply => (reply as { outcome: string }).outcome === 'ok').length).toBe(1)
      expect(alwaysBroken(shop)).toEqual([])
      await shop.passes(12 * MINUTE_MS)
      expect(fundsIn(shop, 'bob').points).toBe(500)
      expect(leftUndone(shop)).toEqual([])
    }), { numRuns: 300 })
  })
})

const TEMPLATE: CouponTemplate = {
  id: 'ten-off', name: '10 元券', rule: aRule('coupon', { fromFen: fen(0), gives: { by: 'amount', offFen: fen(1000) } }), quota: 5, claimed: 0, perShopper: 3,
  claimFrom: T0 - HOUR_MS, claimUntil: T0 + 30 * DAY_MS, validity: { kind: 'after_claim', durationMs: 30 * DAY_MS }, state: 'open', costPoints: 200, inflight: {}, inflightAt: 0, createdAt: T0, version: 1,
}

function exchangeShop(have: number): TestShop {
  const shop = aWalletShop()
  shop.database.put('coupon_templates', TEMPLATE)
  shop.database.put('coupon_templates', { ...TEMPLATE, id: 'goods', name: '脐橙兑换券', rule: aRule('coupon', { scope: { kind: 'product', productId: 'orange' }, fromFen: fen(0), gives: { by: 'amount', offFen: fen(100_000) } }) })
  givePoints(shop, 'bob', have)
  return shop
}

const couponsOf = (shop: TestShop): number => Object.keys(shop.database.one('members', 'bob')?.coupons ?? {}).length
const claimedOf = (shop: TestShop, templateId = 'ten-off'): number | undefined => shop.database.one('coupon_templates', templateId)?.claimed

describe('points exchanged', { timeout: 60_000 }, () => {
  const exchange = (shop: TestShop, templateId: string, requestId: string): Promise<PointsExchangedView> => shop.value('bob', 'points.exchange', { templateId, requestId })

  it('S18: the same request twice is one exchange, another one under its id a refusal', async () => {
    const shop = exchangeShop(500)
    const first = await exchange(shop, 'ten-off', 'request-1')
    expect(first).toMatchObject({ balance: 300 })
    expect(await exchange(shop, 'ten-off', 'request-1')).toEqual(first)
    expect(await shop.call('bob', { procedure: 'points.exchange', input: { templateId: 'goods', requestId: 'request-1' } })).toMatchObject({ outcome: 'refused', refusal: 'exchange_id_taken' })
    await exchange(shop, 'ten-off', 'request-2')
    expect(await shop.call('bob', { procedure: 'points.exchange', input: { templateId: 'ten-off', requestId: 'request-3' } })).toMatchObject({ outcome: 'refused', refusal: 'points_too_low' })
    expect([couponsOf(shop), claimedOf(shop), fundsIn(shop, 'bob').points]).toEqual([2, 2, 100])
    expect(alwaysBroken(shop)).toEqual([])
  })

  it('S18: a coupon for goods pays for them whole', async () => {
    const shop = exchangeShop(200)
    const { coupon } = await exchange(shop, 'goods', 'request-1')
    const order = await shop.place('bob', 'order-bob', { couponIds: [coupon.couponId] })
    expect(order).toMatchObject({ payableFen: 0 })
    expect(await shop.askToPay('bob', 'order-bob')).toEqual({ kind: 'paid' })
    await shop.passes(MINUTE_MS)
    expect((await shop.order('bob', 'order-bob')).state).toBe('preparing')
    expect(leftUndone(shop)).toEqual([])
  })

  it('S18, I2, I3: the same request, other requests and another template at once: points and coupons agree, each request counts once', async () => {
    await fc.assert(fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const shop = exchangeShop(450)
      const asks = [['ten-off', 'request-1'], ['ten-off', 'request-1'], ['goods', 'request-1'], ['ten-off', 'request-2']]
      await race(scheduler, asks.map(([templateId, requestId], index) => () =>
        mayBeBusy(shop.call('bob', { procedure: 'points.exchange', input: { templateId, requestId } }, shop.worker(raced(scheduler, `w${index}`))))))
      shop.now += 3 * MINUTE_MS
      await shop.passes(MINUTE_MS)
      const coupons = Object.values(shop.database.one('members', 'bob')?.coupons ?? {})
      expect(new Set(coupons.map(coupon => coupon.requestId)).size).toBe(coupons.length)
      expect(fundsIn(shop, 'bob').points).toBe(450 - 200 * coupons.length)
      expect((claimedOf(shop) ?? 0) + (claimedOf(shop, 'goods') ?? 0)).toBe(coupons.length)
      expect(alwaysBroken(shop)).toEqual([])
    }), { numRuns: 300 })
  })

  it('S18, L4: a worker may die at any of its calls; asked again, it is one exchange', async () => {
    const { found, points: tried } = await crashAnywhere({
      shop: () => exchangeShop(500),
      repeated: true,
      set: async shop => worker => shop.call('bob', { procedure: 'points.exchange', input: { templateId: 'ten-off', requestId: 'request-1' } }, worker),
      end: shop => fundsIn(shop, 'bob').points === 300 && couponsOf(shop) === 1 && claimedOf(shop) === 1 ? [] : [`${fundsIn(shop, 'bob').points} points, ${couponsOf(shop)} coupons, ${claimedOf(shop)} claimed`],
    })
    expect(found).toEqual([])
    expect(tried).toBeGreaterThan(16)
  })
})

describe('history', () => {
  it('S18, S20: is the postings of this shopper, newest first, page by page, and nobody else’s', async () => {
    const shop = aWalletShop()
    for (let day = 0; day < 45; day++) {
      await shop.value(day % 9 === 0 ? 'carol' : 'bob', 'points.checkIn', {})
      shop.now += DAY_MS
    }
    const seen: WalletEntryView[] = []
    for (let cursor: string | null = null, more = true; more;) {
      const page: Page<WalletEntryView> = await shop.value('bob', 'wallet.history', { unit: 'points', cursor })
      seen.push(...page.items)
      cursor = page.next
      more = cursor !== null
    }
    expect(seen.length).toBe(40)
    expect(new Set(seen.map(entry => entry.entryId)).size).toBe(40)
    expect(seen.map(entry => entry.at)).toEqual(seen.map(entry => entry.at).sort((a, b) => b - a))
    expect(seen.reduce((sum, entry) => sum + entry.change, 0)).toBe(fundsIn(shop, 'bob').points)
    expect(await shop.value<Page<WalletEntryView>>('bob', 'wallet.history', { unit: 'fen', cursor: null })).toEqual({ items: [], next: null })
  })
})

describe('level', () => {
  const LEVELS = { levels: [{ level: 1, name: '银卡', fromGrowth: 30 }, { level: 2, name: '金卡', fromGrowth: 60 }], rules: [...WALLET_SETUP.rules, aRule('level_discount', { id: 'silver', fromLevel: 1, payPercent: 95 }), aRule('level_discount', { id: 'gold', fromLevel: 2, payPercent: 90 })] }

  it('S19: from growth, its discount once and explained on the line; a level gained meanwhile is quoted anew at submit and never lowered later', async () => {
    const shop = aWalletShop({}, LEVELS)
    for (const orderId of ['order-a', 'order-b']) {
      await shop.place('bob', orderId)
      await shop.pays('bob', orderId)
    }
    const before = await shop.placeInput('bob', 'order-c')
    await completes(shop, 'bob', 'order-a')
    const reply = await shop.call('bob', { procedure: 'order.place', input: before })
    if (reply.outcome !== 'refused') throw new Error(reply.outcome)
    expect(reply.refusal).toBe('quote_changed')
    expect((reply.detail as QuoteView).payableFen).toBe(3990 - 200)
    const silver = await shop.value<OrderView>('bob', 'order.place', { ...before, quoteKey: (reply.detail as QuoteView).quoteKey })
    expect(silver.lines[0]?.discounts).toEqual([{ kind: 'discount', amountFen: -200, say: { key: 'level_discount', params: { level: 1, payPercent: 95 } } }])
    await completes(shop, 'bob', 'order-b')
    expect((await points(shop)).level).toMatchObject({ level: 2 })
    // The order keeps the price it was placed at; the next one has the better level's discount alone.
    expect(await shop.order('bob', 'order-c')).toMatchObject({ payableFen: 3990 - 200 })
    expect((await shop.place('bob', 'order-d')).lines[0]?.discounts).toMatchObject([{ amountFen: -399, say: { params: { level: 2, payPercent: 90 } } }])
    expect((await shop.value<PointsView>('bob', 'points.get', {})).next).toBeNull()
  })
})
