import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CaseView, Page, ShopperRiskView, WorkItemView } from '../../../cloudfunctions/contract'
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../cloudfunctions/domain/kernel/instant'
import { type ClusterRule, DEFAULT_RISK } from '../../../cloudfunctions/domain/risk/rules'
import { NO_SETUP } from '../../../cloudfunctions/domain/shop/setup'
import { handleCall } from '../../../cloudfunctions/usecases/handle-call'
import { shopImplementations } from '../../../cloudfunctions/usecases/shop'
import { shopProcedures } from '../../../cloudfunctions/contract'
import { sweepRisk } from '../../../cloudfunctions/usecases/sweeps/sweep-risk'
import { ADDRESS } from '../../support/builders'
import { crashAnywhere } from '../../support/crash-anywhere'
import { aTemplate, manage } from '../../support/merchant'
import { APPID } from '../../support/pay-peer'
import { mayBeBusy, race, raced } from '../../support/race'
import { TestShop } from '../../support/shop'

const BURST: ClusterRule = { id: 'address_burst', by: 'address', counts: 'orders', atLeast: 3, withinMs: 10 * MINUTE_MS, says: 'alert' }
const ACCOUNTS: ClusterRule = { id: 'address_accounts', by: 'address', counts: 'shoppers', atLeast: 3, withinMs: HOUR_MS, says: 'hold', phonesAtMost: 2 }

function shopWith(...clusters: ClusterRule[]): TestShop {
  const shop = new TestShop()
  shop.database.put('shop_setup', { ...NO_SETUP, risk: { ...DEFAULT_RISK, clusters } })
  return shop
}

const DOORS = ['文三路 1 号', '文三路１号', '文三路一號', ' 文三路，1号']

/** Orders of several accounts to one door, typed differently each time. */
async function ordersToOneDoor(shop: TestShop, names: readonly string[]): Promise<void> {
  for (const [index, name] of names.entries()) await shop.place(name, `order-${name}`, { address: { ...ADDRESS, detail: DOORS[index % DOORS.length] ?? '' } })
}

/** The sweep, once orders have settled. */
async function screens(shop: TestShop): Promise<void> {
  shop.now += 6 * SECOND_MS
  await sweepRisk(shop.worker(), shop.now, shop.now + 40 * SECOND_MS)
}

const alerts = (shop: TestShop): string[] => shop.database.all('work_items').filter(item => item.kind === 'order_burst').map(item => item.subject)
const cases = async (shop: TestShop, state: string): Promise<readonly CaseView[]> => (await shop.asMerchant<Page<CaseView>>('risk.cases', { state, cursor: null })).items

describe('many orders to one door', () => {
  it('S75: k orders to one normalised address in t minutes raise exactly one alert; k - 1 raise none', async () => {
    const shop = shopWith(BURST)
    await ordersToOneDoor(shop, ['a', 'b'])
    await screens(shop)
    expect(alerts(shop)).toEqual([])
    await ordersToOneDoor(shop, ['c', 'd'])
    await screens(shop)
    await screens(shop)
    expect(alerts(shop)).toEqual(['order-a'])
    const { items } = await shop.asMerchant<Page<WorkItemView>>('work.list', { cursor: null })
    expect(items).toMatchObject([{ kind: 'order_burst', subject: 'order-a', detail: 'address_burst: 4 orders, 4 shoppers' }])
  })

  it('S75: a burst that goes on is one alert; a new one after quiet is another', async () => {
    const shop = shopWith(BURST)
    for (let turn = 0; turn < 12; turn++) {
      await ordersToOneDoor(shop, [`n${turn}`])
      await screens(shop)
      shop.now += 4 * MINUTE_MS
    }
    expect(alerts(shop)).toEqual(['order-n0'])
    shop.now += HOUR_MS
    await ordersToOneDoor(shop, ['x', 'y', 'z'])
    await screens(shop)
    expect(alerts(shop)).toEqual(['order-n0', 'order-x'])
  })

  it('S75: different doors are no burst, nor are orders that never came about', async () => {
    const shop = shopWith(BURST)
    for (const [index, name] of ['a', 'b', 'c', 'd'].entries()) await shop.place(name, `order-${name}`, { address: { ...ADDRESS, detail: `文三路 ${index + 1} 号` } })
    for (const id of ['order-1', 'order-2', 'order-3', 'order-4']) await shop.call('hoarder', { procedure: 'order.place', input: { ...await shop.placeInput('hoarder', id, { address: { ...ADDRESS, detail: '别处 9 号' } }) } })
    await shop.value('hoarder', 'order.cancel', { orderId: 'order-1' })
    expect(shop.database.one('orders', 'order-4')?.closedReason).toBe('not_placed')
    await screens(shop)
    expect(alerts(shop)).toEqual(['order-1'])
  })

  it('S75: one alert however many sweeps run at once and in whatever order', async () => {
    await fc.assert(fc.asyncProperty(fc.scheduler(), fc.option(fc.integer({ min: 0, max: 12 }), { nil: undefined }), async (scheduler, stops) => {
      const shop = shopWith(BURST, ACCOUNTS)
      await ordersToOneDoor(shop, ['a', 'b', 'c'])
      shop.now += 6 * SECOND_MS
      await race(scheduler, [0, 1, 2].map(index => () => mayBeBusy(sweepRisk(shop.worker(raced(scheduler, `w${index}`, index === 0 ? stops : undefined)), shop.now, shop.now + 60_000))))
      await screens(shop)
      expect(alerts(shop)).toEqual(['order-a'])
      expect(shop.database.all('risk_cases')).toHaveLength(1)
      expect(shop.database.all('members').map(member => member.standing?.verdict)).toEqual(['held', 'held', 'held'])
    }), { numRuns: 150 })
  }, 60_000)

  it('S75, L4: wherever the sweep stops, there is one alert and every shopper of the case is held', async () => {
    const { found, points } = await crashAnywhere({
      shop: () => shopWith(BURST, ACCOUNTS),
      set: async (shop) => {
        await ordersToOneDoor(shop, ['a', 'b', 'c'])
        shop.now += 6 * SECOND_MS
        return worker => sweepRisk(worker, shop.now, shop.now + 60_000)
      },
      end: shop => [
        ...alerts(shop).length === 1 ? [] : [`S75: ${alerts(shop).length} alerts`],
        ...shop.database.all('risk_cases').every(one => one.applied) && shop.database.all('members').every(member => member.standing?.verdict === 'held') ? [] : ['L4: a case is left half-way'],
      ],
    })
    expect(found).toEqual([])
    expect(points).toBeGreaterThan(40)
  }, 60_000)
})

describe('one person with many accounts', () => {
  async function flagged(): Promise<TestShop> {
    const shop = shopWith(ACCOUNTS)
    await ordersToOneDoor(shop, ['a', 'b', 'c'])
    await screens(shop)
    await manage(shop, 'coupon.save', aTemplate({ quota: 100 }))
    return shop
  }
  const claim = (shop: TestShop, openid: string): ReturnType<TestShop['call']> => shop.call(openid, { procedure: 'coupon.claim', input: { templateId: 'five' } })

  it('S72: is held from coupons with a reason until the merchant decides; buying and paying go on', async () => {
    const shop = await flagged()
    expect(await cases(shop, 'open')).toMatchObject([{ ruleId: 'address_accounts', score: 60, reasons: [{ code: 'address_accounts', count: 3 }], shoppers: [{ openid: 'a' }, { openid: 'b' }, { openid: 'c' }] }])
    expect(await claim(shop, 'a')).toMatchObject({ refusal: 'claims_held' })
    expect(await claim(shop, 'dora')).toMatchObject({ outcome: 'ok' })
    await shop.pays('a', 'order-a')
    expect(shop.database.all('audits')).toMatchObject([{ act: 'risk.deny', openid: 'a', detail: 'coupon.claim claims_held' }])
  })

  it('S72: cleared, they are trusted and not held again; barred, they are refused; both are audited and can be turned round', async () => {
    const shop = await flagged()
    const [found] = await cases(shop, 'open')
    const decide = (verdict: string, requestId: string): ReturnType<TestShop['admin']> => shop.admin('merchant', { procedure: 'risk.decide', input: { caseId: found?.id, verdict, note: '电话核实', requestId } })
    expect(await decide('barred', 'request-1')).toMatchObject({ outcome: 'ok', value: { state: 'barred' } })
    expect(await decide('barred', 'request-1')).toMatchObject({ outcome: 'ok', value: { state: 'barred' } })
    expect(await decide('barred', 'request-2')).toMatchObject({ refusal: 'case_already_decided' })
    expect(await claim(shop, 'a')).toMatchObject({ refusal: 'claims_barred' })
    shop.now += MINUTE_MS
    expect(await decide('cleared', 'request-1')).toMatchObject({ refusal: 'request_id_taken' })
    expect(await decide('cleared', 'request-3')).toMatchObject({ outcome: 'ok', value: { state: 'cleared' } })
    expect(await claim(shop, 'a')).toMatchObject({ outcome: 'ok' })
    await ordersToOneDoor(shop, ['d'])
    await screens(shop)
    expect(shop.database.one('members', 'b')?.standing?.verdict).toBe('trusted')
    expect(shop.database.all('audits').filter(audit => audit.act === 'risk.decide')).toMatchObject([{ id: 'request-1', openid: 'merchant', detail: 'barred: 电话核实' }, { id: 'request-3' }])
    expect((await shop.asMerchant<Page<WorkItemView>>('work.list', { cursor: null })).items).toEqual([])
  })

  it('S72: another account that turns up in the same burst joins the open case', async () => {
    const shop = await flagged()
    await ordersToOneDoor(shop, ['d'])
    await screens(shop)
    expect((await cases(shop, 'open')).map(one => one.shoppers.map(shopper => shopper.openid))).toEqual([['a', 'b', 'c', 'd']])
    expect(shop.database.one('members', 'd')?.standing?.verdict).toBe('held')
  })

  it('S72, L4: wherever a decision stops, each shopper has it in the end', async () => {
    const { found } = await crashAnywhere({
      shop: () => shopWith(ACCOUNTS),
      repeated: true,
      set: async (shop) => {
        await ordersToOneDoor(shop, ['a', 'b', 'c'])
        await screens(shop)
        const [one] = shop.database.all('risk_cases')
        return worker => shop.admin('merchant', { procedure: 'risk.decide', input: { caseId: one?.id, verdict: 'barred', note: '核实', requestId: 'request-1' } }, worker)
      },
      end: shop => shop.database.all('members').every(member => member.standing?.verdict === 'barred') && shop.database.all('audits').filter(audit => audit.act === 'risk.decide').length === 1 ? [] : ['L4: a decision is left half-way'],
    })
    expect(found).toEqual([])
  }, 60_000)

  it('I15: cases and scores are the merchant\'s alone; what is not there is said', async () => {
    const shop = await flagged()
    for (const procedure of ['risk.rules', 'risk.cases', 'risk.decide', 'risk.shopper', 'risk.hold', 'risk.saveRules']) expect(await shop.admin('a', { procedure, input: {} })).toMatchObject({ refusal: 'not_allowed' })
    expect(await shop.admin('merchant', { procedure: 'risk.decide', input: { caseId: 'none', verdict: 'barred', note: 'x', requestId: 'request-9' } })).toMatchObject({ refusal: 'case_not_found' })
    expect(await shop.admin('merchant', { procedure: 'risk.shopper', input: { shopper: 'nobody' } })).toMatchObject({ refusal: 'shopper_not_found' })
  })
})

describe('a shopper\'s score', () => {
  it('S73: says its reasons; an honest one has none, and a device counts only for those who agreed', async () => {
    const shop = shopWith(ACCOUNTS)
    const risk = (openid: string): Promise<ShopperRiskView> => shop.asMerchant('risk.shopper', { shopper: openid })
    await shop.place('alice', 'order-alice')
    expect(await risk('alice')).toEqual({ score: 0, verdict: 'yes', reasons: [], standing: 'none', deviceAgreed: false })
    for (const name of ['a', 'b', 'c', 'd']) await shop.value(name, 'device.agree', { deviceId: 'the-very-same-phone', consent: 'v1' })
    expect(await risk('a')).toMatchObject({ score: 30, verdict: 'yes', reasons: [{ code: 'shared_device', count: 4 }], deviceAgreed: true })
    expect(JSON.stringify(shop.database.all('members'))).not.toContain('the-very-same-phone')
    await shop.value('a', 'device.forget', {})
    expect(await risk('a')).toMatchObject({ score: 0, deviceAgreed: false })
    expect(shop.database.one('members', 'a')?.device).toBeUndefined()
    await ordersToOneDoor(shop, ['b', 'c', 'd'])
    expect(await risk('b')).toMatchObject({ score: 60, verdict: 'hold', reasons: [{ code: 'address_accounts', points: 60, count: 4 }] })
  })

  it('S73: the merchant may hold whom the score speaks against, and nobody else; asking twice is one case', async () => {
    const shop = shopWith()
    for (let turn = 0; turn < 12; turn++) {
      await shop.place('hoarder', `order-${turn}`)
      await shop.value('hoarder', 'order.cancel', { orderId: `order-${turn}` })
      shop.now += MINUTE_MS
    }
    await shop.place('alice', 'order-alice')
    const hold = (openid: string, requestId: string): ReturnType<TestShop['admin']> => shop.admin('merchant', { procedure: 'risk.hold', input: { shopper: openid, requestId } })
    expect(await hold('alice', 'request-1')).toMatchObject({ refusal: 'score_too_low', detail: { score: 0 } })
    expect(await hold('hoarder', 'request-2')).toMatchObject({ outcome: 'ok', value: { score: 60, reasons: [{ code: 'hoarding', count: 12 }] } })
    expect(await hold('hoarder', 'request-2')).toMatchObject({ outcome: 'ok' })
    expect(await hold('alice', 'request-2')).toMatchObject({ refusal: 'request_id_taken' })
    expect(shop.database.all('risk_cases')).toHaveLength(1)
    expect(shop.database.one('members', 'hoarder')?.standing?.verdict).toBe('held')
    expect(shop.database.all('audits').filter(audit => audit.act === 'risk.hold')).toMatchObject([{ openid: 'merchant', subject: 'hoarder' }])
  })

  it('S73: an order keeps neither the network\'s address nor a device of those who did not agree', async () => {
    const shop = shopWith()
    const place = async (openid: string): Promise<unknown> => handleCall(shop.worker(), shopProcedures, shopImplementations, { openid, appid: APPID, requestId: 'r', ip: '203.0.113.9' }, { procedure: 'order.place', input: await shop.placeInput(openid, `order-${openid}`) })
    await place('alice')
    await shop.value('bob', 'device.agree', { deviceId: 'bobs-own-phone-0001', consent: 'v1' })
    await place('bob')
    const [alice, bob] = ['order-alice', 'order-bob'].map(id => shop.database.one('orders', id)?.traces)
    expect(Object.keys(alice ?? {}).sort()).toEqual(['address', 'ip', 'phone'])
    expect(Object.keys(bob ?? {}).sort()).toEqual(['address', 'device', 'ip', 'phone'])
    expect(alice?.address).toBe(bob?.address)
    expect(JSON.stringify([alice, bob])).not.toMatch(/203\.0\.113|13800001234|文三路/)
  })
})

describe('rules', () => {
  it('S25: are the merchant\'s data: a change is the next version, audited, and in force with the next call; a stale edit is refused', async () => {
    const shop = new TestShop()
    const { version, ...rules } = DEFAULT_RISK
    const input = { ...rules, rates: rules.rates.map(rule => ({ ...rule, limit: { ...rule.limit } })), clusters: rules.clusters.map(rule => ({ ...rule })), version, unpaidOrders: 1 }
    expect(await shop.asMerchant('risk.rules', {})).toEqual(DEFAULT_RISK)
    expect(await shop.asMerchant('risk.saveRules', input)).toMatchObject({ version: 1, unpaidOrders: 1 })
    expect(await shop.admin('merchant', { procedure: 'risk.saveRules', input })).toMatchObject({ refusal: 'risk_rules_changed' })
    const twice = { ...input, version: 1, rates: [input.rates[0], input.rates[0]] }
    expect(await shop.admin('merchant', { procedure: 'risk.saveRules', input: twice })).toMatchObject({ refusal: 'risk_rules_invalid', detail: { field: 'rates.1.id' } })
    expect(shop.database.all('audits')).toMatchObject([{ act: 'risk.rules', openid: 'merchant', subject: 'version 1' }])
    await shop.place('bob', 'order-1')
    expect(await shop.call('bob', { procedure: 'order.place', input: await shop.placeInput('bob', 'order-2') })).toMatchObject({ refusal: 'too_many_unpaid' })
  })
})
