import { constants, createCipheriv, privateDecrypt, randomInt, type KeyObject } from 'node:crypto'

const letters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** Random letters and digits, for nonces. */
export function randomText(length: number): string {
  return Array.from({ length }, () => letters[randomInt(letters.length)]).join('')
}

export interface Sealed {
  algorithm: 'AEAD_AES_256_GCM'
  nonce: string
  associated_data: string
  /** Base64 of the ciphertext followed by the 16-byte tag. */
  ciphertext: string
}

/** AES-256-GCM with the merchant's APIv3 key, as notifications and platform certificates travel. */
export function seal(apiV3Key: string, plain: string, associatedData: string): Sealed {
  const nonce = randomText(12)
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(apiV3Key), Buffer.from(nonce))
  cipher.setAAD(Buffer.from(associatedData))
  const ciphertext = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64')
  return { algorithm: 'AEAD_AES_256_GCM', nonce, associated_data: associatedData, ciphertext }
}

/** Opens a sensitive field of a request (RSA-OAEP with SHA-1, base64); undefined when it was not sealed with this key. */
export function openField(key: KeyObject, sealed: string): string | undefined {
  try {
    const padding = constants.RSA_PKCS1_OAEP_PADDING
    return privateDecrypt({ key, padding, oaepHash: 'sha1' }, Buffer.from(sealed, 'base64')).toString('utf8')
  }
  catch {
    return undefined
  }
}
