import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sealOf } from '../../../cloudfunctions/adapters/system/seal'

const seal = sealOf(Buffer.alloc(32, 1))
const other = sealOf(Buffer.alloc(32, 2))

describe('S45: the seal', () => {
  it('gives back exactly what was sealed, and never the same cipher twice', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), fc.string(), (text, about) => {
      const sealed = seal.seal(text, about)
      expect(seal.open(sealed, about)).toBe(Buffer.from(text, 'utf8').toString('utf8'))
      expect(seal.seal(text, about)).not.toBe(sealed)
    }))
  })

  it('opens nothing that was changed anywhere, is about something else, or is under another key', () => {
    const sealed = seal.seal('LT-0001', 'a')
    expect(sealed).not.toContain('LT-0001')
    const [version = '', keyId = '', body = ''] = sealed.split('.')
    const bytes = Buffer.from(body, 'base64url')
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes)
      changed[at] = (changed[at] ?? 0) ^ 1
      expect(() => seal.open(`${version}.${keyId}.${changed.toString('base64url')}`, 'a'), `byte ${at}`).toThrow()
    }
    expect(() => seal.open(sealed, 'b')).toThrow()
    expect(() => other.open(sealed, 'a')).toThrow()
    for (const wrong of ['', 'v1', 'v1.', `v2.${body}`, `v3.${keyId}.${body}`, `${version}.00000000.${body}`, body, `${version}.${keyId}.${bytes.subarray(0, 20).toString('base64url')}`]) expect(() => seal.open(wrong, 'a'), wrong).toThrow()
  })

  it('recognises a text by a hash that says nothing without the key', () => {
    expect(seal.mac('LT-0001')).toMatch(/^[0-9a-f]{32}$/)
    expect(seal.mac('LT-0001')).toBe(sealOf(Buffer.alloc(32, 1)).mac('LT-0001'))
    expect(new Set([seal.mac('LT-0001'), seal.mac('LT-0002'), other.mac('LT-0001')]).size).toBe(3)
  })
})
