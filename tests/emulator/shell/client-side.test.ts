import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import tcb from '@cloudbase/node-sdk'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LocalCloud } from '../../../emulator/local-cloud'
import { startShop } from '../functions/shop'

let cloud: LocalCloud
beforeAll(async () => { cloud = await startShop({ templates: { 'tpl-test': { title: '提醒', fields: ['thing1'] } } }) })
afterAll(() => cloud.stop())

const openid = (id: string): string => cloud.people.get(id)?.openid ?? ''

async function allow(person: string, tmplIds: unknown): Promise<{ status: number, body: unknown }> {
  const response = await fetch(`${cloud.url}/phone/request-subscribe-message`, {
    method: 'POST', body: JSON.stringify({ tmplIds }), headers: { 'content-type': 'application/json', 'x-lintuan-person': person },
  })
  return { status: response.status, body: await response.json() }
}

describe('the phone around the H5 client', () => {
  it('lets a person allow messages', async () => {
    expect(await allow('alice', ['tpl-test'])).toEqual({ status: 200, body: { 'errMsg': 'requestSubscribeMessage:ok', 'tpl-test': 'accept' } })
    expect(cloud.wechat.quota(openid('alice'), 'tpl-test')).toBe(1)
  })

  it('refuses strangers and requests that WeChat would refuse', async () => {
    expect((await allow('mallory', ['tpl-test'])).status).toBe(400)
    expect((await allow('bob', [])).status).toBe(400)
    expect((await allow('bob', ['a', 'b', 'c', 'd'])).status).toBe(400)
    expect(cloud.wechat.quota(openid('bob'), 'tpl-test')).toBe(0)
  })
})

describe('the open API called through the cloud', () => {
  const send = async (touser: string): Promise<unknown> => {
    const app = tcb.init({ env: 'test-env', serviceUrl: `${cloud.url}/admin`, secretId: 'id', secretKey: 'key' })
    const requestData = { touser, templateId: 'tpl-test', data: { thing1: { value: '好了' } } }
    return (await app.callWxOpenApi({ apiName: 'subscribeMessage.send', requestData: requestData as unknown as Buffer })).result
  }

  it('needs no token and speaks camel case', async () => {
    cloud.wechat.grantQuota(openid('carol'), 'tpl-test')
    expect(await send(openid('carol'))).toMatchObject({ errCode: 0, errMsg: 'openapi.subscribeMessage.send:ok' })
    expect(cloud.wechat.messages().at(-1)).toMatchObject({ openid: openid('carol'), data: { thing1: '好了' } })
    expect(await send(openid('carol'))).toMatchObject({ errCode: 43101, errMsg: expect.stringMatching(/^openapi\.subscribeMessage\.send:fail/) as string })
  })
})

describe('the dev server of the H5 app', () => {
  let dev: Server
  beforeAll(async () => {
    dev = createServer((request, response) => response.writeHead(200, { 'content-type': 'text/plain', 'x-dev': 'yes' }).end(`dev ${request.url ?? ''}`))
    dev.on('upgrade', (request, socket) => socket.end(`HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: echo\r\n\r\nhello ${request.url ?? ''}`))
    await new Promise<void>(resolve => dev.listen(0, '127.0.0.1', resolve))
  })
  afterAll(() => void dev.close())

  it('is served from the cloud\'s own origin, with its socket', async () => {
    const app = `http://127.0.0.1:${(dev.address() as AddressInfo).port}`
    await using shop = await startShop({ app })
    const page = await fetch(`${shop.url}/src/main.ts?t=1`)
    expect([await page.text(), page.headers.get('x-dev')]).toEqual(['dev /src/main.ts?t=1', 'yes'])
    expect((await fetch(`${shop.url}/control`)).headers.get('x-dev')).toBeNull()
    expect(await upgraded(shop.url, '/hmr')).toBe('hello /hmr')
  })

  it('that is not up yet says so', async () => {
    await using shop = await startShop({ app: 'http://127.0.0.1:9' })
    expect((await fetch(shop.url)).status).toBe(503)
  })
})

async function upgraded(url: string, path: string): Promise<string> {
  const { request } = await import('node:http')
  return new Promise((resolve, reject) => {
    request(url + path, { headers: { connection: 'upgrade', upgrade: 'echo' } })
      .on('upgrade', (_response, socket, head) => {
        let text = String(head)
        socket.on('data', (chunk: Buffer) => { text += String(chunk) }).on('close', () => resolve(text)).resume()
      })
      .on('error', reject)
      .end()
  })
}
