import { createDecipheriv } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { retrySchedule } from '../../../emulator/wechat-pay'
import { NOTIFY_URL, news, OPENID, openShop, order, paidOrder, payPublicKey, platformKey, refundParams, signedBy, START } from './support/shop'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

describe('payment notifications', () => {
  it('arrives once, sealed and signed, and says what the query says', async () => {
    const shop = openShop()
    const transactionId = await paidOrder(shop, 'order-0001', { attach: 'group-7' })
    expect(shop.arrivals).toEqual([])
    await shop.clock.advance(DAY)
    expect(shop.arrivals).toHaveLength(1)
    const [arrival] = shop.arrivals
    expect(arrival).toMatchObject({ url: NOTIFY_URL, at: START + 200 })
    expect(signedBy(payPublicKey(shop), arrival!.headers, arrival!.body)).toBe(true)
    expect(arrival!.headers['Wechatpay-Serial']).toBe(shop.pay.merchant('x').payKeyId)
    const { envelope, content } = news(shop, arrival)
    expect(envelope).toMatchObject({
      create_time: '2026-03-01T10:00:00+08:00', resource_type: 'encrypt-resource', event_type: 'TRANSACTION.SUCCESS', summary: '支付成功',
      resource: { original_type: 'transaction', algorithm: 'AEAD_AES_256_GCM', associated_data: 'transaction', nonce: expect.stringMatching(/^\w{12}$/) as string },
    })
    expect(content).toEqual((await shop.client.query({ transaction_id: transactionId })).data)
    expect(shop.pay.notifications()).toMatchObject([{ id: envelope.id, state: 'delivered', tries: 1, attempts: [{ kind: 'try', status: 204 }] }])
  })

  it('is opened by the package, and by nobody who changed a bit of it', async () => {
    const shop = openShop()
    await paidOrder(shop, 'order-0001')
    await shop.clock.advance(200)
    const { resource } = news(shop, shop.arrivals[0]).envelope
    expect(shop.client.decipher_gcm(resource.ciphertext, resource.associated_data, resource.nonce)).toMatchObject({ out_trade_no: 'order-0001' })
    const bytes = Buffer.from(resource.ciphertext, 'base64')
    bytes[3]! ^= 1
    const decipher = createDecipheriv('aes-256-gcm', Buffer.from(shop.pay.merchant('x').apiV3Key), Buffer.from(resource.nonce))
    decipher.setAAD(Buffer.from(resource.associated_data)).setAuthTag(bytes.subarray(-16))
    decipher.update(bytes.subarray(0, -16))
    expect(() => decipher.final()).toThrow()
  })

  it('is not sent for an order that was closed or never paid', async () => {
    const shop = openShop()
    await order(shop, 'order-0001')
    await order(shop, 'order-0002')
    await shop.client.close('order-0001')
    await shop.clock.advance(DAY)
    expect(shop.arrivals).toEqual([])
  })

  it.each([200, 204])('is done with an answer of %i', async (status) => {
    const shop = openShop()
    shop.answers.push(status)
    await paidOrder(shop, 'order-0001')
    await shop.clock.advance(DAY)
    expect(shop.arrivals).toHaveLength(1)
  })

  it.each([201, 301, 400, 401, 500, 'throw', 'hang'] as const)('is repeated after %s', async (answer) => {
    const shop = openShop()
    shop.answers.push(answer)
    await paidOrder(shop, 'order-0001')
    await shop.clock.advance(200 + 15_000)
    expect(shop.arrivals.map(one => one.at - START)).toEqual([200, 15_200])
    expect(shop.pay.notifications()[0]!.state).toBe('delivered')
  })

  it('follows WeChat\'s schedule and gives up after 24 hours and 4 minutes', async () => {
    const shop = openShop()
    shop.answers.push(...Array<number>(20).fill(500))
    await paidOrder(shop, 'order-0001')
    await shop.clock.advance(3 * DAY)
    const gaps = shop.arrivals.slice(1).map((one, i) => one.at - shop.arrivals[i]!.at)
    expect(gaps).toEqual(retrySchedule)
    expect(gaps.map(ms => ms / 1000)).toEqual([15, 15, 30, 180, 600, 1200, 1800, 1800, 1800, 3600, 10_800, 10_800, 10_800, 21_600, 21_600])
    expect(gaps.reduce((sum, ms) => sum + ms, 0)).toBe((24 * 60 + 4) * MINUTE)
    expect(shop.pay.notifications()[0]).toMatchObject({ state: 'given-up', tries: 16 })
    expect(shop.clock.pending).toEqual([])
  })

  it('repeats the same envelope under a fresh signature', async () => {
    const shop = openShop()
    shop.answers.push(500)
    await paidOrder(shop, 'order-0001')
    await shop.clock.advance(MINUTE)
    const [first, second] = shop.arrivals
    expect(second!.body).toBe(first!.body)
    expect(Number(second!.headers['Wechatpay-Timestamp']) - Number(first!.headers['Wechatpay-Timestamp'])).toBe(15)
    expect(signedBy(payPublicKey(shop), second!.headers, second!.body)).toBe(true)
  })

  it('may be signed by either key while migrating', async () => {
    const shop = openShop({ mode: 'mixed' })
    shop.answers.push(...Array<number>(14).fill(500))
    await paidOrder(shop, 'order-0001')
    await shop.clock.advance(2 * DAY)
    const serials = new Set(shop.arrivals.map(one => one.headers['Wechatpay-Serial']))
    expect(serials.size).toBe(2)
    for (const { headers, body } of shop.arrivals) {
      const key = headers['Wechatpay-Serial']!.startsWith('PUB_KEY_ID_') ? payPublicKey(shop) : platformKey()
      expect(signedBy(key, headers, body)).toBe(true)
    }
  })

  it('can be sent again by hand', async () => {
    const shop = openShop()
    shop.answers.push(500)
    await paidOrder(shop, 'order-0001')
    await shop.clock.advance(200)
    const [notification] = shop.pay.notifications()
    expect(await shop.pay.resend(notification!.id)).toMatchObject({ state: 'delivered' })
    await shop.pay.resend(notification!.id)
    await shop.clock.advance(DAY)
    expect(shop.arrivals).toHaveLength(3)
    expect(shop.pay.notifications()[0]!.attempts.map(one => one.kind)).toEqual(['try', 'resend', 'resend'])
  })

  it('hands out copies', async () => {
    const shop = openShop()
    await paidOrder(shop, 'order-0001')
    shop.pay.notifications()[0]!.state = 'given-up'
    shop.pay.orders()[0]!.totalFen = 1
    expect(shop.pay.notifications()[0]!.state).toBe('pending')
    expect(shop.pay.orders()[0]!.totalFen).toBe(1990)
  })

  it('goes out by itself when the clock runs', async () => {
    const shop = openShop({ notifyDelayMs: 0 })
    await paidOrder(shop, 'order-0001')
    shop.clock.thaw()
    await expect.poll(() => shop.arrivals.length, { interval: 2 }).toBe(1)
    await shop.pay.settle()
    expect(shop.pay.notifications()[0]!.state).toBe('delivered')
  })

  it('holds up nobody while one merchant hangs on a running clock', async () => {
    const shop = openShop({ notifyDelayMs: 0, notifyTimeoutMs: 10_000 })
    shop.answers.push('hang')
    await paidOrder(shop, 'order-0001')
    await paidOrder(shop, 'order-0002')
    shop.clock.thaw()
    await expect.poll(() => shop.pay.notifications().map(one => one.state).sort(), { interval: 2 }).toEqual(['delivered', 'pending'])
  })
})

describe('faults of notifications', () => {
  it('is lost once and repeated', async () => {
    const shop = openShop()
    shop.faults.add({ point: 'wechat-pay:notify', kind: 'lose' })
    await paidOrder(shop, 'order-0001')
    await shop.clock.advance(200)
    expect(shop.arrivals).toEqual([])
    await shop.clock.advance(15_000)
    expect(shop.arrivals).toHaveLength(1)
  })

  it('is lost for ever', async () => {
    const shop = openShop()
    shop.faults.add({ point: 'wechat-pay:notify', kind: 'lose', times: Infinity })
    await paidOrder(shop, 'order-0001')
    await shop.clock.advance(3 * DAY)
    expect(shop.arrivals).toEqual([])
    expect(shop.pay.notifications()[0]).toMatchObject({ state: 'given-up', tries: 16 })
  })

  it('arrives twice at the same time', async () => {
    const shop = openShop()
    shop.faults.add({ point: 'wechat-pay:notify', kind: 'duplicate' })
    await paidOrder(shop, 'order-0001')
    await shop.clock.advance(DAY)
    expect(shop.arrivals.map(one => one.at - START)).toEqual([200, 200])
    expect(shop.arrivals[0]!.body).toBe(shop.arrivals[1]!.body)
    expect(shop.pay.notifications()[0]!.attempts.map(one => one.kind).sort()).toEqual(['duplicate', 'try'])
  })

  it('arrives again when the answer to it is lost', async () => {
    const shop = openShop()
    shop.faults.add({ point: 'wechat-pay:notify', kind: 'reset-after' })
    await paidOrder(shop, 'order-0001')
    await shop.clock.advance(DAY)
    expect(shop.arrivals.map(one => one.at - START)).toEqual([200, 15_200])
  })

  it('is late, even after the news of the refund', async () => {
    const shop = openShop()
    shop.faults.add({ point: 'wechat-pay:notify', kind: 'delay', ms: 60_000 })
    await paidOrder(shop, 'order-0001')
    await shop.clock.advance(1000)
    await shop.client.refunds(refundParams('order-0001', 'refund-0001', 1990))
    await shop.clock.advance(DAY)
    expect(shop.arrivals.map(one => news(shop, one).envelope.event_type)).toEqual(['REFUND.SUCCESS', 'TRANSACTION.SUCCESS'])
  })

  it('is preceded by a probe that must fail verification', async () => {
    const shop = openShop()
    shop.faults.add({ point: 'wechat-pay:notify', kind: 'forged-signature' })
    shop.answers.push(401)
    await paidOrder(shop, 'order-0001')
    await shop.clock.advance(DAY)
    const [probe, real] = shop.arrivals
    expect(shop.arrivals).toHaveLength(2)
    expect(probe!.headers['Wechatpay-Signature']).toMatch(/^WECHATPAY\/SIGNTEST\//)
    expect(signedBy(payPublicKey(shop), probe!.headers, probe!.body)).toBe(false)
    expect(signedBy(payPublicKey(shop), real!.headers, real!.body)).toBe(true)
    expect(shop.pay.notifications()[0]!.attempts).toMatchObject([{ kind: 'probe', status: 401 }, { kind: 'try', status: 204 }])
  })

  it('is preceded by an unsigned copy', async () => {
    const shop = openShop()
    shop.faults.add({ point: 'wechat-pay:notify', kind: 'missing-signature' })
    await paidOrder(shop, 'order-0001')
    await shop.clock.advance(200)
    expect(shop.arrivals[0]!.headers).not.toHaveProperty('Wechatpay-Signature')
    expect(shop.arrivals).toHaveLength(2)
  })

  it('can be forged under WeChat\'s serial, with another amount', async () => {
    const shop = openShop()
    await order(shop, 'order-0001')
    shop.answers.push(401)
    const attempt = await shop.pay.forge('order-0001', { amount: { total: 1, currency: 'CNY' } })
    const [arrival] = shop.arrivals
    expect(attempt).toMatchObject({ kind: 'impostor', status: 401 })
    expect(arrival!.headers['Wechatpay-Serial']).toBe(shop.pay.merchant('x').payKeyId)
    expect(arrival!.headers['Wechatpay-Signature']).not.toMatch(/SIGNTEST/)
    expect(signedBy(payPublicKey(shop), arrival!.headers, arrival!.body)).toBe(false)
    expect(news(shop, arrival).content).toMatchObject({ trade_state: 'SUCCESS', amount: { total: 1 } })
    expect(shop.pay.orders()[0]!.state).toBe('NOTPAY')
  })

  it('never reaches the payment: a paid order stays paid whatever the merchant answers', async () => {
    const shop = openShop()
    shop.answers.push(...Array<'throw'>(20).fill('throw'))
    const prepayId = await order(shop, 'order-0001')
    await shop.pay.pay(prepayId, OPENID)
    await shop.clock.advance(3 * DAY)
    expect((await shop.client.query({ out_trade_no: 'order-0001' })).data).toMatchObject({ trade_state: 'SUCCESS' })
  })
})
