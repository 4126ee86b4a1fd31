import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { ConfigurationError, readConfiguration } from '../../../cloudfunctions/adapters/system/configuration'
import { secretIds } from '../../../cloudfunctions/adapters/system/ids'
import { consoleLog } from '../../../cloudfunctions/adapters/system/log'
import { composePorts } from '../../../cloudfunctions/adapters/system/ports'

const pair = generateKeyPairSync('rsa', { modulusLength: 2048 })
const env = {
  TCB_ENV: 'shop-1',
  LINTUAN_APPID: 'wx0123456789abcdef',
  LINTUAN_APP_SECRET: 'app-secret-canary',
  LINTUAN_MCHID: '1600000001',
  LINTUAN_MCH_SERIAL: '00ab00000000000000000000000000000000cdef',
  LINTUAN_MCH_KEY: pair.privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64'),
  LINTUAN_APIV3_KEY: '0123456789abcdefghijklmnopqrstuv',
  LINTUAN_DATA_KEY: Buffer.alloc(32, 7).toString('base64'),
  LINTUAN_PAY_KEY_ID: 'PUB_KEY_ID_0110000000000000000000000001',
  LINTUAN_PAY_PUBLIC_KEY: pair.publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
  LINTUAN_NOTIFY_URL: 'https://shop.example/pay-notify/',
}

function complaint(changed: Record<string, string | undefined>): string {
  try {
    readConfiguration({ ...env, ...changed })
  }
  catch (error) {
    expect(error).toBeInstanceOf(ConfigurationError)
    return (error as Error).message
  }
  return ''
}

describe('the configuration', () => {
  it('is read with WeChat\'s own addresses unless others are given', () => {
    expect(readConfiguration(env)).toMatchObject({
      envId: 'shop-1', mchSerial: '00AB00000000000000000000000000000000CDEF', payBaseUrl: 'https://api.mch.weixin.qq.com', wechatBaseUrl: 'https://api.weixin.qq.com',
      notifyUrl: 'https://shop.example/pay-notify', payPublicKey: { id: env.LINTUAN_PAY_KEY_ID },
    })
    expect(readConfiguration({ ...env, LINTUAN_PAY_BASE_URL: 'http://127.0.0.1:9000/wechat-pay/', LINTUAN_WECHAT_BASE_URL: '' })).toMatchObject({
      payBaseUrl: 'http://127.0.0.1:9000/wechat-pay', wechatBaseUrl: 'https://api.weixin.qq.com',
    })
  })

  it('needs no public key of a merchant with platform certificates', () => {
    expect(readConfiguration({ ...env, LINTUAN_PAY_KEY_ID: '', LINTUAN_PAY_PUBLIC_KEY: undefined }).payPublicKey).toBeUndefined()
  })

  it('names everything that is missing at once', () => {
    const message = complaint({ TCB_ENV: undefined, LINTUAN_APPID: undefined, LINTUAN_MCH_KEY: '', LINTUAN_NOTIFY_URL: undefined })
    expect(message).toBe('The configuration is incomplete: TCB_ENV is missing; LINTUAN_APPID is missing; LINTUAN_MCH_KEY is missing; LINTUAN_NOTIFY_URL is missing.')
  })

  it.each<[string, string, string]>([
    ['LINTUAN_APPID', 'o-alice', 'is not an appid'],
    ['LINTUAN_MCHID', '16x', 'is not a merchant number'],
    ['LINTUAN_MCH_SERIAL', 'serial!', 'is not a certificate serial'],
    ['LINTUAN_MCH_KEY', 'AAAA', 'is not an RSA private key (PKCS#8 DER, base64)'],
    ['LINTUAN_MCH_KEY', env.LINTUAN_PAY_PUBLIC_KEY, 'is not an RSA private key (PKCS#8 DER, base64)'],
    ['LINTUAN_APIV3_KEY', 'too-short-canary', 'is not 32 characters'],
    ['LINTUAN_DATA_KEY', 'dG9vLXNob3J0', 'is not 32 bytes in base64'],
    ['LINTUAN_PAY_KEY_ID', '5157F0', 'is not a WeChat Pay public key id'],
    ['LINTUAN_PAY_KEY_ID', '', 'is missing'],
    ['LINTUAN_PAY_PUBLIC_KEY', 'AAAA', 'is not an RSA public key (SPKI DER, base64)'],
    ['LINTUAN_PAY_PUBLIC_KEY', '', 'is missing'],
    ['LINTUAN_NOTIFY_URL', 'https://shop.example/pay?x=1', 'is not an http(s) address without a query'],
    ['LINTUAN_PAY_BASE_URL', 'ftp://x', 'is not an http(s) address without a query'],
  ])('says of %s=%s that it %s', (name, value, fault) => {
    const message = complaint({ [name]: value })
    expect(message).toBe(`The configuration is incomplete: ${name} ${fault}.`)
    if (value.length > 6) expect(message).not.toContain(value)
  })
})

describe('ids', () => {
  const ids = secretIds('one')

  it('are 20 letters and digits and do not repeat', () => {
    const made = Array.from({ length: 2000 }, () => ids.next())
    expect(new Set(made).size).toBe(2000)
    for (const id of made) expect(id).toMatch(/^[0-9A-Za-z]{20}$/)
    expect(new Set(made.join(''))).toHaveProperty('size', 62)
  })

  it('derived from text follow from it and from the secret', () => {
    expect(ids.derive('share:g1:o1')).toMatch(/^[0-9A-Za-z]{10}$/)
    expect(ids.derive('share:g1:o1')).toBe(secretIds('one').derive('share:g1:o1'))
    expect(new Set(['share:g1:o1', 'share:g1:o2'].flatMap(text => [ids.derive(text), secretIds('two').derive(text)])).size).toBe(4)
  })
})

describe('the log', () => {
  const lines: string[] = []
  const log = consoleLog(line => lines.push(line))
  const last = (): unknown => JSON.parse(lines.at(-1) ?? 'null')

  it('writes events as lines of JSON', () => {
    log.event('order.placed', { orderId: 'o-1', quantity: 2, first: true, event: 'not this' })
    expect(last()).toEqual({ event: 'order.placed', orderId: 'o-1', quantity: 2, first: true })
    log.event('long', { text: 'x'.repeat(5000) })
    expect(lines.at(-1)?.length).toBeLessThan(300)
  })

  it('X18: tells of a fault by name, code and place, never by its message', () => {
    const cause = Object.assign(new RangeError('dup key 13812345678 canary'), { code: 'DATABASE_DUPLICATE_WRITE', config: { Authorization: 'canary' } })
    log.fault('order.place', new Error('canary\n    at canary', { cause }))
    expect(last()).toMatchObject({ fault: 'order.place', errors: ['Error', 'RangeError DATABASE_DUPLICATE_WRITE'] })
    expect((last() as { at: string[] }).at[0]).toMatch(/system\.test\.ts:\d+:\d+/)
    expect(lines.at(-1)).not.toContain('canary')
    for (const thrown of [undefined, null, 'canary', { message: 'canary' }, Object.assign(new Error('x'), { code: 'canary canary' })]) log.fault('x', thrown)
    expect(lines.join('')).not.toContain('canary')
  })
})

describe('the ports', () => {
  it('are composed without loading an SDK, and not at all from a bad environment', () => {
    const ports = composePorts(env)
    expect(ports.payments).toMatchObject({ appid: env.LINTUAN_APPID, mchid: env.LINTUAN_MCHID })
    expect(Math.abs(ports.clock.now() - Date.now())).toBeLessThan(1000)
    expect(() => composePorts({})).toThrow(ConfigurationError)
  })
})
