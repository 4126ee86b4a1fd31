import type { StatementSyncInstance } from '@photostructure/sqlite'
import { parseStored } from './ejson'
import type { IndexTable, Interval, KeyedRow, Row, Walkable } from './index-table'
import type { SqliteFile } from './sqlite-file'

/** The documents of one collection, in order of insertion, with their indexes. */
export class CollectionTable {
  readonly number: number
  readonly name: string
  readonly indexes: IndexTable[] = []
  /** The index every collection has, on `_id`. */
  readonly idIndex: Walkable
  #count: number | undefined
  readonly #file: SqliteFile
  readonly #get: StatementSyncInstance
  readonly #insert: StatementSyncInstance
  readonly #replace: StatementSyncInstance
  readonly #remove: StatementSyncInstance
  readonly #page: StatementSyncInstance

  constructor(file: SqliteFile, number: number, name: string) {
    this.#file = file
    this.number = number
    this.name = name
    const table = `documents_${number}`
    this.#get = file.prepare(`select seq, id, body from ${table} where id = ?`)
    this.#insert = file.prepare(`insert into ${table} (id, body) values (?, ?)`)
    this.#replace = file.prepare(`update ${table} set body = ? where seq = ?`)
    this.#remove = file.prepare(`delete from ${table} where seq = ?`)
    this.#page = file.prepare(`select seq, id, body from ${table} where seq > ? order by seq limit ?`)
    const forward = file.prepare(`select id as key, seq, id, body from ${table} where id > ? and id < ? order by id limit ?`)
    const from = file.prepare(`select id as key, seq, id, body from ${table} where id >= ? and id < ? order by id limit ?`)
    const backward = file.prepare(`select id as key, seq, id, body from ${table} where id < ? and id >= ? order by id desc limit ?`)
    this.idIndex = {
      name: '_id_',
      fields: [{ field: '_id', direction: 'asc' }],
      sparse: false,
      multikey: false,
      page: (interval: Interval, after: KeyedRow | undefined, reverse: boolean, limit: number) => {
        if (reverse) return backward.all(after?.key ?? interval.end, interval.start, limit) as KeyedRow[]
        return (after ? forward.all(after.key, interval.end, limit) : from.all(interval.start, interval.end, limit)) as KeyedRow[]
      },
    }
  }

  static tableSql(number: number): string {
    return `create table documents_${number} (seq integer primary key, id blob not null unique, body text not null)`
  }

  get(id: Uint8Array): Row | undefined {
    return this.#get.get(id) as Row | undefined
  }

  page(after: number, limit: number): Row[] {
    return this.#page.all(after, limit) as Row[]
  }

  insert(id: Uint8Array, body: string): number {
    const { lastInsertRowid } = this.#insert.run(id, body)
    if (this.#count !== undefined) this.#count += 1
    return Number(lastInsertRowid)
  }

  replace(seq: number, body: string): void {
    this.#replace.run(body, seq)
  }

  remove(seq: number): void {
    this.#remove.run(seq)
    if (this.#count !== undefined) this.#count -= 1
  }

  /** How many documents there are: counted once, kept from then on. */
  count(): number {
    this.#count ??= (this.#file.prepare(`select count(*) as n from documents_${this.number}`).get() as { n: number }).n
    return this.#count
  }

  forgetCount(): void {
    this.#count = undefined
  }

  /** Fills an index just declared from the documents that are there; throws where two of them share a unique key. */
  fill(index: IndexTable): void {
    for (let rows = this.page(0, 500); rows.length > 0; rows = this.page(rows[rows.length - 1]?.seq ?? 0, 500)) {
      for (const { seq, body } of rows) {
        const keys = index.keysOf(parseStored(body))
        if (index.unique && keys.some(key => index.owners(key).length > 0)) {
          throw new Error(`index ${index.name} of ${this.name} is unique, but several documents share a key`)
        }
        if (keys.length > 1) index.noteMultikey()
        index.add(keys, seq)
      }
    }
  }
}
