import type { Catalog } from './catalog'
import type { CollectionTable } from './collection-table'
import { compare } from './compare'
import { requestFailed } from './errors'
import type { Execution, Finder } from './finder'
import { geoNear } from './aggregate-geo'
import { compileQuery } from './match'
import { evaluate } from './mingo-context'
import { toMingo } from './mingo-values'
import { compileOrder, type OrderField } from './order'
import { MISSING, splitPath, visitPath } from './path'
import { type Document, isDocument, type Value } from './values'

export interface Stage {
  name: string
  value: Value
}

export interface AggregationContext {
  catalog: Catalog
  finder: Finder
  watch(table: CollectionTable, query: Document, order: readonly OrderField[], execution: Execution): void
}

interface StageCall {
  context: AggregationContext
  value: Value
  overCollection(context: AggregationContext, table: CollectionTable, stages: readonly Stage[]): Iterable<Document>
  overDocuments(context: AggregationContext, documents: Iterable<Document>, stages: readonly Stage[]): Iterable<Document>
}

type OwnStage = (call: StageCall, documents: Iterable<Document>) => Iterable<Document>

export const OWN_STAGES: Readonly<Record<string, OwnStage>> = {
  $match: ({ value }, documents) => filter(documents, compileQuery(value)),
  $sort: ({ value }, documents) => sorted(documents, compileOrder(value)),
  $geoNear: ({ value }, documents) => geoNear(value, documents),
  $facet: facet,
  $bucket: ({ context, value, overDocuments }, documents) => overDocuments(context, documents, bucketStages(value)),
  $lookup: lookup,
}

function* filter(documents: Iterable<Document>, predicate: (document: Document) => boolean): Generator<Document> {
  for (const document of documents) if (predicate(document)) yield document
}

function* sorted(documents: Iterable<Document>, order: (a: Document, b: Document) => number): Generator<Document> {
  yield* [...documents].sort(order)
}

/** Reads stages as they travel inside `$facet` and `$lookup`: objects with one key each. */
function parseStages(value: Value): Stage[] {
  if (!Array.isArray(value)) throw requestFailed('a pipeline must be an array')
  return value.map((stage) => {
    const [entry, ...others] = isDocument(stage) ? Object.entries(stage) : []
    if (!entry || others.length > 0) throw requestFailed('a pipeline stage must have exactly one field')
    return { name: entry[0], value: entry[1] }
  })
}

function* facet({ context, value, overDocuments }: StageCall, documents: Iterable<Document>): Generator<Document> {
  if (!isDocument(value)) throw requestFailed('$facet needs an object')
  const input = [...documents]
  yield Object.fromEntries(Object.entries(value).map(([name, pipeline]) => [name, [...overDocuments(context, input, parseStages(pipeline))]]))
}

/** `$bucket` spelt out: a group whose id is the lower boundary, in order of the ids. */
function bucketStages(value: Value): Stage[] {
  if (!isDocument(value) || !Array.isArray(value.boundaries) || value.boundaries.length < 2) throw requestFailed('$bucket needs at least 2 boundaries')
  const { groupBy, boundaries, output = { count: { $sum: 1 } } } = value
  const branches = boundaries.slice(1).map((upper: Value, index) => {
    const lower: Value = boundaries[index]
    if (compare(lower, upper) >= 0) throw requestFailed('the boundaries of $bucket must ascend')
    return { case: { $and: [{ $gte: [groupBy, { $literal: lower }] }, { $lt: [groupBy, { $literal: upper }] }] }, then: { $literal: lower } }
  })
  const otherwise = 'default' in value ? { default: { $literal: value.default } } : {}
  return [{ name: '$group', value: { _id: { $switch: { branches, ...otherwise } }, ...output as Document } }, { name: '$sort', value: { _id: 1 } }]
}

/** Both forms: equality of two fields, which an index of the other collection serves, or a pipeline with variables of the outer document. */
function* lookup(call: StageCall, documents: Iterable<Document>): Generator<Document> {
  const { context, value } = call
  if (!isDocument(value) || typeof value.from !== 'string' || typeof value.as !== 'string') throw requestFailed('$lookup needs from and as')
  const { localField, foreignField, as, pipeline, let: variables } = value
  const byField = typeof localField === 'string' && typeof foreignField === 'string'
  if (!byField && pipeline === undefined) throw requestFailed('$lookup needs localField and foreignField, or a pipeline')
  // As in MongoDB, a collection that does not exist is an empty one here.
  const table = context.catalog.has(value.from) ? context.catalog.get(value.from) : undefined
  const stages = pipeline === undefined ? [] : parseStages(pipeline)
  for (const document of documents) {
    const match = byField ? [{ name: '$match', value: { [foreignField]: { $in: localValues(document, localField) } } }] : []
    const bound = variables === undefined ? stages : bindVariables(stages, valuesOf(document, variables))
    const found = table ? [...call.overCollection(context, table, [...match, ...bound])] : []
    yield { ...document, [as]: found }
  }
}

function localValues(document: Document, path: string): Value[] {
  const values: Value[] = []
  visitPath(document, splitPath(path), (value) => {
    if (Array.isArray(value)) values.push(...value as Value[])
    else values.push(value === MISSING ? null : value)
    return false
  })
  return values
}

function valuesOf(document: Document, variables: Value): Document {
  if (!isDocument(variables)) throw requestFailed('let must be an object')
  return Object.fromEntries(Object.entries(variables).map(([name, expression]) => [name, evaluate(document, toMingo(expression)) ?? null]))
}

/** Puts the values in the place of `$$name`, and turns equalities on them into conditions that an index can serve. */
function bindVariables(stages: readonly Stage[], variables: Document): Stage[] {
  return stages.map(({ name, value }) => {
    const bound = substitute(value, variables)
    return { name, value: name === '$match' && isDocument(bound) ? withEqualities(bound) : bound }
  })
}

function substitute(value: Value, variables: Document): Value {
  if (typeof value === 'string' && value.startsWith('$$')) {
    const [name = '', ...path] = value.slice(2).split('.')
    if (!Object.hasOwn(variables, name)) return value
    return { $literal: path.reduce<Value>((inner, part) => isDocument(inner) ? inner[part] ?? null : null, variables[name]) }
  }
  if (Array.isArray(value)) return value.map(item => substitute(item, variables))
  if (!isDocument(value) || '$literal' in value) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, substitute(item, variables)]))
}

/** `{ $expr: { $eq: ['$field', value] } }` also says `{ field: value }`, of a value that is neither null nor an array. */
function withEqualities(query: Document): Document {
  const equalities = equalitiesOf(query.$expr)
  return equalities.length === 0 ? query : { $and: [query, ...equalities] }
}

function equalitiesOf(expression: Value): Document[] {
  if (!isDocument(expression)) return []
  if (Array.isArray(expression.$and)) return expression.$and.flatMap(equalitiesOf)
  const [left, right] = Array.isArray(expression.$eq) ? expression.$eq as Value[] : []
  const [field, constant] = typeof left === 'string' ? [left, right] : [right, left]
  if (typeof field !== 'string' || !/^\$[^$]/.test(field) || !isDocument(constant) || !('$literal' in constant)) return []
  const literal = constant.$literal
  return literal === null || Array.isArray(literal) || isDocument(literal) ? [] : [{ [field.slice(1)]: literal }]
}
