import type { LogLine } from './instance'

/** One call of a function, kept for whoever wants to know afterwards. */
export interface Invocation {
  requestId: string
  function: string
  source: string
  openid?: string
  /** Virtual instant at which the call came in. */
  at: number
  /** Real milliseconds from call to answer, waiting and loading included. */
  ms?: number
  cold?: boolean
  /** `ok` or the error's code; absent while the call runs. */
  outcome?: string
  /** Set when the call failed. */
  message?: string
  logs: LogLine[]
}

/** The last calls, oldest forgotten first. */
export class Journal {
  #entries: Invocation[] = []

  constructor(readonly limit = 2000) {}

  open(entry: Invocation): Invocation {
    this.#entries.push(entry)
    if (this.#entries.length > this.limit) this.#entries.shift()
    return entry
  }

  /** Newest last; narrowed by request id or function name. */
  list(filter: { requestId?: string, function?: string, limit?: number } = {}): Invocation[] {
    const hits = this.#entries.filter(entry =>
      (!filter.requestId || entry.requestId === filter.requestId) && (!filter.function || entry.function === filter.function))
    return filter.limit === undefined ? hits : hits.slice(-filter.limit)
  }

  clear(): void {
    this.#entries = []
  }
}
