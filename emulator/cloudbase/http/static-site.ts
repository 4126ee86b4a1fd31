import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Context, Hono } from 'hono'
import { contentType } from '../storage/content-type'
import { cloudPath } from '../storage/storage'

/** Serves a built page app, the H5 app or the console: files by name, `index.html` at the root, files with a hash in their name for ever. */
export function staticSite(folder: string, whenMissing = 'The H5 app is not built. Run: npm run build:h5'): Hono {
  const app = new Hono()
  app.get('/*', async (c) => {
    const path = c.req.path === '/' ? 'index.html' : safePath(c.req.path)
    const bytes = path === undefined ? undefined : await readFile(join(folder, path)).catch(() => undefined)
    return bytes && path ? sendFile(c, path, bytes) : c.text(c.req.path === '/' ? whenMissing : 'Not found', 404)
  })
  return app
}

function sendFile(c: Context, path: string, bytes: Buffer): Response {
  return c.body(new Uint8Array(bytes), 200, {
    'content-type': contentType(path),
    'cache-control': path.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
  })
}

function safePath(requestPath: string): string | undefined {
  try {
    return cloudPath(decodeURIComponent(requestPath).slice(1))
  }
  catch {
    return undefined
  }
}
