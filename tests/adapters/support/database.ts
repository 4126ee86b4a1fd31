import { onTestFinished } from 'vitest'
import { connectDatabase, type Database as SdkDatabase } from '../../../cloudfunctions/adapters/cloudbase/sdk'
import { cloudbaseDescription } from '../../../cloudfunctions/adapters/cloudbase/schema'
import { cloudbaseStore, type StoreOptions } from '../../../cloudfunctions/adapters/cloudbase/store'
import type { Store } from '../../../cloudfunctions/ports/store'
import { Database, type UnindexedQuery } from '../../../emulator/cloudbase/database'
import { Faults } from '../../../emulator/control/faults'
import { serve } from './http-server'

export interface Rig {
  readonly store: Store
  /** The SDK itself, for what the store would not do. */
  readonly sdk: SdkDatabase
  readonly faults: Faults
  /** Actions as the store announced them, and as they came over the wire. */
  readonly announced: string[]
  readonly wire: { action: string; body: Record<string, unknown> }[]
  /** Queries no index served. */
  readonly unindexed: UnindexedQuery[]
  /** Milliseconds the store meant to wait; it does not really. */
  readonly pauses: number[]
  /** Another instance of the function, with a store of its own. */
  readonly another: (options?: Partial<StoreOptions>) => Store
}

/** The product's store over the unmodified SDK and a real socket, on the emulated database with the product's own indexes. */
export async function databaseRig(options: Partial<StoreOptions> = {}): Promise<Rig> {
  process.env.TENCENTCLOUD_SECRETID = 'id'
  process.env.TENCENTCLOUD_SECRETKEY = 'key'
  const faults = new Faults()
  const unindexed: UnindexedQuery[] = []
  const { collections, indexes } = cloudbaseDescription().database
  const database = Database.open({ now: () => Date.now(), collections, indexes, faults, strict: { threshold: 0, report: finding => unindexed.push(finding) } })
  onTestFinished(() => database.close())
  const wire: Rig['wire'] = []
  const url = await serve(async (request, response) => {
    const body = JSON.parse(request.body) as Record<string, unknown>
    wire.push({ action: String(body.action), body })
    try {
      const reply = JSON.stringify(await database.handle(body))
      response.writeHead(200, { 'Content-Type': 'application/json' }).end(reply)
    }
    catch {
      response.destroy()
    }
  })
  const announced: string[] = []
  const pauses: number[] = []
  const connect = (): Promise<SdkDatabase> => connectDatabase({ envId: 'shop-test', serviceUrl: `${url}/admin` })
  const another = (more: Partial<StoreOptions> = {}): Store => cloudbaseStore({
    connect,
    onCall: action => announced.push(action),
    pause: (ms) => {
      pauses.push(ms)
      return Promise.resolve()
    },
    ...more,
  })
  return { store: another(options), sdk: await connect(), faults, announced, wire, unindexed, pauses, another }
}
