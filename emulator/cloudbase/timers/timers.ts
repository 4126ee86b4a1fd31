import type { Scheduled, VirtualClock } from '../../control/clock'
import type { FunctionConfig, TimerTrigger } from '../../project-config'
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
}

export interface TimerState {
  name: string
  function: string
  config: string
  nextAt?: number
}

/** The timer triggers of the environment on the virtual clock: delivered at least once, a failed run tried twice more. */
export class Timers {
  readonly #timers: Timer[]
  readonly #retries = new Set<Scheduled>()

  constructor(readonly functions: Functions, readonly clock: VirtualClock) {
    this.#timers = functions.configs.flatMap(fn => fn.triggers.map(trigger => ({ fn, trigger })))
  }

  list(): TimerState[] {
    return this.#timers.map(({ fn, trigger, nextAt }) => ({ name: trigger.name, function: fn.name, config: trigger.config, ...(nextAt !== undefined && { nextAt }) }))
  }

  /** Puts every timer into the clock, counting from now. */
  start(): void {
    this.stop()
    for (const timer of this.#timers) this.#arm(timer, this.clock.now())
  }

  stop(): void {
    for (const timer of this.#timers) timer.scheduled?.cancel()
    for (const retry of this.#retries) retry.cancel()
    this.#retries.clear()
  }

  /** Runs one timer now, apart from its schedule. Throws what the function threw. */
  async run(name: string): Promise<void> {
    const timer = this.#timers.find(({ trigger }) => trigger.name === name)
    if (!timer) throw new Error(`No timer named "${name}"; there are: ${this.list().map(state => state.name).join(', ') || 'none'}`)
    await this.#invoke(timer, this.clock.now())
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
    for (const timer of missed) await this.#attempt(timer, this.clock.now(), 0)
  }

  #arm(timer: Timer, after: number): void {
    timer.nextAt = nextOccurrence(timer.trigger.config, after)
    if (timer.nextAt === undefined) return
    const at = timer.nextAt
    timer.scheduled = this.clock.schedule(at, `timer ${timer.trigger.name}`, () => {
      this.#arm(timer, at)
      return this.#attempt(timer, at, 0)
    })
  }

  async #attempt(timer: Timer, at: number, failures: number): Promise<void> {
    try {
      await this.#invoke(timer, at)
    }
    catch {
      // The failure is in the function's journal; what is left to do is to try again.
      if (failures >= RETRIES) return
      const retry: Scheduled = this.clock.schedule(this.clock.now() + RETRY_AFTER_MS, `timer ${timer.trigger.name}, again`, () => {
        this.#retries.delete(retry)
        return this.#attempt(timer, at, failures + 1)
      })
      this.#retries.add(retry)
    }
  }

  async #invoke({ fn, trigger }: Timer, at: number): Promise<void> {
    const event = { Type: 'Timer', TriggerName: trigger.name, Time: new Date(at).toISOString(), Message: '' }
    await this.functions.invoke(fn.name, JSON.stringify(event), { source: 'timer', trigger: trigger.name })
  }
}
