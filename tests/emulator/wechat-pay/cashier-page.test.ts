import { Window } from 'happy-dom'
import { describe, expect, it } from 'vitest'
import { openShop, order, type Shop } from './support/shop'

interface Opened {
  said: unknown[]
  click(selector: string): void
  status(): string
  until(): Promise<void>
}

/** The page in a window inside another, whose messages are kept. */
async function openPage(shop: Shop, prepayId: string, network: 'up' | 'down' = 'up'): Promise<Opened> {
  const html = await (await shop.pay.cashier.request(`/?prepay_id=${prepayId}`)).text()
  const window = new Window({ settings: { enableJavaScriptEvaluation: true, suppressInsecureJavaScriptEnvironmentWarning: true } })
  const said: unknown[] = []
  Object.defineProperty(window, 'parent', { value: { postMessage: (message: unknown) => said.push(message) } })
  Object.defineProperty(window, 'fetch', {
    value: async (path: string, init: RequestInit) => {
      if (network === 'down') throw new TypeError('fetch failed')
      return shop.pay.cashier.request(path, init)
    },
  })
  window.document.write(html)
  const find = (selector: string) => window.document.querySelector(selector)
  return {
    said,
    click: selector => (find(selector) as unknown as { click(): void }).click(),
    status: () => find('.status')?.textContent ?? '',
    until: async () => void await expect.poll(() => said.length, { interval: 2 }).toBe(1),
  }
}

describe('the page of the payment sheet', () => {
  it('pays on the green button and tells the shop', async () => {
    const shop = openShop()
    const page = await openPage(shop, await order(shop, 'order-0001'))
    page.click('.pay')
    await page.until()
    expect(page.said).toEqual([{ type: 'lintuan-cashier', result: 'ok', errMsg: '支付成功' }])
    expect(shop.pay.orders()[0]!.state).toBe('SUCCESS')
  })

  it.each([['.plain.cancel', 'cancel'], ['header button', 'cancel'], ['.fail', 'fail']])('tells of %s as %s and pays nothing', async (selector, result) => {
    const shop = openShop()
    const page = await openPage(shop, await order(shop, 'order-0001'))
    page.click(selector)
    page.click('.pay')
    expect(page.said).toMatchObject([{ type: 'lintuan-cashier', result }])
    expect(shop.pay.orders()[0]!.state).toBe('NOTPAY')
  })

  it('fails when the order was closed meanwhile', async () => {
    const shop = openShop()
    const page = await openPage(shop, await order(shop, 'order-0001'))
    await shop.client.close('order-0001')
    page.click('.pay')
    await page.until()
    expect(page.said).toMatchObject([{ result: 'fail', errMsg: 'requestPayment:fail 订单已关闭' }])
  })

  it('fails without a network, which says nothing about the order', async () => {
    const shop = openShop()
    const page = await openPage(shop, await order(shop, 'order-0001'), 'down')
    page.click('.pay')
    await page.until()
    expect(page.said).toMatchObject([{ result: 'fail' }])
    expect(page.status()).toContain('请稍后查看订单状态')
  })

  it.each([['paid', 'ok'], ['closed', 'fail']])('lets the payer leave an order that is %s with %s', async (state, result) => {
    const shop = openShop()
    const prepayId = await order(shop, 'order-0001')
    if (state === 'paid') await shop.pay.pay(prepayId)
    else await shop.client.close('order-0001')
    const page = await openPage(shop, prepayId)
    page.click('.plain')
    expect(page.said).toMatchObject([{ result }])
  })
})
