import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import type { Seal } from '../../ports'

/** `v1.body`, as texts were sealed before they named their key. */
const UNNAMED = 'v1'
const VERSION = 'v2'
const IV_BYTES = 12
const TAG_BYTES = 16
const MAC_DIGITS = 32
const KEY_ID_DIGITS = 8

interface CipherKey { readonly id: string; readonly key: Buffer }

/**
 * AES-256-GCM under a key that is used for nothing else, and HMAC-SHA-256 under another; both follow from the shop's data key. A text names the key
 * it is sealed under, so that the key can be changed: the new one seals, `earlier` ones, newest first, still open.
 */
export function sealOf(dataKey: Buffer, earlier: readonly Buffer[] = []): Seal {
  const current = cipherKeyOf(dataKey)
  const keys = [current, ...earlier.map(cipherKeyOf)]
  const macKey = derived(earlier.at(-1) ?? dataKey, 'lintuan mac')
  return {
    keyId: current.id,
    seal(text, about) {
      const iv = randomBytes(IV_BYTES)
      const cipher = createCipheriv('aes-256-gcm', current.key, iv, { authTagLength: TAG_BYTES })
      cipher.setAAD(Buffer.from(about))
      const sealed = Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
      return `${VERSION}.${current.id}.${sealed.toString('base64url')}`
    },
    open(sealed, about) {
      const parts = sealed.split('.')
      const [version, keyId] = parts
      if (version === UNNAMED && parts.length === 2) return openWithAny(keys, parts[1] ?? '', about)
      const key = keys.find(one => one.id === keyId)
      if (version !== VERSION || parts.length !== 3 || !key) throw new Error('not a sealed text')
      return openWith(key, parts[2] ?? '', about)
    },
    mac: text => createHmac('sha256', macKey).update(text).digest('hex').slice(0, MAC_DIGITS),
  }
}

function openWith({ key }: CipherKey, body: string, about: string): string {
  const bytes = Buffer.from(body, 'base64url')
  if (bytes.length < IV_BYTES + TAG_BYTES) throw new Error('not a sealed text')
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
  decipher.setAAD(Buffer.from(about))
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
  return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]).toString('utf8')
}

function openWithAny(keys: readonly CipherKey[], body: string, about: string): string {
  for (const key of keys.slice(0, -1)) {
    try {
      return openWith(key, body, about)
    }
    catch {
      // Sealed under an earlier key, which comes next.
    }
  }
  return openWith(keys.at(-1) as CipherKey, body, about)
}

function cipherKeyOf(dataKey: Buffer): CipherKey {
  return { id: derived(dataKey, 'lintuan key id').toString('hex').slice(0, KEY_ID_DIGITS), key: derived(dataKey, 'lintuan seal') }
}

function derived(dataKey: Buffer, use: string): Buffer {
  return Buffer.from(hkdfSync('sha256', dataKey, Buffer.alloc(0), use, 32))
}
