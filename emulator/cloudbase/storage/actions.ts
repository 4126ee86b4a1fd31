import { randomUUID } from 'node:crypto'
import { asCloudError, CloudError } from '../errors'
import { cloudPath, type Storage } from './storage'

type Entry = Record<string, unknown>

/** The `storage.*` actions of the SDK wire. Each returns the `data` of the reply. */
export async function storageAction(storage: Storage, body: Entry): Promise<unknown> {
  switch (body.action) {
    case 'storage.getUploadMetadata': return uploadMetadata(storage, text(body.path))
    case 'storage.batchGetDownloadUrl': return { download_list: await Promise.all(list(body.file_list).map(file => downloadEntry(storage, file))) }
    case 'storage.batchDeleteFile': return { delete_list: await Promise.all(list(body.fileid_list).map(file => deleteEntry(storage, idOf(file)))) }
    case 'storage.batchCopyFile': return { copy_list: await inTurn(list(body.file_list), file => copyEntry(storage, file as Entry)) }
    case 'storage.getFileAuthority': return list(body.fileList).map(file => authorityEntry(storage, file as Entry))
    default: throw new CloudError('INVALID_PARAM', `The local cloud has no action ${String(body.action)}`)
  }
}

function uploadMetadata(storage: Storage, path: string): unknown {
  const fileId = storage.fileId(cloudPath(path))
  return {
    url: encodeURI(storage.urlOf(path)),
    token: randomUUID(),
    authorization: storage.uploadAuthorization(path),
    fileId,
    cosFileId: Buffer.from(fileId).toString('base64'),
  }
}

async function downloadEntry(storage: Storage, file: unknown): Promise<unknown> {
  const id = idOf(file)
  const maxAge = typeof file === 'object' && file !== null ? (file as { max_age?: unknown }).max_age : undefined
  const path = storage.pathOf(id)
  const exists = path !== undefined && await storage.get(path) !== undefined
  const url = exists ? storage.temporaryUrl(path, maxAge === undefined ? undefined : Number(maxAge)) : ''
  return { fileid: id, fileID: id, download_url: url, tempFileURL: url, code: exists ? 'SUCCESS' : 'STORAGE_FILE_NONEXIST' }
}

async function deleteEntry(storage: Storage, id: string): Promise<unknown> {
  const path = storage.pathOf(id)
  const removed = path !== undefined && await storage.remove(path)
  return { fileid: id, fileID: id, code: removed ? 'SUCCESS' : 'STORAGE_FILE_NONEXIST' }
}

/** Copies or moves one file. A destination that is taken is kept unless the caller says `overwrite`. */
async function copyEntry(storage: Storage, file: Entry): Promise<unknown> {
  try {
    const from = cloudPath(text(file.src_path))
    const to = cloudPath(text(file.dst_path))
    const bytes = await storage.get(from)
    if (!bytes) return { code: 'STORAGE_FILE_NONEXIST', message: `There is no file ${from}` }
    if (file.overwrite !== true && await storage.get(to)) return { code: 'STORAGE_FILE_EXIST', message: `There is a file ${to} already` }
    const fileId = await storage.put(to, bytes)
    if (file.remove_original === true) await storage.remove(from)
    return { fileId, code: 'SUCCESS', message: '' }
  }
  catch (error) {
    const { code, message } = asCloudError(error)
    return { code, message }
  }
}

/** What a signed-in person may do with files by themselves: read those that are open to everyone. Writing goes through `/upload`. */
function authorityEntry(storage: Storage, file: Entry): unknown {
  const path = cloudPath(text(file.path))
  const read = file.type === 'READ' && storage.mayRead(path, undefined, undefined)
  return { path, cosFileId: Buffer.from(storage.fileId(path)).toString('base64'), read }
}

/** The platform takes 50 in one call. */
function list(value: unknown): unknown[] {
  if (!Array.isArray(value) || value.length === 0 || value.length > 50) throw new CloudError('INVALID_PARAM', 'A list of 1 to 50 files is expected')
  return value
}

/** A file id, given as text or as `{fileid}`. */
function idOf(file: unknown): string {
  return text(typeof file === 'object' && file !== null ? (file as { fileid?: unknown }).fileid : file)
}

function text(value: unknown): string {
  if (typeof value !== 'string' || value === '') throw new CloudError('INVALID_PARAM', 'A non-empty text is expected')
  return value
}

/** One after the other, because a later copy may start from what an earlier one made. */
async function inTurn<T, R>(items: readonly T[], each: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  for (const item of items) results.push(await each(item))
  return results
}
