import { describe, expect, it } from 'vitest'
import type { HttpMessage } from '../../cloudfunctions/ports'
import { DAY_MS, MINUTE_MS } from '../../cloudfunctions/domain/kernel/instant'
import { handleNotification } from '../../cloudfunctions/usecases/payments/handle-notification'
import { balances } from '../../cloudfunctions/domain/ledger/postings'
import { ADDRESS } from '../support/builders'
import { leftUndone } from '../support/invariants'
import { TestShop } from '../support/shop'

async function paidAlone(shop: TestShop, orderId = 'order-1'): Promise<void> {
  await shop.place('alice', orderId)
  await shop.pays('alice', orderId)
}

describe('fulfilling', () => {
  it('X8, S12: shipping tells WeChat once, lists mask the address and show it whole on request, shows where the parcel is and can be repeated', async () => {
    const shop = new TestShop()
    await paidAlone(shop)
    expect(await shop.admin('merchant', { procedure: 'order.list', input: { tab: 'to_ship', cursor: null } })).toMatchObject({ value: { items: [{ orderId: 'order-1', address: { name: '林**', phone: '138****1234', city: '杭州市', detail: '****' } }] } })
    expect(await shop.admin('merchant', { procedure: 'order.address', input: { orderId: 'order-1' } })).toMatchObject({ value: ADDRESS })
    expect(shop.database.all('audits')).toMatchObject([{ act: 'address.view', openid: 'merchant', subject: 'order-1' }])
    const event = { procedure: 'order.ship', input: { orderId: 'order-1', supplierId: '', company: '顺丰', trackingNo: 'SF1234567' } }
    expect(await shop.admin('merchant', event)).toMatchObject({ outcome: 'ok', value: { state: 'shipped', shippingUploaded: true, address: { phone: '138****1234' } } })
    expect(await shop.admin('merchant', { procedure: 'order.address', input: { orderId: 'order-1' } })).toMatchObject({ refusal: 'order_not_shippable' })
    expect((await shop.admin('merchant', event)).outcome).toBe('ok')
    expect(shop.wechat.shipments).toHaveLength(1)
    const other = { ...event, input: { ...event.input, trackingNo: 'SF7654321' } }
    expect(await shop.admin('merchant', other)).toMatchObject({ outcome: 'refused', refusal: 'order_not_shippable' })
  })

  it('goods nobody confirms are received after ten days, and earned when the seventh day after that is over', async () => {
    const shop = new TestShop()
    await paidAlone(shop)
    await shop.admin('merchant', { procedure: 'order.ship', input: { orderId: 'order-1', supplierId: '', company: '顺丰', trackingNo: 'SF1234567' } })
    shop.now += 10 * DAY_MS
    await shop.passes(MINUTE_MS)
    expect((await shop.order('alice', 'order-1')).state).toBe('received')
    shop.now += 7 * DAY_MS
    await shop.passes(MINUTE_MS)
    expect((await shop.order('alice', 'order-1')).state).toBe('received')
    shop.now += DAY_MS
    await shop.passes(MINUTE_MS)
    expect((await shop.order('alice', 'order-1')).state).toBe('completed')
    expect(balances(shop.database.all('postings'))).toMatchObject({ wechat_clearing: 3990, revenue: -3990, customer_prepaid: 0 })
    expect(leftUndone(shop)).toEqual([])
  })

  it('an order that is not paid, or not there, cannot be shipped', async () => {
    const shop = new TestShop()
    await shop.place('alice', 'order-1')
    const ship = (orderId: string): ReturnType<TestShop['admin']> => shop.admin('merchant', { procedure: 'order.ship', input: { orderId, supplierId: '', company: '顺丰', trackingNo: 'SF1234567' } })
    expect(await ship('order-1')).toMatchObject({ refusal: 'order_not_shippable' })
    expect(await ship('order-nobody')).toMatchObject({ refusal: 'order_not_found' })
  })
})

describe('stock', () => {
  const adjust = (shop: TestShop, adjustmentId: string, pieces: number, ports = shop.worker()): ReturnType<TestShop['admin']> =>
    shop.admin('merchant', { procedure: 'stock.adjust', input: { adjustmentId, skuId: 'orange-5', productId: 'orange', pieces } }, ports)

  it('I4: is added to and written off, once for each adjustment, and never below zero', async () => {
    const shop = new TestShop({ pieces: 5 })
    expect(await adjust(shop, 'first', 10)).toMatchObject({ value: { available: 15 } })
    expect(await adjust(shop, 'first', 10)).toMatchObject({ value: { available: 15 } })
    expect(await adjust(shop, 'second', -15)).toMatchObject({ value: { available: 0 } })
    expect(await adjust(shop, 'third', -1)).toMatchObject({ outcome: 'refused', refusal: 'stock_too_low' })
  })

  it('an adjustment that took effect is never called refused because another one followed at once', async () => {
    const shop = new TestShop({ pieces: 5 })
    let other: Promise<unknown> | undefined
    const slow = shop.worker({ before: async (call) => {
      if (call === 'get stocks') await (other ??= adjust(shop, 'second', 1))
    } })
    expect((await adjust(shop, 'first', 10, slow)).outcome).toBe('ok')
    expect(shop.database.one('stocks', 'orange-5')?.available).toBe(16)
  })
})

describe('notifications', () => {
  const message: HttpMessage = { headers: {}, body: '' }

  it('word of a refund we did not ask for is refused and kept for a person', async () => {
    const shop = new TestShop()
    const ports = shop.worker()
    const facts = { outRefundNo: 'order-1-GF', outTradeNo: 'order-1', state: 'succeeded', providerRefundId: '5', amountFen: 1, totalFen: 1 } as const
    const result = await handleNotification({ ...ports, payments: { ...ports.payments, openNotification: async () => ({ kind: 'refund', facts }) } }, message)
    expect(result).toMatchObject({ accepted: false, status: 409 })
    expect(shop.database.all('work_items')).toMatchObject([{ kind: 'refund_abnormal', subject: 'order-1-GF', state: 'open' }])
    expect(shop.database.all('postings')).toEqual([])
  })

  it('a forged one is refused and changes nothing; one of no use to us is accepted', async () => {
    const shop = new TestShop()
    const ports = shop.worker()
    const before = shop.database.digest()
    const say = (kind: 'forged' | 'ignored'): typeof ports => ({ ...ports, payments: { ...ports.payments, openNotification: async () => kind === 'forged' ? { kind, why: 'signature' } : { kind, eventType: 'X' } } })
    expect(await handleNotification(say('forged'), message)).toEqual({ accepted: false, status: 401, message: 'signature' })
    expect(await handleNotification(say('ignored'), message)).toEqual({ accepted: true })
    expect(shop.database.digest()).toBe(before)
  })
})
