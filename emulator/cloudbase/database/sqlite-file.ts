import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync, type StatementSyncInstance } from '@photostructure/sqlite'

/** Raised with every change of the tables; an older file is brought up to it or refused. */
const FORMAT = 1

interface Waiter {
  resolve: () => void
  reject: (error: unknown) => void
}

/**
 * The SQLite file under the database. Writes join an open SQLite transaction which is committed once per turn of the event loop: callers that
 * arrive together share one fsync, and each is answered only after it.
 */
export class SqliteFile {
  readonly #db: InstanceType<typeof DatabaseSync>
  #open = false
  #waiters: Waiter[] = []
  /** Told when a commit failed and everything since the last one is undone. */
  onLost: (error: unknown) => void = () => {}

  constructor(file: string | undefined) {
    if (file !== undefined) mkdirSync(dirname(file), { recursive: true })
    this.#db = new DatabaseSync(file ?? ':memory:')
    this.#db.exec('pragma journal_mode = wal; pragma synchronous = full; pragma temp_store = memory; pragma cache_size = -32000')
    this.#checkFormat(file)
    this.#db.exec(`
      create table if not exists collections (number integer primary key, name text not null unique);
      create table if not exists indexes (number integer primary key, collection integer not null, declaration text not null, multikey integer not null);
    `)
  }

  #checkFormat(file: string | undefined): void {
    const { user_version: version } = this.#db.prepare('pragma user_version').get() as { user_version: number }
    if (version === 0) this.#db.exec(`pragma user_version = ${FORMAT}`)
    else if (version !== FORMAT) {
      this.#db.close()
      throw new Error(`${file} has database format ${version}; this version reads format ${FORMAT}. Export it with the version that wrote it.`)
    }
  }

  prepare(sql: string): StatementSyncInstance {
    return this.#db.prepare(sql)
  }

  exec(sql: string): void {
    this.#db.exec(sql)
  }

  /** To be called before any write: opens the SQLite transaction that the writes of this turn share. */
  beginWrite(): void {
    if (this.#open) return
    this.#db.exec('begin immediate')
    this.#open = true
    setImmediate(() => this.flush())
  }

  /** Whether something is written and not yet on disk. */
  get dirty(): boolean {
    return this.#open
  }

  /** Resolves once everything written so far is on disk. */
  durable(): Promise<void> {
    if (!this.#open) return Promise.resolve()
    return new Promise((resolve, reject) => this.#waiters.push({ resolve, reject }))
  }

  flush(): void {
    if (!this.#open) return
    try {
      this.#db.exec('commit')
    }
    catch (error) {
      this.#lose(error)
      return
    }
    this.#open = false
    const waiters = this.#waiters
    this.#waiters = []
    for (const { resolve } of waiters) resolve()
  }

  /** Runs writes that belong together. Where one fails, none of this turn's writes may remain, for they share one SQLite transaction. */
  undoOnFailure(write: () => void): void {
    try {
      write()
    }
    catch (error) {
      this.#lose(error)
      throw error
    }
  }

  #lose(error: unknown): void {
    if (this.#db.isTransaction) this.#db.exec('rollback')
    this.#open = false
    const waiters = this.#waiters
    this.#waiters = []
    this.onLost(error)
    for (const { reject } of waiters) reject(error)
  }

  close(): void {
    this.flush()
    this.#db.close()
  }
}
