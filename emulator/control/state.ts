import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync, type StatementSyncInstance } from '@photostructure/sqlite'
import { StartError } from '../listen'

/** Raised with every change of what is kept and how. The first files carried no number; they are brought up to this one. */
const FORMAT = 1

/** A durable map of JSON values. Values are copied in and out: what a caller holds never changes behind its back. */
export interface Table<T> {
  get(key: string): T | undefined
  put(key: string, value: T): void
  delete(key: string): void
  /** All values in the order of their keys. */
  values(): T[]
  clear(): void
}

/** One value with its place, as it is exported. */
export interface StateRow {
  name: string
  key: string
  value: unknown
}

/** Where an imitated service (WeChat Pay, the open API, identity) keeps what must survive a restart. */
export class StateFile {
  readonly #db: InstanceType<typeof DatabaseSync>

  /** `file` undefined keeps everything in memory. */
  constructor(file?: string) {
    if (file) mkdirSync(dirname(file), { recursive: true })
    this.#db = new DatabaseSync(file ?? ':memory:')
    try {
      this.#checkFormat()
    }
    catch (error) {
      this.#db.close()
      throw new StartError(`${file ?? 'memory'} ${error instanceof StartError ? error.message : `cannot be read as the local cloud's state (${(error as Error).message}).`}`)
    }
    this.#db.exec(`pragma journal_mode=wal; pragma synchronous=full; pragma user_version = ${FORMAT}`)
    this.#db.exec('create table if not exists state (name text, key text, value text not null, primary key (name, key)) without rowid')
  }

  #checkFormat(): void {
    const { user_version: version } = this.#db.prepare('pragma user_version').get() as { user_version: number }
    if (version > FORMAT) throw new StartError(`has state format ${version}; this version reads format ${FORMAT}. Export it with the version that wrote it, and import it here.`)
    const tables = this.#db.prepare('select name from sqlite_master where type = ?').all('table') as { name: string }[]
    if (version === 0 && tables.some(({ name }) => name !== 'state')) throw new StartError('is a SQLite file, but not one of the local cloud.')
  }

  table<T>(name: string): Table<T> {
    const prepare = (sql: string): StatementSyncInstance => this.#db.prepare(sql)
    const get = prepare('select value from state where name = ? and key = ?')
    const put = prepare('insert into state values (?, ?, ?) on conflict do update set value = excluded.value')
    const remove = prepare('delete from state where name = ? and key = ?')
    const list = prepare('select value from state where name = ? order by key')
    const clear = prepare('delete from state where name = ?')
    const read = (row: unknown): T => JSON.parse((row as { value: string }).value) as T
    return {
      get: (key) => {
        const row = get.get(name, key)
        return row ? read(row) : undefined
      },
      put: (key, value) => void put.run(name, key, JSON.stringify(value)),
      delete: key => void remove.run(name, key),
      values: () => list.all(name).map(read),
      clear: () => void clear.run(name),
    }
  }

  /** Runs `job` in one transaction: all of its writes are durable, or none. */
  atomically<T>(job: () => T): T {
    this.#db.exec('begin immediate')
    try {
      const result = job()
      this.#db.exec('commit')
      return result
    }
    catch (error) {
      this.#db.exec('rollback')
      throw error
    }
  }

  /** Everything, in the order of names and keys. */
  rows(): StateRow[] {
    const rows = this.#db.prepare('select name, key, value from state order by name, key').all() as { name: string, key: string, value: string }[]
    return rows.map(({ name, key, value }) => ({ name, key, value: JSON.parse(value) as unknown }))
  }

  /** Puts back what `rows` gave. */
  restore(rows: Iterable<StateRow>): void {
    const put = this.#db.prepare('insert into state values (?, ?, ?)')
    this.atomically(() => {
      for (const { name, key, value } of rows) put.run(name, key, JSON.stringify(value))
    })
  }

  /** Empties every table but those named. */
  clearExcept(names: readonly string[]): void {
    this.#db.prepare('delete from state where name not in (select value from json_each(?))').run(JSON.stringify(names))
  }

  close(): void {
    this.#db.close()
  }
}
