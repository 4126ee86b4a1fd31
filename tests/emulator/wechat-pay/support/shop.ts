import { constants, createDecipheriv, createPublicKey, publicEncrypt, verify, X509Certificate, type KeyObject } from 'node:crypto'
import { Hono } from 'hono'
import { inject, onTestFinished, vi } from 'vitest'
import WxPay from 'wechatpay-node-v3'
import { VirtualClock } from '../../../../emulator/control/clock'
import { Faults, seededRandom } from '../../../../emulator/control/faults'
import { StateFile } from '../../../../emulator/control/state'
import { WeChatPay, type Delivery, type PayPeerOptions } from '../../../../emulator/wechat-pay'
import { PeerTransport } from './transport'

export const START = Date.parse('2026-03-01T10:00:00+08:00')
export const APPID = 'wx0123456789abcdef'
export const OPENID = 'o-alice-0001'
export const NOTIFY_URL = 'http://127.0.0.1:1/http/pay-notify/payment'
export const REFUND_URL = 'http://127.0.0.1:1/http/pay-notify/refund'

const keys = inject('account')

export interface Arrival extends Delivery {
  url: string
  at: number
}

export interface Shop {
  clock: VirtualClock
  faults: Faults
  state: StateFile
  pay: WeChatPay
  client: WxPay
  transport: PeerTransport
  /** Notifications as they arrived. */
  arrivals: Arrival[]
  /** How the merchant answers the next notifications; 204 when empty. */
  answers: (number | 'throw' | 'hang')[]
}

/** A shop with the unmodified package on one end and the imitated WeChat Pay on the other, at a standing clock. It ends with the test that opened it. */
export function openShop(options: Partial<PayPeerOptions> = {}): Shop {
  // The package stamps its requests with the machine's time; here that is the virtual one.
  vi.useFakeTimers({ toFake: ['Date'], now: START })
  const clock = options.clock ?? new VirtualClock({ mode: 'frozen', at: START })
  vi.setSystemTime(clock.now())
  clock.onChange(() => vi.setSystemTime(clock.now()))
  const faults = options.faults ?? new Faults()
  const state = options.state ?? new StateFile()
  const arrivals: Arrival[] = []
  const answers: Shop['answers'] = []
  const pay = WeChatPay.open({
    random: seededRandom(7),
    keys,
    notifyTimeoutMs: 30,
    ...options,
    clock,
    faults,
    state,
    deliver: async (url, delivery) => {
      arrivals.push({ url, at: clock.now(), ...delivery })
      const answer = answers.shift() ?? 204
      if (answer === 'throw') throw new Error('connect ECONNREFUSED')
      if (answer === 'hang') return new Promise(() => {})
      return { status: answer }
    },
  })
  const transport = new PeerTransport(new Hono().route('/wechat-pay', pay.app))
  const client = clientOf(pay)
  client.createHttp(transport)
  const shop = { clock, faults, state, pay, client, transport, arrivals, answers }
  onTestFinished(() => {
    pay.close()
    clock.stop()
    vi.useRealTimers()
  })
  return shop
}

export function clientOf(pay: WeChatPay): WxPay {
  const config = pay.merchant(APPID)
  return new WxPay({
    appid: APPID,
    mchid: config.mchid,
    serial_no: config.merchantSerial,
    publicKey: Buffer.from('unused because the serial is given'),
    privateKey: Buffer.from(pem(config.merchantPrivateKeyDer)),
    key: config.apiV3Key,
  })
}

export function pem(privateKeyDer: string): string {
  return `-----BEGIN PRIVATE KEY-----\n${privateKeyDer.match(/.{1,64}/g)?.join('\n')}\n-----END PRIVATE KEY-----\n`
}

export function orderParams(outTradeNo: string, changes: Record<string, unknown> = {}) {
  return {
    description: '云南小土豆 5斤装',
    out_trade_no: outTradeNo,
    notify_url: NOTIFY_URL,
    amount: { total: 1990, currency: 'CNY' },
    payer: { openid: OPENID },
    ...changes,
  }
}

/** Creates an order through the package and gives back its prepay_id. */
export async function order(shop: Shop, outTradeNo: string, changes: Record<string, unknown> = {}): Promise<string> {
  const result = await shop.client.transactions_jsapi(orderParams(outTradeNo, changes))
  if (result.status !== 200) throw new Error(result.error)
  return (result.data as { package: string }).package.replace('prepay_id=', '')
}

export async function paidOrder(shop: Shop, outTradeNo: string, changes: Record<string, unknown> = {}): Promise<string> {
  const outcome = await shop.pay.pay(await order(shop, outTradeNo, changes), OPENID)
  if (!outcome.ok) throw new Error(outcome.reason)
  return outcome.transactionId
}

export function refundParams(outTradeNo: string, outRefundNo: string, refund: number, total = 1990) {
  return { out_trade_no: outTradeNo, out_refund_no: outRefundNo, notify_url: REFUND_URL, amount: { refund, total, currency: 'CNY' } }
}

/** A request that the package has no method for, signed with its own tools; with `serial` it names a key of WeChat's. */
export async function signed(shop: Shop, method: 'GET' | 'POST', path: string, body?: unknown, serial?: string): Promise<{ status: number, body: Record<string, unknown> }> {
  const { client, pay } = shop
  const timestamp = String(Math.floor(shop.clock.now() / 1000))
  const payload = body === undefined ? undefined : JSON.stringify(body)
  const signature = client.getSignature(method, 'nonce', timestamp, path, payload)
  const authorization = client.getAuthorization('nonce', timestamp, signature)
  const headers = { authorization, ...(serial !== undefined && { 'wechatpay-serial': serial }) }
  const response = await pay.app.request(path, { method, headers, ...(payload !== undefined && { body: payload }) })
  const text = await response.text()
  return { status: response.status, body: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown> }
}

/** Seals a sensitive field with the public key that the merchant has of WeChat. */
export function sealed(shop: Shop, plain: string): string {
  return publicEncrypt({ key: payPublicKey(shop), padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' }, Buffer.from(plain)).toString('base64')
}

/** The error code of an answer, `undefined` when it was none. */
export function codeOf(result: { error?: unknown }): string | undefined {
  return typeof result.error === 'string' ? (JSON.parse(result.error) as { code: string }).code : undefined
}

export function platformKey(): KeyObject {
  return new X509Certificate(keys.platformCertificate).publicKey
}

export function payPublicKey(shop: Shop): KeyObject {
  return createPublicKey({ key: Buffer.from(shop.pay.merchant(APPID).payPublicKeyDer, 'base64'), format: 'der', type: 'spki' })
}

/** Verifies Wechatpay-Signature over a body with nothing but node:crypto. */
export function signedBy(key: KeyObject, headers: Headers | Record<string, string>, body: string): boolean {
  const get = (name: string): string => new Headers(headers).get(name) ?? ''
  const message = `${get('wechatpay-timestamp')}\n${get('wechatpay-nonce')}\n${body}\n`
  return verify('sha256', Buffer.from(message), key, Buffer.from(get('wechatpay-signature'), 'base64'))
}

export interface Envelope {
  id: string
  event_type: string
  resource_type: string
  summary: string
  create_time: string
  resource: { original_type: string, algorithm: string, ciphertext: string, associated_data: string, nonce: string }
}

/** Opens what is sealed with the APIv3 key, tag checked. */
export function unseal(shop: Shop, sealed: { ciphertext: string, associated_data: string, nonce: string }): string {
  const bytes = Buffer.from(sealed.ciphertext, 'base64')
  const decipher = createDecipheriv('aes-256-gcm', Buffer.from(shop.pay.merchant(APPID).apiV3Key), Buffer.from(sealed.nonce))
  decipher.setAAD(Buffer.from(sealed.associated_data))
  decipher.setAuthTag(bytes.subarray(-16))
  return Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]).toString()
}

export function news(shop: Shop, arrival: Arrival | undefined): { envelope: Envelope, content: Record<string, unknown> } {
  if (!arrival) throw new Error('nothing arrived')
  const envelope = JSON.parse(arrival.body) as Envelope
  return { envelope, content: JSON.parse(unseal(shop, envelope.resource)) as Record<string, unknown> }
}
