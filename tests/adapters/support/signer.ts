import { createCipheriv, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import { newKeyRecord } from '../../../emulator/wechat-pay'
import { NOW } from './pay-peer'

export interface Signer { readonly serial: string; readonly publicKey: KeyObject; readonly privateKey: KeyObject }

export const API_V3_KEY = '0123456789abcdefghijklmnopqrstuv'

/** A key pair of WeChat's, or of somebody who pretends to be. */
export function newSigner(serial: string): Signer {
  return { serial, ...generateKeyPairSync('rsa', { modulusLength: 2048 }) }
}

/** Headers of a message signed as WeChat signs; each part can be made wrong. */
export function signedHeaders(signer: Signer, body: string, wrong: { at?: number; signature?: (true_: string) => string } = {}): Record<string, string> {
  const timestamp = String(Math.floor((wrong.at ?? NOW) / 1000))
  const nonce = randomBytes(16).toString('hex')
  const signature = sign('sha256', Buffer.from(`${timestamp}\n${nonce}\n${body}\n`), signer.privateKey).toString('base64')
  return {
    'Wechatpay-Timestamp': timestamp,
    'Wechatpay-Nonce': nonce,
    'Wechatpay-Serial': signer.serial,
    'Wechatpay-Signature': wrong.signature?.(signature) ?? signature,
  }
}

/** AES-256-GCM as notifications and certificates are sealed; `spoil` changes the bytes after sealing. */
export function sealed(plain: string, associatedData: string, options: { key?: string; spoil?: (bytes: Buffer) => void } = {}): { nonce: string; associated_data: string; ciphertext: string } {
  const nonce = randomBytes(6).toString('hex')
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(options.key ?? API_V3_KEY), Buffer.from(nonce))
  cipher.setAAD(Buffer.from(associatedData))
  const bytes = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()])
  options.spoil?.(bytes)
  return { nonce, associated_data: associatedData, ciphertext: bytes.toString('base64') }
}

/** A platform certificate with its key, as WeChat would issue it. */
export function platformCertificate(): { readonly signer: Pick<Signer, 'serial'> & { privateKeyDer: string }; readonly pem: string } {
  const record = newKeyRecord(NOW - 1000)
  return { signer: { serial: record.platformSerial, privateKeyDer: record.platformPrivateKeyDer }, pem: record.platformCertificate }
}
