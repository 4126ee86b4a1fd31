import { type KeyObject, verify } from 'node:crypto'
import type { Instant } from '../../domain/kernel/instant'

/** A message that carries WeChat Pay's signature: an answer of the merchant API or a notification. */
export interface SignedMessage {
  /** Case of the names does not matter. */
  readonly header: (name: string) => string | undefined
  /** The body exactly as received. */
  readonly body: string
}

/** Finds WeChat's key for a serial, or nothing when that serial is not on the list of trusted ones. */
export type KeyOf = (serial: string) => Promise<KeyObject | undefined>

/** `genuine`, or what is wrong. WeChat's own probes (`WECHATPAY/SIGNTEST/`) come out as `bad_signature` like any forgery. */
export type Verdict = 'genuine' | 'unsigned' | 'bad_timestamp' | 'unknown_serial' | 'bad_signature'

const WINDOW_MS = 5 * 60 * 1000

/** Checks time window, serial and RSA-SHA256 signature, cheapest first, so that rubbish costs nothing (X10). */
export async function verifyMessage(message: SignedMessage, keyOf: KeyOf, now: Instant): Promise<Verdict> {
  const timestamp = message.header('wechatpay-timestamp')
  const nonce = message.header('wechatpay-nonce')
  const serial = message.header('wechatpay-serial')
  const signature = message.header('wechatpay-signature')
  if (!timestamp || !nonce || !serial || !signature) return 'unsigned'
  if (!/^\d{1,11}$/.test(timestamp) || Math.abs(Number(timestamp) * 1000 - now) > WINDOW_MS) return 'bad_timestamp'
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(signature) || signature.startsWith('WECHATPAY/SIGNTEST/')) return 'bad_signature'
  const key = await keyOf(serial)
  if (!key) return 'unknown_serial'
  const signed = Buffer.from(`${timestamp}\n${nonce}\n${message.body}\n`)
  return verify('sha256', signed, key, Buffer.from(signature, 'base64')) ? 'genuine' : 'bad_signature'
}
