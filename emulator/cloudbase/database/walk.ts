import type { CollectionTable } from './collection-table'
import type { Interval, KeyedRow, Row, Walkable } from './index-table'
import { comparatorOf, type OrderField } from './order'
import type { Plan } from './planner'
import { Stored } from './stored'

const LARGEST_PAGE = 256

/**
 * The documents a plan leads to, fetched page by page as the reader asks for more, each once. Pages start small, for most readers want few, and
 * grow. No cursor stays open between pages.
 */
export function walkPlan(table: CollectionTable, plan: Plan, order: readonly OrderField[], firstPage: number): Generator<Stored> {
  switch (plan.kind) {
    case 'scan': return scan(table, firstPage)
    case 'union': return once(chain(plan.branches.map(branch => () => walkPlan(table, branch, [], firstPage))))
    case 'index': {
      const walks = plan.intervals.map(interval => () => walkInterval(plan.index, interval, plan.reverse, firstPage))
      const merged = order.length > 0 && plan.ordered && walks.length > 1 ? merge(walks.map(walk => walk()), order) : chain(walks)
      return plan.index.multikey ? once(merged) : merged
    }
  }
}

function toStored(row: Row): Stored {
  return new Stored(row.seq, row.id, row.body)
}

function* scan(table: CollectionTable, firstPage: number): Generator<Stored> {
  let size = firstPage
  let after = 0
  for (;;) {
    const rows = table.page(after, size)
    for (const row of rows) yield toStored(row)
    if (rows.length < size) return
    after = rows[rows.length - 1]?.seq ?? 0
    size = Math.min(size * 4, LARGEST_PAGE)
  }
}

function* walkInterval(index: Walkable, interval: Interval, reverse: boolean, firstPage: number): Generator<Stored> {
  let size = firstPage
  let after: KeyedRow | undefined
  for (;;) {
    const rows = index.page(interval, after, reverse, size)
    for (const row of rows) yield toStored(row)
    if (rows.length < size) return
    after = rows[rows.length - 1]
    size = Math.min(size * 4, LARGEST_PAGE)
  }
}

function* chain(walks: readonly (() => Generator<Stored>)[]): Generator<Stored> {
  for (const walk of walks) yield* walk()
}

/** Leaves out what was met before: a document stands several times in a multikey index. */
function* once(walk: Generator<Stored>): Generator<Stored> {
  const seen = new Set<number | undefined>()
  for (const stored of walk) {
    if (seen.has(stored.seq)) continue
    seen.add(stored.seq)
    yield stored
  }
}

/** Joins walks that are each in order into one that is. */
function* merge(walks: readonly Generator<Stored>[], order: readonly OrderField[]): Generator<Stored> {
  const compare = comparatorOf(order)
  const heads = walks.flatMap((walk) => {
    const first = walk.next()
    return first.done ? [] : [{ walk, stored: first.value }]
  })
  while (heads.length > 0) {
    let least = 0
    for (let index = 1; index < heads.length; index++) {
      if (compare((heads[index] as { stored: Stored }).stored.document, (heads[least] as { stored: Stored }).stored.document) < 0) least = index
    }
    const head = heads[least] as { walk: Generator<Stored>; stored: Stored }
    yield head.stored
    const next = head.walk.next()
    if (next.done) heads.splice(least, 1)
    else head.stored = next.value
  }
}
