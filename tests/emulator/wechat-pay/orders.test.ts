import { describe, expect, it } from 'vitest'
import { APPID, codeOf, OPENID, openShop, order, orderParams, paidOrder } from './support/shop'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

describe('JSAPI orders', () => {
  it('gives payment parameters that the payment sheet accepts', async () => {
    const { client, pay } = openShop()
    const result = await client.transactions_jsapi(orderParams('order-0001'))
    expect(result.status).toBe(200)
    expect(result.data).toMatchObject({ appId: APPID, signType: 'RSA', package: expect.stringMatching(/^prepay_id=wx20260301100000/) })
    const sheet = await pay.cashier.request('/open', { method: 'POST', body: new URLSearchParams(result.data as Record<string, string>) })
    expect(sheet.status).toBe(303)
  })

  it('gives another session for the same parameters', async () => {
    const shop = openShop()
    const first = await order(shop, 'order-0001')
    const second = await order(shop, 'order-0001')
    expect(second).not.toBe(first)
    expect(shop.pay.orders()).toHaveLength(1)
  })

  it.each([
    ['amount', { amount: { total: 1991, currency: 'CNY' } }],
    ['payer', { payer: { openid: 'o-bob-0001' } }],
    ['description', { description: 'something else' }],
    ['time_expire', { time_expire: '2026-03-01T12:00:00+08:00' }],
  ])('refuses a re-entry with another %s', async (_, changes) => {
    const shop = openShop()
    await order(shop, 'order-0001')
    const again = await shop.client.transactions_jsapi(orderParams('order-0001', changes))
    expect(again.status).toBe(400)
    expect(codeOf(again)).toBe('INVALID_REQUEST')
    expect(again.error).toContain('请求重入时，参数与首次请求时不一致')
  })

  it('refuses to create a paid order again', async () => {
    const shop = openShop()
    await paidOrder(shop, 'order-0001')
    expect(codeOf(await shop.client.transactions_jsapi(orderParams('order-0001')))).toBe('ORDER_PAID')
  })

  it('refuses to create a closed order again', async () => {
    const shop = openShop()
    await order(shop, 'order-0001')
    await shop.client.close('order-0001')
    expect(codeOf(await shop.client.transactions_jsapi(orderParams('order-0001')))).toBe('ORDER_CLOSED')
  })

  it('refuses to create an order again whose time to pay is over', async () => {
    const shop = openShop()
    const changes = { time_expire: '2026-03-01T10:05:00+08:00' }
    await order(shop, 'order-0001', changes)
    await shop.clock.advance(5 * MINUTE)
    expect(codeOf(await shop.client.transactions_jsapi(orderParams('order-0001', changes)))).toBe('ORDER_CLOSED')
  })

  it.each([
    ['a number of 5 characters', { out_trade_no: 'abcde' }],
    ['a number of 33 characters', { out_trade_no: 'a'.repeat(33) }],
    ['a number with a space', { out_trade_no: 'order 0001' }],
    ['no amount', { amount: undefined }],
    ['an amount of zero', { amount: { total: 0, currency: 'CNY' } }],
    ['a broken amount', { amount: { total: 19.9, currency: 'CNY' } }],
    ['another currency', { amount: { total: 1990, currency: 'USD' } }],
    ['a long description', { description: '豆'.repeat(128) }],
    ['a long attach', { attach: 'a'.repeat(129) }],
    ['a notify_url with a query string', { notify_url: 'https://shop.example/notify?a=1' }],
    ['a time_expire that is no time', { time_expire: '2026-03-01 12:00' }],
    ['no payer', { payer: undefined }],
  ])('refuses %s with PARAM_ERROR', async (_, changes) => {
    const { client, pay } = openShop()
    const result = await client.transactions_jsapi(orderParams('order-0001', changes) as Parameters<typeof client.transactions_jsapi>[0])
    expect(result.status).toBe(400)
    expect(codeOf(result)).toBe('PARAM_ERROR')
    expect(pay.orders()).toEqual([])
  })

  it('names the field at fault', async () => {
    const { client, transport } = openShop()
    await client.transactions_jsapi(orderParams('order-0001', { amount: { total: -1, currency: 'CNY' } }))
    expect(JSON.parse(transport.last!.text)).toMatchObject({ detail: { field: '/amount/total', value: -1, location: 'body' } })
  })

  it('refuses an appid that is not bound to the merchant', async () => {
    const { client } = openShop()
    const result = await client.transactions_jsapi({ ...orderParams('order-0001'), appid: 'wxffffffffffffffff' } as Parameters<typeof client.transactions_jsapi>[0])
    expect(codeOf(result)).toBe('APPID_MCHID_NOT_MATCH')
  })

  it('refuses an openid of another appid', async () => {
    const { client } = openShop({ ownsOpenid: (appid, openid) => appid === APPID && openid !== 'o-foreign' })
    expect((await client.transactions_jsapi(orderParams('order-0001'))).status).toBe(200)
    const foreign = await client.transactions_jsapi(orderParams('order-0002', { payer: { openid: 'o-foreign' } }))
    expect(codeOf(foreign)).toBe('OPENID_MISMATCH')
    expect(foreign.error).toContain('appid与openid不匹配')
  })

  it('raises a time_expire under a minute to one minute', async () => {
    const shop = openShop()
    const prepayId = await order(shop, 'order-0001', { time_expire: '2026-03-01T10:00:10+08:00' })
    await shop.clock.advance(MINUTE - 1)
    expect(await shop.pay.pay(prepayId)).toMatchObject({ ok: true })
  })

  it('lowers a time_expire beyond 90 days, and takes 7 days when there is none', async () => {
    const shop = openShop()
    await order(shop, 'order-0001', { time_expire: '2027-03-01T10:00:00+08:00' })
    await order(shop, 'order-0002')
    const [far, plain] = shop.pay.orders()
    expect(far!.payUntil - far!.createdAt).toBe(90 * DAY)
    expect(plain!.payUntil - plain!.createdAt).toBe(7 * DAY)
  })
})

describe('paying', () => {
  it('takes the money once', async () => {
    const shop = openShop()
    const prepayId = await order(shop, 'order-0001')
    expect(await shop.pay.pay(prepayId, OPENID)).toMatchObject({ ok: true, transactionId: expect.stringMatching(/^4200\d{24}$/) })
    expect(await shop.pay.pay(prepayId, OPENID)).toEqual({ ok: false, reason: 'paid' })
    expect(shop.pay.account()).toMatchObject({ balanceFen: 1990, paymentsFen: 1990 })
  })

  it('refuses another payer', async () => {
    const shop = openShop()
    expect(await shop.pay.pay(await order(shop, 'order-0001'), 'o-bob-0001')).toEqual({ ok: false, reason: 'other-payer' })
  })

  it('refuses a session after two hours, but not a new one of the same order', async () => {
    const shop = openShop()
    const first = await order(shop, 'order-0001')
    await shop.clock.advance(2 * HOUR)
    expect(await shop.pay.pay(first)).toEqual({ ok: false, reason: 'expired' })
    expect(await shop.pay.pay(await order(shop, 'order-0001'))).toMatchObject({ ok: true })
  })

  it('refuses after time_expire without closing the order', async () => {
    const shop = openShop()
    const prepayId = await order(shop, 'order-0001', { time_expire: '2026-03-01T10:05:00+08:00' })
    await shop.clock.advance(5 * MINUTE)
    expect(await shop.pay.pay(prepayId)).toEqual({ ok: false, reason: 'expired' })
    expect((await shop.client.query({ out_trade_no: 'order-0001' })).data).toMatchObject({ trade_state: 'NOTPAY' })
  })

  it('refuses a closed order and an unknown session', async () => {
    const shop = openShop()
    const prepayId = await order(shop, 'order-0001')
    await shop.client.close('order-0001')
    expect(await shop.pay.pay(prepayId)).toEqual({ ok: false, reason: 'closed' })
    expect(await shop.pay.pay('wx-none')).toEqual({ ok: false, reason: 'unknown' })
  })

  it('keeps the fee when there is one', async () => {
    const shop = openShop({ feeRate: 0.006 })
    await paidOrder(shop, 'order-0001')
    expect(shop.pay.account()).toMatchObject({ balanceFen: 1978, paymentsFen: 1990, feesFen: 12 })
    expect(shop.pay.flows().map(flow => [flow.kind, flow.amountFen, flow.balanceFen])).toEqual([['payment', 1990, 1990], ['fee', -12, 1978]])
  })
})

describe('query and close', () => {
  it('shows an unpaid order without transaction_id and attach', async () => {
    const shop = openShop()
    await order(shop, 'order-0001', { attach: 'group-7' })
    const { data } = await shop.client.query({ out_trade_no: 'order-0001' })
    expect(data).toMatchObject({ trade_state: 'NOTPAY', amount: { total: 1990, currency: 'CNY' }, payer: { openid: OPENID } })
    expect(data).not.toHaveProperty('transaction_id')
    expect(data).not.toHaveProperty('attach')
  })

  it('shows a paid order by either number', async () => {
    const shop = openShop()
    const transactionId = await paidOrder(shop, 'order-0001', { attach: 'group-7' })
    const byNumber = await shop.client.query({ out_trade_no: 'order-0001' })
    expect(byNumber.data).toMatchObject({
      appid: APPID, out_trade_no: 'order-0001', transaction_id: transactionId, trade_type: 'JSAPI', trade_state: 'SUCCESS', attach: 'group-7',
      success_time: '2026-03-01T10:00:00+08:00', amount: { total: 1990, payer_total: 1990 }, promotion_detail: [],
    })
    expect((await shop.client.query({ transaction_id: transactionId })).data).toEqual(byNumber.data)
  })

  it('shows a coupon as payer_total below total', async () => {
    const shop = openShop()
    await shop.pay.pay(await order(shop, 'order-0001'), OPENID, { couponFen: 500 })
    const { data } = await shop.client.query({ out_trade_no: 'order-0001' })
    expect(data).toMatchObject({ amount: { total: 1990, payer_total: 1490 }, promotion_detail: [{ amount: 500 }] })
    expect(shop.pay.account().balanceFen).toBe(1990)
  })

  it('knows no order by a foreign number', async () => {
    const shop = openShop()
    const unknown = await shop.client.query({ out_trade_no: 'order-0009' })
    expect([unknown.status, codeOf(unknown)]).toEqual([404, 'ORDER_NOT_EXIST'])
    expect(codeOf(await shop.client.query({ transaction_id: '4200000000000000000000000000' }))).toBe('ORDER_NOT_EXIST')
  })

  it('writes error codes without underscores when told to', async () => {
    const shop = openShop({ spelling: 'joined' })
    expect(codeOf(await shop.client.query({ out_trade_no: 'order-0009' }))).toBe('ORDERNOTEXIST')
    await paidOrder(shop, 'order-0001')
    expect(codeOf(await shop.client.close('order-0001'))).toBe('ORDERPAID')
    expect(codeOf(await shop.client.transactions_jsapi(orderParams('x')))).toBe('PARAM_ERROR')
  })

  it('closes with an empty 204, again and again', async () => {
    const shop = openShop()
    await order(shop, 'order-0001')
    expect(await shop.client.close('order-0001')).toEqual({ status: 204, data: {} })
    expect(shop.transport.last!.text).toBe('')
    expect((await shop.client.close('order-0001')).status).toBe(204)
    expect((await shop.client.query({ out_trade_no: 'order-0001' })).data).toMatchObject({ trade_state: 'CLOSED' })
  })

  it('refuses to close a paid or refunded order', async () => {
    const shop = openShop()
    await paidOrder(shop, 'order-0001')
    expect(codeOf(await shop.client.close('order-0001'))).toBe('ORDER_PAID')
  })

  it('refuses to close an unknown order', async () => {
    const result = await openShop().client.close('order-0009')
    expect([result.status, codeOf(result)]).toEqual([404, 'ORDER_NOT_EXIST'])
  })
})
