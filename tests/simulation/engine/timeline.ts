interface Event {
  readonly at: number
  readonly order: number
  readonly run: () => void | Promise<void>
  cancelled: boolean
}

export interface Planned { readonly at: number; readonly cancel: () => void }

/**
 * Virtual time and everything that will happen in it. One thing happens at a time, soonest first and in the order it was planned, and before the next one
 * all that the last one set going in the process has come to rest.
 */
export class Timeline {
  now: number
  /** How many events there were. */
  events = 0
  readonly #heap: Event[] = []
  #order = 0

  constructor(start: number) {
    this.now = start
  }

  at(time: number, run: Event['run']): Planned {
    const event: Event = { at: Math.max(time, this.now), order: this.#order++, run, cancelled: false }
    this.#push(event)
    return { at: event.at, cancel: () => event.cancelled = true }
  }

  after(ms: number, run: Event['run']): Planned {
    return this.at(this.now + ms, run)
  }

  sleep(ms: number): Promise<void> {
    return new Promise(resolve => void this.after(ms, resolve))
  }

  async runUntil(end: number): Promise<void> {
    await turn()
    for (let next = this.#heap[0]; next && next.at <= end; next = this.#heap[0]) {
      this.#pop()
      if (next.cancelled) continue
      this.now = Math.max(this.now, next.at)
      this.events += 1
      await next.run()
      await turn()
    }
    this.now = Math.max(this.now, end)
  }

  #push(event: Event): void {
    const heap = this.#heap
    let at = heap.push(event) - 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (!before(event, heap[parent] as Event)) break
      heap[at] = heap[parent] as Event
      at = parent
    }
    heap[at] = event
  }

  #pop(): void {
    const heap = this.#heap
    const last = heap.pop()
    if (!last || heap.length === 0) return
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && before(heap[child + 1] as Event, heap[child] as Event)) child += 1
      if (!before(heap[child] as Event, last)) break
      heap[at] = heap[child] as Event
      at = child
    }
    heap[at] = last
  }
}

function before(a: Event, b: Event): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order)
}

/** The database answers writes once a turn of the process's own loop is over. */
function turn(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve))
}
