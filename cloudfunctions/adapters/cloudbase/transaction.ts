import { AlreadyExists, Busy, type CollectionName, type Collections, type Transaction } from '../../ports/store'
import type { Calls, Pause } from './calls'
import { troubleOf } from './errors'
import type { Database, SdkTransaction } from './sdk'
import { documentId, fromStored, toFields } from './values'

export interface TransactionLoop {
  readonly calls: Calls
  readonly pause: Pause
  /** Milliseconds of some clock that only goes forward. */
  readonly elapsed: () => number
  /** From 0 up to 1. */
  readonly random: () => number
}

const MAX_TRIES = 6
const BUDGET_MS = 5000
const PAUSE_MS = { min: 20, max: 200 }

/**
 * Runs the body in a snapshot transaction until one try commits. A conflict reruns it, and so does a lost answer, even to the commit itself:
 * the rerun reads what the lost commit wrote, finds its own work and changes nothing. No new try begins after six or five seconds; then `Busy`.
 */
export async function runTransaction<T>(database: Database, loop: TransactionLoop, body: (tx: Transaction) => Promise<T>): Promise<T> {
  const started = loop.elapsed()
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt(database, loop.calls, body)
    }
    catch (error) {
      if (!(error instanceof TryAgain)) throw error
      if (tries >= MAX_TRIES || loop.elapsed() - started >= BUDGET_MS) throw new Busy('a transaction found no quiet moment', { cause: error.cause })
    }
    await loop.pause(PAUSE_MS.min + loop.random() * (PAUSE_MS.max - PAUSE_MS.min))
  }
}

/** A try that failed for a passing reason. */
class TryAgain extends Error {
  override name = 'TryAgain'
}

async function attempt<T>(database: Database, calls: Calls, body: (tx: Transaction) => Promise<T>): Promise<T> {
  const sdk = await passing(() => calls.once('database.startTransaction', () => database.startTransaction()))
  const scope = new TransactionScope(sdk, calls)
  try {
    const result = await body(scope)
    if (scope.failure !== undefined) throw scope.failure
    await passing(() => calls.once('database.commitTransaction', () => sdk.commit()))
    return result
  }
  catch (error) {
    const first = scope.failure ?? error
    // After a conflict the database has ended the transaction by itself. Anything else would hold its documents for up to 30 seconds, also a
    // commit that never arrived; one that did arrive cannot be taken back, and one still on its way finds nothing to commit.
    if (troubleOf(first instanceof TryAgain ? first.cause : first) !== 'conflict') await rollBack(sdk, calls, first)
    throw first
  }
}

async function rollBack(sdk: SdkTransaction, calls: Calls, reason: unknown): Promise<void> {
  try {
    await calls.once('database.abortTransaction', () => sdk.rollback(reason instanceof Error ? reason.name : 'failed'))
  }
  catch {
    // The database ends an abandoned transaction by itself. The reason for rolling back is what the caller needs to see.
  }
}

/** Turns passing trouble into `TryAgain`; whatever else is wrong stays as it is. */
async function passing<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  }
  catch (error) {
    const settled = error instanceof AlreadyExists || error instanceof TryAgain
    throw !settled && ['conflict', 'overloaded', 'unknown'].includes(troubleOf(error)) ? new TryAgain('try again', { cause: error }) : error
  }
}

/**
 * What a body sees. Calls run one after another, however the body issues them, because a transaction is one conversation. The first failure
 * is kept: a body that swallows it must not commit the rest.
 */
class TransactionScope implements Transaction {
  failure: unknown
  readonly #sdk: SdkTransaction
  readonly #calls: Calls
  readonly #present = new Set<string>()
  readonly #absent = new Set<string>()
  #turn: Promise<unknown> = Promise.resolve()

  constructor(sdk: SdkTransaction, calls: Calls) {
    this.#sdk = sdk
    this.#calls = calls
  }

  get = <C extends CollectionName>(collection: C, id: string): Promise<Collections[C] | undefined> =>
    this.#next(async () => {
      const document = this.#sdk.collection(collection).doc(documentId(id))
      const { data } = await this.#calls.once('database.getDocument', () => document.get())
      const found = data !== null && data !== undefined
      ;(found ? this.#present : this.#absent).add(`${collection}/${id}`)
      return found ? fromStored<Collections[C]>(data) : undefined
    })

  insert = <C extends CollectionName>(collection: C, document: Collections[C]): Promise<void> =>
    this.#next(async () => {
      const stored = { _id: documentId(document.id), ...toFields(document) }
      await this.#calls.once('database.insertDocument', () => this.#sdk.collection(collection).add(stored)).catch((error: unknown) => {
        throw this.#insertFailure(`${collection}/${document.id}`, error)
      })
      this.#present.add(`${collection}/${document.id}`)
    })

  replace = <C extends CollectionName>(collection: C, document: Collections[C]): Promise<void> =>
    this.#next(async () => {
      if (!this.#present.has(`${collection}/${document.id}`)) throw new TypeError(`replacing a document of ${collection} that this transaction has not read`)
      const fields = toFields(document)
      await this.#calls.once('database.modifyDocument', () => this.#sdk.collection(collection).doc(document.id).set(fields))
    })

  /** An id this transaction saw free was taken meanwhile: that is a lost race, and the rerun will see the document. */
  #insertFailure(key: string, error: unknown): unknown {
    if (troubleOf(error) !== 'duplicate') return error
    const taken = new AlreadyExists(`the id is taken in ${key.split('/', 1)[0]}`, { cause: error })
    return this.#absent.has(key) ? new TryAgain('lost race', { cause: taken }) : taken
  }

  #next<T>(call: () => Promise<T>): Promise<T> {
    const run = this.#turn.then(() => {
      if (this.failure !== undefined) throw this.failure
      return passing(call)
    }).catch((error: unknown) => {
      this.failure ??= error
      throw error
    })
    this.#turn = run.catch(() => undefined)
    return run
  }
}
