import * as v from 'valibot'
import type { Instant } from '../../domain/kernel/instant'
import type { PayClosed, PayCreated, PayQueried, Payments, RefundAnswer } from '../../ports/payments'
import { type Answer, isAbsent, passingCode, refusalCode } from './answers'
import { wechatBills } from './bills'
import { readCertificates } from './certificates'
import { readRefund, readTrade } from './facts'
import { KeyRing, type TrustedKey } from './key-ring'
import type { Merchant, MerchantApi } from './merchant-api'
import { readNotification } from './notification'
import { wechatSharing } from './sharing'
import { verifyMessage } from './signature'
import { chinaTime, cutToBytes } from './text'
import { wechatTransfers } from './transfers'
import { VerifiedTransport } from './transport'

export interface PaymentsOptions {
  readonly merchant: Merchant
  readonly apiV3Key: string
  /** The WeChat Pay public key; left out, platform certificates are fetched. */
  readonly publicKey?: ConstructorParameters<typeof KeyRing>[0]['publicKey']
  readonly baseUrl: string
  /** Base of the address notifications are sent to, without a trailing slash. */
  readonly notifyUrl: string
  readonly timeoutMs?: number
  readonly now: () => Instant
}

const TIMEOUT_MS = 8000
const DESCRIPTION_BYTES = 127
const REASON_BYTES = 80

const payParams = v.object({
  appId: v.string(), timeStamp: v.string(), nonceStr: v.string(),
  package: v.pipe(v.string(), v.startsWith('prepay_id=')), signType: v.literal('RSA'), paySign: v.pipe(v.string(), v.nonEmpty()),
})

/** WeChat Pay through the merchant library, which is loaded with the first call that needs it. Never throws for what WeChat or the network does. */
export function wechatPayments(options: PaymentsOptions): Payments {
  const { merchant, apiV3Key, notifyUrl, now } = options
  const ring = new KeyRing({ ...(options.publicKey && { publicKey: options.publicKey }), fetchCertificates, now })
  const transport = new VerifiedTransport({ baseUrl: options.baseUrl, timeoutMs: options.timeoutMs ?? TIMEOUT_MS, ring, now })
  let loaded: Promise<MerchantApi> | undefined
  const load = (): Promise<MerchantApi> => loaded ??= import('./merchant-api').then(module => new module.MerchantApi(merchant, transport))

  /** Trusted twice over: sealed with our APIv3 key, and signed by one of the keys it brings. */
  async function fetchCertificates(): Promise<readonly TrustedKey[] | undefined> {
    const answer = await (await load()).platformCertificates()
    if (answer?.status !== 200) return undefined
    try {
      const certificates = readCertificates(answer.body, apiV3Key)
      const keyOf = (serial: string): Promise<TrustedKey['key'] | undefined> =>
        Promise.resolve(certificates.find(certificate => certificate.serial.toUpperCase() === serial.toUpperCase())?.key)
      return await verifyMessage(answer, keyOf, now()) === 'genuine' ? certificates : undefined
    }
    catch {
      return undefined
    }
  }

  return {
    appid: merchant.appid,
    mchid: merchant.mchid,
    async create(request) {
      const answer = await (await load()).transactions_jsapi({
        description: cutToBytes(request.description, DESCRIPTION_BYTES),
        out_trade_no: request.outTradeNo,
        time_expire: chinaTime(request.expiresAt),
        notify_url: `${notifyUrl}/payment`,
        amount: { total: request.amountFen, currency: 'CNY' },
        payer: { openid: request.openid },
        ...(request.shared === true && { settle_info: { profit_sharing: true } }),
      })
      return readCreated(answer)
    },
    async query(outTradeNo) {
      return readQueried(await (await load()).query({ out_trade_no: outTradeNo }), outTradeNo)
    },
    async close(outTradeNo) {
      return readClosed(await (await load()).close(outTradeNo))
    },
    async refund(request) {
      const answer = await (await load()).refunds({
        out_trade_no: request.outTradeNo,
        out_refund_no: request.outRefundNo,
        reason: cutToBytes(request.reason, REASON_BYTES),
        notify_url: `${notifyUrl}/refund`,
        amount: { refund: request.amountFen, total: request.totalFen, currency: 'CNY' },
      })
      return readRefundAnswer(answer, request.outRefundNo)
    },
    async queryRefund(outRefundNo) {
      const answer = await (await load()).find_refunds(outRefundNo)
      return refusalCode(answer) === 'RESOURCENOTEXISTS' ? { outcome: 'absent' } : readRefundAnswer(answer, outRefundNo)
    },
    async refundToCard({ outRefundNo, providerRefundId }, card) {
      const api = await load()
      const sealFor = await ring.preferred()
      if (!sealFor) return { outcome: 'unknown' }
      return readRefundAnswer(await api.applyAbnormalRefund(providerRefundId, outRefundNo, card, sealFor), outRefundNo)
    },
    ...wechatBills(load),
    ...wechatSharing(merchant, load, ring),
    ...wechatTransfers(merchant, load, ring, notifyUrl),
    openNotification: message => readNotification({ keyOf: ring.find, apiV3Key, now }, message),
  }
}

function readCreated(answer: Answer): PayCreated {
  if (answer.status === 200) {
    const parsed = v.safeParse(payParams, answer.data)
    return parsed.success ? { outcome: 'created', params: parsed.output } : { outcome: 'unknown' }
  }
  const code = refusalCode(answer)
  switch (code) {
    case undefined: return { outcome: 'unknown' }
    case 'ORDERPAID': return { outcome: 'already_paid' }
    case 'ORDERCLOSED': return { outcome: 'closed' }
    default: return { outcome: 'rejected', code }
  }
}

function readQueried(answer: Answer, outTradeNo: string): PayQueried {
  if (answer.status === 200) {
    const trade = readTrade(answer.data)
    if (trade?.outTradeNo !== outTradeNo) return { outcome: 'unknown' }
    if (trade.facts) return { outcome: 'paid', facts: trade.facts }
    switch (trade.state) {
      case 'NOTPAY': case 'USERPAYING': case 'PAYERROR': return { outcome: 'unpaid' }
      case 'CLOSED': case 'REVOKED': return { outcome: 'closed' }
      default: return { outcome: 'unknown' }
    }
  }
  return isAbsent(refusalCode(answer)) ? { outcome: 'absent' } : { outcome: 'unknown' }
}

function readClosed(answer: Answer): PayClosed {
  if (answer.status === 204 || answer.status === 200) return { outcome: 'closed' }
  const code = refusalCode(answer)
  if (code === 'ORDERPAID') return { outcome: 'already_paid' }
  if (code === 'ORDERCLOSED') return { outcome: 'closed' }
  return isAbsent(code) ? { outcome: 'absent' } : { outcome: 'unknown' }
}

function readRefundAnswer(answer: Answer, outRefundNo: string): RefundAnswer {
  if (answer.status === 200) {
    const facts = readRefund(answer.data)
    return facts?.outRefundNo === outRefundNo ? { outcome: 'known', facts } : { outcome: 'unknown' }
  }
  const passing = passingCode(answer)
  if (passing !== undefined) return { outcome: 'later', code: passing }
  const code = refusalCode(answer)
  return code === undefined ? { outcome: 'unknown' } : { outcome: 'rejected', code }
}
