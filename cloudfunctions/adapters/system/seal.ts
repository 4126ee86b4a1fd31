import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import type { Seal } from '../../ports'

const VERSION = 'v1'
const IV_BYTES = 12
const TAG_BYTES = 16
const MAC_DIGITS = 32

/** AES-256-GCM under a key that is used for nothing else, and HMAC-SHA-256 under another; both follow from the shop's data key. */
export function sealOf(dataKey: Buffer): Seal {
  const cipherKey = derived(dataKey, 'lintuan seal')
  const macKey = derived(dataKey, 'lintuan mac')
  return {
    seal(text, about) {
      const iv = randomBytes(IV_BYTES)
      const cipher = createCipheriv('aes-256-gcm', cipherKey, iv, { authTagLength: TAG_BYTES })
      cipher.setAAD(Buffer.from(about))
      const sealed = Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
      return `${VERSION}.${sealed.toString('base64url')}`
    },
    open(sealed, about) {
      const [version, body] = sealed.split('.')
      const bytes = Buffer.from(body ?? '', 'base64url')
      if (version !== VERSION || bytes.length < IV_BYTES + TAG_BYTES) throw new Error('not a sealed text')
      const decipher = createDecipheriv('aes-256-gcm', cipherKey, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
      decipher.setAAD(Buffer.from(about))
      decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
      return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]).toString('utf8')
    },
    mac: text => createHmac('sha256', macKey).update(text).digest('hex').slice(0, MAC_DIGITS),
  }
}

function derived(dataKey: Buffer, use: string): Buffer {
  return Buffer.from(hkdfSync('sha256', dataKey, Buffer.alloc(0), use, 32))
}
