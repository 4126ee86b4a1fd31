import { createReadStream, existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import tcb from '@cloudbase/node-sdk'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LocalCloud } from '../../../emulator/local-cloud'
import { startShop, temporaryFolder } from '../functions/shop'

const PICTURE = Buffer.from('89504e470d0a1a0a00ff', 'hex')

describe.each(['memory', 'a folder'])('storage in %s, through the SDK', (where) => {
  const data = where === 'memory' ? undefined : temporaryFolder()
  let cloud: LocalCloud
  let app: ReturnType<typeof tcb.init>
  beforeAll(async () => {
    cloud = await startShop({ ...(data && { data }) })
    app = tcb.init({ env: 'test-env', serviceUrl: `${cloud.url}/admin`, secretId: 'id', secretKey: 'key' })
  })
  afterAll(() => cloud.stop())

  const upload = async (cloudPath: string, fileContent: Buffer = PICTURE): Promise<string> => (await app.uploadFile({ cloudPath, fileContent })).fileID

  it('gives back the bytes that were put in', async () => {
    const fileID = await upload('goods/苹果 1.png')
    expect(fileID).toMatch(/^cloud:\/\/test-env\.[^/]+\/goods\/苹果 1\.png$/)
    const { fileContent } = await app.downloadFile({ fileID })
    expect(Buffer.compare(fileContent as Buffer, PICTURE)).toBe(0)
  })

  it('takes a stream', async () => {
    const file = join(temporaryFolder(), 'note.txt')
    writeFileSync(file, 'hello')
    const { fileID } = await app.uploadFile({ cloudPath: 'note.txt', fileContent: createReadStream(file) })
    expect(String((await app.downloadFile({ fileID })).fileContent)).toBe('hello')
  })

  it('serves files by address, with their type', async () => {
    const fileID = await upload('goods/pear.png')
    const { fileList } = await app.getTempFileURL({ fileList: [fileID, 'cloud://test-env.other/none.png'] })
    expect(fileList.map(file => file.code)).toEqual(['SUCCESS', 'STORAGE_FILE_NONEXIST'])
    const response = await fetch(fileList[0]?.tempFileURL ?? '')
    expect(response.headers.get('content-type')).toBe('image/png')
    expect(Buffer.from(await response.arrayBuffer())).toEqual(PICTURE)
  })

  it('tells size and type of a file', async () => {
    const fileID = await upload('goods/plum.png')
    const { fileList } = await app.getFileInfo({ fileList: [fileID] })
    expect(fileList[0]).toMatchObject({ size: PICTURE.length, contentType: 'image/png' })
  })

  it('hands out the metadata for an upload', async () => {
    const { data: metadata } = await app.getUploadMetadata({ cloudPath: 'a/b.png' })
    expect(metadata).toMatchObject({ url: `${cloud.url}/storage/a/b.png`, fileId: cloud.storage.fileId('a/b.png') })
  })

  it('deletes', async () => {
    const fileID = await upload('gone.png')
    const { fileList } = await app.deleteFile({ fileList: [fileID, fileID.replace('gone', 'never')] })
    expect(fileList.map(file => file.code)).toEqual(['SUCCESS', 'STORAGE_FILE_NONEXIST'])
    expect((await fetch(cloud.storage.urlOf('gone.png'))).status).toBe(404)
  })

  it('signs an address for as long as was asked, and for that file alone', async () => {
    const fileID = await upload('goods/fig.png')
    const { fileList } = await app.getTempFileURL({ fileList: [{ fileID, maxAge: 60 }] })
    const url = fileList[0]?.tempFileURL ?? ''
    expect((await fetch(url)).status).toBe(200)
    await upload('goods/date.png')
    expect((await fetch(url.replace('fig', 'date'))).status).toBe(403)
    expect((await fetch(url.replace(/t=(\d+)/, (_, until: string) => `t=${Number(until) + 3600}`))).status).toBe(403)
    await cloud.clock.advance(61_000)
    const late = await fetch(url)
    expect([late.status, await late.text()]).toEqual([403, expect.stringContaining('<Code>AccessDenied</Code>')])
    await expect(app.getTempFileURL({ fileList: [{ fileID, maxAge: 0 }] })).rejects.toMatchObject({ code: 'INVALID_PARAM' })
  })

  it('copies and moves, over what is there only when told to', async () => {
    await upload('from/a.png')
    await upload('from/b.png', Buffer.from('b'))
    const copied = await app.copyFile({ fileList: [
      { srcPath: 'from/a.png', dstPath: 'to/a.png' }, { srcPath: 'from/b.png', dstPath: 'to/b.png', removeOriginal: true }, { srcPath: 'from/none.png', dstPath: 'to/none.png' },
    ] })
    expect(copied.fileList.map(file => file.code)).toEqual(['SUCCESS', 'SUCCESS', 'STORAGE_FILE_NONEXIST'])
    expect(copied.fileList[0]?.fileId).toBe(cloud.storage.fileId('to/a.png'))
    expect(await cloud.storage.get('from/b.png')).toBeUndefined()
    await upload('else/b.png', Buffer.from('other'))
    const again = await app.copyFile({ fileList: [{ srcPath: 'else/b.png', dstPath: 'to/b.png' }] })
    expect(again.fileList[0]?.code).toBe('STORAGE_FILE_EXIST')
    expect(Buffer.from(await cloud.storage.get('to/b.png') ?? [])).toEqual(Buffer.from('b'))
    const over = await app.copyFile({ fileList: [{ srcPath: 'else/b.png', dstPath: 'to/b.png', overwrite: true }] })
    expect(over.fileList[0]?.code).toBe('SUCCESS')
    expect(Buffer.from(await cloud.storage.get('to/b.png') ?? [])).toEqual(Buffer.from('other'))
  })

  it.each(['../escape.png', 'a/../../escape.png', '/absolute.png', 'a//b.png', 'a/./b.png', 'back\\slash.png', 'nul\u0000.png', ''])('refuses the path %j', async (cloudPath) => {
    await expect(app.getUploadMetadata({ cloudPath })).rejects.toMatchObject({ code: 'INVALID_PARAM' })
  })

  it('does not let an address climb out of the bucket', async () => {
    expect((await fetch(`${cloud.url}/storage/..%2f..%2fstate.sqlite`)).status).toBe(404)
    expect((await fetch(`${cloud.url}/storage/%2e%2e/state.sqlite`)).status).not.toBe(200)
  })

  it('takes no upload without the authorization', async () => {
    const response = await fetch(cloud.storage.urlOf('sneaky.png'), { method: 'PUT', body: PICTURE })
    expect(response.status).toBe(403)
    expect(await cloud.storage.get('sneaky.png')).toBeUndefined()
  })

  it('takes an authorization for its own path and for a while only', async () => {
    const { data: metadata } = await app.getUploadMetadata({ cloudPath: 'mine.png' }) as unknown as { data: { url: string, authorization: string } }
    const put = async (path: string): Promise<number> =>
      (await fetch(cloud.storage.urlOf(path), { method: 'PUT', body: PICTURE, headers: { authorization: metadata.authorization } })).status
    expect(await put('other.png')).toBe(403)
    expect(await put('mine.png')).toBe(200)
    await cloud.clock.advance(16 * 60_000)
    expect(await put('mine.png')).toBe(403)
  })

  it('lists and clears', async () => {
    await cloud.storage.clear()
    await cloud.storage.put('b/2.txt', PICTURE)
    await cloud.storage.put('a.txt', PICTURE)
    expect(await cloud.storage.list()).toEqual(['a.txt', 'b/2.txt'])
    if (data) expect(existsSync(join(data, 'storage', 'b', '2.txt'))).toBe(true)
  })
})

describe('storage with limits of its own', () => {
  let cloud: LocalCloud
  let app: ReturnType<typeof tcb.init>
  beforeAll(async () => {
    cloud = await startShop({ storage: { maxBytes: 64, types: ['image/png'], closed: ['private/'] } })
    app = tcb.init({ env: 'test-env', serviceUrl: `${cloud.url}/admin`, secretId: 'id', secretKey: 'key' })
  })
  afterAll(() => cloud.stop())

  it('takes no file that is too large or of another type', async () => {
    await expect(app.uploadFile({ cloudPath: 'large.png', fileContent: Buffer.alloc(65) })).rejects.toMatchObject({ code: 'STORAGE_REQUEST_FAIL', message: expect.stringContaining('EntityTooLarge') as string })
    await expect(app.uploadFile({ cloudPath: 'script.html', fileContent: PICTURE })).rejects.toMatchObject({ code: 'INVALID_PARAM' })
    expect(await cloud.storage.list()).toEqual([])
  })

  it('gives a closed file to a signed address only, for a day unless asked otherwise', async () => {
    const { fileID } = await app.uploadFile({ cloudPath: 'private/receipt.png', fileContent: PICTURE })
    expect((await fetch(cloud.storage.urlOf('private/receipt.png'))).status).toBe(403)
    const { fileList } = await app.getTempFileURL({ fileList: [fileID] })
    const url = fileList[0]?.tempFileURL ?? ''
    expect((await fetch(url)).status).toBe(200)
    await cloud.clock.advance(86_401_000)
    expect((await fetch(url)).status).toBe(403)
    expect(Buffer.from((await app.downloadFile({ fileID })).fileContent as Buffer)).toEqual(PICTURE)
  })

  it('knows which files a person may read by themselves', async () => {
    const body = { action: 'storage.getFileAuthority', openId: 'o', fileList: [{ path: 'goods/a.png', type: 'READ' }, { path: 'private/receipt.png', type: 'READ' }, { path: 'goods/a.png', type: 'WRITE' }] }
    const reply = await (await fetch(`${cloud.url}/admin`, { method: 'POST', body: JSON.stringify(body), headers: { authorization: 'signed' } })).json() as { data: { read: boolean }[] }
    expect(reply.data.map(file => file.read)).toEqual([true, false, false])
  })
})
