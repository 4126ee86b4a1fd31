import { createVerify, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import type { FaultKind } from '../control/faults'
import { PayError } from './errors'
import type { PeerKeys, SigningKey } from './keys'
import { randomText } from './sealing'
import { MINUTE_MS } from './time'

/** Which of WeChat's keys a merchant has: only a public key (new merchants), only platform certificates, or both while migrating. */
export type KeyMode = 'public-key' | 'platform-certificate' | 'mixed'

/** How an answer or a notification is signed. A forged one looks like WeChat's own probes, a wrong one like a true one; both must fail verification. */
export type Signature = 'true' | 'forged' | 'wrong' | 'missing'

const SCHEME = 'WECHATPAY2-SHA256-RSA2048'
const SKEW_MS = 5 * MINUTE_MS

let strangerKey: KeyObject | undefined

/** A key that belongs to nobody: what a forger signs with. */
export function stranger(): KeyObject {
  strangerKey ??= generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
  return strangerKey
}

/** Answers follow the request's Wechatpay-Serial; a merchant with both keys who does not ask gets the platform certificate's. */
export function answeringKey(keys: PeerKeys, mode: KeyMode, asked: string | null): SigningKey {
  switch (mode) {
    case 'public-key': return keys.payKey
    case 'platform-certificate': return keys.platform
    case 'mixed': return asked?.toUpperCase() === keys.payKeyId ? keys.payKey : keys.platform
  }
}

/** How a fault bids to sign. */
export function signatureUnder(kind: FaultKind | undefined): Signature {
  switch (kind) {
    case 'forged-signature': return 'forged'
    case 'wrong-signature': return 'wrong'
    case 'missing-signature': return 'missing'
    default: return 'true'
  }
}

/** In migration WeChat chooses the key of each notification by itself. */
export function notifyingKey(keys: PeerKeys, mode: KeyMode, random: () => number): SigningKey {
  return answeringKey(keys, mode, random() < 0.5 ? keys.payKeyId : null)
}

/** Wechatpay-* headers over `body`, which is empty for a 204. */
export function signatureHeaders(key: SigningKey, body: string, now: number, how: Signature = 'true'): Record<string, string> {
  if (how === 'missing') return {}
  const timestamp = String(Math.floor(now / 1000))
  const nonce = randomText(32)
  const message = Buffer.from(`${timestamp}\n${nonce}\n${body}\n`)
  const signed = sign('sha256', message, how === 'true' ? key.privateKey : stranger()).toString('base64')
  return {
    'Wechatpay-Timestamp': timestamp,
    'Wechatpay-Nonce': nonce,
    'Wechatpay-Serial': key.serial,
    'Wechatpay-Signature': how === 'forged' ? `WECHATPAY/SIGNTEST/${signed}` : signed,
    'Wechatpay-Signature-Type': SCHEME,
  }
}

export interface SignedRequest {
  method: string
  /** Path and query exactly as they came, from `/v3/` on. */
  path: string
  authorization: string | undefined
  body: Buffer
}

/** Verifies a merchant's request on its raw bytes; throws SIGN_ERROR on a wrong merchant, serial, time or signature. */
export function verifyRequest(keys: PeerKeys, now: number, request: SignedRequest): void {
  const [scheme, ...rest] = (request.authorization ?? '').split(' ')
  if (scheme !== SCHEME) throw new PayError('SIGN_ERROR', 'Http头Authorization值格式错误，请参考《微信支付商户REST API签名规则》')
  const part = Object.fromEntries([...rest.join(' ').matchAll(/(\w+)="([^"]*)"/g)].map(match => [match[1], match[2]])) as Partial<Record<string, string>>
  const { mchid, nonce_str: nonce, timestamp, serial_no: serial, signature } = part
  if (!mchid || !nonce || !timestamp || !serial || !signature) throw new PayError('SIGN_ERROR', 'Http头Authorization缺少必要字段')
  if (mchid !== keys.mchid) throw new PayError('SIGN_ERROR', '商户号不存在或与签名不符')
  if (serial.toUpperCase() !== keys.merchantSerial) throw new PayError('SIGN_ERROR', '商户证书序列号有误')
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(Number(timestamp) * 1000 - now) > SKEW_MS) throw new PayError('SIGN_ERROR', 'Http头Authorization中的timestamp与发起请求的时间不得超过5分钟')
  const verify = createVerify('sha256').update(`${request.method}\n${request.path}\n${timestamp}\n${nonce}\n`).update(request.body).update('\n')
  if (!verify.verify(keys.merchantPublicKey, signature, 'base64')) throw new PayError('SIGN_ERROR')
}
