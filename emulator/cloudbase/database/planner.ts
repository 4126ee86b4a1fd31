import { type Bound, boundsOf, type FieldBounds } from './bounds'
import type { CollectionTable } from './collection-table'
import { type Interval, prefixInterval, type Walkable } from './index-table'
import { afterPrefix, type Direction, encodeCompound, encodeKey } from './key-encoding'
import type { OrderField } from './order'
import { type Document, isDocument, typeOrderOf, type Value } from './values'

/** How a query is served. An ordered walk over several intervals has to be merged. */
export type Plan =
  | { kind: 'index'; index: Walkable; intervals: Interval[]; reverse: boolean; ordered: boolean; equalities: number; ranged: boolean }
  | { kind: 'union'; branches: Plan[] }
  | { kind: 'scan' }

/** Beyond so many combinations of `$in` values further fields are left to the predicate. */
const MAX_INTERVALS = 1100

/** Picks the index that serves the most of the query: fields bound to single values first, then an order served, then a range. */
export function planQuery(table: CollectionTable, query: Document, order: readonly OrderField[]): Plan {
  const bounds = boundsOf(query)
  let best: Plan & { kind: 'index' } | undefined
  let bestScore = 0
  for (const index of [table.idIndex, ...table.indexes]) {
    const plan = planIndex(index, bounds, order)
    const score = plan ? scoreOf(plan, order) : 0
    if (score > bestScore) [best, bestScore] = [plan, score]
  }
  if (best && (best.equalities > 0 || best.ranged)) return best
  return planUnion(table, query) ?? best ?? { kind: 'scan' }
}

function scoreOf(plan: Plan & { kind: 'index' }, order: readonly OrderField[]): number {
  const unique = plan.index.name === '_id_' && plan.equalities > 0 ? 100 : 0
  return unique + plan.equalities * 10 + (plan.ordered && order.length > 0 ? 6 : 0) + (plan.ranged ? 4 : 0)
}

/** `$or` is served where each of its branches is. */
function planUnion(table: CollectionTable, query: Document): Plan | undefined {
  for (const [key, condition] of Object.entries(query)) {
    if (key === '$and' && Array.isArray(condition)) {
      for (const branch of condition) {
        const plan = isDocument(branch) ? planUnion(table, branch) : undefined
        if (plan) return plan
      }
    }
    if (key !== '$or' || !Array.isArray(condition)) continue
    const branches = condition.map((branch): Plan => isDocument(branch) ? planQuery(table, branch, []) : { kind: 'scan' })
    if (branches.every(({ kind }) => kind !== 'scan')) return { kind: 'union', branches }
  }
  return undefined
}

function planIndex(index: Walkable, bounds: ReadonlyMap<string, FieldBounds>, order: readonly OrderField[]): Plan & { kind: 'index' } | undefined {
  let prefixes: Buffer[] = [Buffer.alloc(0)]
  let equalities = 0
  for (const { field, direction } of index.fields) {
    const points = bounds.get(field)?.points
    if (!points || points.length * prefixes.length > MAX_INTERVALS) break
    const keys = distinct(points.map(point => encodeCompound([point], [direction])))
    prefixes = prefixes.flatMap(prefix => keys.map(key => Buffer.concat([prefix, key])))
    equalities += 1
  }
  if (index.sparse && !servesSparse(index, bounds)) return undefined
  const next = index.fields[equalities]
  const range = next && rangeOf(bounds.get(next.field), index.multikey)
  const intervals = prefixes.map(prefix => next && range ? rangeInterval(prefix, range, next.direction) : prefixInterval(prefix))
  const walk = orderServed(index, order, equalities, index.multikey && (equalities > 0 || range !== undefined) ? bounds : undefined)
  const ordered = walk !== undefined
  if (equalities === 0 && !range && !(ordered && order.length > 0)) return undefined
  intervals.sort((a, b) => Buffer.compare(a.start, b.start))
  return { kind: 'index', index, intervals, reverse: walk?.reverse ?? false, ordered, equalities, ranged: range !== undefined }
}

function distinct(keys: Buffer[]): Buffer[] {
  return keys.length === 1 ? keys : [...new Map(keys.map(key => [key.toString('latin1'), key])).values()]
}

/** A sparse index lacks documents: it serves only a query that none of those can match. */
function servesSparse(index: Walkable, bounds: ReadonlyMap<string, FieldBounds>): boolean {
  return index.fields.some(({ field }) => {
    const bound = bounds.get(field)
    return bound !== undefined && (bound.points ? bound.points.every(point => point !== null && point !== undefined) : Boolean(bound.lower ?? bound.upper ?? bound.prefix))
  })
}

interface Range {
  type: number
  lower?: Bound
  upper?: Bound
  prefix?: string
}

/** In a multikey index two elements of one array may satisfy the two ends of a range, so only one end can be used. */
function rangeOf(bounds: FieldBounds | undefined, multikey: boolean): Range | undefined {
  if (!bounds) return undefined
  const { lower, upper, prefix } = bounds
  if (prefix !== undefined) return { type: typeOrderOf(prefix), prefix }
  const sole = lower ?? upper
  if (!sole) return undefined
  const type = typeOrderOf(sole.value)
  if (lower && upper && !multikey && typeOrderOf(upper.value) === type) return { type, lower, upper }
  return lower ? { type, lower } : { type, upper: sole }
}

function rangeInterval(prefix: Buffer, range: Range, direction: Direction): Interval {
  const descending = direction === 'desc'
  const tag = descending ? ~range.type & 0xFF : range.type
  const keyOf = (value: Value): Buffer => Buffer.concat([prefix, encodeCompound([value], [direction])])
  if (range.prefix !== undefined) {
    // The key of a text ends in two zero bytes; without them it is the prefix of every longer text's key.
    const plain = encodeKey(range.prefix).subarray(0, -2)
    const key = Buffer.concat([prefix, descending ? Buffer.from(plain.map(byte => ~byte & 0xFF)) : plain])
    return { start: key, end: Buffer.concat([key, Buffer.of(0xFF, 0xFF, 0xFF)]) }
  }
  const [first, last] = descending ? [range.upper, range.lower] : [range.lower, range.upper]
  const start = first ? (first.inclusive ? keyOf(first.value) : afterPrefix(keyOf(first.value))) : Buffer.concat([prefix, Buffer.of(tag)])
  const end = last ? (last.inclusive ? afterPrefix(keyOf(last.value)) : keyOf(last.value)) : Buffer.concat([prefix, Buffer.of(tag + 1)])
  return { start, end }
}

/**
 * Whether walking the index yields the order asked for, and which way. Fields bound to single values stand still on each stretch of the walk.
 * `bounds` is given for a multikey index with a condition: there an array's element inside the bounds is not its least one, and the walk would
 * sort by the wrong element.
 */
function orderServed(
  index: Walkable, order: readonly OrderField[], equalities: number, bounds: ReadonlyMap<string, FieldBounds> | undefined,
): { reverse: boolean } | undefined {
  if (bounds && order.some(({ field }) => bounds.has(field))) return undefined
  const still = new Set(index.fields.slice(0, equalities).map(({ field }) => field))
  let at = equalities
  let reverse: boolean | undefined
  for (const { field, descending } of order) {
    if (still.has(field)) continue
    const part = index.fields[at]
    if (part?.field !== field) return undefined
    const against = descending !== (part.direction === 'desc')
    if (reverse !== undefined && against !== reverse) return undefined
    reverse = against
    at += 1
  }
  return { reverse: reverse ?? false }
}
