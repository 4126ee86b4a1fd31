import type { Catalog } from './catalog'
import type { CollectionTable } from './collection-table'
import { toEjson } from './ejson'
import { duplicateKey, transactionConflict, transactionGone } from './errors'
import type { IndexTable } from './index-table'
import type { SqliteFile } from './sqlite-file'
import { checkSize } from './size'
import { nameOf, Stored } from './stored'
import type { Transaction, Transactions } from './transactions'
import type { Document } from './values'
import type { Versions } from './versions'

/** Given what stands (undefined: nothing), what shall stand (undefined: nothing); KEEP leaves it as it is. */
export type Change = (current: Stored | undefined) => Document | undefined | typeof KEEP
export const KEEP = Symbol('keep')

export type Outcome =
  | { done: 'kept' | 'inserted' | 'replaced' | 'removed'; before: Stored | undefined; after: Document | undefined }
  | { waitFor: Transaction }

interface IndexDifference {
  index: IndexTable
  added: Buffer[]
  removed: Buffer[]
}

/** The one place where documents change, alone or inside a transaction. */
export class Writer {
  readonly #file: SqliteFile
  readonly #catalog: Catalog
  readonly #versions: Versions
  readonly #transactions: Transactions
  readonly #maxBytes: number

  constructor(parts: { file: SqliteFile; catalog: Catalog; versions: Versions; transactions: Transactions; maxBytes: number }) {
    this.#file = parts.file
    this.#catalog = parts.catalog
    this.#versions = parts.versions
    this.#transactions = parts.transactions
    this.#maxBytes = parts.maxBytes
  }

  /** What a reader sees of one document: the present state, or a transaction's snapshot and its own writes. */
  read(table: CollectionTable, id: Uint8Array, transaction: Transaction | undefined): Stored | undefined {
    if (transaction) {
      const name = nameOf(id)
      const own = transaction.writes.get(documentLock(table, name))
      if (own) return own.body === undefined ? undefined : new Stored(undefined, own.id, own.body)
      const old = this.#versions.at({ collection: table.number, id: name }, transaction.snapshot)
      if (old) return old.body === undefined ? undefined : new Stored(old.seq, id, old.body)
    }
    const row = table.get(id)
    return row && new Stored(row.seq, row.id, row.body)
  }

  /** The documents of a collection of which a transaction sees something else than the present state. */
  overlay(table: CollectionTable, transaction: Transaction): Map<string, Stored | undefined> {
    const overlay = new Map<string, Stored | undefined>()
    for (const name of this.#versions.changedSince(table.number, transaction.snapshot)) overlay.set(name, undefined)
    for (const write of transaction.writes.values()) if (write.table === table) overlay.set(nameOf(write.id), undefined)
    for (const name of overlay.keys()) overlay.set(name, this.read(table, Buffer.from(name, 'latin1'), transaction))
    return overlay
  }

  /** A write outside of any transaction. Where a transaction holds the document or a unique key, says whom to wait for and does nothing. */
  writeAlone(table: CollectionTable, id: Uint8Array, change: Change): Outcome {
    const lock = documentLock(table, nameOf(id))
    const holder = this.#transactions.holder(lock)
    if (holder) return { waitFor: holder }
    const before = this.read(table, id, undefined)
    const after = change(before)
    if (after === KEEP) return { done: 'kept', before, after: before?.document }
    const body = this.#bodyOf(after)
    if (body === before?.body) return { done: 'kept', before, after }
    const differences = differencesOf(table, before?.document, after)
    for (const { index, added, removed } of differences) {
      if (!index.unique) continue
      for (const key of [...added, ...removed]) {
        const keyHolder = this.#transactions.holder(keyLock(index, key))
        if (keyHolder) return { waitFor: keyHolder }
      }
      for (const key of added) if (index.owners(key).some(seq => seq !== before?.seq)) throw duplicate(table, index, after)
    }
    this.#file.beginWrite()
    this.#versions.nextCommit()
    this.#file.undoOnFailure(() => this.#apply(table, id, before, body, differences))
    return { done: doneOf(before, after), before, after }
  }

  /** A write inside a transaction: kept to itself until the commit. The first writer wins; the second gets the conflict here. */
  writeWithin(transaction: Transaction, table: CollectionTable, id: Uint8Array, change: Change): Outcome {
    // It may have ended while an operation on several documents was under way; what a dead one locked would stay locked.
    if (!transaction.live) throw transactionGone()
    const name = nameOf(id)
    const lock = documentLock(table, name)
    const before = this.read(table, id, transaction)
    const after = this.#changeWithin(transaction, table, id, before, change)
    if (after === KEEP) return { done: 'kept', before, after: before?.document }
    if (this.#transactions.holder(lock) !== transaction && this.#versions.at({ collection: table.number, id: name }, transaction.snapshot)) {
      throw transactionConflict()
    }
    const body = this.#bodyOf(after)
    if (body === before?.body) return { done: 'kept', before, after }
    this.#transactions.lock(transaction, lock)
    for (const difference of differencesOf(table, before?.document, after)) this.#takeKeys(transaction, table, lock, difference, after)
    transaction.writes.set(lock, { table, id, body, document: after })
    return { done: doneOf(before, after), before, after }
  }

  /** A document that the snapshot still shows and someone else is removing or has removed is a conflict, not a duplicate. */
  #changeWithin(
    transaction: Transaction, table: CollectionTable, id: Uint8Array, before: Stored | undefined, change: Change,
  ): Document | undefined | typeof KEEP {
    try {
      return change(before)
    }
    catch (error) {
      const lock = documentLock(table, nameOf(id))
      const holder = this.#transactions.holder(lock)
      const removedByOther = holder === undefined || holder === transaction ? !transaction.writes.has(lock) && !table.get(id) : holder.writes.get(lock)?.body === undefined
      if (before && removedByOther) throw transactionConflict()
      throw error
    }
  }

  #takeKeys(transaction: Transaction, table: CollectionTable, lock: string, { index, added, removed }: IndexDifference, after: Document | undefined): void {
    if (!index.unique) return
    for (const key of [...removed, ...added]) {
      const name = keyLock(index, key)
      if (this.#transactions.holder(name) !== transaction && this.#versions.keyChangedSince(name, transaction.snapshot)) throw transactionConflict()
      this.#transactions.lock(transaction, name)
    }
    for (const key of removed) transaction.keys.set(keyLock(index, key), undefined)
    for (const key of added) {
      const name = keyLock(index, key)
      const taken = transaction.keys.has(name) ? transaction.keys.get(name) !== undefined : index.owners(key).length > 0
      if (taken && transaction.keys.get(name) !== lock) throw duplicate(table, index, after)
      transaction.keys.set(name, lock)
    }
  }

  /** Puts all writes of a transaction in place at once. Nobody else can have touched them: the locks saw to that. */
  commit(transaction: Transaction): void {
    if (transaction.writes.size === 0) return
    this.#file.beginWrite()
    this.#versions.nextCommit()
    const writes = [...transaction.writes.values()].map((write) => {
      const before = this.read(write.table, write.id, undefined)
      return { ...write, before, differences: differencesOf(write.table, before?.document, write.document) }
    })
    this.#file.undoOnFailure(() => {
      for (const { table, id, before, body, differences } of writes) this.#apply(table, id, before, body, differences)
    })
  }

  #apply(table: CollectionTable, id: Uint8Array, before: Stored | undefined, body: string | undefined, differences: readonly IndexDifference[]): void {
    // A transaction may have inserted a document and removed it again.
    if (!before && body === undefined) return
    if (this.#transactions.count > 0) {
      this.#versions.recordDocument({ collection: table.number, id: nameOf(id) }, before?.seq, before?.body)
      for (const { index, added, removed } of differences) {
        if (index.unique) for (const key of [...added, ...removed]) this.#versions.recordKey(keyLock(index, key))
      }
    }
    const seq = before?.seq ?? table.insert(id, body ?? '')
    for (const { index, added, removed } of differences) {
      index.remove(removed, seq)
      if (added.length > 1) index.noteMultikey()
      index.add(added, seq)
    }
    if (body === undefined) table.remove(seq)
    else if (before) table.replace(seq, body)
  }

  #bodyOf(document: Document | undefined): string | undefined {
    if (!document) return undefined
    const body = toEjson(document)
    checkSize(document, body, this.#maxBytes)
    return body
  }

  /** Everything an observer needs to know of a database that lost its last commit: nothing in memory can be trusted. */
  lost(): void {
    this.#transactions.endAll()
    this.#versions.forget(undefined)
    this.#catalog.reload()
  }
}

function doneOf(before: Stored | undefined, after: Document | undefined): 'inserted' | 'replaced' | 'removed' {
  return after === undefined ? 'removed' : before ? 'replaced' : 'inserted'
}

function documentLock(table: CollectionTable, id: string): string {
  return `d${table.number}:${id}`
}

function keyLock(index: IndexTable, key: Uint8Array): string {
  return `k${index.number}:${nameOf(key)}`
}

function duplicate(table: CollectionTable, index: IndexTable, document: Document | undefined): Error {
  const shown = index.fields.map(({ field }) => `${field}: ${toEjson(document?.[field] ?? null)}`)
  return duplicateKey(table.name, index.name, `{ ${shown.join(', ')} }`)
}

function differencesOf(table: CollectionTable, before: Document | undefined, after: Document | undefined): IndexDifference[] {
  const differences: IndexDifference[] = []
  for (const index of table.indexes) {
    const old = before ? index.keysOf(before) : []
    const fresh = after ? index.keysOf(after) : []
    const [single, other] = [old[0], fresh[0]]
    if (old.length === 1 && fresh.length === 1 && single && other && single.equals(other)) continue
    const oldNames = new Set(old.map(nameOf))
    const freshNames = new Set(fresh.map(nameOf))
    const added = fresh.filter(key => !oldNames.has(nameOf(key)))
    const removed = old.filter(key => !freshNames.has(nameOf(key)))
    if (added.length > 0 || removed.length > 0) differences.push({ index, added, removed })
  }
  return differences
}
