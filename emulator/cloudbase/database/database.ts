import type { Faults } from '../../control/faults'
import { Actions, type Explanation } from './actions'
import { Catalog } from './catalog'
import { ConnectionLost, withFaults } from './database-faults'
import { failure, type Body, type Reply } from './wire'
import { Finder } from './finder'
import type { IndexDeclaration } from './index-table'
import { exportLines, importLines } from './jsonl'
import { DEFAULT_LIMITS, type Limits } from './limits'
import { migrate } from './migrate'
import { Modifier } from './modify'
import { SqliteFile } from './sqlite-file'
import { StrictMode, type StrictOptions, type UnindexedQuery } from './strict'
import { Transactions } from './transactions'
import { Versions } from './versions'
import { Writer } from './writer'

export type { Explanation, IndexDeclaration, Limits, Reply, UnindexedQuery }
export { ConnectionLost }

export interface DatabaseOptions {
  /** Where the data is kept; in memory when not given. */
  file?: string
  /** The virtual clock, for server dates. */
  now(): number
  /** Made on opening, with their collections. */
  indexes?: readonly IndexDeclaration[]
  /** Made on opening. */
  collections?: readonly string[]
  limits?: Partial<Limits>
  /** Strikes at `database:<action>`, for example `database:commitTransaction`. */
  faults?: Faults
  /** Reports queries that no index serves on collections with more than `threshold` documents. */
  strict?: StrictOptions
}

/**
 * The document database of the local cloud: CloudBase's wire calls in, CloudBase's replies out. One process, one SQLite file; every answer to a
 * write is given once the write is on disk.
 */
export class Database {
  readonly #file: SqliteFile
  readonly #catalog: Catalog
  readonly #transactions: Transactions
  readonly #actions: Actions
  readonly #options: DatabaseOptions
  #calls = 0

  private constructor(options: DatabaseOptions) {
    const limits: Limits = { ...DEFAULT_LIMITS, ...options.limits }
    const file = new SqliteFile(options.file)
    const catalog = new Catalog(file)
    const versions = new Versions()
    const transactions = new Transactions(versions, limits.transactionLifeMs)
    const writer = new Writer({ file, catalog, versions, transactions, maxBytes: limits.maxDocumentBytes })
    const finder = new Finder(writer)
    const modifier = new Modifier(finder, writer, options.now)
    file.onLost = () => writer.lost()
    this.#options = options
    this.#file = file
    this.#catalog = catalog
    this.#transactions = transactions
    this.#actions = new Actions({ file, catalog, transactions, writer, finder, modifier, limits, now: options.now, strict: new StrictMode(options.strict) })
  }

  static open(options: DatabaseOptions): Database {
    const database = new Database(options)
    try {
      migrate(database.#file, database.#catalog)
      for (const name of options.collections ?? []) if (!database.#catalog.has(name)) database.#catalog.create(name)
      for (const declaration of options.indexes ?? []) database.#catalog.declareIndex(declaration)
      database.#file.flush()
    }
    catch (error) {
      database.close()
      throw error
    }
    return database
  }

  /** One wire call: the JSON body in, the reply body out. Rejects with ConnectionLost where a fault takes the answer away. */
  async handle(body: Body): Promise<Reply> {
    this.#calls += 1
    const requestId = `${this.#calls.toString(36)}-${Math.trunc(this.#options.now()).toString(36)}`
    try {
      const action = typeof body.action === 'string' ? body.action : ''
      const run = (): Promise<Reply> => this.#actions.run(action, body, requestId)
      return await (this.#options.faults ? withFaults(this.#options.faults, action, requestId, run) : run())
    }
    catch (error) {
      if (error instanceof ConnectionLost) throw error
      return failure(requestId, error)
    }
  }

  /** The collections, their indexes, and the number of documents in each. */
  collections(): { name: string; documents: number; indexes: IndexDeclaration[] }[] {
    return this.#catalog.all().map(table => ({
      name: table.name,
      documents: table.count(),
      indexes: table.indexes.map(({ name, fields, unique, sparse }) => ({ collection: table.name, name, fields, unique, sparse })),
    }))
  }

  /** How a query would be served, for the console: takes the parameters of `database.getDocument`. */
  explain(body: Body): Explanation {
    return this.#actions.explain(body)
  }

  /** Writes every collection, index and document as one line of JSON each. */
  exportTo(write: (line: string) => void): void {
    this.#file.flush()
    exportLines(this.#catalog, write)
  }

  /** Reads what `exportTo` wrote, in addition to what is there; all of it or, on an error, none. */
  importFrom(lines: Iterable<string>): void {
    this.#file.flush()
    importLines(this.#catalog, this.#file, lines)
  }

  /** Empties all collections and keeps the indexes. Live transactions end. */
  reset(): void {
    this.#transactions.endAll()
    this.#catalog.empty()
    this.#file.flush()
  }

  close(): void {
    this.#transactions.endAll()
    this.#file.close()
  }
}
