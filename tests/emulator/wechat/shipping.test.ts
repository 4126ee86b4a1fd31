import { describe, expect, it } from 'vitest'
import { ALICE, openApi, START, type Phone } from './support/api'
import { openShop, order } from '../wechat-pay/support/shop'

const DAY = 86_400_000
const MCHID = '1600000001'
const TX = '4200000001202603010000000001'

function withPaidOrder(changes: { refundedFen?: number } = {}): Phone {
  const phone = openApi()
  const paid = {
    transactionId: TX, outTradeNo: 'order-0001', mchid: MCHID, openid: ALICE, description: '云南小土豆', totalFen: 1990, createdAt: START - 60_000,
    paidAt: START, refundedFen: 0, ...changes,
  }
  phone.paid.set(TX, paid)
  phone.paid.set('order-0001', paid)
  return phone
}

const parcel = { tracking_no: 'YT1', express_company: 'YTO', item_desc: '小土豆 5斤' }

const upload = (phone: Phone, changes: Record<string, unknown> = {}) => phone.post('/wxa/sec/order/upload_shipping_info', {
  order_key: { order_number_type: 2, transaction_id: TX }, logistics_type: 1, delivery_mode: 1, shipping_list: [parcel],
  upload_time: '2026-03-01T11:00:00.000+08:00', payer: { openid: ALICE }, ...changes,
})

const find = async (phone: Phone, body: Record<string, unknown> = { transaction_id: TX }) =>
  (await phone.post('/wxa/sec/order/get_order', body)).order as Record<string, unknown> | undefined

const at = (hour: number): string => `2026-03-01T${hour}:00:00.000+08:00`

describe('upload_shipping_info', () => {
  it('takes the parcel of a paid order, by either number', async () => {
    const phone = withPaidOrder()
    expect(await upload(phone)).toEqual({ errcode: 0, errmsg: 'ok' })
    expect(phone.api.shipping()).toMatchObject([{ transactionId: TX, complete: true, corrected: false, parcels: [{ trackingNo: 'YT1', expressCompany: 'YTO' }] }])
    const other = withPaidOrder()
    expect(await upload(other, { order_key: { order_number_type: 1, mchid: MCHID, out_trade_no: 'order-0001' } })).toMatchObject({ errcode: 0 })
  })

  it('takes one correction and no more', async () => {
    const phone = withPaidOrder()
    await upload(phone)
    expect(await upload(phone, { upload_time: at(12), shipping_list: [{ ...parcel, tracking_no: 'YT2' }] })).toMatchObject({ errcode: 0 })
    expect(phone.api.shipping()[0]).toMatchObject({ corrected: true, parcels: [{ trackingNo: 'YT2' }] })
    expect(await upload(phone, { upload_time: at(13) })).toMatchObject({ errcode: 10060003 })
  })

  it('wants a newer upload_time for a correction', async () => {
    const phone = withPaidOrder()
    await upload(phone)
    expect(await upload(phone)).toMatchObject({ errcode: 10060023 })
    expect(phone.api.shipping()[0]!.corrected).toBe(false)
  })

  it('adds parts until all are delivered', async () => {
    const phone = withPaidOrder()
    const part = (no: string, all: boolean, hour: number) =>
      upload(phone, { delivery_mode: 2, is_all_delivered: all, shipping_list: [{ ...parcel, tracking_no: no }], upload_time: at(hour) })
    await part('A', false, 11)
    expect(await find(phone)).toMatchObject({ order_state: 1, shipping: { finish_shipping: false } })
    await part('B', true, 12)
    expect(await find(phone)).toMatchObject({ order_state: 2, shipping: { finish_shipping: true, finish_shipping_count: 1 } })
    expect(phone.api.shipping()[0]!.parcels.map(one => one.trackingNo)).toEqual(['A', 'B'])
  })

  it.each<[string, Record<string, unknown>, number]>([
    ['an unknown payment', { order_key: { order_number_type: 2, transaction_id: '4200' } }, 10060001],
    ['another merchant', { order_key: { order_number_type: 1, mchid: '16', out_trade_no: 'order-0001' } }, 10060001],
    ['another payer', { payer: { openid: 'o-bob-0001' } }, 10060031],
    ['an unknown way', { logistics_type: 5 }, 10060005],
    ['parts that are picked up', { logistics_type: 4, delivery_mode: 2, is_all_delivered: true }, 10060006],
    ['parts that do not say whether all', { delivery_mode: 2 }, 10060007],
    ['no description', { shipping_list: [{ ...parcel, item_desc: '' }] }, 10060008],
    ['a long description', { shipping_list: [{ ...parcel, item_desc: '豆'.repeat(121) }] }, 10060009],
    ['no parcel', { shipping_list: [] }, 10060014],
    ['two parcels at once in one delivery', { shipping_list: [parcel, parcel] }, 10060014],
    ['express without a number', { shipping_list: [{ item_desc: '小土豆' }] }, 10060014],
    ['SF without a hidden phone number', { shipping_list: [{ ...parcel, express_company: 'SF' }] }, 10060014],
    ['16 parcels', { delivery_mode: 2, is_all_delivered: true, shipping_list: Array(16).fill(parcel) }, 10060024],
    ['a time that is none', { upload_time: 'now' }, 10060014],
    ['no payer', { payer: undefined }, 10060014],
  ])('refuses %s', async (_, changes, errcode) => {
    const phone = withPaidOrder()
    expect(await upload(phone, changes)).toMatchObject({ errcode })
    expect(phone.api.shipping()).toEqual([])
  })

  it('takes SF with a hidden phone number, and pick-up without a parcel number', async () => {
    const sf = { ...parcel, express_company: 'SF', contact: { receiver_contact: '139****5678' } }
    expect(await upload(withPaidOrder(), { shipping_list: [sf] })).toMatchObject({ errcode: 0 })
    expect(await upload(withPaidOrder(), { logistics_type: 4, shipping_list: [{ item_desc: '小土豆' }] })).toMatchObject({ errcode: 0 })
  })

  it('refuses a payment that went back in full', async () => {
    expect(await upload(withPaidOrder({ refundedFen: 1990 }))).toMatchObject({ errcode: 10060004 })
    expect(await upload(withPaidOrder({ refundedFen: 1 }))).toMatchObject({ errcode: 0 })
  })

  it('refuses a change after the payer has the goods', async () => {
    const phone = withPaidOrder()
    await upload(phone)
    phone.api.confirmReceipt(TX)
    expect(await upload(phone, { upload_time: at(12) })).toMatchObject({ errcode: 10060002 })
  })
})

describe('get_order', () => {
  it('goes from to-be-shipped over shipped and received to settled', async () => {
    const phone = withPaidOrder()
    expect(await find(phone)).toMatchObject({ order_state: 1, paid_amount: 1990, openid: ALICE, pay_time: START / 1000, shipping: {} })
    await upload(phone)
    expect((await find(phone))!.order_state).toBe(2)
    phone.api.confirmReceipt(TX)
    expect((await find(phone, { merchant_id: MCHID, merchant_trade_no: 'order-0001' }))!.order_state).toBe(3)
    await phone.clock.advance(10 * DAY)
    expect((await find(phone))!.order_state).toBe(4)
  })

  it.each([[1, 10], [2, 2], [4, 2]])('settles way %i after %i days without a word', async (way, days) => {
    const phone = withPaidOrder()
    await upload(phone, { logistics_type: way })
    await phone.clock.advance(days * DAY - 1)
    expect((await find(phone))!.order_state).toBe(2)
    await phone.clock.advance(1)
    expect((await find(phone))!.order_state).toBe(4)
  })

  it('shows a refunded order, and refuses an unknown one', async () => {
    expect((await find(withPaidOrder({ refundedFen: 1990 })))!.order_state).toBe(5)
    expect(await withPaidOrder().post('/wxa/sec/order/get_order', { transaction_id: '4200' })).toMatchObject({ errcode: 10060001 })
    expect(await withPaidOrder().post('/wxa/sec/order/get_order', {})).toMatchObject({ errcode: 10060014 })
  })

  it('knows the orders of the imitated WeChat Pay', async () => {
    const shop = openShop()
    const phone = openApi({ paidOrder: number => shop.pay.paidOrder(number) })
    const prepayId = await order(shop, 'order-0001')
    const key = { merchant_id: shop.pay.merchant('x').mchid, merchant_trade_no: 'order-0001' }
    expect(await find(phone, key)).toBeUndefined()
    const paid = await shop.pay.pay(prepayId)
    expect(await find(phone, key)).toMatchObject({ transaction_id: paid.ok && paid.transactionId, paid_amount: 1990, order_state: 1 })
    await shop.client.refunds({ out_trade_no: 'order-0001', out_refund_no: 'refund-0001', amount: { refund: 1990, total: 1990, currency: 'CNY' } })
    expect((await find(phone, key))!.order_state).toBe(5)
  })
})
