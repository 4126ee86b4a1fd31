import { createSign, X509Certificate } from 'node:crypto'
import { afterEach, describe, expect, inject, it } from 'vitest'
import WxPay from 'wechatpay-node-v3'
import { clientOf, codeOf, openShop, order, orderParams, payPublicKey, pem, platformKey, refundParams, signedBy, START, unseal, type Shop } from './support/shop'

/** The package keeps platform certificates for the whole process; a test must not see another's. */
const memory = WxPay as unknown as { certificates: Record<string, string> }

afterEach(() => {
  memory.certificates = {}
})

interface Hand {
  mchid?: string
  serial?: string
  timestamp?: number
  signedPath?: string
  sentBody?: string
  scheme?: string
}

/** A request signed by hand, to break it in one place. */
async function byHand(shop: Shop, hand: Hand = {}): Promise<Response> {
  const config = shop.pay.merchant('wx0123456789abcdef')
  const path = '/v3/pay/transactions/jsapi'
  const body = JSON.stringify({ appid: config.appid, mchid: config.mchid, ...orderParams('order-0001') })
  const timestamp = hand.timestamp ?? Math.floor(shop.clock.now() / 1000)
  const signature = createSign('sha256').update(`POST\n${hand.signedPath ?? path}\n${timestamp}\nnonce\n${body}\n`)
    .sign(pem(config.merchantPrivateKeyDer), 'base64')
  const authorization = `${hand.scheme ?? 'WECHATPAY2-SHA256-RSA2048'} mchid="${hand.mchid ?? config.mchid}",nonce_str="nonce",`
    + `timestamp="${timestamp}",serial_no="${hand.serial ?? config.merchantSerial}",signature="${signature}"`
  return shop.pay.app.request(path, { method: 'POST', headers: { authorization }, body: hand.sentBody ?? body })
}

async function verdict(answer: Promise<Response>): Promise<[number, string | undefined]> {
  const response = await answer
  return [response.status, ((await response.json()) as { code?: string }).code]
}

const SIGN_ERROR = [401, 'SIGN_ERROR']

describe('request signatures', () => {
  it('takes a well signed request', async () => {
    expect((await byHand(openShop())).status).toBe(200)
  })

  it('compares the serial number without regard to case', async () => {
    const shop = openShop()
    expect((await byHand(shop, { serial: shop.pay.merchant('wx0123456789abcdef').merchantSerial.toLowerCase() })).status).toBe(200)
  })

  it.each<[string, Hand]>([
    ['another merchant number', { mchid: '1600000001' }],
    ['another serial number', { serial: '0'.repeat(40) }],
    ['another scheme', { scheme: 'WECHATPAY2-SM2-WITH-SM3' }],
    ['another path', { signedPath: '/v3/pay/transactions/app' }],
    ['the path with the mount point', { signedPath: '/wechat-pay/v3/pay/transactions/jsapi' }],
    ['a changed body', { sentBody: '{"out_trade_no":"order-0002"}' }],
    ['a time more than 5 minutes ago', { timestamp: START / 1000 - 301 }],
    ['a time more than 5 minutes ahead', { timestamp: START / 1000 + 301 }],
  ])('refuses %s with 401 SIGN_ERROR', async (_, hand) => {
    const shop = openShop()
    expect(await verdict(byHand(shop, hand))).toEqual(SIGN_ERROR)
    expect(shop.pay.orders()).toEqual([])
  })

  it('takes a time of exactly 5 minutes ago', async () => {
    expect((await byHand(openShop(), { timestamp: START / 1000 - 300 })).status).toBe(200)
  })

  it('refuses a request without Authorization', async () => {
    const shop = openShop()
    expect(await verdict(Promise.resolve(shop.pay.app.request('/v3/certificates')))).toEqual(SIGN_ERROR)
  })

  it('judges the time by the virtual clock', async () => {
    const shop = openShop()
    await shop.clock.advance(301_000)
    expect(await verdict(byHand(shop, { timestamp: START / 1000 }))).toEqual(SIGN_ERROR)
  })

  it('verifies the bytes as sent, so that another spelling of the same JSON fails', async () => {
    const shop = openShop()
    const config = shop.pay.merchant('wx0123456789abcdef')
    const spaced = JSON.stringify({ appid: config.appid, mchid: config.mchid, ...orderParams('order-0001') }, null, 1)
    expect(await verdict(byHand(shop, { sentBody: spaced }))).toEqual(SIGN_ERROR)
  })

  it('verifies the query string too', async () => {
    const shop = openShop()
    await order(shop, 'order-0001')
    const timestamp = String(START / 1000)
    const signature = shop.client.getSignature('GET', 'nonce', timestamp, '/v3/pay/transactions/out-trade-no/order-0001?mchid=1')
    const authorization = shop.client.getAuthorization('nonce', timestamp, signature)
    const { mchid } = shop.pay.merchant('wx0123456789abcdef')
    const answer = shop.pay.app.request(`/v3/pay/transactions/out-trade-no/order-0001?mchid=${mchid}`, { headers: { authorization } })
    expect(await verdict(Promise.resolve(answer))).toEqual(SIGN_ERROR)
  })

  it('refuses a client with another private key', async () => {
    const shop = openShop()
    const { merchantSerial, mchid, appid } = shop.pay.merchant('wx0123456789abcdef')
    const other = openShop({ keys: inject('otherAccount') }).pay.merchant(appid)
    const client = new WxPay({ appid, mchid, serial_no: merchantSerial, publicKey: Buffer.from('-'), privateKey: Buffer.from(pem(other.merchantPrivateKeyDer)) })
    client.createHttp(shop.transport)
    expect(codeOf(await client.transactions_jsapi(orderParams('order-0001')))).toBe('SIGN_ERROR')
  })

  it('refuses a number with a bar, which the package signs raw but sends encoded', async () => {
    const shop = openShop()
    const timestamp = String(START / 1000)
    const { mchid } = shop.pay.merchant('wx0123456789abcdef')
    const signature = shop.client.getSignature('GET', 'nonce', timestamp, `/v3/pay/transactions/out-trade-no/order|0001?mchid=${mchid}`)
    const authorization = shop.client.getAuthorization('nonce', timestamp, signature)
    const answer = shop.pay.app.request(`/v3/pay/transactions/out-trade-no/order%7C0001?mchid=${mchid}`, { headers: { authorization } })
    expect(await verdict(Promise.resolve(answer))).toEqual(SIGN_ERROR)
  })
})

describe('answer signatures', () => {
  it('signs the body with the public key of a new merchant, and an identifier', async () => {
    const shop = openShop()
    await order(shop, 'order-0001')
    const { headers, text } = shop.transport.last!
    expect(headers.get('wechatpay-serial')).toBe(shop.pay.merchant('wx0123456789abcdef').payKeyId)
    expect(headers.get('request-id')).toBeTruthy()
    expect(headers.get('wechatpay-timestamp')).toBe(String(START / 1000))
    expect(signedBy(payPublicKey(shop), headers, text)).toBe(true)
    expect(signedBy(payPublicKey(shop), headers, `${text} `)).toBe(false)
  })

  it('signs an empty body on 204', async () => {
    const shop = openShop()
    await order(shop, 'order-0001')
    await shop.client.close('order-0001')
    expect(signedBy(payPublicKey(shop), shop.transport.last!.headers, '')).toBe(true)
  })

  it('signs with the platform certificate where that is all there is', async () => {
    const shop = openShop({ mode: 'platform-certificate' })
    shop.transport.extraHeaders = { 'Wechatpay-Serial': shop.pay.merchant('x').payKeyId }
    await order(shop, 'order-0001')
    const { headers, text } = shop.transport.last!
    expect(signedBy(platformKey(), headers, text)).toBe(true)
    expect(shop.pay.merchant('x')).toMatchObject({ payKeyId: '', payPublicKeyDer: '' })
  })

  it('follows Wechatpay-Serial while migrating, the platform certificate when not asked', async () => {
    const shop = openShop({ mode: 'mixed' })
    await order(shop, 'order-0001')
    expect(signedBy(platformKey(), shop.transport.last!.headers, shop.transport.last!.text)).toBe(true)
    shop.transport.extraHeaders = { 'Wechatpay-Serial': shop.pay.merchant('x').payKeyId }
    await order(shop, 'order-0002')
    expect(signedBy(payPublicKey(shop), shop.transport.last!.headers, shop.transport.last!.text)).toBe(true)
  })

  it('is accepted by the package, which fetches the certificates by itself', async () => {
    const shop = openShop({ mode: 'platform-certificate' })
    const client = clientOf(shop.pay)
    client.createHttp(shop.transport)
    await order(shop, 'order-0001')
    const { headers, text } = shop.transport.last!
    const header = (name: string): string => headers.get(name) ?? ''
    const params = {
      timestamp: header('wechatpay-timestamp'), nonce: header('wechatpay-nonce'), serial: header('wechatpay-serial'), signature: header('wechatpay-signature'),
    }
    expect(await client.verifySign({ ...params, body: text })).toBe(true)
    expect(await client.verifySign({ ...params, body: `${text} ` })).toBe(false)
    expect(Object.keys(memory.certificates)).toEqual([params.serial])
  })
})

describe('certificates', () => {
  it('gives a certificate that the package and node read alike', async () => {
    const shop = openShop({ mode: 'mixed' })
    const [item] = (await shop.client.get_certificates(shop.pay.merchant('x').apiV3Key)) as { serial_no: string, publicKey: string }[]
    const data = (JSON.parse(shop.transport.last!.text) as { data: { effective_time: string, expire_time: string, encrypt_certificate: Parameters<typeof unseal>[1] & { algorithm: string } }[] }).data[0]!
    const certificate = new X509Certificate(unseal(shop, data.encrypt_certificate))
    expect(data.encrypt_certificate).toMatchObject({ algorithm: 'AEAD_AES_256_GCM', associated_data: 'certificate' })
    expect(certificate.serialNumber).toBe(item!.serial_no)
    expect(certificate.publicKey.export({ type: 'spki', format: 'pem' }).toString().trim()).toBe(item!.publicKey.trim())
    expect(certificate.verify(certificate.publicKey)).toBe(true)
    expect([Date.parse(certificate.validFrom), Date.parse(data.effective_time)]).toEqual([START, START])
    expect(Date.parse(certificate.validTo)).toBe(Date.parse(data.expire_time))
    expect(signedBy(platformKey(), shop.transport.last!.headers, shop.transport.last!.text)).toBe(true)
  })

  it('has none for a merchant with a public key only', async () => {
    const shop = openShop()
    await expect(shop.client.get_certificates('x')).rejects.toThrow('拉取平台证书失败')
    expect(shop.transport.last).toMatchObject({ status: 404, text: expect.stringContaining('RESOURCE_NOT_EXISTS') as string })
  })
})

describe('faults of the merchant API', () => {
  it('answers 429 and 500 before anything happened', async () => {
    const shop = openShop()
    shop.faults.add({ point: 'wechat-pay:prepay', kind: 'rate-limited' })
    shop.faults.add({ point: 'wechat-pay:prepay', kind: 'error-before' })
    const first = await shop.client.transactions_jsapi(orderParams('order-0001'))
    expect([first.status, codeOf(first)]).toEqual([429, 'FREQUENCY_LIMITED'])
    const second = await shop.client.transactions_jsapi(orderParams('order-0001'))
    expect([second.status, codeOf(second)]).toEqual([500, 'SYSTEM_ERROR'])
    expect(shop.pay.orders()).toEqual([])
  })

  it('answers 500 after the effect', async () => {
    const shop = openShop()
    await order(shop, 'order-0001')
    shop.faults.add({ point: 'wechat-pay:close', kind: 'error-after' })
    expect((await shop.client.close('order-0001')).status).toBe(500)
    expect(shop.pay.orders()[0]!.state).toBe('CLOSED')
  })

  it('breaks the connection before or after the effect', async () => {
    const shop = openShop()
    shop.faults.add({ point: 'wechat-pay:prepay', kind: 'reset-before' })
    await expect(byHand(shop)).rejects.toMatchObject({ code: 'ECONNRESET' })
    expect(shop.pay.orders()).toEqual([])
    shop.faults.add({ point: 'wechat-pay:prepay', kind: 'reset-after' })
    await expect(byHand(shop)).rejects.toMatchObject({ code: 'ECONNRESET' })
    expect(shop.pay.orders()).toHaveLength(1)
  })

  it('holds back the answer while the effect stands', async () => {
    const shop = openShop()
    shop.faults.add({ point: 'wechat-pay:prepay', kind: 'hang', ms: 60 })
    const answer = byHand(shop)
    expect(await Promise.race([answer, new Promise(resolve => setTimeout(resolve, 15, 'nothing yet'))])).toBe('nothing yet')
    expect(shop.pay.orders()).toHaveLength(1)
    expect((await answer).status).toBe(200)
  })

  it('forges or leaves out the signature of an answer', async () => {
    const shop = openShop()
    shop.faults.add({ point: 'wechat-pay:query', kind: 'forged-signature' })
    shop.faults.add({ point: 'wechat-pay:query', kind: 'missing-signature' })
    await order(shop, 'order-0001')
    await shop.client.query({ out_trade_no: 'order-0001' })
    const forged = shop.transport.last!
    expect(forged.headers.get('wechatpay-signature')).toMatch(/^WECHATPAY\/SIGNTEST\//)
    expect(signedBy(payPublicKey(shop), forged.headers, forged.text)).toBe(false)
    await shop.client.query({ out_trade_no: 'order-0001' })
    expect(shop.transport.last!.headers.get('wechatpay-signature')).toBeNull()
    expect(shop.transport.last!.status).toBe(200)
  })

  it('spends no fault on a badly signed request', async () => {
    const shop = openShop()
    shop.faults.add({ point: 'wechat-pay:prepay', kind: 'rate-limited' })
    expect((await byHand(shop, { serial: '00' })).status).toBe(401)
    expect((await byHand(shop)).status).toBe(429)
  })

  it.each(['refund', 'refund-query', 'certificates'])('strikes at %s', async (name) => {
    const shop = openShop()
    shop.faults.add({ point: `wechat-pay:${name}`, kind: 'rate-limited' })
    if (name === 'refund') await shop.client.refunds(refundParams('order-0001', 'refund-0001', 1))
    else if (name === 'refund-query') await shop.client.find_refunds('refund-0001')
    else await shop.client.get_certificates('x').catch(() => {})
    expect(shop.transport.last!.status).toBe(429)
  })
})
