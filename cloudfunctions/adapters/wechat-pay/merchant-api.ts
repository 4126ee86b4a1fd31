import { type KeyObject, sign } from 'node:crypto'
import type { Output } from 'wechatpay-node-v3/dist/lib/interface-v2'
import WechatPay from 'wechatpay-node-v3'
import type { BankCard } from '../../ports/payments'
import { encryptFor } from './encrypt'
import type { RawAnswer, VerifiedTransport } from './transport'

export interface Merchant {
  readonly appid: string
  readonly mchid: string
  /** Serial of the merchant's API certificate. Never left to the library, which would spell it wrongly. */
  readonly serial: string
  readonly privateKey: KeyObject
}

/** The merchant library over our transport, with the calls it lacks. The key is parsed once, not for every signature. */
export class MerchantApi extends WechatPay {
  readonly #merchant: Merchant
  readonly #transport: VerifiedTransport

  constructor(merchant: Merchant, transport: VerifiedTransport) {
    // The library insists on a certificate but reads it only for the serial, which we give; the private key is used by our own signing below.
    const unread = Buffer.from('-')
    super({ appid: merchant.appid, mchid: merchant.mchid, serial_no: merchant.serial.toUpperCase(), publicKey: unread, privateKey: unread, userAgent: 'lintuan' })
    this.#merchant = merchant
    this.#transport = transport
    this.createHttp(transport)
  }

  override sha256WithRsa(data: string): string {
    return sign('sha256', Buffer.from(data), this.#merchant.privateKey).toString('base64')
  }

  /** The answer to `GET /v3/certificates`, not verified yet: the keys to verify it with are in it. */
  platformCertificates(): Promise<RawAnswer | undefined> {
    const url = 'https://api.mch.weixin.qq.com/v3/certificates'
    return this.#transport.exchange('GET', url, this.getHeaders(this.buildAuthorization('GET', url)))
  }

  /** Sends an abnormal refund to a bank card of the shopper. Account and name are encrypted for the WeChat key that the header names. */
  applyAbnormalRefund(refundId: string, outRefundNo: string, card: BankCard, sealFor: { serial: string; key: KeyObject }): Promise<Output> {
    const url = `https://api.mch.weixin.qq.com/v3/refund/domestic/refunds/${encodeURIComponent(refundId)}/apply-abnormal-refund`
    const body = {
      out_refund_no: outRefundNo,
      type: 'USER_BANK_CARD',
      bank_type: card.bankType,
      bank_account: encryptFor(sealFor.key, card.account),
      real_name: encryptFor(sealFor.key, card.name),
    }
    return this.#post(url, body, sealFor.serial)
  }

  /** Money to a person; the name is encrypted like a card's. */
  createTransfer(body: Record<string, unknown>, serial: string | undefined): Promise<Output> {
    return this.#post(TRANSFERS, body, serial)
  }

  queryTransfer(outBillNo: string): Promise<Output> {
    const url = `${TRANSFERS}/out-bill-no/${encodeURIComponent(outBillNo)}`
    return this.httpService.get(url, this.getHeaders(this.buildAuthorization('GET', url)))
  }

  cancelTransfer(outBillNo: string): Promise<Output> {
    return this.#post(`${TRANSFERS}/out-bill-no/${encodeURIComponent(outBillNo)}/cancel`, {})
  }

  /** The bytes of a bill behind an address WeChat gave out, unpacked. Such answers are not signed: the hash that came signed vouches for them. */
  billFile(url: string): Promise<Buffer | undefined> {
    return this.#transport.download(url, { ...this.getHeaders(this.buildAuthorization('GET', url)), 'Accept-Encoding': 'identity' })
  }

  #post(url: string, body: Record<string, unknown>, serial?: string): Promise<Output> {
    const headers = { 'Content-Type': 'application/json', ...(serial !== undefined && { 'Wechatpay-Serial': serial }) }
    return this.httpService.post(url, body, this.getHeaders(this.buildAuthorization('POST', url, body), headers))
  }
}

const TRANSFERS = 'https://api.mch.weixin.qq.com/v3/fund-app/mch-transfer/transfer-bills'
