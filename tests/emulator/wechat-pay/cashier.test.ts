import { describe, expect, it } from 'vitest'
import { openShop, order, orderParams, type Shop } from './support/shop'

type PayParams = Record<'appId' | 'timeStamp' | 'nonceStr' | 'package' | 'signType' | 'paySign', string>

async function payParams(shop: Shop, outTradeNo = 'order-0001'): Promise<PayParams> {
  return (await shop.client.transactions_jsapi(orderParams(outTradeNo))).data as unknown as PayParams
}

const pageOf = async (shop: Shop, query: Record<string, string>): Promise<string> =>
  (await shop.pay.cashier.request(`/?${new URLSearchParams(query)}`)).text()

const post = (shop: Shop, path: string, body: Record<string, unknown>): Promise<Response> =>
  Promise.resolve(shop.pay.cashier.request(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }))

describe('the payment sheet', () => {
  it('opens with good parameters and goes on to the page', async () => {
    const shop = openShop()
    const params = await payParams(shop)
    const opened = await post(shop, '/open', params)
    expect([opened.status, opened.headers.get('location')]).toEqual([303, `?prepay_id=${params.package.slice('prepay_id='.length)}`])
  })

  it.each<[string, Partial<PayParams>]>([
    ['a wrong paySign', { paySign: 'AAAA' }],
    ['another session', { package: 'prepay_id=wx20260301100000' }],
    ['another time', { timeStamp: '1' }],
    ['another nonce', { nonceStr: 'other' }],
    ['another appid', { appId: 'wxother' }],
    ['MD5', { signType: 'MD5' }],
  ])('refuses %s like WeChat', async (_, change) => {
    const shop = openShop()
    const opened = await post(shop, '/open', { ...await payParams(shop), ...change })
    expect(opened.status).toBe(400)
    expect(await opened.json()).toEqual({ errMsg: 'requestPayment:fail 签名验证失败' })
  })

  it('names a missing parameter', async () => {
    const shop = openShop()
    const { paySign: _, ...rest } = await payParams(shop)
    expect(await (await post(shop, '/open', rest)).json()).toEqual({ errMsg: 'requestPayment:fail 缺少参数paySign' })
  })

  it('takes the parameters in the address as well, checked alike', async () => {
    const shop = openShop()
    const params = await payParams(shop)
    expect(await pageOf(shop, params)).toContain('确认支付')
    const bad = await pageOf(shop, { ...params, nonceStr: 'other' })
    expect(bad).toContain('签名验证失败')
    expect(bad).not.toContain('确认支付')
  })

  it('shows the merchant, the amount and the buttons, and needs nothing from elsewhere', async () => {
    const shop = openShop({ merchantName: '邻团 <试>' })
    const page = await pageOf(shop, { prepay_id: await order(shop, 'order-0001', { description: '<b>土豆</b>' }) })
    for (const text of ['邻团 &lt;试&gt;', '</small>19.90', '确认支付', '取消', '模拟支付失败', '&lt;b&gt;土豆&lt;/b&gt;']) expect(page).toContain(text)
    expect(page).not.toMatch(/(src|href)=|https?:\/\//)
  })

  it('takes the payer\'s confirmation once', async () => {
    const shop = openShop()
    const prepayId = await order(shop, 'order-0001')
    const paid = await post(shop, '/pay', { prepay_id: prepayId })
    expect([paid.status, await paid.json()]).toEqual([200, { errMsg: 'requestPayment:ok' }])
    const again = await post(shop, '/pay', { prepay_id: prepayId })
    expect([again.status, await again.json()]).toEqual([409, { errMsg: 'requestPayment:fail 该订单已支付', reason: 'paid' }])
    expect(shop.pay.account().balanceFen).toBe(1990)
  })

  it('refuses another person\'s confirmation', async () => {
    const shop = openShop()
    const answer = await post(shop, '/pay', { prepay_id: await order(shop, 'order-0001'), openid: 'o-bob-0001' })
    expect(await answer.json()).toMatchObject({ reason: 'other-payer' })
  })

  it('shows that an order is paid, closed, expired or unknown', async () => {
    const shop = openShop()
    const paid = await order(shop, 'order-0001')
    const closed = await order(shop, 'order-0002')
    const expired = await order(shop, 'order-0003')
    await shop.pay.pay(paid)
    await shop.client.close('order-0002')
    await shop.clock.advance(2 * 3_600_000)
    const shown = await Promise.all([paid, closed, expired, 'wx-none'].map(prepay_id => pageOf(shop, { prepay_id })))
    expect(shown.map(page => /role="status">([^<]*)</.exec(page)?.[1])).toEqual(['该订单已支付', '订单已关闭', '订单已过期', '支付验证签名失败'])
    for (const page of shown) expect(page).not.toContain('确认支付')
  })
})
