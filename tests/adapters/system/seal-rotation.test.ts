import { createCipheriv, hkdfSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { readConfiguration } from '../../../cloudfunctions/adapters/system/configuration'
import { sealOf } from '../../../cloudfunctions/adapters/system/seal'

const [first, second, third] = [1, 2, 3].map(byte => Buffer.alloc(32, byte)) as [Buffer, Buffer, Buffer]

/** A text as it was sealed before texts named their key. */
function sealedUnnamed(key: Buffer, text: string, about: string): string {
  const iv = Buffer.alloc(12, 9)
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), 'lintuan seal', 32)), iv)
  cipher.setAAD(Buffer.from(about))
  return `v1.${Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64url')}`
}

describe('S12, S45: changing the data key', () => {
  it('the new key seals, and those before it still open; an unknown one opens nothing', () => {
    const sealed = [sealOf(first).seal('text', 'a'), sealOf(second, [first]).seal('text', 'a'), sealOf(third, [second, first]).seal('text', 'a')]
    const now = sealOf(third, [second, first])
    expect(sealed.map(text => now.open(text, 'a'))).toEqual(['text', 'text', 'text'])
    expect(new Set(sealed.map(text => text.split('.')[1])).size).toBe(3)
    expect(now.seal('text', 'a').split('.')[1]).toBe(now.keyId)
    expect(() => sealOf(third).open(sealed[0] as string, 'a')).toThrow()
    expect(() => now.open(sealed[0] as string, 'b')).toThrow()
  })

  it('a text that names no key is opened with whichever of them it was sealed under', () => {
    for (const key of [first, second, third]) expect(sealOf(third, [second, first]).open(sealedUnnamed(key, 'LT-0001', 'c'), 'c')).toBe('LT-0001')
    expect(() => sealOf(third, [second]).open(sealedUnnamed(first, 'LT-0001', 'c'), 'c')).toThrow()
  })

  it('the names of keys say nothing about them', () => {
    expect(sealOf(first).keyId).toMatch(/^[0-9a-f]{8}$/)
    expect(first.toString('hex')).not.toContain(sealOf(first).keyId)
  })

  it('a malformed earlier key is said by its name, never by its value', () => {
    expect(() => readConfiguration({ LINTUAN_DATA_KEYS_EARLIER: 'secret-not-a-key' })).toThrow(/LINTUAN_DATA_KEYS_EARLIER is not a list of keys/)
    expect(() => readConfiguration({ LINTUAN_DATA_KEYS_EARLIER: 'secret-not-a-key' })).not.toThrow(/secret-not-a-key/)
  })
})
