/** A handle on something that will happen at a virtual instant. */
export interface Scheduled {
  readonly at: number
  readonly label: string
  cancel(): void
}

interface Entry extends Scheduled {
  at: number
  readonly order: number
  readonly run: () => unknown
}

export type ClockMode = 'running' | 'frozen'

/**
 * The one clock of the local cloud. `running` follows the machine's clock plus an offset; `frozen` stands still and moves only by
 * `advance`, which is what tests use. What is scheduled runs in order of time, each awaited before the next, so that advancing a day
 * runs that day's timers and notification retries as they would have happened.
 */
export class VirtualClock {
  #offset = 0
  #frozenAt: number | undefined
  #entries: Entry[] = []
  #order = 0
  #timer: NodeJS.Timeout | undefined
  #busy: Promise<void> = Promise.resolve()
  #listeners = new Set<(clock: VirtualClock) => void>()

  constructor(options: { mode?: ClockMode; at?: number } = {}) {
    if (options.at !== undefined) this.#offset = options.at - Date.now()
    if (options.mode === 'frozen') this.#frozenAt = options.at ?? Date.now()
  }

  /** Epoch milliseconds. */
  now(): number {
    return this.#frozenAt ?? Date.now() + this.#offset
  }

  get mode(): ClockMode {
    return this.#frozenAt === undefined ? 'running' : 'frozen'
  }

  /** What stands in the queue, soonest first. */
  get pending(): readonly Scheduled[] {
    return [...this.#entries]
  }

  /** Calls `listener` after every jump, freeze or thaw, so that workers can correct their own clocks. Returns the unsubscriber. */
  onChange(listener: (clock: VirtualClock) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  schedule(at: number, label: string, run: () => unknown): Scheduled {
    const entry: Entry = { at, label, run, order: this.#order++, cancel: () => this.#remove(entry) }
    this.#queue(entry)
    return entry
  }

  /** Holds back what stands in the queue under this label. False when nothing does. */
  postpone(label: string, ms: number): boolean {
    const held = this.#entries.filter(entry => entry.label === label)
    for (const entry of held) {
      this.#remove(entry)
      entry.at += ms
      this.#queue(entry)
    }
    return held.length > 0
  }

  freeze(): void {
    this.#frozenAt ??= this.now()
    this.#changed()
  }

  thaw(): void {
    if (this.#frozenAt === undefined) return
    this.#offset = this.#frozenAt - Date.now()
    this.#frozenAt = undefined
    this.#changed()
  }

  /** Moves the clock forward, running what falls due on the way, each at its own instant. */
  async advance(ms: number): Promise<void> {
    const target = this.now() + ms
    await this.#exclusive(async () => {
      for (let next = this.#entries[0]; next && next.at <= target; next = this.#entries[0]) {
        this.#moveTo(Math.max(next.at, this.now()))
        this.#remove(next)
        await next.run()
      }
      this.#moveTo(target)
    })
  }

  /** Runs what is due now without moving the clock. */
  async runDue(): Promise<void> {
    await this.advance(0)
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#entries = []
    this.#listeners.clear()
  }

  #moveTo(at: number): void {
    if (this.#frozenAt !== undefined) this.#frozenAt = at
    else this.#offset = Math.max(this.#offset, at - Date.now())
    this.#changed()
  }

  #queue(entry: Entry): void {
    const index = this.#entries.findIndex(other => other.at > entry.at)
    this.#entries.splice(index < 0 ? this.#entries.length : index, 0, entry)
    this.#arm()
  }

  #remove(entry: Entry): void {
    this.#entries = this.#entries.filter(other => other !== entry)
  }

  #changed(): void {
    for (const listener of this.#listeners) listener(this)
    this.#arm()
  }

  #arm(): void {
    clearTimeout(this.#timer)
    const next = this.#entries[0]
    if (!next || this.mode === 'frozen') return
    const wait = Math.min(Math.max(next.at - this.now(), 0), 2 ** 31 - 1)
    this.#timer = setTimeout(() => void this.runDue().catch(() => {}), wait)
    this.#timer.unref()
  }

  /** One jump at a time: two callers of `advance` never interleave. */
  #exclusive(job: () => Promise<void>): Promise<void> {
    const turn = this.#busy.then(job)
    this.#busy = turn.catch(() => {})
    return turn
  }
}
