import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { CloudError } from '../errors'
import { contentType } from './content-type'
import { folderStore, memoryStore, type FileStore } from './file-store'

/** What storage takes; the platform's own limits unless a project is stricter. */
export interface StorageLimits {
  /** Largest file; the platform takes 100 MB in one upload through the SDK. */
  maxBytes: number
  /** Media types taken, read from a path's ending; all when absent. */
  types?: readonly string[]
  /** Beginnings of paths that only an address handed out by `getTempFileURL` reads; everything else may be read by everyone, as a shop's pictures are. */
  closed: readonly string[]
}

export interface StorageOptions {
  url: string
  envId: string
  /** Virtual, for addresses that expire. */
  now(): number
  /** Undefined keeps the files in memory. */
  folder?: string
  limits?: Partial<StorageLimits>
}

const DEFAULT_LIMITS: StorageLimits = { maxBytes: 100 * 1024 * 1024, closed: [] }

/** How long an address of a closed file is good when nobody says, in seconds, and how long an upload may take. */
const DEFAULT_MAX_AGE_S = 86_400
const UPLOAD_AGE_S = 900

/** Cloud storage: files under paths, named to the outside by `cloud://` ids, read over `/storage/<path>`. */
export class Storage {
  readonly #store: FileStore
  readonly #url: string
  readonly #bucket: string
  readonly #now: () => number
  readonly #limits: StorageLimits
  /** Signs addresses and uploads; they need not outlive the process. */
  readonly #key = randomBytes(32)

  constructor(options: StorageOptions) {
    this.#url = options.url
    this.#bucket = `cloud://${options.envId}.${options.envId}-local/`
    this.#now = () => options.now()
    this.#limits = { ...DEFAULT_LIMITS, ...options.limits }
    this.#store = options.folder === undefined ? memoryStore() : folderStore(options.folder)
  }

  fileId(path: string): string {
    return this.#bucket + cloudPath(path)
  }

  /** The lasting address of a file, without asking whether it exists. */
  urlOf(path: string): string {
    return `${this.#url}/storage/${cloudPath(path)}`
  }

  /** An address that is good for so many seconds of the virtual clock; a file that everyone may read keeps its lasting address when nobody says how many. */
  temporaryUrl(path: string, maxAgeS?: number): string {
    if (maxAgeS !== undefined && !(maxAgeS > 0)) throw new CloudError('INVALID_PARAM', 'maxAge wants a number of seconds above 0')
    if (maxAgeS === undefined && !this.#isClosed(path)) return this.urlOf(path)
    const until = Math.floor(this.#now() / 1000 + (maxAgeS ?? DEFAULT_MAX_AGE_S))
    return `${this.urlOf(path)}?sign=${this.#sign('read', path, until)}&t=${until}`
  }

  /** Whether this request may read the file: an address with a signature counts only while it is good, one without only for an open file. */
  mayRead(path: string, sign: string | undefined, until: string | undefined): boolean {
    if (sign === undefined) return !this.#isClosed(path)
    return this.#holds('read', path, sign, Number(until))
  }

  /** What an upload to this path must bring as its authorization. */
  uploadAuthorization(path: string): string {
    this.#checkType(path)
    const until = Math.floor(this.#now() / 1000) + UPLOAD_AGE_S
    return `local-upload ${until}-${this.#sign('write', cloudPath(path), until)}`
  }

  mayWrite(path: string, authorization: string | undefined): boolean {
    const [, until = '', sign = ''] = /^local-upload (\d+)-([0-9a-f]+)$/.exec(authorization ?? '') ?? []
    return this.#holds('write', path, sign, Number(until))
  }

  /** The path of a file id, or nothing when the id belongs to another environment. */
  pathOf(fileId: string): string | undefined {
    return fileId.startsWith(this.#bucket) ? cloudPath(fileId.slice(this.#bucket.length)) : undefined
  }

  /** Keeps a file, replacing what was there. Throws when it is too large or of a type that is not taken. */
  async put(path: string, bytes: Uint8Array): Promise<string> {
    this.#checkType(path)
    const { maxBytes } = this.#limits
    if (bytes.byteLength > maxBytes) throw new CloudError('STORAGE_EXCEED_FILE_SIZE', `The file is larger than ${maxBytes} bytes`)
    await this.#store.write(cloudPath(path), bytes)
    return this.fileId(path)
  }

  get(path: string): Promise<Uint8Array | undefined> {
    return this.#store.read(cloudPath(path))
  }

  remove(path: string): Promise<boolean> {
    return this.#store.remove(cloudPath(path))
  }

  /** The paths of all files, in order. */
  list(): Promise<string[]> {
    return this.#store.list()
  }

  clear(): Promise<void> {
    return this.#store.clear()
  }

  #isClosed(path: string): boolean {
    return this.#limits.closed.some(beginning => path.startsWith(beginning))
  }

  #checkType(path: string): void {
    const { types } = this.#limits
    const type = contentType(path).split(';')[0] ?? ''
    if (types && !types.includes(type)) throw new CloudError('INVALID_PARAM', `Files of type ${type} are not taken here`)
  }

  #sign(what: 'read' | 'write', path: string, until: number): string {
    return createHmac('sha256', this.#key).update(`${what}\n${path}\n${until}`).digest('hex')
  }

  #holds(what: 'read' | 'write', path: string, sign: string, until: number): boolean {
    const expected = Buffer.from(this.#sign(what, path, until))
    const given = Buffer.from(sign)
    return given.length === expected.length && timingSafeEqual(given, expected) && this.#now() <= until * 1000
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
