import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { LocalCloud } from '../../../emulator/local-cloud'
import { APPID } from '../../../emulator/parts'
import { startShop } from '../functions/shop'
import { clientOf, orderParams } from '../wechat-pay/support/shop'

interface Shown {
  id: string
  subject: string
  state: string
  nextAt?: number
}

let cloud: LocalCloud
let notification: Shown
let orders = 0
beforeAll(async () => { cloud = await startShop() })
afterAll(() => cloud.stop())

async function control(path: string, body?: unknown): Promise<Response> {
  return fetch(`${cloud.url}/control${path}`, { ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }) })
}

async function shown(id: string): Promise<Shown | undefined> {
  const { notifications } = await (await control('/notifications')).json() as { notifications: Shown[] }
  return notifications.find(one => one.id === id)
}

/** The function answers /empty with 204, which WeChat Pay takes for a success. */
const deliveries = (): number => cloud.functions.journal.list({ function: 'notify' }).length

/** A paid order whose notification is still on its way. */
beforeEach(async () => {
  orders += 1
  cloud.functions.journal.clear()
  const outTradeNo = `order-000${orders}`
  const path = '/v3/pay/transactions/jsapi'
  const client = clientOf(cloud.pay)
  const body = JSON.stringify({
    ...orderParams(outTradeNo), appid: APPID, mchid: cloud.pay.merchant(APPID).mchid,
    notify_url: `${cloud.url}/http/notify/empty`, payer: { openid: cloud.people.get('alice')?.openid },
  })
  const timestamp = String(cloud.clock.now() / 1000)
  const signature = clientOfCloud(client.getSignature('POST', 'nonce', timestamp, path, body), timestamp)
  const created = await fetch(`${cloud.url}/wechat-pay${path}`, { method: 'POST', headers: { authorization: signature }, body })
  const { prepay_id: prepayId } = await created.json() as { prepay_id: string }
  await cloud.pay.pay(prepayId)
  const found = cloud.pay.notifications().find(one => one.subject === outTradeNo)
  expect(found).toBeDefined()
  notification = found as Shown
})

/** The package signs with the appid of another test's shop; a merchant's signature does not carry one. */
function clientOfCloud(signature: string, timestamp: string): string {
  return clientOf(cloud.pay).getAuthorization('nonce', timestamp, signature)
}

describe('a notification, from the console', () => {
  it('is sent once more, out of turn', async () => {
    expect((await control(`/notifications/${notification.id}/resend`, {})).status).toBe(200)
    expect(deliveries()).toBe(1)
    expect(await shown(notification.id)).toMatchObject({ state: 'delivered' })
  })

  it('is sent several times at once', async () => {
    expect((await control(`/notifications/${notification.id}/duplicate`, { times: 3 })).status).toBe(200)
    expect(deliveries()).toBe(3)
    expect((await control(`/notifications/${notification.id}/duplicate`, { times: 1 })).status).toBe(400)
  })

  it('is held back, and comes when its time has come', async () => {
    const due = (await shown(notification.id))?.nextAt ?? 0
    expect((await control(`/notifications/${notification.id}/delay`, { ms: 60_000 })).status).toBe(200)
    expect((await shown(notification.id))?.nextAt).toBe(due + 60_000)
    await cloud.clock.advance(59_000)
    await cloud.settle()
    expect(deliveries()).toBe(0)
    await cloud.clock.advance(2000)
    await cloud.settle()
    expect(deliveries()).toBe(1)
    expect((await control(`/notifications/${notification.id}/delay`, { ms: 60_000 })).status).toBe(400)
  })
})
