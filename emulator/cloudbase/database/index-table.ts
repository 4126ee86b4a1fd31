import type { StatementSyncInstance } from '@photostructure/sqlite'
import { requestFailed } from './errors'
import { afterPrefix, type Direction, encodeCompound } from './key-encoding'
import { valuesForIndex } from './path'
import type { SqliteFile } from './sqlite-file'
import type { Document, Value } from './values'

export interface IndexDeclaration {
  collection: string
  name: string
  fields: readonly { field: string; direction: Direction }[]
  unique?: boolean
  sparse?: boolean
}

/** A stored document as a scan yields it: where it stands, the key of its `_id`, its text. */
export interface Row {
  seq: number
  id: Uint8Array
  body: string
}

export interface KeyedRow extends Row {
  key: Uint8Array
}

/** Keys from `start` up to, not including, `end`. */
export interface Interval {
  start: Uint8Array
  end: Uint8Array
}

/** Anything a query can walk in order of keys: a declared index, or the `_id` of the collection. */
export interface Walkable {
  readonly name: string
  readonly fields: readonly { field: string; direction: Direction }[]
  readonly sparse: boolean
  readonly multikey: boolean
  page(interval: Interval, after: KeyedRow | undefined, reverse: boolean, limit: number): KeyedRow[]
}

/** Rows of one index: `(key, seq)`, several to a document where an array stands. */
export class IndexTable implements Walkable {
  readonly number: number
  readonly name: string
  readonly fields: readonly { field: string; direction: Direction }[]
  readonly unique: boolean
  readonly sparse: boolean
  multikey: boolean
  readonly #directions: readonly Direction[]
  readonly #add: StatementSyncInstance
  readonly #remove: StatementSyncInstance
  readonly #owners: StatementSyncInstance
  readonly #pages: { forward: StatementSyncInstance; backward: StatementSyncInstance }
  readonly #markMultikey: StatementSyncInstance

  constructor(file: SqliteFile, number: number, collection: number, declaration: Omit<IndexDeclaration, 'collection'>, multikey: boolean) {
    this.number = number
    this.name = declaration.name
    this.fields = declaration.fields
    this.unique = declaration.unique ?? false
    this.sparse = declaration.sparse ?? false
    this.multikey = multikey
    this.#directions = declaration.fields.map(({ direction }) => direction)
    const table = `index_${number}`
    const columns = `i.key as key, i.seq as seq, d.id as id, d.body as body from ${table} i cross join documents_${collection} d on d.seq = i.seq`
    this.#add = file.prepare(`insert into ${table} values (?, ?)`)
    this.#remove = file.prepare(`delete from ${table} where key = ? and seq = ?`)
    this.#owners = file.prepare(`select seq from ${table} where key = ? limit 2`)
    this.#pages = {
      forward: file.prepare(`select ${columns} where (i.key, i.seq) > (?, ?) and i.key < ? order by i.key, i.seq limit ?`),
      backward: file.prepare(`select ${columns} where (i.key, i.seq) < (?, ?) and i.key >= ? order by i.key desc, i.seq desc limit ?`),
    }
    this.#markMultikey = file.prepare('update indexes set multikey = 1 where number = ?')
  }

  static tableSql(number: number): string {
    return `create table index_${number} (key blob, seq integer, primary key (key, seq)) without rowid`
  }

  /** The keys under which a document stands in this index; none where a sparse index leaves it out. */
  keysOf(document: Document): Buffer[] {
    const columns = this.fields.map(({ field }) => valuesForIndex(document, field))
    if (this.sparse && columns.every(values => values.every(value => value === undefined))) return []
    if (columns.filter(values => values.length > 1).length > 1) this.#refuseParallelArrays()
    let tuples: Value[][] = [[]]
    for (const values of columns) tuples = tuples.flatMap(tuple => values.map(value => [...tuple, value]))
    if (tuples.length === 1) return [encodeCompound(tuples[0] as Value[], this.#directions)]
    const keys = new Map(tuples.map((tuple) => {
      const key = encodeCompound(tuple, this.#directions)
      return [key.toString('latin1'), key]
    }))
    return [...keys.values()]
  }

  /** Two fields of one array of documents may stand in one index; two different arrays may not. */
  #refuseParallelArrays(): void {
    const roots = new Set(this.fields.map(({ field }) => field.split('.')[0]))
    if (roots.size === this.fields.length) throw requestFailed(`cannot index parallel arrays in ${this.name}`)
  }

  add(keys: readonly Buffer[], seq: number): void {
    for (const key of keys) this.#add.run(key, seq)
  }

  remove(keys: readonly Buffer[], seq: number): void {
    for (const key of keys) this.#remove.run(key, seq)
  }

  noteMultikey(): void {
    if (this.multikey) return
    this.multikey = true
    this.#markMultikey.run(this.number)
  }

  /** The documents that stand under this very key, two at most: enough to know whether another one does. */
  owners(key: Uint8Array): number[] {
    return this.#owners.all(key).map(row => (row as { seq: number }).seq)
  }

  page(interval: Interval, after: KeyedRow | undefined, reverse: boolean, limit: number): KeyedRow[] {
    if (reverse) return this.#pages.backward.all(after?.key ?? interval.end, after?.seq ?? 0, interval.start, limit) as KeyedRow[]
    return this.#pages.forward.all(after?.key ?? interval.start, after?.seq ?? -1, interval.end, limit) as KeyedRow[]
  }
}

/** Every key with this prefix. */
export function prefixInterval(prefix: Uint8Array): Interval {
  return { start: prefix, end: afterPrefix(prefix) }
}
