import { Hono } from 'hono'
import { asCloudError } from '../errors'
import { contentType } from './content-type'
import { cloudPath, type Storage } from './storage'

/** Mounted at `/storage`: reading for everyone or with a signed address, writing with the authorization that `getUploadMetadata` hands out for the path. */
export function storageRoutes(storage: Storage): Hono {
  const app = new Hono()
  app.get('/*', async (c) => {
    const path = pathOf(c.req.path)
    if (path !== undefined && !storage.mayRead(path, c.req.query('sign'), c.req.query('t'))) return xmlError('AccessDenied', 'The address is not signed, or no longer good', 403)
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
    const path = pathOf(c.req.path) ?? ''
    const bytes = new Uint8Array(await c.req.arrayBuffer())
    if (!storage.mayWrite(path, c.req.header('authorization'))) return xmlError('AccessDenied', 'The upload is not authorized', 403)
    try {
      await storage.put(path, bytes)
      return c.body(null, 200)
    }
    catch (error) {
      const { code, message } = asCloudError(error)
      return xmlError(code === 'STORAGE_EXCEED_FILE_SIZE' ? 'EntityTooLarge' : 'InvalidURI', message, 400)
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
