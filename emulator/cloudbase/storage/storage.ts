import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import { dirname, join } from 'node:path'
import { CloudError } from '../errors'

/** Where the bytes lie: a folder, or memory. Paths have passed `cloudPath`. */
interface FileStore {
  read(path: string): Promise<Uint8Array | undefined>
  write(path: string, bytes: Uint8Array): Promise<void>
  remove(path: string): Promise<boolean>
  list(): Promise<string[]>
  clear(): Promise<void>
}

/** Cloud storage: files under paths, named to the outside by `cloud://` ids, read over `/storage/<path>`. */
export class Storage {
  readonly #store: FileStore
  readonly #url: string
  readonly #bucket: string

  /** `folder` undefined keeps the files in memory. */
  constructor(options: { url: string, envId: string, folder?: string }) {
    this.#url = options.url
    this.#bucket = `cloud://${options.envId}.${options.envId}-local/`
    this.#store = options.folder === undefined ? memoryStore() : folderStore(options.folder)
  }

  fileId(path: string): string {
    return this.#bucket + cloudPath(path)
  }

  /** The address of a file, without asking whether it exists. */
  urlOf(path: string): string {
    return `${this.#url}/storage/${cloudPath(path)}`
  }

  /** The path of a file id, or nothing when the id belongs to another environment. */
  pathOf(fileId: string): string | undefined {
    return fileId.startsWith(this.#bucket) ? cloudPath(fileId.slice(this.#bucket.length)) : undefined
  }

  async put(path: string, bytes: Uint8Array): Promise<string> {
    await this.#store.write(cloudPath(path), bytes)
    return this.fileId(path)
  }

  get(path: string): Promise<Uint8Array | undefined> {
    return this.#store.read(cloudPath(path))
  }

  remove(path: string): Promise<boolean> {
    return this.#store.remove(cloudPath(path))
  }

  list(): Promise<string[]> {
    return this.#store.list()
  }

  clear(): Promise<void> {
    return this.#store.clear()
  }
}

/** A path inside the bucket, checked: relative, no empty or dot segments, no control characters, at most 850 bytes as in object storage. */
export function cloudPath(path: string): string {
  const segments = path.split('/')
  const bad = path === '' || Buffer.byteLength(path) > 850 || segments.some(segment => segment === '' || segment === '.' || segment === '..')
    // eslint-disable-next-line no-control-regex
    || /[\u0000-\u001F\u007F\\]/.test(path)
  if (bad) throw new CloudError('INVALID_PARAM', `Not a path of cloud storage: ${JSON.stringify(path)}`)
  return path
}

function memoryStore(): FileStore {
  const files = new Map<string, Uint8Array>()
  return {
    read: async path => files.get(path),
    write: async (path, bytes) => void files.set(path, bytes),
    remove: async path => files.delete(path),
    list: async () => [...files.keys()].sort(),
    clear: async () => files.clear(),
  }
}

function folderStore(folder: string): FileStore {
  return {
    read: path => readFile(join(folder, path)).catch(absent),
    async write(path, bytes) {
      const file = join(folder, path)
      await mkdir(dirname(file), { recursive: true })
      // Written aside and renamed, so that a reader or a crash never meets half a file.
      const aside = `${file}.${randomUUID()}.part`
      await writeFile(aside, bytes)
      await rename(aside, file)
    },
    async remove(path) {
      const file = join(folder, path)
      const exists = await stat(file).then(found => found.isFile(), () => false)
      if (exists) await rm(file)
      return exists
    },
    async list() {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
      return entries.filter(entry => entry.isFile())
        .map(entry => join(entry.parentPath, entry.name).slice(folder.length + 1).replaceAll('\\', '/')).sort()
    },
    clear: () => rm(folder, { recursive: true, force: true }),
  }
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (['ENOENT', 'EISDIR', 'ENOTDIR'].includes(error.code ?? '')) return undefined
  throw error
}
