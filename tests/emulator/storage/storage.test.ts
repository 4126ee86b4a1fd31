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

  it('lists and clears', async () => {
    await cloud.storage.clear()
    await cloud.storage.put('b/2.txt', PICTURE)
    await cloud.storage.put('a.txt', PICTURE)
    expect(await cloud.storage.list()).toEqual(['a.txt', 'b/2.txt'])
    if (data) expect(existsSync(join(data, 'storage', 'b', '2.txt'))).toBe(true)
  })
})
