import type { CollectionTable } from './collection-table'
import { toEjson } from './ejson'
import type { Execution } from './finder'
import type { OrderField } from './order'
import type { Document } from './values'

/** A query or an order that no index served on a collection large enough for it to matter. */
export interface UnindexedQuery {
  collection: string
  action: string
  requestId: string
  /** The condition and order as sent, in words a developer recognises. */
  condition: string
  order: string
  /** Documents in the collection, and how many were looked at. */
  documents: number
  examined: number
  /** Where the call came from: the code of this process, or of the function whose call it was. */
  stack: string
}

export interface StrictOptions {
  /** Collections up to this size may be scanned. */
  threshold: number
  report(finding: UnindexedQuery): void
}

/** The call a query belongs to. */
export interface Caller {
  action: string
  requestId: string
  /** Holds the stack of the caller. It is put into words only when it is reported, for that costs more than most queries. */
  origin: Error | undefined
}

/** Judges every query once it has run, and reports those that no index served. */
export class StrictMode {
  readonly #options: StrictOptions | undefined

  constructor(options: StrictOptions | undefined) {
    this.#options = options
  }

  /** Where the present call comes from; to be asked before anything is awaited. */
  origin(): Error | undefined {
    if (!this.#options) return undefined
    const limit = Error.stackTraceLimit
    Error.stackTraceLimit = 60
    const origin = new Error('a query that no index serves')
    Error.stackTraceLimit = limit
    return origin
  }

  observe(caller: Caller, table: CollectionTable, query: Document, order: readonly OrderField[], execution: Execution): void {
    if (!this.#options || table.count() <= this.#options.threshold || !unserved(query, order, execution, this.#options.threshold)) return
    this.#options.report({
      collection: table.name,
      action: caller.action,
      requestId: caller.requestId,
      condition: toEjson(query),
      order: order.map(({ field, descending }) => `${field} ${descending ? 'desc' : 'asc'}`).join(', '),
      documents: table.count(),
      examined: execution.examined,
      stack: (caller.origin?.stack ?? '').split('\n').slice(2).join('\n'),
    })
  }
}

/** What of the query was not served; undefined where all of it was, or there was nothing to serve. */
function unserved(query: Document, order: readonly OrderField[], { plan, sorted, examined }: Execution, threshold: number): 'condition' | 'order' | undefined {
  const asksForSome = Object.keys(query).length > 0
  if (plan.kind === 'scan' && (asksForSome || order.length > 0)) return asksForSome ? 'condition' : 'order'
  if (plan.kind === 'index' && asksForSome && plan.equalities === 0 && !plan.ranged) return examined > threshold ? 'condition' : undefined
  return sorted && order.length > 0 && examined > threshold ? 'order' : undefined
}

/** How a plan reads in the console: the index and what it was used for. */
export function describePlan(execution: Execution): string {
  const { plan, sorted } = execution
  const suffix = sorted ? ', sorted in memory' : ''
  switch (plan.kind) {
    case 'scan': return `scan of the collection${suffix}`
    case 'union': return `union of ${plan.branches.length} index walks${suffix}`
    case 'index': return `index ${plan.index.name}, ${plan.intervals.length} interval(s)${plan.ordered && !sorted ? ', in order' : ''}${suffix}`
  }
}
