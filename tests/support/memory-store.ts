import { requireCountIndex, requireIndex } from '../../cloudfunctions/adapters/cloudbase/index-check'
import { AlreadyExists, Busy, type CollectionName, type Collections, type Store, type Transaction } from '../../cloudfunctions/ports'
import { changed, compareValues, fieldAt, matches, saysTheSame, stored } from './documents'

/** Around every call of one worker: `before` may delay or refuse it, `after` may lose its answer though it took effect. */
export interface Hooks {
  before?: (call: string) => Promise<void> | void
  after?: (call: string) => Promise<void> | void
  /** Carries a call out in its own way, in place of the two above. */
  around?: <T>(call: string, effect: () => Promise<T>) => Promise<T>
  /** Told of every transaction, which it may end at any time. */
  begun?: (transaction: { readonly live: boolean; abort: () => void }) => void
}

interface Version { readonly document: { readonly id: string }; readonly at: number }
type Table = Map<string, Version>

/** The entry that says that somebody called what they have no role for: all that turning them away may change. */
export function saysTurnedAway(collection: CollectionName, document: object): boolean {
  return collection === 'audits' && (document as Collections['audits']).act === 'access.deny'
}

const MAX_TRIES = 6

/** Somebody else has written the document first; the transaction is run again. */
export class Conflict extends Error {
  override name = 'Conflict'
}

/** The documents of one shop. Stored documents are never changed in place, so that a snapshot is a copy of the maps. */
export class MemoryDatabase {
  readonly tables = new Map<CollectionName, Table>()
  /** Rows that an open transaction has written, and how to wait for its end. */
  readonly locks = new Map<string, { owner: object; released: Promise<void> }>()
  writes = 0

  table(collection: CollectionName): Table {
    let table = this.tables.get(collection)
    if (!table) this.tables.set(collection, table = new Map())
    return table
  }

  put<C extends CollectionName>(collection: C, document: Collections[C]): void {
    this.keep(collection, stored(document))
  }

  /** Puts what is a copy already. */
  keep(collection: CollectionName, document: { readonly id: string }): void {
    this.writes += 1
    this.table(collection).set(document.id, { document, at: this.writes })
  }

  /** Everything in a collection, for looking at from outside. */
  all<C extends CollectionName>(collection: C): Collections[C][] {
    return [...this.table(collection).values()].map(version => version.document as Collections[C])
  }

  one<C extends CollectionName>(collection: C, id: string): Collections[C] | undefined {
    return this.table(collection).get(id)?.document as Collections[C] | undefined
  }

  /** Holds from now on what another one holds. */
  take(other: MemoryDatabase): void {
    this.tables.clear()
    for (const [name, table] of other.tables) this.tables.set(name, new Map(table))
    this.writes = other.writes
  }

  /** Equal texts mean that nothing was changed, `but` what is left out; looking into a collection that holds nothing is no change. */
  digest(but?: (collection: CollectionName, document: object) => boolean): string {
    const documents = [...this.tables].map(([name, table]) => [name, [...table.values()].map(version => version.document).filter(document => !but?.(name, document))] as const)
    return JSON.stringify(documents.filter(([, found]) => found.length > 0))
  }

  /** The store as one worker sees it. */
  connect(hooks: Hooks = {}): Store {
    return new MemoryStore(this, hooks)
  }
}

/**
 * The store's port over plain maps: single documents change atomically, transactions work on a snapshot and the first to write a document
 * wins. Like the real database it does not notice what a transaction has only read.
 */
class MemoryStore implements Store {
  constructor(private readonly database: MemoryDatabase, private readonly hooks: Hooks) {}

  get = <C extends CollectionName>(collection: C, id: string): Promise<Collections[C] | undefined> =>
    this.call(`get ${collection}`, () => this.database.one(collection, id))

  getMany = <C extends CollectionName>(collection: C, ids: readonly string[]): Promise<Collections[C][]> => {
    if (ids.length === 0 || ids.length > 100) throw new RangeError('1 to 100 ids')
    return this.call(`getMany ${collection}`, () => this.database.all(collection).filter(document => ids.includes(document.id)))
  }

  update: Store['update'] = (collection, id, change, when = []) =>
    this.call(`update ${collection}`, async () => {
      await this.unlocked(collection, id)
      const found = this.database.one(collection, id)
      if (!found || !matches(found, when)) return false
      const next = changed(found, change)
      // As the database counts: a document that is as before has not been updated.
      if (saysTheSame(next, found)) return false
      this.database.keep(collection, next)
      return true
    })

  insert: Store['insert'] = (collection, document) =>
    this.call(`insert ${collection}`, async () => {
      await this.unlocked(collection, document.id)
      if (this.database.one(collection, document.id)) return false
      this.database.put(collection, document)
      return true
    })

  remove: Store['remove'] = (collection, id) =>
    this.call(`remove ${collection}`, async () => {
      await this.unlocked(collection, id)
      this.database.table(collection).delete(id)
    })

  page: Store['page'] = ({ collection, where, order, after, limit }) =>
    this.call(`page ${collection}`, () => {
      if (limit < 1 || limit > 100) throw new RangeError('a page holds 1 to 100 documents')
      requireIndex(collection, where, order)
      if (after?.id === '') throw new TypeError('not a document id')
      const sign = order.direction === 'asc' ? 1 : -1
      const valueOf = (document: { id: string }): number | string => fieldAt(document, order.field) as number | string
      const compare = (a: { value: number | string; id: string }, b: { value: number | string; id: string }): number =>
        sign * (compareValues(a.value, b.value) || compareValues(a.id, b.id))
      return this.database.all(collection)
        .filter(document => matches(document, where))
        .map(document => ({ document, value: valueOf(document), id: document.id }))
        .filter(row => !after || compare(row, after) > 0)
        .sort(compare)
        .slice(0, limit)
        .map(row => row.document)
    })

  count: Store['count'] = (collection, where) =>
    this.call(`count ${collection}`, () => {
      requireCountIndex(collection, where)
      return this.database.all(collection).filter(document => matches(document, where)).length
    })

  transaction: Store['transaction'] = async (body) => {
    for (let attempt = 0; attempt < MAX_TRIES; attempt++) {
      const tx = await this.call('begin', () => new MemoryTransaction(this.database, this.call))
      this.hooks.begun?.(tx)
      try {
        const result = await body(tx)
        await this.call('commit', () => tx.commit())
        return result
      }
      catch (error) {
        tx.abort()
        if (!(error instanceof Conflict)) throw error
      }
    }
    throw new Busy('transaction')
  }

  /** A single write waits for a transaction that has written the same document. */
  private async unlocked(collection: CollectionName, id: string): Promise<void> {
    for (let lock = this.database.locks.get(`${collection}/${id}`); lock; lock = this.database.locks.get(`${collection}/${id}`)) await lock.released
  }

  private readonly call = async <T>(label: string, effect: () => T | Promise<T>): Promise<T> => {
    if (this.hooks.around) return this.hooks.around(label, async () => effect())
    await this.hooks.before?.(label)
    const result = await effect()
    await this.hooks.after?.(label)
    return result
  }
}

class MemoryTransaction implements Transaction {
  live = true
  private readonly snapshot: ReadonlyMap<CollectionName, Table>
  private readonly written = new Map<string, { collection: CollectionName; document: { readonly id: string } }>()
  private readonly read = new Set<string>()
  private release: () => void = () => undefined
  private readonly released = new Promise<void>(resolve => this.release = resolve)

  constructor(private readonly database: MemoryDatabase, private readonly call: <T>(label: string, effect: () => T) => Promise<T>) {
    this.snapshot = new Map([...database.tables].map(([name, table]) => [name, new Map(table)]))
  }

  get: Transaction['get'] = (collection, id) =>
    this.call(`tx.get ${collection}`, () => {
      this.read.add(`${collection}/${id}`)
      return (this.written.get(`${collection}/${id}`)?.document ?? this.snapshot.get(collection)?.get(id)?.document) as never
    })

  insert: Transaction['insert'] = (collection, document) =>
    this.call(`tx.insert ${collection}`, () => {
      const key = `${collection}/${document.id}`
      if (this.snapshot.get(collection)?.has(document.id) || this.written.has(key)) throw new AlreadyExists(key)
      this.write(collection, document)
    })

  replace: Transaction['replace'] = (collection, document) =>
    this.call(`tx.replace ${collection}`, () => {
      if (!this.read.has(`${collection}/${document.id}`)) throw new TypeError(`replacing a document of ${collection} that this transaction has not read`)
      this.write(collection, document)
    })

  commit(): void {
    if (!this.live) throw new Conflict('over')
    for (const { collection, document } of this.written.values()) this.database.keep(collection, document)
    this.abort()
  }

  abort(): void {
    this.live = false
    for (const [key, lock] of this.database.locks) {
      if (lock.owner === this) this.database.locks.delete(key)
    }
    this.release()
  }

  private write(collection: CollectionName, document: { readonly id: string }): void {
    if (!this.live) throw new Conflict('over')
    const key = `${collection}/${document.id}`
    const lock = this.database.locks.get(key)
    const moved = this.database.table(collection).get(document.id)?.at !== this.snapshot.get(collection)?.get(document.id)?.at
    if (moved || (lock && lock.owner !== this)) throw new Conflict(key)
    this.database.locks.set(key, { owner: this, released: this.released })
    this.written.set(key, { collection, document: stored(document) })
  }
}
