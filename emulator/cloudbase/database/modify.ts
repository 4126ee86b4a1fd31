import type { CollectionTable } from './collection-table'
import { invalidParam, requestFailed } from './errors'
import type { Execution, Finder } from './finder'
import { compileQuery, type Predicate } from './match'
import { getPath, MISSING } from './path'
import { checkId, checkStorable } from './storable'
import { idKey, type Stored } from './stored'
import type { Transaction } from './transactions'
import { compileUpdate, type UpdateContext } from './update'
import { type Document, isDocument, TypeOrder, typeOrderOf, type Value } from './values'
import { KEEP, type Change, type Outcome, type Writer } from './writer'

interface Modification {
  query: Document
  /** Operators, or with `replace` the whole new document. */
  update: Document
  replace: boolean
  multi: boolean
  upsert: boolean
}

interface Modified {
  updated: number
  upsertedId: Value
  /** The last document written, as it is now. */
  document: Document | undefined
  execution: Execution | undefined
}

type WriteOne = (id: Uint8Array, change: Change) => Outcome

/** Changes, replaces and removes documents by query, alone or inside a transaction. */
export class Modifier {
  readonly #finder: Finder
  readonly #writer: Writer
  readonly #now: () => number

  constructor(finder: Finder, writer: Writer, now: () => number) {
    this.#finder = finder
    this.#writer = writer
    this.#now = now
  }

  async modify(table: CollectionTable, modification: Modification, transaction: Transaction | undefined): Promise<Modified> {
    const { query, upsert, replace } = modification
    const transform = this.#transformOf(modification)
    const result: Modified = { updated: 0, upsertedId: null, document: undefined, execution: undefined }
    const { matched, execution } = await this.#each(table, query, modification.multi, transaction, transform, (outcome) => {
      if (outcome.done === 'replaced') result.updated += 1
      result.document = outcome.after
    })
    result.execution = execution
    if (matched > 0 || !upsert) return result
    if (!replace) throw invalidParam('upsert goes with a whole document only')
    const id = plainId(query)
    if (id === undefined) throw invalidParam('upsert needs an _id')
    const outcome = await this.write(table, idKey(id), current => current ? transform(current) : replacement(modification.update, id), transaction)
    if (outcome.done === 'inserted') result.upsertedId = id
    else if (outcome.done === 'replaced') result.updated = 1
    return result
  }

  async remove(table: CollectionTable, query: Document, multi: boolean, transaction: Transaction | undefined): Promise<{ deleted: number; execution: Execution | undefined }> {
    let deleted = 0
    const { execution } = await this.#each(table, query, multi, transaction, () => undefined, (outcome) => {
      if (outcome.done === 'removed') deleted += 1
    })
    return { deleted, execution }
  }

  /** Writes one document, waiting while a transaction holds it unless this is itself inside one. */
  async write(table: CollectionTable, id: Uint8Array, change: Change, transaction: Transaction | undefined): Promise<Exclude<Outcome, { waitFor: Transaction }>> {
    const writeOne: WriteOne = transaction
      ? (key, apply) => this.#writer.writeWithin(transaction, table, key, apply)
      : (key, apply) => this.#writer.writeAlone(table, key, apply)
    for (;;) {
      const outcome = writeOne(id, change)
      if (!('waitFor' in outcome)) return outcome
      await outcome.waitFor.ended
    }
  }

  /** Applies a change to the documents that match, each judged again at the moment it is written. */
  async #each(
    table: CollectionTable, query: Document, multi: boolean, transaction: Transaction | undefined,
    transform: (stored: Stored) => Document | undefined | typeof KEEP, report: (outcome: Exclude<Outcome, { waitFor: Transaction }>) => void,
  ): Promise<{ matched: number; execution: Execution | undefined }> {
    const predicate = compileQuery(query)
    for (;;) {
      const { ids, execution } = this.#targets(table, query, multi, transaction)
      let matched = 0
      for (const id of ids) {
        const outcome = await this.write(table, id, current => this.#judge(current, predicate, transform, () => { matched += 1 }), transaction)
        if (matched > 0) report(outcome)
      }
      // The one document found may have changed while this write waited; another may match instead, unless the query names just this one.
      if (multi || matched > 0 || ids.length === 0 || plainId(query) !== undefined) return { matched, execution }
    }
  }

  #judge(
    current: Stored | undefined, predicate: Predicate, transform: (stored: Stored) => Document | undefined | typeof KEEP, onMatch: () => void,
  ): Document | undefined | typeof KEEP {
    if (!current || !predicate(current.document)) return KEEP
    onMatch()
    return transform(current)
  }

  #targets(table: CollectionTable, query: Document, multi: boolean, transaction: Transaction | undefined): { ids: Uint8Array[]; execution: Execution | undefined } {
    const id = plainId(query)
    if (id !== undefined) {
      const key = idKey(id)
      return { ids: this.#writer.read(table, key, transaction) ? [key] : [], execution: undefined }
    }
    const selection = { query, order: [], skip: 0, limit: multi ? Infinity : 1 }
    if (transaction || !multi) {
      const { found, execution } = this.#finder.find(table, selection, transaction)
      return { ids: found.map(stored => stored.id), execution }
    }
    // All ids before the first write, so that no document is met twice; but of the documents only their ids.
    const ids: Uint8Array[] = []
    const { documents, execution } = this.#finder.stream(table, selection)
    for (const { id } of documents) ids.push(id)
    return { ids, execution }
  }

  #transformOf({ query, update, replace }: Modification): (stored: Stored) => Document {
    if (replace) {
      checkStorable(update)
      return stored => replacement(update, stored.document._id)
    }
    const apply = compileUpdate(update)
    return (stored) => {
      const draft = stored.draft()
      const context: UpdateContext = { now: this.#now(), positionOf: path => positionOf(stored.document, query, path) }
      apply(draft, context)
      return draft
    }
  }
}

function replacement(update: Document, id: Value): Document {
  if ('_id' in update) throw requestFailed(`Performing an update on the path '_id' would modify the immutable field '_id'`)
  checkId(id)
  return { _id: id, ...update }
}

/** The `_id` where the query names exactly one. */
export function plainId(query: Document): Value | undefined {
  const id = query._id
  if (id === undefined || id === null) return undefined
  if (isDocument(id)) {
    const keys = Object.keys(id)
    return keys.length === 1 && keys[0] === '$eq' && isScalar(id.$eq) ? id.$eq : undefined
  }
  return isScalar(id) ? id : undefined
}

function isScalar(value: Value): boolean {
  const type = typeOrderOf(value)
  return type === TypeOrder.string || type === TypeOrder.number || type === TypeOrder.objectId || type === TypeOrder.date
}

/** The first element of an array that meets what the query says of the array: what `$` in an update path stands for. */
function positionOf(document: Document, query: Document, path: readonly string[]): number | undefined {
  const items = getPath(document, path)
  if (items === MISSING || !Array.isArray(items)) return undefined
  const name = path.join('.')
  const conditions = conditionsOn(query, name)
  const tests = conditions.map(([field, condition]) => compileQuery({ [field.slice(name.length - (path.at(-1) ?? '').length)]: condition }))
  const last = path.at(-1) ?? ''
  const index = items.findIndex(item => tests.length > 0 && tests.every(test => test({ [last]: [item] })))
  if (index >= 0) return index
  const loose = items.findIndex(item => tests.some(test => test({ [last]: [item] })))
  return loose >= 0 ? loose : undefined
}

function conditionsOn(query: Document, name: string): [string, Value][] {
  return Object.entries(query).flatMap(([key, condition]): [string, Value][] => {
    if ((key === '$and' || key === '$or') && Array.isArray(condition)) return condition.filter(isDocument).flatMap(branch => conditionsOn(branch, name))
    return key === name || key.startsWith(`${name}.`) ? [[key, condition]] : []
  })
}
