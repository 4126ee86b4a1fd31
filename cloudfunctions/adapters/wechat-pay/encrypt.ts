import { constants, type KeyObject, publicEncrypt } from 'node:crypto'

/** Encrypts a card number or a name for one of WeChat's keys, which the request must then name. */
export function encryptFor(key: KeyObject, text: string): string {
  return publicEncrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' }, Buffer.from(text)).toString('base64')
}
