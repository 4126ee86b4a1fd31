import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

export interface Received {
  readonly method: string
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

export type Handler = (request: Received, response: ServerResponse) => unknown

/** A server on a free port of this machine for the time of one test. */
export async function serve(handler: Handler): Promise<string> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => void handler({
      method: request.method ?? '', path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString('utf8'),
    }, response))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** Answers through a Fetch-API handler, as Hono apps are. */
export function toFetch(app: { fetch: (request: Request, env?: unknown) => Response | Promise<Response> }, prefix: string): Handler {
  return async ({ method, path, headers, body }, response) => {
    const url = `http://127.0.0.1${path.startsWith(prefix) ? path.slice(prefix.length) : path}`
    const sent = Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)])
    const answer = await app.fetch(new Request(url, { method, headers: sent, ...(method !== 'GET' && { body }) }), { outgoing: response })
    if (response.destroyed) return
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(Buffer.from(await answer.arrayBuffer()))
  }
}
