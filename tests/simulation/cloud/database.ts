import { createRequire } from 'node:module'
import { cloudbaseDescription } from '../../../cloudfunctions/adapters/cloudbase/schema'
import { ConnectionLost, Database } from '../../../emulator/cloudbase/database'
import type { Random } from '../engine/random'
import type { Sometimes } from '../sometimes'
import type { Platform, Strike } from './platform'

type Params = Readonly<Record<string, unknown>>
interface SdkConfig { readonly envName: string }

/** Who answers the SDK in this process. */
let answering: ((envName: string, action: string, params: Params) => Promise<unknown>) | undefined

/** Stands where the SDK has its HTTP client: everything above it, builder, serialiser and quirks, is the SDK's own. */
class InProcessRequest {
  readonly #envName: string

  constructor(config: SdkConfig) {
    this.#envName = config.envName
  }

  send(action: string, params: Params = {}): Promise<unknown> {
    if (!answering) throw new Error('no database is open')
    return answering(this.#envName, action, params)
  }
}

/** The SDK puts its own client back whenever it opens a database; here it stays ours. */
export function takeOverSdk(): void {
  const fromHere = createRequire(import.meta.url)
  const fromSdk = createRequire(fromHere.resolve('@cloudbase/node-sdk'))
  const { Db } = fromSdk('@cloudbase/database') as { Db: object }
  Object.defineProperty(Db, 'reqClass', { get: () => InProcessRequest, set: () => undefined })
}

let database: Database | undefined

/** The process's one database, emptied. Opening one takes longer than a whole simulated day. */
export async function emptyDatabase(now: () => number): Promise<Database> {
  clock.now = now
  answering = undefined
  database ??= Database.open({ ...cloudbaseDescription().database, now: () => clock.now() })
  // Writers of the last seed that waited for a transaction go on when it ends with the first reset.
  for (let turn = 0; turn < 3; turn += 1) {
    database.reset()
    await new Promise(resolve => setImmediate(resolve))
  }
  database.reset()
  return database
}

const clock = { now: (): number => 0 }

const WRITES = /insert|update|modify|delete|remove/i

export interface DatabaseGateParts {
  readonly database: Database
  readonly platform: Platform
  readonly random: (name: 'db_slow' | 'db_commit_unknown') => Random
  readonly sometimes: Sometimes
  /** Told of every collection that something may have been written to. */
  readonly touched: (collection: string) => void
}

export function openDatabaseGate(parts: DatabaseGateParts): void {
  const gate = new DatabaseGate(parts)
  answering = (envName, action, params) => gate.send(envName, action, params)
}

/** The gate between the SDK of each instance and the database. */
class DatabaseGate {
  readonly #parts: DatabaseGateParts
  readonly #written = new Map<string, Set<string>>()

  constructor(parts: DatabaseGateParts) {
    this.#parts = parts
  }

  send(envName: string, action: string, params: Params): Promise<unknown> {
    const instance = this.#parts.platform.instances.get(envName)
    // The instance has died with its invocation.
    if (!instance) return new Promise(() => undefined)
    const label = `${action.replace('database.', 'db.')} ${String(params.collectionName ?? '')}`
    return this.#parts.platform.call(instance, label, this.#strike(action, params), () => this.#carryOut(action, params))
  }

  async #carryOut(action: string, params: Params): Promise<unknown> {
    this.#note(action, params)
    const reply = await this.#parts.database.handle({ action, ...params })
    if (reply.code === 'DATABASE_TRANSACTION_CONFLICT') this.#parts.sometimes.saw('a transaction lost a race')
    if (reply.code === 'DATABASE_TRANSACTION_FAIL') this.#parts.sometimes.saw('a transaction outlived its time')
    return reply.code ? refuse(reply.code, reply.message ?? '') : reply
  }

  /** What a transaction has written counts from its commit on. */
  #note(action: string, params: Params): void {
    const id = typeof params.transactionId === 'string' ? params.transactionId : undefined
    if (action === 'database.commitTransaction' && id) {
      for (const collection of this.#written.get(id) ?? []) this.#parts.touched(collection)
      this.#written.delete(id)
    }
    if (!WRITES.test(action) || typeof params.collectionName !== 'string') return
    if (!id) return this.#parts.touched(params.collectionName)
    const known = this.#written.get(id) ?? new Set()
    this.#written.set(id, known.add(params.collectionName))
  }

  #strike(action: string, params: Params): Strike {
    const { platform, random, sometimes } = this.#parts
    const lost = (): never => {
      throw new ConnectionLost()
    }
    const commits = action === 'database.commitTransaction'
    const inside = params.transactionId !== undefined && !commits && action !== 'database.abortTransaction'
    return platform.firstOf({
      ...(commits && {
        db_commit_unknown: () => {
          sometimes.saw('a commit of unknown outcome')
          return random('db_commit_unknown').chance(0.5) ? { afterwards: lost } : { instead: lost }
        },
        db_commit_conflict: () => ({ instead: () => this.#conflict(params) }),
      }),
      ...(inside && { db_conflict: () => ({ instead: () => this.#conflict(params) }) }),
      ...(action === 'database.insertDocument' && !inside && { db_duplicate: () => ({ afterwards: () => duplicate() }) }),
      db_rejected: () => ({ instead: lost }),
      ...(!commits && { db_lost_reply: () => ({ afterwards: lost }) }),
      db_overload: () => ({ instead: () => refuse('EXCEED_REQUEST_LIMIT', '[LimitExceeded] too many requests') }),
      db_slow: () => ({ delayMs: random('db_slow').pick([200, 1000, 4000, 10_000, 35_000]) }),
    })
  }

  /** As the platform says it inside a transaction: a number and a reason in the text, no code that names it. The transaction is over. */
  #conflict({ transactionId }: Params): never {
    void this.#parts.database.handle({ action: 'database.abortTransaction', transactionId })
    throw Object.assign(new Error('[ResourceUnavailable.TransactionConflict] Transaction is conflict, maybe resource operated by others.'), { errCode: -501001 })
  }
}

/** The SDK's client throws replies that carry a code. */
function refuse(code: string, message: string): never {
  throw Object.assign(new Error(message), { code })
}

/** The answer to the second of two copies of an insert, of which the first one was carried out. */
function duplicate(): never {
  return refuse('DATABASE_DUPLICATE_WRITE', '[FailedOperation.DuplicateWrite] multiple write errors: [{write errors: [{E11000 duplicate key error}]}]')
}
