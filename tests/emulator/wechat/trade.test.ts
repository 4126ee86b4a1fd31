import { describe, expect, it } from 'vitest'
import { openShop, order, OPENID, paidOrder, refundParams, type Shop } from '../wechat-pay/support/shop'
import { APPID, openApi, START, type Phone } from './support/api'

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** The open API and the WeChat Pay of one mini-program. */
function openBoth(options: Parameters<typeof openApi>[0] = {}): { shop: Shop, phone: Phone } {
  const shop = openShop({ held: id => phone.api.holds(id) })
  const phone: Phone = openApi({ clock: shop.clock, state: shop.state, paidOrder: number => shop.pay.paidOrder(number), ...options })
  return { shop, phone }
}

async function upload(phone: Phone, transactionId: string, changes: Record<string, unknown> = {}): Promise<void> {
  const answer = await phone.post('/wxa/sec/order/upload_shipping_info', {
    order_key: { order_number_type: 2, transaction_id: transactionId }, logistics_type: 1, delivery_mode: 1,
    shipping_list: [{ tracking_no: 'YT1', express_company: 'YTO', item_desc: '小土豆' }],
    upload_time: new Date(phone.clock.now()).toISOString(), payer: { openid: OPENID }, ...changes,
  })
  if (answer.errcode !== 0) throw new Error(answer.errmsg)
}

describe('settlement', () => {
  it.each([[1, 10], [2, 2], [3, 2], [4, 2]])('holds a payment until way %i is %i days under way', async (way, days) => {
    const { shop, phone } = openBoth()
    const tx = await paidOrder(shop, 'order-0001')
    expect(shop.pay.account()).toMatchObject({ balanceFen: 1990, frozenFen: 1990, availableFen: 0 })
    expect(phone.api.settlement().held).toEqual([{ transactionId: tx, outTradeNo: 'order-0001', heldFen: 1990, waitsFor: 'shipping' }])
    await upload(phone, tx, { logistics_type: way })
    expect(phone.api.settlement()).toMatchObject({ heldFen: 1990, settledFen: 0, held: [{ waitsFor: 'receipt', settlesAt: START + days * DAY }] })
    await shop.clock.advance(days * DAY - 1)
    expect(shop.pay.account().availableFen).toBe(0)
    await shop.clock.advance(1)
    expect(shop.pay.account()).toMatchObject({ balanceFen: 1990, frozenFen: 0, availableFen: 1990 })
    expect(phone.api.settlement()).toEqual({ heldFen: 0, settledFen: 1990, held: [] })
  })

  it('lets it go when the payer confirms', async () => {
    const { shop, phone } = openBoth()
    const tx = await paidOrder(shop, 'order-0001')
    expect(() => shop.pay.withdraw(1)).toThrow('available')
    await upload(phone, tx)
    phone.api.confirmReceipt(tx)
    shop.pay.withdraw(1990)
    expect(shop.pay.account()).toMatchObject({ balanceFen: 0, availableFen: 0 })
  })

  it('refunds from what it holds', async () => {
    const { shop, phone } = openBoth()
    await paidOrder(shop, 'order-0001')
    expect((await shop.client.refunds(refundParams('order-0001', 'refund-0001', 990))).status).toBe(200)
    expect(shop.pay.account()).toMatchObject({ balanceFen: 1000, frozenFen: 1000 })
    expect(phone.api.settlement()).toMatchObject({ heldFen: 1000 })
    await shop.clock.advance(60_000)
    expect((await shop.client.refunds(refundParams('order-0001', 'refund-0002', 1000))).status).toBe(200)
    expect(phone.api.settlement()).toEqual({ heldFen: 0, settledFen: 0, held: [] })
  })

  it('holds nothing of a mini-program that is not managed', async () => {
    const { shop, phone } = openBoth({ tradeManaged: false })
    const tx = await paidOrder(shop, 'order-0001')
    expect(phone.api.holds(tx)).toBe(false)
    expect(phone.api.holds('4200')).toBe(false)
    expect(shop.pay.account().availableFen).toBe(1990)
  })
})

describe('get_order_list', () => {
  interface List { errcode: number, order_list: { merchant_trade_no: string, order_state: number }[], last_index: string, has_more: boolean }

  async function shopOfFive(): Promise<{ shop: Shop, phone: Phone, list: (body: Record<string, unknown>) => Promise<List> }> {
    const { shop, phone } = openBoth()
    for (let i = 1; i <= 5; i++) {
      const tx = await paidOrder(shop, `order-000${i}`)
      if (i === 2) await upload(phone, tx)
      await shop.clock.advance(HOUR)
    }
    await order(shop, 'order-0006')
    return { shop, phone, list: async body => await phone.post('/wxa/sec/order/get_order_list', body) as unknown as List }
  }

  const numbers = (list: List): string[] => list.order_list.map(one => one.merchant_trade_no.slice(-1))

  it('gives every payment once, a page at a time', async () => {
    const { list } = await shopOfFive()
    const first = await list({ page_size: 2 })
    const second = await list({ page_size: 2, last_index: first.last_index })
    const third = await list({ page_size: 2, last_index: second.last_index })
    expect([first, second, third].map(page => [numbers(page), page.has_more])).toEqual([[['1', '2'], true], [['3', '4'], true], [['5'], false]])
    expect(first).toMatchObject({ errcode: 0, order_list: [{ order_state: 1 }, { order_state: 2 }] })
    expect((await list({ page_size: 5 })).has_more).toBe(false)
  })

  it.each<[string, Record<string, unknown>, string[]]>([
    ['the shipped', { order_state: 2 }, ['2']],
    ['the unshipped', { order_state: 1 }, ['1', '3', '4', '5']],
    ['those of a time', { pay_time_range: { begin_time: (START + HOUR) / 1000, end_time: (START + 2 * HOUR) / 1000 } }, ['2', '3']],
    ['those of a payer', { openid: OPENID, page_size: 1 }, ['1']],
    ['those of another payer', { openid: 'o-bob-0001' }, []],
  ])('gives %s', async (_, body, expected) => {
    expect(numbers(await (await shopOfFive()).list(body))).toEqual(expected)
  })

  it.each<[string, Record<string, unknown>, number]>([
    ['a page of nothing', { page_size: 0 }, 10060014],
    ['a state that is none', { order_state: 9 }, 10060014],
    ['a place it never gave', { last_index: 'zz' }, 10060011],
  ])('refuses %s', async (_, body, errcode) => {
    const { phone } = openBoth()
    expect(await phone.post('/wxa/sec/order/get_order_list', body)).toMatchObject({ errcode })
  })
})

describe('notify_confirm_receive', () => {
  const remind = (phone: Phone, tx: string, at: number) => phone.post('/wxa/sec/order/notify_confirm_receive', { transaction_id: tx, received_time: at / 1000 })

  it('asks the payer once, for express that was signed for after it was shipped', async () => {
    const { shop, phone } = openBoth()
    const tx = await paidOrder(shop, 'order-0001')
    expect(await remind(phone, tx, START)).toMatchObject({ errcode: 10060028 })
    await upload(phone, tx)
    await shop.clock.advance(DAY)
    expect(await remind(phone, tx, START - 1000)).toMatchObject({ errcode: 10060029 })
    expect(await remind(phone, tx, START + HOUR)).toMatchObject({ errcode: 0 })
    expect(await remind(phone, tx, START + HOUR)).toMatchObject({ errcode: 10060030 })
    expect(phone.api.shipping()).toMatchObject([{ remindedAt: START + DAY }])
  })

  it('is not for other ways, nor for what was received, nor for nothing', async () => {
    const { shop, phone } = openBoth()
    const pickup = await paidOrder(shop, 'order-0001')
    await upload(phone, pickup, { logistics_type: 4 })
    expect(await remind(phone, pickup, START + HOUR)).toMatchObject({ errcode: 10060032 })
    const received = await paidOrder(shop, 'order-0002')
    await upload(phone, received)
    phone.api.confirmReceipt(received)
    expect(await remind(phone, received, START + HOUR)).toMatchObject({ errcode: 10060028 })
    expect(await remind(phone, '4200', START)).toMatchObject({ errcode: 10060001 })
    expect(await phone.post('/wxa/sec/order/notify_confirm_receive', { transaction_id: received })).toMatchObject({ errcode: 10060014 })
  })
})

describe('opspecialorder', () => {
  const file = (phone: Phone, id: string, type: number, days?: number) =>
    phone.post('/wxa/sec/order/opspecialorder', { order_id: id, type, ...(days !== undefined && { delay_to: START / 1000 + days * 86_400 }) })

  it.each([[1, 14.9, 268546001], [1, 15, 0], [1, 330, 0], [1, 330.1, 268546001], [1, undefined, 268546001], [2, undefined, 0], [3, 20, 268546000]])(
    'of type %s in %s days answers %s', async (type, days, errcode) => {
      const { shop, phone } = openBoth()
      const tx = await paidOrder(shop, 'order-0001')
      expect(await file(phone, 'order-0001', type, days)).toMatchObject({ errcode })
      expect(phone.api.specialOrders().map(one => one.transactionId)).toEqual(errcode === 0 ? [tx] : [])
    })

  it('is for payments that are not shipped', async () => {
    const { shop, phone } = openBoth()
    expect(await file(phone, 'order-0009', 2)).toMatchObject({ errcode: 268546002 })
    const tx = await paidOrder(shop, 'order-0001')
    await upload(phone, tx)
    expect(await file(phone, tx, 2)).toMatchObject({ errcode: 268546002 })
  })
})

describe('trade management', () => {
  it.each([[true], [false]])('says whether it is on: %s', async (tradeManaged) => {
    const { phone } = openBoth({ tradeManaged })
    expect(await phone.post('/wxa/sec/order/is_trade_managed', { appid: APPID })).toEqual({ errcode: 0, errmsg: 'ok', is_trade_managed: tradeManaged })
    expect(await phone.post('/wxa/sec/order/is_trade_management_confirmation_completed', { appid: APPID })).toMatchObject({ completed: tradeManaged })
  })

  it('answers for the mini-program itself only', async () => {
    const { phone } = openBoth()
    expect(await phone.post('/wxa/sec/order/is_trade_managed', { appid: 'wxother' })).toMatchObject({ errcode: 40013 })
    expect(await phone.post('/wxa/sec/order/is_trade_managed', {})).toMatchObject({ errcode: 40097 })
  })

  it('keeps where messages lead', async () => {
    const { phone } = openBoth()
    expect(phone.api.jumpPath()).toBeUndefined()
    expect(await phone.post('/wxa/sec/order/set_msg_jump_path', { path: 'pages/order/index' })).toMatchObject({ errcode: 0 })
    expect(phone.api.jumpPath()).toBe('pages/order/index')
    expect(await phone.post('/wxa/sec/order/set_msg_jump_path', {})).toMatchObject({ errcode: 40097 })
  })
})
