import { randomBytes } from 'node:crypto'
import { runAggregation } from './aggregate'
import type { Catalog } from './catalog'
import type { CollectionTable } from './collection-table'
import { toEjson } from './ejson'
import { collectionExists, DatabaseError, duplicateKey, invalidParam, limitExceeded } from './errors'
import type { Execution, Finder } from './finder'
import type { Limits } from './limits'
import { type Modifier, plainId } from './modify'
import { type OrderField, parseOrder } from './order'
import { compileProjection } from './projection'
import type { SqliteFile } from './sqlite-file'
import { checkId, checkStorable } from './storable'
import { idKey } from './stored'
import { type Caller, describePlan, type StrictMode } from './strict'
import type { Transaction, Transactions } from './transactions'
import type { Document, Value } from './values'
import { type Body, Parameters, type Reply } from './wire'
import type { Writer } from './writer'

interface Parts {
  file: SqliteFile
  catalog: Catalog
  transactions: Transactions
  writer: Writer
  finder: Finder
  modifier: Modifier
  limits: Limits
  now: () => number
  strict: StrictMode
}

export interface Explanation {
  plan: string
  documents: number
  examined: number
  returned: number
}

interface Call extends Caller {
  parameters: Parameters
  transaction: Transaction | undefined
}

type Handler = (call: Call) => Promise<Omit<Reply, 'requestId'>> | Omit<Reply, 'requestId'>

const COLLECTION_NAME = /^[a-zA-Z0-9][a-zA-Z0-9_-]{0,63}$/

/** The wire calls, one method each. */
export class Actions {
  readonly #parts: Parts
  readonly #handlers: Record<string, Handler> = {
    'database.insertDocument': call => this.#insert(call),
    'database.getDocument': call => this.#get(call),
    'database.calculateDocument': call => this.#count(call),
    'database.modifyDocument': call => this.#modify(call),
    'database.modifyAndReturnDoc': call => this.#modifyAndReturn(call),
    'database.removeDocument': call => this.#remove(call),
    'database.aggregateDocuments': call => this.#aggregate(call),
    'database.addCollection': call => this.#addCollection(call),
    'database.startTransaction': () => ({ transactionId: this.#parts.transactions.start().id }),
    'database.commitTransaction': call => this.#commit(call),
    'database.abortTransaction': call => this.#abort(call),
  }

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** Answers one call. The answer waits until all that it may have read or written is on disk. */
  async run(action: string, body: Body, requestId: string): Promise<Reply> {
    const handler = Object.hasOwn(this.#handlers, action) ? this.#handlers[action] : undefined
    if (!handler) throw new DatabaseError('INVALID_ACTION', `[InvalidAction] unknown action: ${action}`)
    const parameters = new Parameters(body, this.#parts.now)
    const id = parameters.transactionId
    const transaction = id === undefined ? undefined : this.#parts.transactions.get(id)
    const call: Call = { action, requestId, parameters, transaction, origin: this.#parts.strict.origin() }
    try {
      const answer = await handler(call)
      if (this.#parts.file.dirty) await this.#parts.file.durable()
      return { requestId, ...answer }
    }
    catch (error) {
      // As in MongoDB, an operation that fails inside a transaction ends it; a request that was refused unread does not.
      if (transaction && !(error instanceof DatabaseError && error.code === 'INVALID_PARAM')) this.#parts.transactions.end(transaction)
      if (this.#parts.file.dirty) await this.#parts.file.durable()
      throw error
    }
  }

  explain(body: Body): Explanation {
    const parameters = new Parameters(body, this.#parts.now)
    const table = this.#parts.catalog.get(parameters.collection)
    const { defaultLimit, maxLimit } = this.#parts.limits
    const selection = {
      query: parameters.query,
      order: parseOrder(parameters.order),
      skip: parameters.wholeNumber('offset', 0),
      limit: Math.min(parameters.wholeNumber('limit', defaultLimit), maxLimit),
    }
    const { execution } = this.#parts.finder.find(table, selection, undefined)
    return { plan: describePlan(execution), documents: table.count(), examined: execution.examined, returned: execution.returned }
  }

  async #insert({ parameters, transaction }: Call): Promise<Omit<Reply, 'requestId'>> {
    const table = this.#parts.catalog.get(parameters.collection)
    const insertedIds: Value[] = []
    for (const document of parameters.documents) {
      checkStorable(document)
      const stored: Document = '_id' in document ? document : { _id: randomBytes(16).toString('hex'), ...document }
      checkId(stored._id)
      const key = idKey(stored._id)
      await this.#parts.modifier.write(table, key, (current) => {
        if (current) throw duplicateKey(table.name, '_id_', `{ _id: ${toEjson(stored._id)} }`)
        return stored
      }, transaction)
      insertedIds.push(stored._id)
    }
    return { data: { insertedIds: insertedIds.map(plainJson) } }
  }

  #get(call: Call): Omit<Reply, 'requestId'> {
    const { parameters, transaction } = call
    const table = this.#parts.catalog.get(parameters.collection)
    const { query, projection } = parameters
    const { defaultLimit, maxLimit } = this.#parts.limits
    const order = parseOrder(parameters.order)
    const limit = Math.min(parameters.wholeNumber('limit', defaultLimit) || defaultLimit, maxLimit)
    const skip = parameters.wholeNumber('offset', 0)
    const id = plainId(query)
    let bodies: string[]
    if (id !== undefined && Object.keys(query).length === 1) {
      const stored = this.#parts.writer.read(table, idKey(id), transaction)
      bodies = stored && skip === 0 ? [projection ? toEjson(compileProjection(projection)(stored.document)) : stored.body] : []
    }
    else {
      const { found, execution } = this.#parts.finder.find(table, { query, order, skip, limit }, transaction)
      this.#parts.strict.observe(call, table, query, order, execution)
      const project = projection && compileProjection(projection)
      bodies = project ? found.map(stored => toEjson(project(stored.document))) : found.map(stored => stored.body)
    }
    this.#checkReply(bodies)
    return { data: { list: bodies } }
  }

  #count(call: Call): Omit<Reply, 'requestId'> {
    const table = this.#parts.catalog.get(call.parameters.collection)
    const { query } = call.parameters
    const { total, execution } = this.#parts.finder.count(table, query, call.transaction)
    this.#parts.strict.observe(call, table, query, [], execution)
    return { data: { total } }
  }

  async #modify(call: Call): Promise<Omit<Reply, 'requestId'>> {
    const { parameters, transaction } = call
    const table = this.#parts.catalog.get(parameters.collection)
    const { query, update } = parameters
    const modification = { query, update, replace: !parameters.flag('merge'), multi: parameters.flag('multi'), upsert: parameters.flag('upsert') }
    const { updated, upsertedId, execution } = await this.#parts.modifier.modify(table, modification, transaction)
    if (execution) this.#parts.strict.observe(call, table, query, [], execution)
    return { data: { updated, upsert_id: upsertedId === null ? null : plainJson(upsertedId) } }
  }

  async #modifyAndReturn(call: Call): Promise<Omit<Reply, 'requestId'>> {
    const { parameters, transaction } = call
    if (!transaction) throw invalidParam('updateAndReturn works inside a transaction only')
    const table = this.#parts.catalog.get(parameters.collection)
    const { query, update } = parameters
    const { updated, document, execution } = await this.#parts.modifier.modify(table, { query, update, replace: false, multi: false, upsert: false }, transaction)
    if (execution) this.#parts.strict.observe(call, table, query, [], execution)
    return { data: { updated, doc: document ? toEjson(document) : null } }
  }

  async #remove(call: Call): Promise<Omit<Reply, 'requestId'>> {
    const { parameters, transaction } = call
    const table = this.#parts.catalog.get(parameters.collection)
    const { query } = parameters
    const { deleted, execution } = await this.#parts.modifier.remove(table, query, parameters.flag('multi'), transaction)
    if (execution) this.#parts.strict.observe(call, table, query, [], execution)
    return { data: { deleted } }
  }

  #aggregate(call: Call): Omit<Reply, 'requestId'> {
    const table = this.#parts.catalog.get(call.parameters.collection)
    const { catalog, finder } = this.#parts
    const watch = (read: CollectionTable, query: Document, order: readonly OrderField[], execution: Execution): void =>
      this.#parts.strict.observe(call, read, query, order, execution)
    const results = runAggregation({ catalog, finder, watch }, table, call.parameters.stages)
    const list = results.map(toEjson)
    this.#checkReply(list)
    return { data: { list } }
  }

  #addCollection({ parameters }: Call): Omit<Reply, 'requestId'> {
    const name = parameters.collection
    if (!COLLECTION_NAME.test(name)) throw invalidParam(`invalid collection name: ${name}`)
    if (this.#parts.catalog.has(name)) throw collectionExists(name)
    this.#parts.catalog.create(name)
    return { data: {} }
  }

  #commit({ transaction }: Call): Omit<Reply, 'requestId'> {
    if (!transaction) throw invalidParam('transactionId is required')
    this.#parts.writer.commit(transaction)
    this.#parts.transactions.end(transaction)
    return { data: {} }
  }

  #abort({ transaction }: Call): Omit<Reply, 'requestId'> {
    if (!transaction) throw invalidParam('transactionId is required')
    this.#parts.transactions.end(transaction)
    return { data: {} }
  }

  #checkReply(bodies: readonly string[]): void {
    const { maxReplyBytes } = this.#parts.limits
    let bytes = 0
    for (const body of bodies) {
      bytes += body.length
      if (bytes > maxReplyBytes) throw limitExceeded(`the reply exceeds ${maxReplyBytes} bytes`)
    }
  }
}

/** Ids travel as plain JSON in replies: texts and numbers as they are, an ObjectId in its wrapper. */
function plainJson(value: Value): Value {
  return typeof value === 'string' || typeof value === 'number' ? value : JSON.parse(toEjson(value)) as Value
}
