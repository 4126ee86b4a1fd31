import { describe, expect, it } from 'vitest'
import { APPID, openApi, SECRET, type Phone } from './support/api'

const MINUTE = 60_000
const PROBE = '/wxa/msg_sec_check'
const body = { version: 2, scene: 2, openid: 'o-alice-0001', content: '土豆很好' }

const probe = async (phone: Phone, token: string): Promise<number | undefined> => (await phone.post(PROBE, body, token)).errcode

const ask = (phone: Phone, changes: Record<string, unknown> = {}) =>
  phone.post('/cgi-bin/stable_token', { grant_type: 'client_credential', appid: APPID, secret: SECRET, ...changes }, '')

describe('stable_token', () => {
  it('gives a token for two hours, the same while it is good', async () => {
    const phone = openApi()
    const first = await ask(phone)
    expect(first).toEqual({ access_token: expect.stringMatching(/^\w{100,512}$/) as string, expires_in: 7200 })
    await phone.clock.advance(60 * MINUTE)
    expect(await ask(phone)).toEqual({ ...first, expires_in: 3600 })
  })

  it('gives a new one in the last five minutes, and the old one ends in its own time', async () => {
    const phone = openApi()
    const old = await phone.token()
    await phone.clock.advance(116 * MINUTE)
    const fresh = await phone.token()
    expect(fresh).not.toBe(old)
    expect([await probe(phone, old), await probe(phone, fresh)]).toEqual([0, 0])
    await phone.clock.advance(4 * MINUTE)
    expect([await probe(phone, old), await probe(phone, fresh)]).toEqual([42001, 0])
  })

  it('lets the old token live five minutes when a refresh is forced', async () => {
    const phone = openApi()
    const old = await phone.token()
    const fresh = await phone.token(true)
    expect(fresh).not.toBe(old)
    expect(await phone.token()).toBe(fresh)
    await phone.clock.advance(5 * MINUTE - 1)
    expect(await probe(phone, old)).toBe(0)
    await phone.clock.advance(1)
    expect([await probe(phone, old), await probe(phone, fresh)]).toEqual([42001, 0])
  })

  it('tells a missing, an unknown and an outlived token apart', async () => {
    const phone = openApi()
    const token = await phone.token()
    expect(await probe(phone, '')).toBe(41001)
    expect(await probe(phone, 'made-up')).toBe(40001)
    await phone.clock.advance(120 * MINUTE)
    expect(await probe(phone, token)).toBe(42001)
    await phone.clock.advance(240 * MINUTE)
    await phone.token()
    expect(await probe(phone, token)).toBe(40001)
  })

  it.each([
    ['appid', { appid: 'wxother' }, 40013],
    ['secret', { secret: 'other' }, 40125],
    ['grant type', { grant_type: 'authorization_code' }, 40002],
  ])('refuses another %s', async (_, changes, errcode) => {
    expect(await ask(openApi(), changes)).toMatchObject({ errcode })
  })

  it('survives a restart', async () => {
    const before = openApi()
    const token = await before.token()
    const after = openApi({ state: before.state })
    expect(await after.token()).toBe(token)
    expect(await probe(after, token)).toBe(0)
  })
})

describe('every call', () => {
  it('refuses a body that is no JSON object', async () => {
    const phone = openApi()
    for (const text of ['', '[]', '{', 'null']) expect(await phone.post(PROBE, text)).toMatchObject({ errcode: 47001 })
  })

  it.each([['rate-limited', 45009], ['error-before', -1]] as const)('may be struck by %s', async (kind, errcode) => {
    const phone = openApi()
    phone.faults.add({ point: 'wechat:msg_sec_check', kind })
    expect(await phone.post(PROBE, body)).toMatchObject({ errcode })
    expect(await phone.post(PROBE, body)).toMatchObject({ errcode: 0 })
  })

  it('may be struck after its effect', async () => {
    const phone = openApi()
    const old = await phone.token()
    phone.faults.add({ point: 'wechat:stable_token', kind: 'error-after' })
    expect(await ask(phone, { force_refresh: true })).toMatchObject({ errcode: -1 })
    expect(await phone.token()).not.toBe(old)
  })

  it('may lose its connection or its caller\'s patience', async () => {
    const phone = openApi()
    const token = await phone.token()
    phone.faults.add({ point: 'wechat:msg_sec_check', kind: 'reset-before' })
    phone.faults.add({ point: 'wechat:msg_sec_check', kind: 'reset-after' })
    phone.faults.add({ point: 'wechat:msg_sec_check', kind: 'hang', ms: 50 })
    await expect(phone.post(PROBE, body, token)).rejects.toMatchObject({ code: 'ECONNRESET' })
    await expect(phone.post(PROBE, body, token)).rejects.toMatchObject({ code: 'ECONNRESET' })
    const late = phone.post(PROBE, body, token)
    expect(await Promise.race([late, new Promise(resolve => setTimeout(resolve, 10, 'nothing yet'))])).toBe('nothing yet')
    expect(await late).toMatchObject({ errcode: 0 })
  })
})
