import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { CloudError } from '../../emulator/cloudbase/errors'
import { refusalOf, Shop } from './support/shop'

describe('who may do what', () => {
  it('S14: the four distinct replies: unknown procedure, bad input, refusal, and none of them a fault', async () => {
    await using shop = await Shop.open()
    const alice = shop.person('alice')
    const ask = (event: unknown): Promise<unknown> => shop.cloud.call('shop', event, { person: 'alice' })
    expect(await ask({ procedure: 'order.steal', input: {} })).toMatchObject({ outcome: 'unknown_procedure' })
    expect(await ask({ procedure: '__proto__', input: {} })).toMatchObject({ outcome: 'unknown_procedure' })
    expect(await ask('nonsense')).toMatchObject({ outcome: 'bad_input' })
    expect(await ask({ procedure: 'goods.get', input: { productId: { $ne: null } } })).toMatchObject({ outcome: 'bad_input', issues: [{ path: 'productId' }] })
    expect(await ask({ procedure: 'goods.get', input: { productId: 'rice', openid: 'someone-else' } })).toMatchObject({ outcome: 'bad_input' })
    expect(await alice.reply('goods.get', { productId: 'nothing' })).toMatchObject({ outcome: 'refused', refusal: 'goods_not_found', serverNow: shop.cloud.clock.now() })
  })

  it('I15: an order of somebody else is the same as none', async () => {
    await using shop = await Shop.open()
    const [alice, bob] = [shop.person('alice'), shop.person('bob')]
    const order = await alice.buysAlone({ product: 'rice' })
    for (const procedure of ['order.get', 'order.pay', 'order.sync', 'order.cancel', 'order.confirmReceipt'] as const) {
      expect(await refusalOf(bob.ask(procedure, { orderId: order.orderId })), procedure).toBe('order_not_found')
      expect(await refusalOf(bob.ask(procedure, { orderId: 'never-placed-1' })), procedure).toBe('order_not_found')
    }
    expect((await bob.ask('order.list', { tab: 'all', cursor: null })).items).toEqual([])
  })

  it('X20: shoppers get nothing from the merchant pages, whatever they send', async () => {
    await using shop = await Shop.open()
    for (const procedure of ['order.list', 'goods.save', 'refund.retry', 'stock.adjust']) {
      expect(await shop.cloud.call('admin', { procedure, input: { role: 'merchant' } }, { person: 'alice' })).toMatchObject({ outcome: 'refused', refusal: 'not_allowed' })
    }
  })

  it('X11: nobody but the platform calls pay-notify and timers, and a look-alike event proves nothing', async () => {
    // Also with doors open that the project keeps shut: the functions themselves turn strangers away.
    const project = JSON.parse(readFileSync('cloudbaserc.json', 'utf8')) as { http: object }
    await using shop = await Shop.open({ config: { ...project, http: { ...project.http, timers: '/timers', shop: '/shop' } } })
    const timer = { Type: 'Timer', TriggerName: 'sweep', Time: new Date(shop.cloud.clock.now()).toISOString() }
    await expect(shop.cloud.call('timers', timer, { person: 'merchant' })).rejects.toThrow(CloudError)
    const notification = { path: '/payment', httpMethod: 'POST', headers: {}, queryStringParameters: {}, requestContext: {}, body: '{}', isBase64Encoded: false }
    await expect(shop.cloud.call('pay-notify', notification, { person: 'alice' })).rejects.toThrow(CloudError)
    const overHttp = await fetch(`${shop.cloud.url}/http/timers/`, { method: 'POST', body: JSON.stringify(timer) })
    expect(await overHttp.json()).toMatchObject({ refused: 'not_allowed' })
    const unsigned = await fetch(`${shop.cloud.url}/http/pay-notify/payment`, { method: 'POST', body: '{}' })
    expect(unsigned.status).toBe(401)
    const shopOverHttp = await fetch(`${shop.cloud.url}/http/shop/`, { method: 'POST', body: JSON.stringify({ procedure: 'me.get', input: {} }) })
    expect(await shopOverHttp.json()).toMatchObject({ outcome: 'refused', refusal: 'not_allowed' })
  })
})
