import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync, type StatementSyncInstance } from '@photostructure/sqlite'

/** Raised with every change of the tables or keys; an older file is brought up to it by `migrate`. */
export const FORMAT = 2

interface Waiter {
  resolve: () => void
  reject: (error: unknown) => void
}

/** A file that cannot be opened for a reason that the person at the keyboard can do something about; the message is made for them. */
export class FileRefused extends Error {
  override readonly name = 'FileRefused'
}

function refusal(file: string, error: unknown): unknown {
  const message = error instanceof Error ? error.message : String(error)
  if (error instanceof FileRefused) return new FileRefused(`${file} ${message}`)
  if (message.includes('database is locked')) return new FileRefused(`${file} is in use. Stop the local cloud that has it open first.`)
  if (message.includes('not a database') || message.includes('malformed')) return new FileRefused(`${file} is not a database, or is damaged (${message}).`)
  return error
}

/**
 * One user at a time: what the owner keeps in memory of the file would be wrong after another had written to it. The lock is SQLite's own, on an
 * empty file beside, for that one ends with its process however it ends, and as soon as it is closed.
 */
function takeLock(file: string): InstanceType<typeof DatabaseSync> {
  const lock = new DatabaseSync(`${file}-lock`)
  try {
    lock.exec('begin exclusive')
  }
  catch (error) {
    lock.close()
    throw refusal(file, error)
  }
  return lock
}

/**
 * The SQLite file under the database. Writes join an open SQLite transaction which is committed once per turn of the event loop: callers that
 * arrive together share one fsync, and each is answered only after it.
 */
export class SqliteFile {
  readonly #db: InstanceType<typeof DatabaseSync>
  readonly #lock: InstanceType<typeof DatabaseSync> | undefined
  #open = false
  #waiters: Waiter[] = []
  /** The format the file had when it was opened, the present one when it is new. */
  readonly foundFormat: number
  /** Told when a commit failed and everything since the last one is undone. */
  onLost: (error: unknown) => void = () => {}

  constructor(file: string | undefined) {
    if (file !== undefined) {
      mkdirSync(dirname(file), { recursive: true })
      this.#lock = takeLock(file)
    }
    this.#db = new DatabaseSync(file ?? ':memory:')
    try {
      this.foundFormat = this.#checkFormat()
      // The journal may grow to some 32 MB: moving it into the file costs more than anything else a write does.
      this.#db.exec(`
        pragma journal_mode = wal; pragma synchronous = full; pragma temp_store = memory; pragma cache_size = -32000; pragma wal_autocheckpoint = 8000;
        begin immediate;
        pragma user_version = ${this.foundFormat};
        create table if not exists collections (number integer primary key, name text not null unique);
        create table if not exists indexes (number integer primary key, collection integer not null, declaration text not null, multikey integer not null);
        commit;
      `)
    }
    catch (error) {
      this.#db.close()
      this.#lock?.close()
      throw refusal(file ?? 'memory', error)
    }
  }

  #checkFormat(): number {
    const { user_version: version } = this.#db.prepare('pragma user_version').get() as { user_version: number }
    if (version > 0 && version <= FORMAT) return version
    if (version !== 0) {
      throw new FileRefused(`has database format ${version}; this version reads format ${FORMAT}. Export it with the version that wrote it, and import it here.`)
    }
    const { tables } = this.#db.prepare('select count(*) as tables from sqlite_master').get() as { tables: number }
    if (tables > 0) throw new FileRefused('is a SQLite file, but not one of this database.')
    return FORMAT
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
    // Whoever copies the file afterwards has everything: statements that are still around keep SQLite from doing this by itself.
    this.#db.exec('pragma wal_checkpoint(truncate)')
    this.#db.close()
    this.#lock?.close()
  }
}
