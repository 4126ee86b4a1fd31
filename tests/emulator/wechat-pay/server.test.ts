import type { AddressInfo } from 'node:net'
import { serve, type ServerType } from '@hono/node-server'
import { Hono } from 'hono'
import { afterEach, describe, expect, it } from 'vitest'
import type { WeChatPay } from '../../../emulator/wechat-pay'
import { deliverByFetch } from '../../../emulator/wechat-pay/deliveries'
import { APPID, openShop, orderParams, START, type Shop } from './support/shop'

const servers: ServerType[] = []

afterEach(async () => {
  await Promise.all(servers.splice(0).map(server => new Promise(resolve => server.close(resolve))))
})

async function listen(app: Hono): Promise<string> {
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' })
  servers.push(server)
  if (!server.listening) await new Promise(resolve => server.once('listening', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const mounted = (pay: WeChatPay): Hono => new Hono().mount('/wechat-pay', pay.app.fetch).route('/cashier', pay.cashier)

function create(shop: Shop, base: string, init: RequestInit = {}): Promise<Response> {
  const path = '/v3/pay/transactions/jsapi'
  const { mchid } = shop.pay.merchant(APPID)
  const body = JSON.stringify({ appid: APPID, mchid, ...orderParams('order-0001') })
  const timestamp = String(START / 1000)
  const authorization = shop.client.getAuthorization('nonce', timestamp, shop.client.getSignature('POST', 'nonce', timestamp, path, body))
  return fetch(`${base}/wechat-pay${path}`, { method: 'POST', headers: { authorization }, body, ...init })
}

describe('over a socket', () => {
  it('verifies the path below the mount point', async () => {
    const shop = openShop()
    expect((await create(shop, await listen(mounted(shop.pay)))).status).toBe(200)
  })

  it('cuts the connection before and after the effect', async () => {
    const shop = openShop()
    const base = await listen(mounted(shop.pay))
    shop.faults.add({ point: 'wechat-pay:prepay', kind: 'reset-before' })
    await expect(create(shop, base)).rejects.toThrow('fetch failed')
    expect(shop.pay.orders()).toEqual([])
    shop.faults.add({ point: 'wechat-pay:prepay', kind: 'reset-after' })
    await expect(create(shop, base)).rejects.toThrow('fetch failed')
    expect(shop.pay.orders()).toHaveLength(1)
    expect((await create(shop, base)).status).toBe(200)
  })

  it('lets a caller run out of patience', async () => {
    const shop = openShop()
    const base = await listen(mounted(shop.pay))
    shop.faults.add({ point: 'wechat-pay:prepay', kind: 'hang', ms: 200 })
    await expect(create(shop, base, { signal: AbortSignal.timeout(40) })).rejects.toThrow(/timeout|aborted/)
    expect(shop.pay.orders()).toHaveLength(1)
  })

  it('goes from the opened sheet to its page', async () => {
    const shop = openShop()
    const base = await listen(mounted(shop.pay))
    const { data } = await shop.client.transactions_jsapi(orderParams('order-0001'))
    const page = await fetch(`${base}/cashier/open`, { method: 'POST', body: new URLSearchParams(data as Record<string, string>) })
    expect([page.redirected, page.status]).toEqual([true, 200])
    expect(page.url).toMatch(/\/cashier\?prepay_id=wx/)
    const html = await page.text()
    expect(html).toContain('"payPath":"/cashier/pay"')
  })

  it('delivers notifications by POST and takes a redirect for a failure', async () => {
    const seen: string[] = []
    const shop = new Hono()
      .post('/ok', async (c) => {
        seen.push(await c.req.text())
        return c.body(null, 204)
      })
      .post('/moved', c => c.redirect('/ok', 307))
    const base = await listen(shop)
    expect(await deliverByFetch(`${base}/ok`, { headers: {}, body: '{"id":1}' })).toEqual({ status: 204 })
    expect(await deliverByFetch(`${base}/moved`, { headers: {}, body: '{}' })).toEqual({ status: 307 })
    expect(seen).toEqual(['{"id":1}'])
  })
})
