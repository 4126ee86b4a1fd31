import { randomBytes } from 'node:crypto'
import type { CollectionTable } from './collection-table'
import { transactionConflict, transactionGone } from './errors'
import type { Document } from './values'
import type { Versions } from './versions'

/** What a transaction has written to one document and not committed; no body where it removed it. */
interface PendingWrite {
  table: CollectionTable
  id: Uint8Array
  body: string | undefined
  document: Document | undefined
}

/** One transaction: its snapshot, its own writes, and the documents and unique keys it holds against everyone else. */
export class Transaction {
  readonly id = randomBytes(16).toString('hex')
  readonly snapshot: number
  readonly writes = new Map<string, PendingWrite>()
  /** Unique keys it has taken (by which document) or freed (undefined). */
  readonly keys = new Map<string, string | undefined>()
  readonly locks = new Set<string>()
  readonly ended: Promise<void>
  live = true
  #end: () => void = () => {}

  constructor(snapshot: number) {
    this.snapshot = snapshot
    this.ended = new Promise((resolve) => { this.#end = resolve })
  }

  close(): void {
    this.live = false
    this.#end()
  }
}

/** The transactions that live, and who holds what. */
export class Transactions {
  readonly #versions: Versions
  readonly #lifeMs: number
  readonly #live = new Map<string, { transaction: Transaction; timer: NodeJS.Timeout }>()
  readonly #locks = new Map<string, Transaction>()

  constructor(versions: Versions, lifeMs: number) {
    this.#versions = versions
    this.#lifeMs = lifeMs
  }

  get count(): number {
    return this.#live.size
  }

  start(): Transaction {
    const transaction = new Transaction(this.#versions.sequence)
    const timer = setTimeout(() => this.end(transaction), this.#lifeMs)
    timer.unref()
    this.#live.set(transaction.id, { transaction, timer })
    return transaction
  }

  get(id: unknown): Transaction {
    const entry = typeof id === 'string' ? this.#live.get(id) : undefined
    if (!entry) throw transactionGone()
    return entry.transaction
  }

  holder(lock: string): Transaction | undefined {
    return this.#locks.get(lock)
  }

  /** Takes a document or a unique key; whoever holds it already makes this a conflict. */
  lock(transaction: Transaction, lock: string): void {
    const holder = this.#locks.get(lock)
    if (holder && holder !== transaction) throw transactionConflict()
    this.#locks.set(lock, transaction)
    transaction.locks.add(lock)
  }

  /** Ends the transaction, whatever became of it, and wakes the writers that waited for it. */
  end(transaction: Transaction): void {
    const entry = this.#live.get(transaction.id)
    if (!entry) return
    clearTimeout(entry.timer)
    this.#live.delete(transaction.id)
    for (const lock of transaction.locks) this.#locks.delete(lock)
    const oldest: { transaction: Transaction } | undefined = this.#live.values().next().value
    this.#versions.forget(oldest?.transaction.snapshot)
    transaction.close()
  }

  endAll(): void {
    for (const { transaction } of [...this.#live.values()]) this.end(transaction)
  }
}
