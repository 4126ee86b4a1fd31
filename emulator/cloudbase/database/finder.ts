import type { CollectionTable } from './collection-table'
import { nearCondition } from './geo-query'
import { compileQuery, type Predicate } from './match'
import { comparatorOf, type OrderField } from './order'
import { getPath, splitPath } from './path'
import { type Plan, planQuery } from './planner'
import { nameOf, type Stored } from './stored'
import type { Transaction } from './transactions'
import type { Document } from './values'
import { walkPlan } from './walk'
import type { Writer } from './writer'

interface Selection {
  query: Document
  order: readonly OrderField[]
  skip: number
  /** Infinity for all. */
  limit: number
}

/** How a query went, for strict mode and for the console. */
export interface Execution {
  plan: Plan
  examined: number
  returned: number
  /** Whether documents had to be sorted after they were found. */
  sorted: boolean
}

const SMALLEST_PAGE = 16

/** Finds documents: plans, walks, filters, orders, and takes into account what the reading transaction sees differently. */
export class Finder {
  readonly #writer: Writer

  constructor(writer: Writer) {
    this.#writer = writer
  }

  find(table: CollectionTable, selection: Selection, transaction: Transaction | undefined): { found: Stored[]; execution: Execution } {
    const { query, skip, limit } = selection
    const wanted = skip + limit
    const near = selection.order.length === 0 ? nearCondition(query) : undefined
    const plan = planQuery(table, query, selection.order)
    const served = selection.order.length === 0 ? near === undefined : plan.kind === 'index' && plan.ordered
    const execution: Execution = { plan, examined: 0, returned: 0, sorted: !served }
    const compare = near ? nearestFirst(near) : storedOrder(selection.order)
    const { hidden, extra } = this.#difference(table, query, transaction)
    const stopAt = served ? wanted : Infinity
    let found: Stored[] = []
    for (const stored of this.#matches(table, selection, plan, hidden, execution)) {
      found.push(stored)
      if (found.length >= stopAt) break
      if (!served && found.length > wanted * 2 + 1000) found = found.sort(compare).slice(0, wanted)
    }
    if (extra.length > 0) found = [...found, ...extra]
    if (!served || (extra.length > 0 && selection.order.length > 0)) found.sort(compare)
    if (found.length > limit || skip > 0) found = found.slice(skip, wanted)
    execution.returned = found.length
    return { found, execution }
  }

  /** Counts without keeping anything. */
  count(table: CollectionTable, query: Document, transaction: Transaction | undefined): { total: number; execution: Execution } {
    const selection = { query, order: [], skip: 0, limit: Infinity }
    const execution: Execution = { plan: planQuery(table, query, []), examined: 0, returned: 0, sorted: false }
    const { hidden, extra } = this.#difference(table, query, transaction)
    if (Object.keys(query).length === 0 && !hidden) return { total: table.count(), execution }
    let total = extra.length
    for (const _ of this.#matches(table, selection, execution.plan, hidden, execution)) total += 1
    return { total, execution }
  }

  /** Present documents one by one, for aggregation: nothing is kept unless they must be sorted. */
  stream(table: CollectionTable, selection: Selection): { documents: Iterable<Stored>; execution: Execution } {
    if (selection.limit !== Infinity || selection.order.length > 0) {
      const { found, execution } = this.find(table, selection, undefined)
      return { documents: found, execution }
    }
    const execution: Execution = { plan: planQuery(table, selection.query, []), examined: 0, returned: 0, sorted: false }
    return { documents: this.#matches(table, selection, execution.plan, undefined, execution), execution }
  }

  * #matches(
    table: CollectionTable, selection: Selection, plan: Plan, hidden: ReadonlyMap<string, unknown> | undefined, execution: Execution,
  ): Generator<Stored> {
    const predicate = compileQuery(selection.query)
    const firstPage = Math.max(SMALLEST_PAGE, Math.min(selection.skip + selection.limit, 128))
    for (const stored of walkPlan(table, plan, selection.order, firstPage)) {
      execution.examined += 1
      if (hidden?.has(nameOf(stored.id))) continue
      if (predicate(stored.document)) yield stored
    }
  }

  /** What a transaction sees otherwise than the present state: which present documents to pass over, and which others match. */
  #difference(table: CollectionTable, query: Document, transaction: Transaction | undefined): { hidden?: Map<string, Stored | undefined>; extra: Stored[] } {
    if (!transaction) return { extra: [] }
    const hidden = this.#writer.overlay(table, transaction)
    if (hidden.size === 0) return { extra: [] }
    const predicate: Predicate = compileQuery(query)
    return { hidden, extra: [...hidden.values()].filter((stored): stored is Stored => stored !== undefined && predicate(stored.document)) }
  }
}

function storedOrder(order: readonly OrderField[]): (a: Stored, b: Stored) => number {
  const compare = comparatorOf(order)
  return (a, b) => compare(a.document, b.document)
}

function nearestFirst({ path, near }: NonNullable<ReturnType<typeof nearCondition>>): (a: Stored, b: Stored) => number {
  const parts = splitPath(path)
  const distance = (stored: Stored): number => near.distance(getPath(stored.document, parts)) ?? Infinity
  return (a, b) => distance(a) - distance(b)
}
