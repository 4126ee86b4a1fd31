import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A reason not to start that the person at the keyboard can do something about. Its message is one sentence. */
export class StartError extends Error {
  override readonly name = 'StartError'
}

export interface Listening {
  server: Server
  url: string
  /** From now on requests go to `listener`; before the first they wait. */
  serve(listener: RequestListener): void
  close(): Promise<void>
}

/** Idle connections stay open long enough that a kept-alive SDK connection is not closed under a frozen or slow caller. */
const KEEP_ALIVE_MS = 120_000

/** Opens the one port, on the loopback interface only. The port is known before the parts that must be told their own address exist. */
export async function listen(port: number): Promise<Listening> {
  let current: RequestListener | undefined
  const early: (() => void)[] = []
  const server = createServer((request, response) => {
    if (current) current(request, response)
    else early.push(() => current?.(request, response))
  })
  server.keepAliveTimeout = KEEP_ALIVE_MS
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explain(error, port)))
    server.listen(port, '127.0.0.1', resolve)
  })
  const serve = (listener: RequestListener): void => {
    current = listener
    for (const go of early.splice(0)) go()
  }
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, serve, close: () => close(server) }
}

function explain(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code === 'EADDRINUSE') return new StartError(`Port ${port} is in use by another program; choose another with --port.`)
  if (error.code === 'EACCES') return new StartError(`Port ${port} may not be opened by this user; choose one above 1023 with --port.`)
  return error
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
