import { createPrivateKey, createPublicKey } from 'node:crypto'
import { vi } from 'vitest'
import { wechatPayments } from '../../../cloudfunctions/adapters/wechat-pay/payments'
import type { HttpMessage, Payments } from '../../../cloudfunctions/ports/payments'
import { VirtualClock } from '../../../emulator/control/clock'
import { Faults } from '../../../emulator/control/faults'
import { StateFile } from '../../../emulator/control/state'
import { type KeyMode, newKeyRecord, type PayPeerOptions, WeChatPay } from '../../../emulator/wechat-pay'
import { type Received, serve, toFetch } from './http-server'

export const APPID = 'wx0123456789abcdef'
/** An afternoon far from any midnight, whatever the machine's clock says. */
export const NOW = Date.parse('2026-03-02T14:20:00+08:00')

/** Generated once a run: making RSA keys is the slow part of these tests. */
const keys = newKeyRecord(NOW - 86_400_000)

export interface PayPeer {
  readonly pay: WeChatPay
  readonly payments: Payments
  readonly faults: Faults
  readonly clock: VirtualClock
  /** Requests as they came over the wire. */
  readonly requests: Received[]
  /** Notifications as they were sent, not delivered anywhere. */
  readonly notifications: HttpMessage[]
}

/** The emulated merchant API behind a real socket, and the product's adapter configured for it. */
export async function payPeer(mode: KeyMode, options: Partial<PayPeerOptions> & { timeoutMs?: number } = {}): Promise<PayPeer> {
  const { timeoutMs, ...peerOptions } = options
  const clock = new VirtualClock({ mode: 'frozen', at: NOW })
  // The library signs by the machine's clock, which therefore follows the peer's.
  vi.useFakeTimers({ toFake: ['Date'] })
  vi.setSystemTime(NOW)
  clock.onChange(() => void vi.setSystemTime(clock.now()))
  const faults = new Faults()
  const notifications: HttpMessage[] = []
  const requests: Received[] = []
  const pay = WeChatPay.open({
    clock, faults, keys, mode, state: new StateFile(),
    deliver: (_url, delivery) => {
      notifications.push(delivery)
      return Promise.resolve({ status: 204 })
    },
    ...peerOptions,
  })
  const handle = toFetch(pay.app, '/wechat-pay')
  const url = await serve((request, response) => {
    requests.push(request)
    return handle(request, response)
  })
  const merchant = pay.merchant(APPID)
  const payments = wechatPayments({
    merchant: { appid: APPID, mchid: merchant.mchid, serial: merchant.merchantSerial, privateKey: privateKeyOf(merchant.merchantPrivateKeyDer) },
    apiV3Key: merchant.apiV3Key,
    baseUrl: `${url}/wechat-pay`,
    notifyUrl: 'https://shop.example/pay-notify',
    now: () => clock.now(),
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(merchant.payKeyId && { publicKey: { id: merchant.payKeyId, key: createPublicKey({ key: Buffer.from(merchant.payPublicKeyDer, 'base64'), format: 'der', type: 'spki' }) } }),
  })
  return { pay, payments, faults, clock, requests, notifications }
}

export function privateKeyOf(der: string): ReturnType<typeof createPrivateKey> {
  return createPrivateKey({ key: Buffer.from(der, 'base64'), format: 'der', type: 'pkcs8' })
}

export const order = (outTradeNo: string, amountFen = 1990) => ({
  outTradeNo, amountFen: amountFen as never, openid: 'o-alice', description: '麻阳冰糖橙 5斤装', expiresAt: NOW + 9 * 60_000 + 500,
})

export const refundOf = (outTradeNo: string, amountFen = 1990) => ({
  outTradeNo, outRefundNo: `${outTradeNo}-GF`, amountFen: amountFen as never, totalFen: 1990 as never, reason: '未成团',
})

/** Places an order and pays it; leaves its notification in the list. */
export async function paid(peer: PayPeer, outTradeNo: string): Promise<void> {
  const created = await peer.payments.create(order(outTradeNo))
  if (created.outcome !== 'created') throw new Error(`not created: ${JSON.stringify(created)}`)
  const result = await peer.pay.pay(created.params.package.replace('prepay_id=', ''))
  if (!result.ok) throw new Error(`not paid: ${result.reason}`)
  await peer.clock.advance(1000)
}
