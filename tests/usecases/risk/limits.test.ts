import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { handleCall } from '../../../cloudfunctions/usecases/handle-call'
import { shopImplementations } from '../../../cloudfunctions/usecases/shop'
import { shopProcedures, type ShareView } from '../../../cloudfunctions/contract'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../cloudfunctions/domain/kernel/instant'
import { DEFAULT_RISK, type RiskRules } from '../../../cloudfunctions/domain/risk/rules'
import { NO_SETUP } from '../../../cloudfunctions/domain/shop/setup'
import { countAct, countOnce } from '../../../cloudfunctions/usecases/risk/count-act'
import { sweep } from '../../../cloudfunctions/usecases/sweeps/sweep'
import { crashAnywhere } from '../../support/crash-anywhere'
import { leftUndone } from '../../support/invariants'
import { aTemplate, claims, manage } from '../../support/merchant'
import { APPID } from '../../support/pay-peer'
import { race, raced } from '../../support/race'
import { TestShop } from '../../support/shop'

function withRisk(shop: TestShop, risk: Partial<RiskRules>): TestShop {
  shop.database.put('shop_setup', { ...NO_SETUP, ...shop.database.one('shop_setup', 'shop'), risk: { ...DEFAULT_RISK, ...risk } })
  return shop
}

async function withTemplates(shop: TestShop, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, (_, index) => `t${index}`)
  for (const templateId of ids) await manage(shop, 'coupon.save', aTemplate({ templateId, quota: 1000 }))
  return ids
}

const claim = (shop: TestShop, openid: string, templateId: string): ReturnType<TestShop['call']> => shop.call(openid, { procedure: 'coupon.claim', input: { templateId } })

function claimFrom(shop: TestShop, openid: string, templateId: string, ip: string): ReturnType<TestShop['call']> {
  return handleCall(shop.worker(), shopProcedures, shopImplementations, { openid, appid: APPID, requestId: 'r', ip }, { procedure: 'coupon.claim', input: { templateId } })
}

describe('claims of coupons', () => {
  it('S25: more claims in a minute than anyone makes by hand are refused with a code, audited once, and change nothing', async () => {
    const shop = new TestShop()
    const ids = await withTemplates(shop, 62)
    for (const id of ids.slice(0, 60)) await claims(shop, 'bot', id)
    expect(await claim(shop, 'bot', 't60')).toMatchObject({ outcome: 'refused', refusal: 'claims_too_fast' })
    const before = shop.database.digest()
    expect(await claim(shop, 'bot', 't61')).toMatchObject({ outcome: 'refused', refusal: 'claims_too_fast' })
    expect(shop.database.digest()).toBe(before)
    expect(shop.database.all('audits')).toMatchObject([{ act: 'risk.deny', openid: 'bot', subject: 'claims', detail: 'coupon.claim claims_too_fast' }])
    shop.now += MINUTE_MS
    await claims(shop, 'bot', 't60')
  })

  it('S25: the windows are those of Shanghai: the day begins anew at its midnight', async () => {
    const shop = withRisk(new TestShop(), { rates: [{ id: 'claims', act: 'coupon.claim', by: 'openid', who: 'all', limit: { perDay: 1 }, says: 'no' }] })
    await withTemplates(shop, 3)
    shop.now = Date.UTC(2026, 4, 1, 15, 59, 59)
    await claims(shop, 'alice', 't0')
    expect(await claim(shop, 'alice', 't1')).toMatchObject({ refusal: 'claims_too_fast' })
    shop.now = Date.UTC(2026, 4, 1, 16, 0, 0)
    await claims(shop, 'alice', 't1')
  })

  it('S25: many new accounts behind one address on the network are held; shoppers who have paid before are not', async () => {
    const shop = withRisk(new TestShop(), { rates: [{ id: 'claims_ip', act: 'coupon.claim', by: 'ip', who: 'newcomers', limit: { perDay: 3 }, says: 'hold' }] })
    await withTemplates(shop, 1)
    await shop.place('carol', 'order-carol')
    await shop.pays('carol', 'order-carol')
    for (const name of ['n1', 'n2', 'n3']) expect(await claimFrom(shop, name, 't0', '203.0.113.1')).toMatchObject({ outcome: 'ok' })
    expect(await claimFrom(shop, 'n4', 't0', '203.0.113.1')).toMatchObject({ refusal: 'claims_held' })
    expect(await claimFrom(shop, 'n4', 't0', '203.0.113.2')).toMatchObject({ outcome: 'ok' })
    expect(await claimFrom(shop, 'carol', 't0', '203.0.113.1')).toMatchObject({ outcome: 'ok' })
    expect(JSON.stringify([...shop.database.all('risk_counters'), ...shop.database.all('audits')])).not.toContain('203.0.113')
  })

  it('S25: what cannot be claimed anyway is not counted, nor is a coupon for points', async () => {
    const shop = withRisk(new TestShop(), { rates: [{ id: 'claims', act: 'coupon.claim', by: 'openid', who: 'all', limit: { perDay: 1 }, says: 'no' }] })
    await withTemplates(shop, 1)
    for (let turn = 0; turn < 3; turn++) expect(await claim(shop, 'alice', 'none')).toMatchObject({ refusal: 'coupon_not_found' })
    await claims(shop, 'alice', 't0')
    expect(await claim(shop, 'alice', 't0')).toMatchObject({ refusal: 'coupon_limit_reached' })
  })

  it('S25: wherever a claim stops, the coupon is claimed at most once and nothing stays behind', async () => {
    const { found, points } = await crashAnywhere({
      set: async (shop) => {
        await withTemplates(shop, 1)
        return worker => shop.call('bob', { procedure: 'coupon.claim', input: { templateId: 't0' } }, worker)
      },
    })
    expect(found).toEqual([])
    expect(points).toBeGreaterThan(20)
  })
})

describe('a counter', () => {
  it('S25: of any number at once exactly as many pass as the limit leaves, in every order', async () => {
    await fc.assert(fc.asyncProperty(fc.scheduler(), fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 6 }), fc.boolean(), async (scheduler, limit, callers, first) => {
      const shop = new TestShop()
      const passed = await race(scheduler, Array.from({ length: callers }, (_, index) => () => countAct(shop.worker(raced(scheduler, `w${index}`)), { id: 'r', limit: { perDay: limit } }, 'x', shop.now, { first })))
      expect(passed.filter(Boolean)).toHaveLength(Math.min(limit, callers))
    }), { numRuns: 1000 })
  }, 60_000)

  it('S49: things counted once count once, in every order, and wherever a worker stops', async () => {
    await fc.assert(fc.asyncProperty(fc.scheduler(), fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 6 }), fc.integer({ min: 1, max: 3 }), fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }), async (scheduler, things, cap, stops) => {
      const shop = new TestShop()
      await race(scheduler, things.map((thing, index) => () => countOnce(shop.worker(raced(scheduler, `w${index}`, index === 0 ? stops : undefined)), 'shares', cap, 'x', `c${thing}`, shop.now)))
      const again = await Promise.all(things.map(thing => countOnce(shop.worker(), 'shares', cap, 'x', `c${thing}`, shop.now)))
      const earning = new Set(things.filter((_, index) => again[index]))
      expect(earning.size).toBe(Math.min(cap, new Set(things).size))
      const [counter] = shop.database.all('risk_counters')
      expect(Object.keys(counter?.taken ?? {})).toHaveLength(Object.values(counter?.counts ?? {})[0] ?? 0)
    }), { numRuns: 500 })
  }, 60_000)

  it('S25: a lower limit counts anew, and counters of past days go', async () => {
    const shop = new TestShop()
    for (let turn = 0; turn < 7; turn++) expect(await countAct(shop.worker(), { id: 'r', limit: { perDay: 10 } }, 'x', shop.now)).toBe(true)
    for (let turn = 0; turn < 5; turn++) expect(await countAct(shop.worker(), { id: 'r', limit: { perDay: 5 } }, 'x', shop.now)).toBe(true)
    expect(await countAct(shop.worker(), { id: 'r', limit: { perDay: 5 } }, 'x', shop.now)).toBe(false)
    shop.now += DAY_MS
    await sweep(shop.worker())
    expect(shop.database.all('risk_counters')).toEqual([])
  })
})

describe('orders', () => {
  it('S25: orders and cancellations in quick succession are refused with a code, and the limit is over with its window', async () => {
    const shop = withRisk(new TestShop(), { rates: [{ id: 'orders', act: 'order.place', by: 'openid', who: 'all', limit: { perMinute: 2, perHour: 3, perDay: 10 }, says: 'no' }] })
    const placeAndCancel = async (id: string): Promise<unknown> => {
      const reply = await shop.call('bot', { procedure: 'order.place', input: await shop.placeInput('bot', id) })
      if (reply.outcome === 'ok') await shop.value('bot', 'order.cancel', { orderId: id })
      return reply
    }
    for (const id of ['order-1', 'order-2']) expect(await placeAndCancel(id)).toMatchObject({ outcome: 'ok' })
    expect(await placeAndCancel('order-3')).toMatchObject({ refusal: 'orders_too_fast' })
    expect(shop.database.all('audits')).toMatchObject([{ act: 'risk.deny', subject: 'orders_too_fast', openid: 'bot' }])
    shop.now += MINUTE_MS
    expect(await placeAndCancel('order-4')).toMatchObject({ outcome: 'ok' })
    expect(await placeAndCancel('order-5')).toMatchObject({ refusal: 'orders_too_fast' })
    shop.now += HOUR_MS
    expect(await placeAndCancel('order-6')).toMatchObject({ outcome: 'ok' })
    expect(Object.keys(shop.database.one('members', 'bot')?.placed ?? {})).toHaveLength(3)
    await shop.passes(10 * MINUTE_MS)
    expect(leftUndone(shop)).toEqual([])
  })

  it('S25: the merchant may allow fewer unpaid orders at a time', async () => {
    const shop = withRisk(new TestShop(), { unpaidOrders: 1 })
    await shop.place('bob', 'order-1')
    expect(await shop.call('bob', { procedure: 'order.place', input: await shop.placeInput('bob', 'order-2') })).toMatchObject({ refusal: 'too_many_unpaid' })
    expect(shop.database.all('audits')).toMatchObject([{ subject: 'too_many_unpaid' }])
  })

  it('S25: of orders placed at once exactly as many stand as the limit leaves, in every order', async () => {
    await fc.assert(fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const shop = withRisk(new TestShop(), { rates: [{ id: 'orders', act: 'order.place', by: 'openid', who: 'all', limit: { perDay: 2 }, says: 'no' }] })
      const inputs = await Promise.all(['order-1', 'order-2', 'order-3'].map(id => shop.placeInput('bob', id)))
      const replies = await race(scheduler, inputs.map((input, index) => () => shop.call('bob', { procedure: 'order.place', input }, shop.worker(raced(scheduler, `w${index}`))))) as { outcome: string }[]
      expect(replies.filter(reply => reply.outcome === 'ok')).toHaveLength(2)
    }), { numRuns: 100 })
  }, 60_000)
})

describe('shares', () => {
  it('S49: the share beyond the day\'s earns nothing and says so; the same one again is no other, and the next day is another', async () => {
    const shop = withRisk(new TestShop(), { sharesPerDay: 2 })
    const groups: string[] = []
    for (const name of ['a', 'b', 'c']) groups.push(await shop.opensGroup(name, `order-${name}`))
    const share = (groupId: string | undefined): Promise<ShareView> => shop.value('lily', 'share.create', { groupId })
    expect([await share(groups[0]), await share(groups[1]), await share(groups[0])].map(one => one.earns)).toEqual([true, true, true])
    expect(await share(groups[2])).toMatchObject({ earns: false, dailyShares: 2 })
    expect(await share(groups[2])).toMatchObject({ earns: false })
    expect(shop.database.all('audits')).toMatchObject([{ act: 'risk.deny', subject: 'shares', openid: 'lily' }])
    shop.now += DAY_MS
    expect(await share(groups[2])).toMatchObject({ earns: true })
  })

  it('S49: wherever the last share of the day stops, asking again answers the same', async () => {
    const { found } = await crashAnywhere({
      repeated: true,
      shop: () => withRisk(new TestShop({ activity: { durationMs: 12 * HOUR_MS } }), { sharesPerDay: 1 }),
      set: async (shop) => {
        const groupId = await shop.opensGroup('alice', 'order-alice')
        return worker => shop.call('lily', { procedure: 'share.create', input: { groupId } }, worker)
      },
      end: shop => shop.database.all('share_codes').every(code => code.earns === true) && shop.database.all('share_codes').length === 1 ? [] : ['S49: the share lost its place'],
    })
    expect(found).toEqual([])
  })
})
