import { createServer, type Server } from 'node:http'
import { type AddressInfo } from 'node:net'
import cloudbase from '@cloudbase/node-sdk'
import { ConnectionLost, Database, type DatabaseOptions } from '../../../emulator/cloudbase/database/index'

export type Db = ReturnType<ReturnType<typeof cloudbase.init>['database']>

/** A database behind a socket, and clients of the unmodified SDK. */
export interface Rig {
  readonly database: Database
  readonly url: string
  /** A further client, with its own connection settings. */
  client(): Db
  readonly db: Db
  now: number
  stop(): Promise<void>
}

export const START = Date.UTC(2026, 0, 1)

export async function startRig(options: Partial<DatabaseOptions> = {}): Promise<Rig> {
  const clock = { now: START }
  const database = Database.open({ now: () => clock.now, ...options })
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      void answer(database, Buffer.concat(chunks).toString()).then(
        text => response.writeHead(200, { 'content-type': 'application/json' }).end(text),
        () => response.destroy(),
      )
    })
  })
  const url = await listen(server)
  const client = (): Db => cloudbase.init({ env: 'test-env', secretId: 'id', secretKey: 'key', serviceUrl: url }).database()
  return {
    database,
    url,
    client,
    db: client(),
    get now() { return clock.now },
    set now(value: number) { clock.now = value },
    async stop() {
      database.close()
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

async function answer(database: Database, text: string): Promise<string> {
  const reply = await database.handle(JSON.parse(text) as Record<string, unknown>).catch((error: unknown) => {
    if (error instanceof ConnectionLost) throw error
    return { code: 'CRASH', message: String(error) }
  })
  return JSON.stringify(reply)
}

function listen(server: Server): Promise<string> {
  return new Promise(resolve => server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}/admin`)))
}

/** The code an operation is refused with; 'accepted' when it is not. */
export async function codeOf(operation: Promise<unknown>): Promise<string> {
  try {
    await operation
    return 'accepted'
  }
  catch (error) {
    return String((error as { code?: unknown }).code)
  }
}
