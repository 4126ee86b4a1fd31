import { createHash } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { imageSize } from 'image-size'
import type { People } from '../../identity/people'
import { asCloudError, CloudError } from '../errors'
import { statusOf } from '../http/status'
import type { Storage } from './storage'

/** Largest file a client may send. */
export const CLIENT_UPLOAD_LIMIT_BYTES = 5 * 1024 * 1024

/** What the bytes of each kind of file begin with; the name and type a client claims count for nothing. */
const KINDS = [
  { ending: 'png', is: (bytes: Buffer) => bytes.subarray(0, 8).equals(Buffer.from('89504e470d0a1a0a', 'hex')) },
  { ending: 'jpg', is: (bytes: Buffer) => bytes.subarray(0, 3).equals(Buffer.from('ffd8ff', 'hex')) },
  { ending: 'webp', is: (bytes: Buffer) => bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP' },
  { ending: 'pdf', is: (bytes: Buffer) => bytes.toString('latin1', 0, 5) === '%PDF-' },
]

/**
 * `POST /upload`: the H5 client's stand-in for `wx.cloud.uploadFile`. The body is the picture or PDF itself or a form with a field `file`. It is kept in the
 * caller's own folder under a name that follows from its bytes, so that sending it again after a lost answer makes no second file. The answer tells how
 * large the picture is, as far as its header says so.
 */
export function uploadRoutes(storage: Storage, people: People): Hono {
  const app = new Hono()
  app.post('/', async (c) => {
    try {
      const person = people.get(c.req.header('x-lintuan-person') ?? '')
      if (!person) throw new CloudError('UNAUTHENTICATED', 'Nobody known to the local WeChat sends this')
      const bytes = await pictureOf(c)
      const kind = KINDS.find(one => one.is(bytes))
      if (!kind) throw new CloudError('INVALID_PARAM', 'A PNG, JPEG or WebP picture or a PDF is expected')
      const path = `uploads/${hash(person.openid).slice(0, 16)}/${hash(bytes).slice(0, 32)}.${kind.ending}`
      const fileID = await storage.put(path, bytes)
      return c.json({ fileID, path: `/storage/${path}`, ...sizeOf(bytes) })
    }
    catch (thrown) {
      const error = asCloudError(thrown)
      return c.json({ errCode: error.errCode, errMsg: `cloud.uploadFile:fail ${error.code} | ${error.message}`, code: error.code }, statusOf(error))
    }
  })
  return app
}

async function pictureOf(c: Context): Promise<Buffer> {
  // A form is a little larger than the picture in it.
  if (Number(c.req.header('content-length') ?? 0) > CLIENT_UPLOAD_LIMIT_BYTES + 10_000) throw tooLarge()
  const form = c.req.header('content-type')?.startsWith('multipart/form-data')
  const file = form ? (await c.req.parseBody()).file : await c.req.arrayBuffer()
  if (file === undefined || typeof file === 'string' || Array.isArray(file)) throw new CloudError('INVALID_PARAM', 'The form has no file in its field "file"')
  const bytes = Buffer.from(file instanceof ArrayBuffer ? file : await file.arrayBuffer())
  if (bytes.byteLength > CLIENT_UPLOAD_LIMIT_BYTES) throw tooLarge()
  return bytes
}

/** In pixels, as it is shown: a photograph that lies on its side is turned. */
function sizeOf(bytes: Buffer): { width?: number, height?: number } {
  try {
    const { width, height, orientation = 1 } = imageSize(bytes)
    return orientation >= 5 ? { width: height, height: width } : { width, height }
  }
  catch {
    return {}
  }
}

function tooLarge(): CloudError {
  return new CloudError('STORAGE_EXCEED_FILE_SIZE', `A file may have ${CLIENT_UPLOAD_LIMIT_BYTES} bytes`)
}

function hash(of: string | Buffer): string {
  return createHash('sha256').update(of).digest('hex')
}
