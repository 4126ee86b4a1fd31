import { type AggregationContext, OWN_STAGES, type Stage } from './aggregate-stages'
import type { CollectionTable } from './collection-table'
import { DatabaseError, requestFailed } from './errors'
import { runMingo } from './mingo-context'
import { toMingo } from './mingo-values'
import { parseOrder } from './order'
import { type Document, isDocument, isNumeric, toNumber } from './values'

/** Stages that write, or that nothing on the client side can make. */
const REFUSED = new Set(['$out', '$merge', '$documents', '$graphLookup', '$unionWith'])

/** Runs a pipeline over a collection and returns what comes out of it. */
export function runAggregation(context: AggregationContext, table: CollectionTable, stages: readonly Stage[]): Document[] {
  try {
    const results: Document[] = []
    for (const document of overCollection(context, table, stages)) results.push(document)
    return results
  }
  catch (error) {
    if (error instanceof DatabaseError) throw error
    throw requestFailed(error instanceof Error ? error.message : String(error))
  }
}

/**
 * The front of the pipeline is given to the finder, where an index may serve it: a `$match`, and then a `$sort` that a `$limit` follows. A
 * `$geoNear` may stand in front instead.
 */
export function overCollection(context: AggregationContext, table: CollectionTable, stages: readonly Stage[]): Iterable<Document> {
  for (const { name } of stages) if (REFUSED.has(name)) throw requestFailed(`${name} is not allowed`)
  const matches = stages[0]?.name === '$match' && isDocument(stages[0].value)
  const query = matches ? stages[0]?.value as Document : {}
  const rest = matches ? stages.slice(1) : stages
  const [sort, limit] = rest
  const bounded = sort?.name === '$sort' && limit?.name === '$limit' && isNumeric(limit.value)
  const order = bounded ? parseOrder(sort.value) : []
  const selection = { query, order, skip: 0, limit: bounded ? toNumber(limit.value) : Infinity }
  return overDocuments(context, read(context, table, selection), bounded ? rest.slice(2) : rest)
}

function* read(context: AggregationContext, table: CollectionTable, selection: Parameters<AggregationContext['finder']['stream']>[1]): Generator<Document> {
  const { documents, execution } = context.finder.stream(table, selection)
  try {
    for (const stored of documents) yield toMingo(stored.document) as Document
  }
  finally {
    // Also when a later stage has had enough and asks for no more.
    context.watch(table, selection.query, selection.order, execution)
  }
}

/** Passes documents through stages: our own where MongoDB's rules or an index matter, mingo's for the rest. */
export function overDocuments(context: AggregationContext, documents: Iterable<Document>, stages: readonly Stage[]): Iterable<Document> {
  let stream = documents
  let batch: Document[] = []
  const flush = (): void => {
    if (batch.length > 0) stream = runMingo(batch, stream)
    batch = []
  }
  for (const { name, value } of stages) {
    const own = OWN_STAGES[name]
    if (own) {
      flush()
      stream = own({ context, value, overCollection, overDocuments }, stream)
    }
    else batch.push({ [name]: toMingo(value) })
  }
  flush()
  return stream
}
