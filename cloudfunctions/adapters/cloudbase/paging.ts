import type { CollectionName, PageQuery } from '../../ports/store'
import { conditionOf } from './conditions'
import { requireIndex } from './index-check'
import type { Command, Condition, Database, Query } from './sdk'
import { documentId, fieldPath, scalar } from './values'

export const MAX_PAGE = 100

/**
 * The query of one page. Order and cursor are (field, id), so that equal values neither repeat nor get lost, and an index that ends in both
 * serves the page from where the last one ended. Throws when the schema declares no such index.
 */
export function pageOf<C extends CollectionName>(database: Database, query: PageQuery<C>): Query {
  const { collection, where, order, limit } = query
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_PAGE) throw new RangeError(`a page holds 1 to ${MAX_PAGE} documents`)
  requireIndex(collection, where, order)
  const field = fieldPath(order.field)
  const condition = both(database.command, conditionOf(database.command, where), beyond(database.command, query, field))
  const matching = condition ? database.collection(collection).where(condition) : database.collection(collection) as unknown as Query
  const sorted = field === '_id' ? matching : matching.orderBy(field, order.direction)
  return sorted.orderBy('_id', order.direction).limit(limit)
}

/** Everything after the cursor. The first clause bounds the index scan, the second drops what the previous page already had. */
function beyond(command: Command, { after, order }: Pick<PageQuery<CollectionName>, 'after' | 'order'>, field: string): Condition | undefined {
  if (!after) return undefined
  const further = order.direction === 'asc' ? command.gt : command.lt
  const byId = { _id: further(documentId(after.id)) }
  if (field === '_id') return byId
  const value = scalar(after.value, order.field)
  const furtherOrEqual = order.direction === 'asc' ? command.gte : command.lte
  return command.and([{ [field]: furtherOrEqual(value) }, command.or([{ [field]: further(value) }, { [field]: command.eq(value), ...byId }])])
}

function both(command: Command, one: Condition | undefined, other: Condition | undefined): Condition | undefined {
  return one && other ? command.and([one, other]) : one ?? other
}
