import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { wechatPayments } from '../../cloudfunctions/adapters/wechat-pay/payments'
import { handleNotification, type NotificationResult } from '../../cloudfunctions/usecases/payments/handle-notification'
import type { HttpMessage } from '../../cloudfunctions/ports'
import { API_V3_KEY, newSigner, sealed, signedHeaders, type Signer } from '../adapters/support/signer'
import { APPID, MCHID } from '../support/pay-peer'
import { aWorld, TOP_UP } from '../support/every-procedure/world'
import type { TestShop } from '../support/shop'

/** Keys of this run: WeChat's, and those of somebody who would like to be WeChat. */
export const wechat = newSigner('PUB_KEY_ID_0110000000000000000000000001')
export const stranger = newSigner('PUB_KEY_ID_0119999999999999999999999999')

export type Fields = Readonly<Record<string, unknown>>

/** What is notified of, and how WeChat puts it. */
export interface Kind {
  readonly name: 'payment' | 'top_up' | 'refund' | 'transfer'
  readonly event: string
  /** Brings the world to where WeChat would notify, and answers what it would say. */
  readonly content: (world: TestShop) => Fields
}

function payment(world: TestShop, outTradeNo: string): Fields {
  const { openid, amountFen, transactionId } = world.pay.force(outTradeNo)
  return {
    appid: APPID, mchid: MCHID, out_trade_no: outTradeNo, transaction_id: transactionId, trade_type: 'JSAPI', trade_state: 'SUCCESS', trade_state_desc: '支付成功', bank_type: 'OTHERS',
    success_time: '2026-05-02T10:40:00+08:00', payer: { openid }, amount: { total: amountFen, payer_total: amountFen, currency: 'CNY', payer_currency: 'CNY' },
  }
}

function refund(world: TestShop): Fields {
  const stuck = world.database.all('refunds').find(one => one.state === 'abnormal')
  if (!stuck) throw new Error('no refund is stuck')
  const { outTradeNo, amountFen, totalFen, providerRefundId } = world.pay.endRefund(stuck.id, 'succeeded')
  return {
    mchid: MCHID, out_trade_no: outTradeNo, transaction_id: `42000${outTradeNo}`, out_refund_no: stuck.id, refund_id: providerRefundId, refund_status: 'SUCCESS', success_time: '2026-05-02T10:40:00+08:00',
    user_received_account: '支付用户零钱', amount: { total: totalFen, refund: amountFen, payer_total: totalFen, payer_refund: amountFen },
  }
}

export const KINDS: readonly Kind[] = [
  { name: 'payment', event: 'TRANSACTION.SUCCESS', content: world => payment(world, 'order-placed') },
  { name: 'top_up', event: 'TRANSACTION.SUCCESS', content: world => payment(world, TOP_UP) },
  { name: 'refund', event: 'REFUND.SUCCESS', content: refund },
  { name: 'transfer', event: 'MCHTRANSFER.BILL.FINISHED', content: () => ({ out_bill_no: 'bill-1', transfer_bill_no: '1330000071100999991182020050700019480001', state: 'SUCCESS', mch_id: MCHID, transfer_amount: 2000, openid: 'carol' }) },
]

/** The sealed body of a notification. */
export function envelope(event: string, content: unknown, options: Parameters<typeof sealed>[2] = {}, resource: Fields = {}): string {
  const plain = typeof content === 'string' ? content : JSON.stringify(content)
  const type = event.startsWith('REFUND') ? 'refund' : 'transaction'
  return JSON.stringify({
    id: 'EV-2026', create_time: '2026-05-02T10:40:00+08:00', resource_type: 'encrypt-resource', event_type: event, summary: '通知',
    resource: { original_type: type, algorithm: 'AEAD_AES_256_GCM', ...sealed(plain, type, options), ...resource },
  })
}

/** One try: a world, what WeChat would say in it, and how it would be signed. */
export interface Try {
  readonly world: TestShop
  readonly kind: Kind
  readonly content: Fields
  readonly signed: (body: string, by?: Signer, at?: number) => HttpMessage
  /** As WeChat sends it, with other fields where given. */
  readonly genuine: (changes?: Fields) => HttpMessage
}

export async function aTry(kind: Kind): Promise<Try> {
  const world = await aWorld()
  const content = kind.content(world)
  const signed: Try['signed'] = (body, by = wechat, at = world.now) => ({ headers: signedHeaders(by, body, { at }), body })
  return { world, kind, content, signed, genuine: (changes = {}) => signed(envelope(kind.event, { ...content, ...changes })) }
}

const merchantKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey

/** The real use case over the real adapter; whatever it would ask the network for fails. */
export function deliver(world: TestShop, message: HttpMessage): Promise<NotificationResult> {
  const real = wechatPayments({
    merchant: { appid: APPID, mchid: MCHID, serial: '00', privateKey: merchantKey }, apiV3Key: API_V3_KEY, publicKey: { id: wechat.serial, key: wechat.publicKey },
    baseUrl: 'http://127.0.0.1:9', notifyUrl: 'https://shop.example/pay-notify', now: () => world.now,
  })
  const ports = world.worker()
  return handleNotification({ ...ports, payments: { ...ports.payments, openNotification: real.openNotification } }, message)
}

/** Everything but the list of what a person must look at. */
export function apartFromWork(world: TestShop): string {
  const tables = [...world.database.tables].filter(([name]) => name !== 'work_items').map(([name, table]) => [name, [...table.values()].map(version => version.document)])
  return createHash('sha256').update(JSON.stringify(tables)).update(world.pay.digest()).digest('hex')
}

export const signText = (algorithm: string, text: string): string => sign(algorithm, Buffer.from(text), wechat.privateKey).toString('base64')
