import { describe, expect, it } from 'vitest'
import { DAY_MS, MINUTE_MS } from '../../../cloudfunctions/domain/kernel/instant'
import { RETENTION } from '../../../cloudfunctions/domain/shop/retention'
import { sweep } from '../../../cloudfunctions/usecases/sweeps/sweep'
import { ADDRESS, anOrder } from '../../support/builders'
import { alwaysBroken } from '../../support/invariants'
import { TestShop } from '../../support/shop'
import { aWalletShop, completes } from '../../support/wallet'

const REGION = { province: ADDRESS.province, city: ADDRESS.city }

/** The next run that looks for old data: seven minutes past an hour. */
async function nextHour(shop: TestShop): Promise<void> {
  do shop.now += MINUTE_MS
  while (Math.floor(shop.now / MINUTE_MS) % 60 !== 7)
  await sweep(shop.worker())
}

const addressOf = async (shop: TestShop, orderId: string): Promise<unknown> => (await shop.worker().store.get('orders', orderId))?.address

describe('retention', { timeout: 60_000 }, () => {
  it('S12: what is personal of an order goes when its time is over, not before, and everything else stays', async () => {
    const shop = aWalletShop()
    await shop.place('bob', 'order-1')
    const placed = shop.now
    await shop.pays('bob', 'order-1')
    await completes(shop, 'bob', 'order-1')
    await shop.value('bob', 'invoice.request', { orderId: 'order-1', title: '林一', taxNo: null, email: 'a@example.com' })
    await shop.asMerchant('invoice.issue', { invoiceId: 'order-1', number: '24332000000012345678', file: 'cloud://env/1.pdf' })
    shop.now = placed + RETENTION.orderDays * DAY_MS - 60 * MINUTE_MS
    await nextHour(shop)
    expect(await addressOf(shop, 'order-1')).toEqual(ADDRESS)
    const before = await shop.order('bob', 'order-1')
    await nextHour(shop)
    await nextHour(shop)
    expect(await addressOf(shop, 'order-1')).toEqual({ ...REGION, district: '', name: '', phone: '', detail: '' })
    expect(await shop.order('bob', 'order-1')).toEqual({ ...before, address: { ...REGION, district: '', name: '', phone: '', detail: '' } })
    expect(await shop.worker().store.get('invoices', 'order-1')).toMatchObject({ title: '林一' })
    shop.now = placed + RETENTION.invoiceDays * DAY_MS + 30 * DAY_MS
    await nextHour(shop)
    expect(await shop.worker().store.get('invoices', 'order-1')).toMatchObject({ title: '', email: '', number: '24332000000012345678', amountFen: 3990 })
    expect(alwaysBroken(shop)).toEqual([])
  })

  it('S12: an order still being worked on keeps its address however old it is', async () => {
    const shop = new TestShop()
    await shop.opensGroup('bob', 'order-1')
    const order = await shop.worker().store.get('orders', 'order-1')
    if (!order) throw new Error('no order')
    shop.database.put('orders', { ...order, state: 'preparing', personalSince: shop.now - 4000 * DAY_MS })
    await nextHour(shop)
    expect(await addressOf(shop, 'order-1')).toEqual(ADDRESS)
  })

  it('S12: the merchant sets the times, within bounds; visits and audits go by theirs', async () => {
    const shop = new TestShop()
    await shop.value('bob', 'session.start', { source: 'direct', code: null, path: '/' })
    shop.database.put('audits', { id: 'a1', at: shop.now, openid: 'merchant', act: 'address.view', subject: 'order-1', detail: '' })
    expect(await shop.asMerchant('retention.get', {})).toEqual(RETENTION)
    expect(await shop.admin('merchant', { procedure: 'retention.save', input: { ...RETENTION, orderDays: 10 } })).toMatchObject({ outcome: 'bad_input' })
    await shop.asMerchant('retention.save', { ...RETENTION, visitDays: 7, auditDays: 200 })
    shop.now += 6 * DAY_MS
    await nextHour(shop)
    expect(shop.database.all('visits')).toHaveLength(1)
    shop.now += 2 * DAY_MS
    await nextHour(shop)
    expect(shop.database.all('visits')).toEqual([])
    expect(shop.database.all('audits')).toHaveLength(1)
    shop.now += 200 * DAY_MS
    await nextHour(shop)
    expect(shop.database.all('audits')).toEqual([])
  })

  it('S12: a run takes on a bounded part, and the next ones the rest', async () => {
    const shop = new TestShop()
    for (let index = 0; index < 900; index++) shop.database.put('orders', anOrder({ id: `old-${String(index).padStart(3, '0')}`, kind: 'alone', state: 'closed', address: ADDRESS, personalSince: 1 + index }))
    const left = (): number => shop.database.all('orders').filter(order => order.personalSince !== undefined).length
    const counts: number[] = []
    for (let run = 0; run < 3; run++) {
      await nextHour(shop)
      counts.push(left())
    }
    expect(counts).toEqual([500, 100, 0])
    expect(shop.database.digest()).not.toContain(ADDRESS.phone)
  })
})
