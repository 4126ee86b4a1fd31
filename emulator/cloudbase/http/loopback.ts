import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context, MiddlewareHandler } from 'hono'
import { cors } from 'hono/cors'

const LOOPBACK_HOSTS = new Set(['127.0.0.1', 'localhost', '[::1]'])

/** Lets pages served from this machine (the H5 dev server) read the answers; no other site is told anything. */
export function allowLocalPages(): MiddlewareHandler {
  return cors({
    origin: origin => isLoopbackOrigin(origin) ? origin : null,
    allowHeaders: ['content-type', 'x-lintuan-person'],
    exposeHeaders: ['x-request-id'],
    maxAge: 600,
  })
}

/** Refuses whoever is not on this machine, also a foreign web page that a browser on this machine has open. */
export function loopbackOnly(): MiddlewareHandler {
  return async (c, next) => {
    if (!isLocal(c)) return c.json({ message: 'The control API answers this machine only' }, 403)
    await next()
  }
}

function isLocal(c: Context): boolean {
  const address = getConnInfo(c).remote.address ?? ''
  const origin = c.req.header('origin')
  return /^(?:::ffff:)?127\.|^::1$/.test(address)
    && isLoopbackOrigin(`http://${c.req.header('host') ?? ''}`)
    && (origin === undefined || isLoopbackOrigin(origin))
}

function isLoopbackOrigin(origin: string): boolean {
  return URL.canParse(origin) && LOOPBACK_HOSTS.has(new URL(origin).hostname)
}
