import { randomUUID } from 'node:crypto'
import { CloudError } from '../errors'
import { cloudPath, type Storage } from './storage'

/** The `storage.*` actions of the SDK wire. Each returns the `data` of the reply. */
export async function storageAction(storage: Storage, body: Record<string, unknown>): Promise<unknown> {
  switch (body.action) {
    case 'storage.getUploadMetadata': return uploadMetadata(storage, text(body.path))
    case 'storage.batchGetDownloadUrl': return { download_list: await Promise.all(fileList(body.file_list).map(id => downloadEntry(storage, id))) }
    case 'storage.batchDeleteFile': return { delete_list: await Promise.all(fileList(body.fileid_list).map(id => deleteEntry(storage, id))) }
    default: throw new CloudError('INVALID_PARAM', `The local cloud has no action ${String(body.action)}`)
  }
}

function uploadMetadata(storage: Storage, path: string): unknown {
  const fileId = storage.fileId(cloudPath(path))
  return {
    url: encodeURI(storage.urlOf(path)),
    token: randomUUID(),
    authorization: `local-upload ${randomUUID()}`,
    fileId,
    cosFileId: Buffer.from(fileId).toString('base64'),
  }
}

async function downloadEntry(storage: Storage, id: string): Promise<unknown> {
  const path = storage.pathOf(id)
  const exists = path !== undefined && await storage.get(path) !== undefined
  const url = exists ? storage.urlOf(path) : ''
  return { fileid: id, fileID: id, download_url: url, tempFileURL: url, code: exists ? 'SUCCESS' : 'STORAGE_FILE_NONEXIST' }
}

async function deleteEntry(storage: Storage, id: string): Promise<unknown> {
  const path = storage.pathOf(id)
  const removed = path !== undefined && await storage.remove(path)
  return { fileid: id, fileID: id, code: removed ? 'SUCCESS' : 'STORAGE_FILE_NONEXIST' }
}

/** File ids, given as text or as `{fileid}`. The platform takes 50 in one call. */
function fileList(value: unknown): string[] {
  if (!Array.isArray(value) || value.length === 0 || value.length > 50) throw new CloudError('INVALID_PARAM', 'A list of 1 to 50 files is expected')
  return value.map(item => text(typeof item === 'object' && item !== null ? (item as { fileid?: unknown }).fileid : item))
}

function text(value: unknown): string {
  if (typeof value !== 'string' || value === '') throw new CloudError('INVALID_PARAM', 'A non-empty text is expected')
  return value
}
