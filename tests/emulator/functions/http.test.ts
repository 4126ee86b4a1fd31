import { createHash, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LocalCloud } from '../../../emulator/local-cloud'
import { startShop } from './shop'

let cloud: LocalCloud
beforeAll(async () => { cloud = await startShop() })
afterAll(() => cloud.stop())

const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex')

describe('HTTP access', () => {
  it('hands the body over byte for byte', async () => {
    const body = '{ "spaced" :  "内容\u2028\\u4e2d" ,\r\n"n": 1.0 }\n'
    const response = await fetch(`${cloud.url}/http/notify/payment?a=1&b=%E4%B8%AD`, {
      method: 'POST', body, headers: { 'content-type': 'application/json', 'Wechatpay-Nonce': 'N0nce' },
    })
    const seen = await response.json() as Record<string, unknown>
    expect(response.status).toBe(202)
    expect(response.headers.get('x-seen')).toBe('/payment')
    expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    expect(seen).toMatchObject({ path: '/payment', httpMethod: 'POST', body, isBase64Encoded: false, sha256: sha256(body), queryStringParameters: { a: '1', b: '中' } })
    expect(seen.headers).toMatchObject({ 'wechatpay-nonce': 'N0nce' })
  })

  it('carries a body that is not text as base64', async () => {
    const body = Buffer.concat([Buffer.from([0xFF, 0x00, 0xC3]), randomBytes(64)])
    const response = await fetch(`${cloud.url}/http/notify/upload`, { method: 'POST', body })
    expect(await response.json()).toMatchObject({ isBase64Encoded: true, sha256: sha256(body) })
  })

  it('signs nobody in, whatever the headers say', async () => {
    const response = await fetch(`${cloud.url}/http/notify/x`, { headers: { 'x-lintuan-person': 'alice', 'x-wx-openid': 'forged' } })
    const { environment } = await response.json() as { environment: Record<string, string> }
    expect(environment).toMatchObject({ TRIGGER_SRC: 'http' })
    expect(environment.WX_OPENID).toBeUndefined()
  })

  it('answers with any value, or with nothing', async () => {
    expect(await (await fetch(`${cloud.url}/http/notify/plain`)).json()).toEqual({ hello: 'world' })
    const empty = await fetch(`${cloud.url}/http/notify/empty`)
    expect([empty.status, await empty.text()]).toEqual([204, ''])
  })

  it('reports a function that failed', async () => {
    const response = await fetch(`${cloud.url}/http/broken`)
    expect(response.status).toBe(500)
    expect(await response.json()).toMatchObject({ code: 'FUNCTIONS_EXECUTE_FAIL' })
    expect((await fetch(`${cloud.url}/http/nowhere/x`)).status).toBe(404)
  })
})

describe('the call of the H5 client', () => {
  const call = (name: string, body: string, person: string): Promise<Response> =>
    fetch(`${cloud.url}/call/${name}`, { method: 'POST', body, headers: { 'content-type': 'application/json', 'x-lintuan-person': person } })

  it('answers with the bare result', async () => {
    const response = await call('probe', JSON.stringify({ do: 'echo', text: '你好' }), 'bob')
    expect(await response.json()).toEqual({ do: 'echo', text: '你好' })
    expect(response.headers.get('x-request-id')).toBe(cloud.functions.journal.list().at(-1)?.requestId)
  })

  it('refuses strangers, closed functions and bodies that are not JSON', async () => {
    expect((await call('probe', '{}', 'mallory')).status).toBe(401)
    const closed = await call('notify', '{}', 'alice')
    expect([closed.status, await closed.json()]).toEqual([403, expect.objectContaining({ errCode: -501023 })])
    expect((await call('probe', '{', 'alice')).status).toBe(400)
  })

  it('may be read by a page from this machine and by no other', async () => {
    const preflight = (origin: string): Promise<Response> => fetch(`${cloud.url}/call/probe`, {
      method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'x-lintuan-person' },
    })
    expect((await preflight('http://localhost:5173')).headers.get('access-control-allow-origin')).toBe('http://localhost:5173')
    expect((await preflight('https://example.com')).headers.get('access-control-allow-origin')).toBeNull()
  })
})
