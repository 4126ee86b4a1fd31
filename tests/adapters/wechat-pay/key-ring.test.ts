import { describe, expect, it } from 'vitest'
import { readCertificates } from '../../../cloudfunctions/adapters/wechat-pay/certificates'
import { KeyRing, type TrustedKey } from '../../../cloudfunctions/adapters/wechat-pay/key-ring'
import { NOW } from '../support/pay-peer'
import { API_V3_KEY, newSigner, platformCertificate, sealed } from '../support/signer'

const MINUTE = 60_000
const signer = newSigner('PUB_KEY_ID_1')
const certificate = (serial: string, from = NOW - MINUTE, until = NOW + 60 * MINUTE): TrustedKey => ({ serial, key: signer.publicKey, from, until })
const SERIAL = '5157F09EFDC096DE15EBE81A47057A7232F1B8E1'
const OTHER = '6157F09EFDC096DE15EBE81A47057A7232F1B8E1'

function ring(fetched: () => TrustedKey[] | undefined, publicKey = false) {
  const state = { now: NOW, fetches: 0 }
  const keys = new KeyRing({
    now: () => state.now,
    fetchCertificates: () => {
      state.fetches += 1
      return Promise.resolve(fetched())
    },
    ...(publicKey && { publicKey: { id: signer.serial, key: signer.publicKey } }),
  })
  return { keys, state }
}

describe('the keys we trust', () => {
  it('fetches certificates at the first unknown serial and keeps them', async () => {
    const { keys, state } = ring(() => [certificate(SERIAL)])
    expect(await keys.find(SERIAL)).toBe(signer.publicKey)
    expect(await keys.find(SERIAL.toLowerCase())).toBe(signer.publicKey)
    expect(state.fetches).toBe(1)
  })

  it('X10: answers a flood of unknown serials with one fetch a minute', async () => {
    const { keys, state } = ring(() => [certificate(SERIAL)])
    const serials = Array.from({ length: 200 }, (_, index) => index.toString(16).padStart(40, 'A'))
    expect(new Set(await Promise.all(serials.map(serial => keys.find(serial))))).toEqual(new Set([undefined]))
    expect(state.fetches).toBe(1)
    state.now += MINUTE - 1
    await keys.find(OTHER)
    expect(state.fetches).toBe(1)
    state.now += 1
    await keys.find(OTHER)
    expect(state.fetches).toBe(2)
  })

  it('X10: fetches nothing for what cannot be a certificate\'s serial', async () => {
    const { keys, state } = ring(() => [certificate(SERIAL)])
    for (const serial of ['PUB_KEY_ID_2', '', '../certificates', 'x'.repeat(1000)]) expect(await keys.find(serial)).toBeUndefined()
    expect(state.fetches).toBe(0)
  })

  it('knows its public key without asking anybody, and certificates too while WeChat moves the merchant over', async () => {
    const { keys, state } = ring(() => [certificate(SERIAL)], true)
    expect(await keys.find('PUB_KEY_ID_1')).toBe(signer.publicKey)
    expect(await keys.preferred()).toEqual({ serial: 'PUB_KEY_ID_1', key: signer.publicKey })
    expect(state.fetches).toBe(0)
    expect(await keys.find(SERIAL)).toBe(signer.publicKey)
  })

  it('prefers the newest certificate that is valid now, and trusts none past its end', async () => {
    const { keys, state } = ring(() => [certificate(OTHER, NOW - 2 * MINUTE, NOW + MINUTE), certificate(SERIAL), certificate('7'.repeat(40), NOW + MINUTE)])
    expect((await keys.preferred())?.serial).toBe(SERIAL)
    expect(await keys.find(OTHER)).toBeDefined()
    state.now += MINUTE
    expect(await keys.find(OTHER)).toBeUndefined()
    expect((await keys.preferred())?.serial).toBe('7'.repeat(40))
  })

  it('keeps the old certificates when new ones cannot be had', async () => {
    const answers: (TrustedKey[] | undefined)[] = [[certificate(SERIAL)], undefined, []]
    const { keys, state } = ring(() => answers.shift())
    await keys.find(SERIAL)
    for (const unknown of [OTHER, OTHER]) {
      state.now += MINUTE
      expect(await keys.find(unknown)).toBeUndefined()
    }
    expect(state.fetches).toBe(3)
    expect(await keys.find(SERIAL)).toBeDefined()
  })
})

describe('platform certificates', () => {
  const { signer: issued, pem } = platformCertificate()
  const body = (encrypt_certificate: object): string => JSON.stringify({
    data: [{ serial_no: issued.serial, effective_time: '2026-01-01T00:00:00+08:00', expire_time: '2031-01-01T00:00:00+08:00', encrypt_certificate }],
  })

  it('are opened and read', () => {
    const [read] = readCertificates(body({ algorithm: 'AEAD_AES_256_GCM', ...sealed(pem, 'certificate') }), API_V3_KEY)
    expect(read).toMatchObject({ serial: issued.serial, from: Date.parse('2025-12-31T16:00:00Z'), until: Date.parse('2030-12-31T16:00:00Z') })
    expect(read?.key.asymmetricKeyType).toBe('rsa')
  })

  it('are refused when their seal was touched, was made with another key or holds something else', () => {
    const spoil = (bytes: Buffer): void => void bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1)
    expect(() => readCertificates(body(sealed(pem, 'certificate', { spoil })), API_V3_KEY)).toThrow()
    expect(() => readCertificates(body(sealed(pem, 'certificate', { key: 'x'.repeat(32) })), API_V3_KEY)).toThrow()
    expect(() => readCertificates(body(sealed('not a certificate', 'certificate')), API_V3_KEY)).toThrow()
    expect(() => readCertificates('{"data":[{}]}', API_V3_KEY)).toThrow()
  })
})
