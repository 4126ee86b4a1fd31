import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes, randomInt, type KeyObject } from 'node:crypto'
import { issueCertificate } from './der'
import { randomText } from './sealing'
import { DAY_MS } from './time'

/** Everything secret or signed that belongs to one merchant account, as it is kept between runs. */
export interface KeyRecord {
  mchid: string
  apiV3Key: string
  merchantSerial: string
  /** base64 PKCS#8 */
  merchantPrivateKeyDer: string
  platformSerial: string
  platformPrivateKeyDer: string
  platformCertificate: string
  platformFrom: number
  platformUntil: number
  payKeyId: string
  payPrivateKeyDer: string
}

export interface SigningKey {
  serial: string
  privateKey: KeyObject
}

/** The record with its keys made ready for use. */
export interface PeerKeys extends KeyRecord {
  merchantPublicKey: KeyObject
  platform: SigningKey
  payKey: SigningKey
  /** base64 SPKI of WeChat's public key for this merchant */
  payPublicKeyDer: string
}

const FIVE_YEARS = 5 * 365 * DAY_MS

const digits = (length: number): string => Array.from({ length }, () => randomInt(10)).join('')

/** 20 bytes, 40 upper-case digits. The first byte is neither zero nor negative, so that every reader prints the serial alike. */
function newSerial(): string {
  return Buffer.concat([Buffer.from([randomInt(0x10, 0x80)]), randomBytes(19)]).toString('hex').toUpperCase()
}

function newPrivateKey(): string {
  return generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64')
}

function privateKeyOf(der: string): KeyObject {
  return createPrivateKey({ key: Buffer.from(der, 'base64'), format: 'der', type: 'pkcs8' })
}

/** A new merchant account: its key pair, WeChat's platform certificate and WeChat's public key for it. */
export function newKeyRecord(now: number): KeyRecord {
  const platformPrivateKeyDer = newPrivateKey()
  const platformSerial = newSerial()
  const platformKey = privateKeyOf(platformPrivateKeyDer)
  const certificate = issueCertificate({
    serial: platformSerial,
    issuer: { C: 'CN', O: 'Tenpay.com', OU: 'Tenpay.com CA Center', CN: 'Tenpay.com Root CA' },
    subject: { C: 'CN', O: 'Tenpay.com', CN: 'Tenpay.com sign' },
    from: now,
    until: now + FIVE_YEARS,
    publicKey: createPublicKey(platformKey),
    signWith: platformKey,
  })
  return {
    mchid: `16${digits(8)}`,
    apiV3Key: randomText(32),
    merchantSerial: newSerial(),
    merchantPrivateKeyDer: newPrivateKey(),
    platformSerial,
    platformPrivateKeyDer,
    platformCertificate: certificate,
    platformFrom: now,
    platformUntil: now + FIVE_YEARS,
    payKeyId: `PUB_KEY_ID_011${digits(25)}`,
    payPrivateKeyDer: newPrivateKey(),
  }
}

const ready = new WeakMap<KeyRecord, PeerKeys>()

/** Made ready once for each record: parsing keys takes longer than many a whole test. */
export function readyKeys(record: KeyRecord): PeerKeys {
  let keys = ready.get(record)
  if (!keys) ready.set(record, keys = parsedKeys(record))
  return keys
}

function parsedKeys(record: KeyRecord): PeerKeys {
  const payPrivateKey = privateKeyOf(record.payPrivateKeyDer)
  return {
    ...record,
    merchantPublicKey: createPublicKey(privateKeyOf(record.merchantPrivateKeyDer)),
    platform: { serial: record.platformSerial, privateKey: privateKeyOf(record.platformPrivateKeyDer) },
    payKey: { serial: record.payKeyId, privateKey: payPrivateKey },
    payPublicKeyDer: createPublicKey(payPrivateKey).export({ type: 'spki', format: 'der' }).toString('base64'),
  }
}
