import { describe, expect, it } from 'vitest'
import type { AdminOrderView, Page } from '../../cloudfunctions/contract/views'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../cloudfunctions/domain/kernel/instant'
import { correctShipping } from '../../cloudfunctions/usecases/order/correct-shipping'
import { crashAnywhere } from '../support/crash-anywhere'
import { aGoodsShop, imports, someCodes, WISHES } from '../support/goods'
import { TestShop } from '../support/shop'
import { cartOf, ships, withSuppliers } from '../support/suppliers'

const WRONG = { orderId: 'order-1', supplierId: '', company: 'SF', trackingNo: 'SF1234567' }
const RIGHT = { ...WRONG, company: 'YTO', trackingNo: 'YT7654321' }

async function shippedShop(prepare?: (shop: TestShop) => void): Promise<TestShop> {
  const shop = new TestShop()
  await shop.place('alice', 'order-1')
  await shop.pays('alice', 'order-1')
  prepare?.(shop)
  await shop.asMerchant('order.ship', WRONG)
  return shop
}

let lastRequest = 0
const correct = (shop: TestShop, input: object = RIGHT, requestId = `request-${++lastRequest}`): ReturnType<TestShop['admin']> =>
  shop.admin('merchant', { procedure: 'order.correctParcel', input: { ...input, requestId } })

async function seen(shop: TestShop, tab = 'shipped'): Promise<AdminOrderView | undefined> {
  const { items } = await shop.asMerchant<Page<AdminOrderView>>('order.list', { tab, cursor: null })
  return items.find(one => one.orderId === 'order-1')
}

const told = (shop: TestShop): readonly (readonly string[])[] => shop.wechat.shipments.map(info => 'parcels' in info ? info.parcels.map(parcel => parcel.trackingNo) : [])

describe('a waybill that was wrong', () => {
  it('X8: is corrected at WeChat once; a second correction is refused, and the shopper sees the right one', async () => {
    const shop = await shippedShop()
    expect(await seen(shop)).toMatchObject({ shipping: { correctable: true, correction: null } })
    shop.now += HOUR_MS
    expect(await correct(shop)).toMatchObject({ value: { shipping: { correctable: false, correction: 'taken' }, parcels: [{ sent: { company: 'YTO', trackingNo: 'YT7654321' } }] } })
    expect(told(shop)).toEqual([['SF1234567'], ['YT7654321']])
    expect((await shop.order('alice', 'order-1')).parcels).toMatchObject([{ sent: { trackingNo: 'YT7654321' } }])
    expect(await correct(shop, { ...RIGHT, trackingNo: 'YT0000000' })).toMatchObject({ refusal: 'shipping_already_corrected' })
    expect(told(shop)).toHaveLength(2)
    expect(shop.database.all('audits')).toMatchObject([{ act: 'order.correctParcel', subject: 'order-1', detail: 'SF SF1234567 -> YTO YT7654321', openid: 'merchant' }])
  })

  it('X8: asking again, or for what it is already, uses up nothing', async () => {
    const shop = await shippedShop()
    expect(await correct(shop, WRONG)).toMatchObject({ outcome: 'ok', value: { shipping: { correctable: true } } })
    await correct(shop, RIGHT, 'request-same')
    expect(await correct(shop, RIGHT, 'request-same')).toMatchObject({ outcome: 'ok' })
    expect(await correct(shop, { ...RIGHT, orderId: 'order-other' }, 'request-same')).toMatchObject({ refusal: 'request_id_taken' })
    expect(told(shop)).toHaveLength(2)
  })

  it('X8: an upload whose answer was lost is sent again as the same, and leaves the correction untouched', async () => {
    const shop = new TestShop()
    await shop.place('alice', 'order-1')
    await shop.pays('alice', 'order-1')
    const losing = shop.worker({ after: call => call === 'wechat.uploadShipping' ? Promise.reject(new Error('lost')) : Promise.resolve() })
    await shop.admin('merchant', { procedure: 'order.ship', input: WRONG }, losing)
    expect(await correct(shop)).toMatchObject({ refusal: 'shipping_info_pending' })
    await shop.passes(5 * MINUTE_MS)
    expect(await seen(shop)).toMatchObject({ shippingUploaded: true, shipping: { correctable: true } })
    expect(told(shop)).toEqual([['SF1234567']])
    await correct(shop)
    expect(told(shop)).toEqual([['SF1234567'], ['YT7654321']])
  })

  it('X8: that WeChat refused goes up again as often as it takes, and its work item ends with it', async () => {
    const shop = await shippedShop(one => one.wechat.shippingRefused = 10060031)
    expect(shop.database.all('work_items')).toMatchObject([{ kind: 'shipping_refused', subject: 'order-1', state: 'open', detail: '10060031' }])
    expect(await seen(shop)).toMatchObject({ shippingUploaded: false, shipping: { refused: true, correctable: true }, release: { state: 'waiting', at: null } })
    shop.now += HOUR_MS
    expect(await correct(shop)).toMatchObject({ value: { shipping: { refused: true } } })
    shop.wechat.shippingRefused = undefined
    shop.now += HOUR_MS
    expect(await correct(shop, { ...RIGHT, trackingNo: 'YT0000002' })).toMatchObject({ value: { shippingUploaded: true, shipping: { refused: false, correctable: true, correction: null } } })
    expect(told(shop)).toEqual([['YT0000002']])
    expect(shop.database.all('work_items')).toMatchObject([{ state: 'closed' }])
  })

  it('X8: too late once the receipt is confirmed at WeChat: the merchant is told that WeChat keeps the wrong one', async () => {
    const shop = await shippedShop()
    shop.wechat.confirmed.add('42000order-1')
    shop.now += HOUR_MS
    expect(await correct(shop)).toMatchObject({ value: { shipping: { correction: 'refused', correctable: false } } })
    expect(shop.database.all('work_items')).toMatchObject([{ kind: 'shipping_refused', subject: 'order-1', detail: 'confirmed' }])
    await shop.value('alice', 'order.confirmReceipt', { orderId: 'order-1' })
    expect(await correct(shop, WRONG)).toMatchObject({ refusal: 'order_not_shippable' })
  })

  it('X8, X9: of an order that leaves in parts is free until the last part has left and WeChat is told', async () => {
    const shop = withSuppliers(new TestShop())
    await shop.place('alice', 'order-1', cartOf('orange', 'peach'))
    await shop.pays('alice', 'order-1')
    await shop.asMerchant('order.ship', WRONG)
    for (const trackingNo of ['YT0000001', 'YT0000002', 'YT0000003']) expect(await correct(shop, { ...RIGHT, trackingNo })).toMatchObject({ outcome: 'ok' })
    expect(await correct(shop, { ...RIGHT, supplierId: 'farm' })).toMatchObject({ refusal: 'order_not_shippable' })
    await ships(shop, 'order-1', 'farm')
    expect(told(shop)).toHaveLength(1)
    expect(told(shop)[0]).toContain('YT0000003')
  })

  it('X8: a correction is the merchant\'s to make', async () => {
    const shop = await shippedShop()
    expect(await shop.admin('alice', { procedure: 'order.correctParcel', input: { ...RIGHT, requestId: 'request-x' } })).toMatchObject({ refusal: 'not_allowed' })
    expect(await correct(shop, { ...RIGHT, orderId: 'order-none' })).toMatchObject({ refusal: 'order_not_found' })
  })

  it('X8, L4: a worker dies at any call while it corrects, and the correction is made exactly once', async () => {
    const { found, points } = await crashAnywhere({
      set: async (shop) => {
        await shop.place('alice', 'order-1')
        await shop.pays('alice', 'order-1')
        await shop.asMerchant('order.ship', WRONG)
        shop.now += HOUR_MS
        return worker => correctShipping(worker, { orderId: 'order-1', sender: 'shop', company: 'YTO', trackingNo: 'YT7654321', openid: 'merchant', requestId: 'request-1' })
      },
      end: (shop) => {
        const asked = shop.database.one('audits', 'request-1') !== undefined
        const order = shop.database.one('orders', 'order-1')
        const uploads = told(shop).flat().join()
        if (!asked) return uploads === 'SF1234567' ? [] : [`nobody asked, and WeChat has ${uploads}`]
        return uploads === 'SF1234567,YT7654321' && order?.shippingCorrection === 'taken' ? [] : [`WeChat has ${uploads}, the correction is ${order?.shippingCorrection}`]
      },
    })
    expect(found).toEqual([])
    expect(points).toBeGreaterThan(16)
  }, 60_000)
})

describe('when the platform lets go of the money', () => {
  it('X8: ten days after the shipping info of goods that were sent; at once when the shopper confirms', async () => {
    const shop = await shippedShop(one => one.wechat.shippingDown = true)
    expect(await seen(shop)).toMatchObject({ release: { state: 'waiting', at: null } })
    shop.wechat.shippingDown = false
    await shop.passes(3 * MINUTE_MS)
    const uploadedAt = shop.database.one('orders', 'order-1')?.shippingUploadedAt ?? 0
    expect(await seen(shop)).toMatchObject({ release: { state: 'counting', at: uploadedAt + 10 * DAY_MS } })
    const alone = await shippedShop()
    alone.now += 2 * DAY_MS
    await alone.value('alice', 'order.confirmReceipt', { orderId: 'order-1' })
    expect(await seen(alone, 'received')).toMatchObject({ release: { state: 'released', at: alone.now } })
  })

  it('X8: a correction begins the ten days anew, and a receipt that time brought about does not end them', async () => {
    const shop = await shippedShop()
    shop.now += 5 * DAY_MS
    await correct(shop)
    const at = shop.now + 10 * DAY_MS
    shop.now += 5 * DAY_MS
    await shop.passes(MINUTE_MS)
    expect(await seen(shop, 'received')).toMatchObject({ state: 'received', release: { state: 'counting', at } })
    shop.now = at
    expect(await seen(shop, 'received')).toMatchObject({ release: { state: 'released', at } })
  })

  it('X8, S45: two days after goods that nobody carries were handed over', async () => {
    const shop = aGoodsShop()
    await imports(shop, someCodes(1))
    await shop.place('alice', 'order-1', WISHES.card)
    await shop.pays('alice', 'order-1')
    await shop.passes(MINUTE_MS)
    expect(await seen(shop, 'ready')).toMatchObject({ release: { state: 'counting', at: (shop.database.one('orders', 'order-1')?.shippingUploadedAt ?? 0) + 2 * DAY_MS } })
  })

  it('X8: nothing is held where nothing was paid through WeChat or all of it went back', async () => {
    const shop = new TestShop()
    await shop.opensGroup('alice', 'order-1')
    await shop.passes(90 * MINUTE_MS)
    expect(await seen(shop, 'closed')).toMatchObject({ release: null })
  })
})
