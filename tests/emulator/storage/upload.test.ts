import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CLIENT_UPLOAD_LIMIT_BYTES } from '../../../emulator/cloudbase/storage/upload'
import type { LocalCloud } from '../../../emulator/local-cloud'
import { startShop } from '../functions/shop'

const PNG = Buffer.from('89504e470d0a1a0a0000', 'hex')
const JPEG = Buffer.from('ffd8ffe000104a46', 'hex')
const WEBP = Buffer.from('RIFF\u0010\u0000\u0000\u0000WEBPVP8 ', 'latin1')

let cloud: LocalCloud
beforeAll(async () => { cloud = await startShop() })
afterAll(() => cloud.stop())

interface Answer {
  status: number
  fileID?: string
  path?: string
  code?: string
}

async function upload(body: Buffer | FormData, person = 'alice', headers: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(`${cloud.url}/upload`, { method: 'POST', body, headers: { 'x-lintuan-person': person, ...headers } })
  return { status: response.status, ...await response.json() as object }
}

describe('a picture sent by the H5 client', () => {
  it('lands in a folder of its sender and can be read at once', async () => {
    const sent = await upload(PNG)
    expect(sent).toMatchObject({ status: 200, path: expect.stringMatching(/^\/storage\/uploads\/[0-9a-f]{16}\/[0-9a-f]{32}\.png$/) as string })
    expect(cloud.storage.pathOf(sent.fileID ?? '')).toBe(sent.path?.replace('/storage/', ''))
    const read = await fetch(cloud.url + (sent.path ?? ''))
    expect([read.headers.get('content-type'), Buffer.from(await read.arrayBuffer())]).toEqual(['image/png', PNG])
    expect(sent.path).not.toContain(cloud.people.get('alice')?.openid)
    expect((await upload(PNG, 'bob')).path).not.toBe(sent.path)
    expect(await upload(PNG)).toEqual(sent)
  })

  it('S37: is answered with its size in pixels, read from its own header', async () => {
    for (const [name, size] of [['goods/orange.jpg', { width: 640, height: 560 }], ['categories/fruit.png', {}]] as const) {
      const picture = await readFile(new URL(`../../../emulator/seed/pictures/${name}`, import.meta.url))
      expect(await upload(picture)).toMatchObject({ status: 200, width: expect.any(Number) as number, height: expect.any(Number) as number, ...size })
    }
    expect(await upload(PNG)).not.toHaveProperty('width')
  })

  it('may come in a form, as uni.uploadFile sends it', async () => {
    const form = new FormData()
    form.set('file', new Blob([JPEG], { type: 'image/png' }), 'me.png')
    expect((await upload(form)).path).toMatch(/\.jpg$/)
    expect(await upload(new FormData())).toMatchObject({ status: 400 })
  })

  it('is a PNG, JPEG or WebP by its bytes, whatever it is called', async () => {
    expect((await upload(WEBP)).path).toMatch(/\.webp$/)
    const before = await cloud.storage.list()
    expect(await upload(Buffer.from('<svg onload="alert(1)"/>'), 'alice', { 'content-type': 'image/png' })).toMatchObject({ status: 400, code: 'INVALID_PARAM' })
    expect(await upload(Buffer.alloc(0))).toMatchObject({ status: 400 })
    expect(await cloud.storage.list()).toEqual(before)
  })

  it('X5: may be a PDF, such as an invoice, which is then served as one', async () => {
    const pdf = Buffer.from('%PDF-1.7\n')
    const sent = await upload(pdf, 'merchant', { 'content-type': 'image/png' })
    expect(sent.path).toMatch(/\.pdf$/)
    const read = await fetch(cloud.url + (sent.path ?? ''))
    expect([read.headers.get('content-type'), Buffer.from(await read.arrayBuffer())]).toEqual(['application/pdf', pdf])
  })

  it('is not too large', async () => {
    expect(await upload(Buffer.concat([PNG, Buffer.alloc(CLIENT_UPLOAD_LIMIT_BYTES)]))).toMatchObject({ status: 413, code: 'STORAGE_EXCEED_FILE_SIZE' })
  })

  it('comes from somebody', async () => {
    expect(await upload(PNG, 'mallory')).toMatchObject({ status: 401 })
  })

  it('may be sent by a page from this machine and by no other', async () => {
    const preflight = (origin: string): Promise<Response> => fetch(`${cloud.url}/upload`, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } })
    expect((await preflight('http://localhost:5173')).headers.get('access-control-allow-origin')).toBe('http://localhost:5173')
    expect((await preflight('https://example.com')).headers.get('access-control-allow-origin')).toBeNull()
  })
})
