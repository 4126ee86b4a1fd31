import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'

const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.png': 'image/png', '.svg': 'image/svg+xml' }

export interface PageServer {
  url: string
  close(): Promise<void>
}

/**
 * Serves a packed program. Like WeChat it lets the program evaluate no text, and it lets the page speak to this page's server and the local
 * cloud alone: whatever else it tries to reach shows up as an error.
 */
export async function servePages(folder: string, cloud: string): Promise<PageServer> {
  const policy = `default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: ${cloud}; connect-src ${cloud}; frame-src ${cloud}`
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://page').pathname)
    const file = path === '/' ? 'index.html' : path
    readFile(join(folder, file)).then(
      content => response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream', 'content-security-policy': policy }).end(content),
      () => response.writeHead(404).end(),
    )
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((done) => {
      server.close(() => done())
      server.closeAllConnections()
    }),
  }
}
