import { Hono } from 'hono'
import { asCloudError } from '../errors'
import { contentType } from './content-type'
import { cloudPath, type Storage } from './storage'

/** Largest file taken; the platform's limit for one upload through the SDK. */
const UPLOAD_LIMIT_BYTES = 100 * 1024 * 1024

/** Mounted at `/storage`: reading for everyone, writing with the authorization that `getUploadMetadata` hands out. */
export function storageRoutes(storage: Storage): Hono {
  const app = new Hono()
  app.get('/*', async (c) => {
    const path = pathOf(c.req.path)
    const bytes = path === undefined ? undefined : await storage.get(path)
    if (path === undefined || !bytes) return c.text('No such file', 404)
    return c.body(new Uint8Array(bytes), 200, {
      'content-type': contentType(path),
      'content-length': String(bytes.byteLength),
      'cache-control': 'no-cache',
      'x-content-type-options': 'nosniff',
    })
  })
  app.put('/*', async (c) => {
    if (!c.req.header('authorization')?.startsWith('local-upload ')) return xmlError('AccessDenied', 'The upload is not authorized', 403)
    const bytes = new Uint8Array(await c.req.arrayBuffer())
    if (bytes.byteLength > UPLOAD_LIMIT_BYTES) return xmlError('EntityTooLarge', 'The file is larger than 100 MB', 400)
    try {
      await storage.put(pathOf(c.req.path) ?? '', bytes)
      return c.body(null, 200)
    }
    catch (error) {
      return xmlError('InvalidURI', asCloudError(error).message, 400)
    }
  })
  return app
}

function pathOf(requestPath: string): string | undefined {
  try {
    return cloudPath(decodeURIComponent(requestPath).replace(/^\/storage\//, ''))
  }
  catch {
    return undefined
  }
}

/** Object storage reports failures as XML, and the SDK reads them so. */
function xmlError(code: string, message: string, status: number): Response {
  const escaped = message.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  const body = `<?xml version='1.0' encoding='utf-8' ?><Error><Code>${code}</Code><Message>${escaped}</Message><RequestId>local</RequestId><TraceId>local</TraceId></Error>`
  return new Response(body, { status, headers: { 'content-type': 'application/xml' } })
}
