import type { IncomingMessage, Server } from 'node:http'
import { connect } from 'node:net'
import type { Duplex } from 'node:stream'
import { Hono } from 'hono'

/** Whether `app` is the address of a dev server and not a folder. */
export function isAddress(app: string): boolean {
  return /^https?:\/\//.test(app)
}

/** Serves the H5 app from its dev server, so that page and cloud have one origin in development too. */
export function devSite(target: URL): Hono {
  const app = new Hono()
  app.all('/*', async (c) => {
    const { pathname, search } = new URL(c.req.url)
    const headers = new Headers(c.req.raw.headers)
    headers.set('accept-encoding', 'identity')
    try {
      const answer = await fetch(new URL(pathname + search, target), { method: c.req.method, headers, redirect: 'manual' })
      return new Response(answer.body, answer)
    }
    catch {
      return c.text('The dev server of the H5 app is still starting.', 503, { refresh: '1' })
    }
  })
  return app
}

/** Passes the dev server's own web socket through, over which it tells the page what changed. */
export function passUpgrades(server: Server, target: URL): void {
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const upstream = connect(Number(target.port), target.hostname, () => {
      const headers = request.rawHeaders.flatMap((name, index, all) => index % 2 === 0 ? [`${name}: ${all[index + 1] ?? ''}`] : [])
      upstream.write(`${request.method ?? 'GET'} ${request.url ?? '/'} HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n`)
      upstream.write(head)
      upstream.pipe(socket).pipe(upstream)
    })
    upstream.on('error', () => socket.destroy())
    socket.on('error', () => upstream.destroy())
  })
}
