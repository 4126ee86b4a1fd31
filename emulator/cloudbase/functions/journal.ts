import type { LogLine } from './instance'

/** One message of the SDK to the platform, sent while a call ran. */
export interface WireCall {
  action: string
  collection?: string
  /** Real milliseconds at the platform, without the way there and back. */
  ms: number
  /** The error it was answered with. */
  code?: string
}

/** One call of a function, kept for whoever wants to know afterwards. */
export interface Invocation {
  requestId: string
  function: string
  /** The event's field of that name, when it is text. */
  procedure?: string
  source: string
  openid?: string
  /** Virtual instant at which the call came in. */
  at: number
  /** Real milliseconds from call to answer, waiting and loading included. */
  ms?: number
  /** What the call costs: memory of the function, in GB, times the seconds it held an instance. Waiting in line is free. */
  gbSeconds?: number
  cold?: boolean
  /** Real milliseconds that loading took, on a cold start. */
  loadMs?: number
  /** `ok` or the error's code; absent while the call runs. */
  outcome?: string
  /** Set when the call failed. */
  message?: string
  /** The event and the reply as JSON text, when they are not too long to be kept. */
  event?: string
  reply?: string
  /** Messages to the database, each of which is an HTTPS request in the real cloud. */
  roundTrips: { count: number, ms: number }
  /** The first messages to the platform, of whatever kind. */
  calls: WireCall[]
  logs: LogLine[]
}

/** Messages listed for one call; further ones are only counted. */
const CALLS_KEPT = 200

/** An event or a reply longer than this is not kept. */
const TEXT_KEPT = 16 * 1024

/** What the journal keeps of an event or a reply. */
export function keptText<K extends 'event' | 'reply'>(key: K, text: string): { [key in K]?: string } {
  return text.length <= TEXT_KEPT ? { [key]: text } as { [key in K]?: string } : {}
}

/** Notes a message to the platform under the call that sent it. */
export function noteWireCall(invocation: Invocation, call: WireCall): void {
  if (call.action.startsWith('database.')) {
    invocation.roundTrips.count += 1
    invocation.roundTrips.ms += call.ms
  }
  if (invocation.calls.length < CALLS_KEPT) invocation.calls.push(call)
}

/** The last calls, oldest forgotten first. */
export class Journal {
  #entries: Invocation[] = []

  constructor(readonly limit = 2000) {}

  open(about: Omit<Invocation, 'roundTrips' | 'calls' | 'logs'>): Invocation {
    const entry: Invocation = { ...about, roundTrips: { count: 0, ms: 0 }, calls: [], logs: [] }
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
