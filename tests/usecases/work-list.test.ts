import { describe, expect, it } from 'vitest'
import type { Page } from '../../cloudfunctions/contract/views'
import type { SettlementView } from '../../cloudfunctions/contract/settlement-views'
import type { WorkItemView } from '../../cloudfunctions/contract/work'
import { MINUTE_MS } from '../../cloudfunctions/domain/kernel/instant'
import { fen } from '../../cloudfunctions/domain/kernel/fen'
import { balances } from '../../cloudfunctions/domain/ledger/postings'
import { MAX_FAULTS, MAX_WAITS, outboxRow } from '../../cloudfunctions/usecases/effects/outbox'
import { resolveWork } from '../../cloudfunctions/usecases/work/resolve-work'
import { WORK_GUIDE } from '../../cloudfunctions/domain/work/work-item'
import { crashAnywhere } from '../support/crash-anywhere'
import { dayCloses, merchant, settlementShop } from '../support/settlement'
import type { TestShop } from '../support/shop'
import { completes, FARM_MCHID, farmOrder, farmShop, givesBack } from '../support/splits'

const listed = async (shop: TestShop, state?: 'open' | 'closed'): Promise<readonly WorkItemView[]> =>
  (await merchant<Page<WorkItemView>>(shop, 'work.list', { ...(state && { state }), cursor: null })).items

let last = 0
const resolve = (shop: TestShop, id: string, resolution: object, requestId = `request-${++last}`): ReturnType<TestShop['admin']> =>
  shop.admin('merchant', { procedure: 'work.resolve', input: { id, requestId, resolution } })

const byHand = (amountFen: number) => ({ way: 'paid_by_hand', supplierId: 'farm', amountFen, by: 'bank', proof: '回单 20260512-01' })

/** WeChat could not pay the farm its 798. */
async function unpaidShop(): Promise<TestShop> {
  const shop = farmShop()
  await farmOrder(shop)
  shop.pay.money.failing.add(FARM_MCHID)
  await completes(shop)
  await shop.passes(3 * MINUTE_MS)
  return shop
}

describe('a supplier whom WeChat could not pay', () => {
  it('S55: is on the work list with what is owed, and leaves it when the merchant has recorded how all of it was paid', async () => {
    const shop = await unpaidShop()
    expect(await listed(shop)).toMatchObject([{ id: 'split-order-alice', kind: 'split_unpaid', owner: 'bookkeeper', ways: ['paid_by_hand'], unpaid: [{ supplierId: 'farm', name: '果园', amountFen: 798 }] }])
    expect(await resolve(shop, 'split-order-alice', byHand(799))).toMatchObject({ refusal: 'more_than_owed' })
    expect(await resolve(shop, 'split-order-alice', { ...byHand(1), supplierId: 'mill' })).toMatchObject({ refusal: 'more_than_owed' })
    expect(await resolve(shop, 'split-order-alice', byHand(300))).toMatchObject({ value: { state: 'open', unpaid: [{ amountFen: 498 }] } })
    expect(await resolve(shop, 'split-order-alice', byHand(498))).toMatchObject({ value: { state: 'closed', ways: [], resolved: { way: 'paid_by_hand' } } })
    expect(await listed(shop)).toEqual([])
    expect(await listed(shop, 'closed')).toMatchObject([{ resolved: { note: '回单 20260512-01' } }])
    expect(balances(shop.database.all('postings'))).toMatchObject({ supplier_payable: 0, bank: -798 })
    expect(shop.database.all('audits').map(audit => `${audit.act} ${audit.openid} ${audit.detail}`)).toEqual(['split.paidByHand merchant paid_by_hand: farm 300 bank 回单 20260512-01', 'split.paidByHand merchant paid_by_hand: farm 498 bank 回单 20260512-01'])
    for (let day = 0; day < 12; day++) await dayCloses(shop)
    expect(shop.database.all('settlement_differences')).toEqual([])
  })

  it('S55, I12: paying is recorded once however often it is said, and never without what proves it', async () => {
    const shop = await unpaidShop()
    for (const _ of [1, 2]) expect(await resolve(shop, 'split-order-alice', byHand(798), 'request-same')).toMatchObject({ outcome: 'ok', value: { state: 'closed' } })
    expect(balances(shop.database.all('postings')).bank).toBe(-798)
    expect(await resolve(shop, 'split-order-alice', byHand(1))).toMatchObject({ refusal: 'work_already_done' })
    const other = await unpaidShop()
    const { proof: _proof, ...bare } = byHand(798)
    for (const wrong of [bare, { ...byHand(798), proof: ' ' }, byHand(0), byHand(-1)]) expect((await resolve(other, 'split-order-alice', wrong)).outcome).toBe('bad_input')
    expect(await resolve(other, 'split-order-alice', { way: 'noted', note: '算了' })).toMatchObject({ refusal: 'way_not_possible' })
  })

  it('S55: is not paid by hand while WeChat may yet pay', async () => {
    const shop = farmShop()
    await farmOrder(shop)
    shop.pay.money.held = true
    await completes(shop)
    await shop.passes(3 * MINUTE_MS)
    const now = shop.now
    shop.database.put('work_items', { id: 'split-order-alice', kind: 'split_unpaid', state: 'open', subject: 'order-alice', detail: 'early', at: now })
    expect(await listed(shop)).toMatchObject([{ unpaid: [] }])
    expect(await resolve(shop, 'split-order-alice', byHand(798))).toMatchObject({ refusal: 'split_not_ended' })
  })

  it('S55, I2, L4: a worker dies at any call while it records the payment, and it counts once or not at all', async () => {
    const { found, points } = await crashAnywhere({
      shop: farmShop,
      set: async (shop) => {
        await farmOrder(shop)
        shop.pay.money.failing.add(FARM_MCHID)
        await completes(shop)
        await shop.passes(3 * MINUTE_MS)
        return worker => resolveWork(worker, { id: 'split-order-alice', requestId: 'request-1', openid: 'merchant', resolution: { way: 'paid_by_hand', supplierId: 'farm', amountFen: 798, by: 'bank', proof: '回单' } })
      },
      end: (shop) => {
        const { bank, supplier_payable: payable } = balances(shop.database.all('postings'))
        const done = shop.database.one('audits', 'request-1') !== undefined
        const closed = shop.database.one('work_items', 'split-order-alice')?.state === 'closed'
        return (done && closed && bank === -798 && payable === 0) || (!done && !closed && bank === 0 && payable === -798) ? [] : [`bank ${bank}, payable ${payable}, closed ${closed}`]
      },
    })
    expect(found).toEqual([])
    expect(points).toBeGreaterThan(16)
  }, 60_000)
})

describe('the rest of the work list', () => {
  it('I13: a share that WeChat did not return is recorded when the supplier gives it back', async () => {
    const shop = farmShop()
    await farmOrder(shop)
    await completes(shop)
    await shop.passes(3 * MINUTE_MS)
    shop.pay.money.failing.add(FARM_MCHID)
    await givesBack(shop, 'order-alice', 3990)
    await shop.passes(5 * MINUTE_MS)
    expect(await resolve(shop, 'back-order-alice-R0-B0', { way: 'got_back', by: 'bank', proof: '转账 7981' })).toMatchObject({ value: { state: 'closed' } })
    expect(balances(shop.database.all('postings'))).toMatchObject({ bank: 798, supplier_payable: -798 })
    expect(shop.database.one('splits', 'order-alice')?.shares).toMatchObject([{ returnedFen: 798 }])
  })

  it('X13: money in suspense finds its account, and its difference is settled with it', async () => {
    const shop = settlementShop()
    shop.pay.money.foreign('elsewhere-1', 5000)
    await shop.place('alice', 'order-alice')
    await shop.pays('alice', 'order-alice')
    await dayCloses(shop)
    const [item] = await listed(shop)
    expect(item).toMatchObject({ kind: 'bill_only', link: { page: 'settlement', day: '2026-05-01' }, ways: ['explained', 'noted'] })
    expect(await merchant<SettlementView>(shop, 'settlement.get', { day: '2026-05-01' })).toMatchObject({ items: [{ state: 'open', workItemId: item?.id }] })
    await resolve(shop, item?.id ?? '', { way: 'explained', account: 'revenue', note: '老系统的订单' })
    expect(balances(shop.database.all('postings'))).toMatchObject({ suspense: 0, revenue: -5000 })
    expect(await merchant<SettlementView>(shop, 'settlement.get', { day: '2026-05-01' })).toMatchObject({ items: [{ state: 'settled' }] })
  })

  it('I18: what gave up is tried again, and comes back on the list when it gives up again', async () => {
    const shop = settlementShop()
    const row = outboxRow({ kind: 'pay_split', orderId: 'order-x' }, shop.now, shop.now)
    shop.database.put('outbox', { ...row, state: 'dead', faults: MAX_FAULTS })
    const item = { id: `fx-${row.id}`, kind: 'effect_dead', state: 'open', subject: row.id, detail: 'Error', at: shop.now } as const
    shop.database.put('work_items', item)
    expect(await resolve(shop, item.id, { way: 'try_again' })).toMatchObject({ value: { state: 'closed' } })
    await shop.passes(MINUTE_MS)
    expect(shop.database.all('outbox')).toEqual([])
    shop.database.put('outbox', { ...row, dueAt: shop.now, tries: MAX_WAITS - 1 })
    // WeChat says nothing of a payment it does not know.
    shop.database.put('splits', { id: 'order-x', transactionId: 'unknown', paidAt: shop.now, state: 'due', baseFen: fen(1), givenBackFen: fen(0), shares: [], returns: [], createdAt: shop.now, version: 1 })
    await shop.passes(MINUTE_MS)
    expect(await listed(shop)).toMatchObject([{ id: item.id, state: 'open', resolved: null }])
  })

  it('I18: every kind says who, and ends in some way; nobody but the merchant sees or ends anything', async () => {
    // A restriction ends with its lifting, which is not the merchant's to do (S13).
    expect(Object.entries(WORK_GUIDE).filter(([, { ways }]) => ways.length === 0).map(([kind]) => kind)).toEqual(['sale_restricted'])
    for (const { owner } of Object.values(WORK_GUIDE)) {
      expect(['merchant', 'bookkeeper', 'developer']).toContain(owner)
    }
    const shop = await unpaidShop()
    for (const procedure of ['work.list', 'work.resolve']) expect(await shop.admin('alice', { procedure, input: {} })).toMatchObject({ refusal: 'not_allowed' })
    expect(await resolve(shop, 'nothing', { way: 'try_again' })).toMatchObject({ refusal: 'work_item_not_found' })
  })
})
