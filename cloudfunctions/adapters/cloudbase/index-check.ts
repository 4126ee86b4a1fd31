import type { Clause, CollectionName, PageQuery } from '../../ports/store'
import { type Index, type IndexField, schema } from './schema'

const POINTED: ReadonlySet<Clause['is']> = new Set(['eq', 'in', 'has', 'has_all'])
const RANGED: ReadonlySet<Clause['is']> = new Set(['gt', 'gte', 'lt', 'lte'])

/** Throws when no declared index gives this page its documents in order. Such a page would read and sort the whole collection. */
export function requireIndex(collection: CollectionName, where: readonly Clause[], order: PageQuery<CollectionName>['order']): void {
  const walk: IndexField[] = [...order.field === 'id' ? [] : [{ field: order.field, direction: order.direction }], { field: '_id', direction: order.direction }]
  const pointed = fieldsOf(where, POINTED)
  if (!indexesOf(collection).some(index => walks(index, pointed, walk))) {
    throw new TypeError(`no index of ${collection} serves a page where (${[...pointed].join(', ')}) in order of ${order.field}`)
  }
}

/** Throws when counting would read documents instead of index entries. */
export function requireCountIndex(collection: CollectionName, where: readonly Clause[]): void {
  const pointed = fieldsOf(where, POINTED)
  const ranged = fieldsOf(where, RANGED)
  if (where.length === 0 || !indexesOf(collection).some(index => covers(index, pointed, ranged, where))) {
    throw new TypeError(`no index of ${collection} serves a count where (${where.map(clause => clause.field).join(', ')})`)
  }
}

/** Pointed fields first, then exactly the walk, forwards or backwards. Clauses on other fields only filter. */
function walks(index: Index, pointed: ReadonlySet<string>, walk: readonly IndexField[]): boolean {
  const head = index.fields.slice(0, -walk.length)
  const tail = index.fields.slice(-walk.length)
  const sameFields = tail.length === walk.length && tail.every((entry, at) => entry.field === walk[at]?.field)
  const turned = tail.map((entry, at) => entry.direction === walk[at]?.direction)
  const narrowed = head.length > 0 || [...pointed].every(field => walk.some(entry => entry.field === field))
  return sameFields && new Set(turned).size === 1 && head.every(entry => pointed.has(entry.field)) && narrowed
}

function covers(index: Index, pointed: ReadonlySet<string>, ranged: ReadonlySet<string>, where: readonly Clause[]): boolean {
  const fields = index.fields.map(entry => entry.field)
  const head = fields.slice(0, pointed.size)
  const next = fields[pointed.size]
  return head.every(field => pointed.has(field)) && ranged.size <= 1 && [...ranged].every(field => field === next) && where.every(clause => pointed.has(clause.field) || ranged.has(clause.field))
}

function fieldsOf(where: readonly Clause[], kinds: ReadonlySet<Clause['is']>): ReadonlySet<string> {
  return new Set(where.filter(clause => kinds.has(clause.is)).map(clause => clause.field === 'id' ? '_id' : clause.field))
}

function indexesOf(collection: CollectionName): readonly Index[] {
  const own = schema.find(entry => entry.collection === collection)?.indexes ?? []
  return [...own, { name: '_id', fields: [{ field: '_id', direction: 'asc' }] }]
}
