import type { Scheduled, VirtualClock } from '../../control/clock'
import type { Faults } from '../../control/faults'
import type { FunctionConfig, TimerTrigger } from '../../project-config'
import { asCloudError } from '../errors'
import type { Functions } from '../functions/functions'
import { nextOccurrence } from './cron'

/** A failed run is tried again this many times, a minute apart. */
const RETRIES = 2
const RETRY_AFTER_MS = 60_000

interface Timer {
  fn: FunctionConfig
  trigger: TimerTrigger
  scheduled?: Scheduled
  nextAt?: number
  last?: { at: number, outcome: string }
}

export interface TimerRun {
  /** How many virtual milliseconds ago the run was due. */
  late?: number
  /** How many times it is delivered, one after the other; the platform promises at least once. */
  times?: number
}

export interface TimerState {
  name: string
  function: string
  config: string
  nextAt?: number
  /** When it last ran, and `ok` or the error's code. */
  last?: { at: number, outcome: string }
}

/**
 * The timer triggers of the environment on the virtual clock: delivered at least once, a failed run tried twice more. What the platform does on bad
 * days is asked for: `run` late or twice, `overlap`, or a fault at `timer:<name>`: `delay`, `duplicate` (side by side) or `lose`.
 */
export class Timers {
  readonly #timers: Timer[]
  readonly #postponed = new Set<Scheduled>()

  constructor(readonly functions: Functions, readonly clock: VirtualClock, readonly faults: Faults) {
    this.#timers = functions.configs.flatMap(fn => fn.triggers.map(trigger => ({ fn, trigger })))
  }

  list(): TimerState[] {
    return this.#timers.map(({ fn, trigger, nextAt, last }) => ({
      name: trigger.name, function: fn.name, config: trigger.config, ...(nextAt !== undefined && { nextAt }), ...(last && { last }),
    }))
  }

  /** Puts every timer into the clock, counting from now. */
  start(): void {
    this.stop()
    for (const timer of this.#timers) this.#arm(timer, this.clock.now())
  }

  stop(): void {
    for (const timer of this.#timers) timer.scheduled?.cancel()
    for (const entry of this.#postponed) entry.cancel()
    this.#postponed.clear()
  }

  /** Runs one timer now, apart from its schedule. Throws what the function threw. */
  async run(name: string, { late = 0, times = 1 }: TimerRun = {}): Promise<void> {
    const timer = this.#find(name)
    const at = this.clock.now() - late
    for (let delivery = 0; delivery < times; delivery += 1) await this.#invoke(timer, at)
  }

  /** Delivers one due instant of a timer several times at once, as when a run outlives its interval. Answers with `ok` or the error's code of each. */
  async overlap(name: string, times = 2): Promise<string[]> {
    const timer = this.#find(name)
    const at = this.clock.now()
    return Promise.all(Array.from({ length: times }, () => this.#invoke(timer, at).then(() => 'ok', error => asCloudError(error).code)))
  }

  /** Runs each timer once, now, in the order of their declaration. */
  async runAll(): Promise<void> {
    for (const timer of this.#timers) await this.#invoke(timer, this.clock.now())
  }

  /**
   * Moves the clock in one jump: a timer that missed runs on the way comes once, late, as the platform does when it throttles. Everything else
   * in the clock (notifications, retries) still happens at its own instant. Advancing a day this way costs one run, not 1,440.
   */
  async jump(ms: number): Promise<void> {
    const target = this.clock.now() + ms
    for (const timer of this.#timers) timer.scheduled?.cancel()
    await this.clock.advance(ms)
    const missed = this.#timers.filter(timer => timer.nextAt !== undefined && timer.nextAt <= target)
    for (const timer of this.#timers) this.#arm(timer, this.clock.now())
    for (const timer of missed) await this.#deliver(timer, this.clock.now())
  }

  #arm(timer: Timer, after: number): void {
    timer.nextAt = nextOccurrence(timer.trigger.config, after)
    if (timer.nextAt === undefined) return
    const at = timer.nextAt
    timer.scheduled = this.clock.schedule(at, `timer ${timer.trigger.name}`, () => {
      this.#arm(timer, at)
      return this.#deliver(timer, at)
    })
  }

  /** The delivery of one due instant, under a fault or not. */
  async #deliver(timer: Timer, at: number): Promise<void> {
    const fault = this.faults.strike(`timer:${timer.trigger.name}`, ['delay', 'duplicate', 'lose'])
    if (fault?.kind === 'lose') return
    if (fault?.kind === 'delay') this.#later(timer, fault.ms, 'late', () => this.#attempt(timer, at, 0))
    else await Promise.all(Array.from({ length: fault ? 2 : 1 }, () => this.#attempt(timer, at, 0)))
  }

  async #attempt(timer: Timer, at: number, failures: number): Promise<void> {
    try {
      await this.#invoke(timer, at)
    }
    catch {
      // The failure is in the function's journal; what is left to do is to try again.
      if (failures >= RETRIES) return
      this.#later(timer, RETRY_AFTER_MS, 'again', () => this.#attempt(timer, at, failures + 1))
    }
  }

  #later(timer: Timer, ms: number, how: string, run: () => Promise<void>): void {
    const entry: Scheduled = this.clock.schedule(this.clock.now() + ms, `timer ${timer.trigger.name}, ${how}`, () => {
      this.#postponed.delete(entry)
      return run()
    })
    this.#postponed.add(entry)
  }

  async #invoke(timer: Timer, at: number): Promise<void> {
    const { fn, trigger } = timer
    const event = { Type: 'Timer', TriggerName: trigger.name, Time: new Date(at).toISOString(), Message: '' }
    const ended = (outcome: string): void => void (timer.last = { at: this.clock.now(), outcome })
    try {
      await this.functions.invoke(fn.name, JSON.stringify(event), { source: 'timer', trigger: trigger.name })
      ended('ok')
    }
    catch (error) {
      ended(asCloudError(error).code)
      throw error
    }
  }

  #find(name: string): Timer {
    const timer = this.#timers.find(({ trigger }) => trigger.name === name)
    if (!timer) throw new Error(`No timer named "${name}"; there are: ${this.list().map(state => state.name).join(', ') || 'none'}`)
    return timer
  }
}
