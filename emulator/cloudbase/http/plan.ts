import { setTimeout as wait } from 'node:timers/promises'
import { StartError } from '../../listen'
import { CloudError } from '../errors'

/** What a plan of the cloud allows, and how far away the cloud is. `null` is no limit. */
export interface PlanLimits {
  /** Database calls under way at once; the next is refused. */
  connections: number | null
  /** Database calls in any one second. */
  queriesPerSecond: number | null
  /** Calls of one function under way at once, those in line included. */
  concurrency: number | null
  /** Real milliseconds added to each call of a client and to each message of a function to the platform. */
  latencyMs: number
}

/** `starter` are the figures of WeChat's page on resource quotas; `basic` is what its basic plan allows a paying shop. */
export const PLANS = {
  none: { connections: null, queriesPerSecond: null, concurrency: null, latencyMs: 0 },
  starter: { connections: 20, queriesPerSecond: 30, concurrency: 20, latencyMs: 20 },
  basic: { connections: 30, queriesPerSecond: null, concurrency: 20, latencyMs: 20 },
} as const satisfies Record<string, PlanLimits>

export type PlanName = keyof typeof PLANS

export type LimitsOptions = Partial<PlanLimits> & { plan?: PlanName }

/** The limits in force; they may be changed while everything runs and hold from the next call on. */
export class Plan {
  #name: PlanName = 'none'
  #limits: PlanLimits = PLANS.none
  #connections = 0
  #recent: number[] = []
  readonly #calls = new Map<string, number>()

  constructor(options: LimitsOptions = {}) {
    this.change(options)
  }

  get limits(): PlanLimits & { plan: PlanName } {
    return { plan: this.#name, ...this.#limits }
  }

  /** A named plan replaces all limits, single limits are changed on top of it. Throws on what is no limit and changes nothing then. */
  change({ plan, ...single }: LimitsOptions): void {
    if (plan !== undefined && !Object.hasOwn(PLANS, plan)) throw new StartError(`There is no plan "${String(plan)}"; there are: ${Object.keys(PLANS).join(', ')}`)
    for (const [name, value] of Object.entries(single)) {
      if (!Object.hasOwn(PLANS.none, name)) throw new Error(`There is no limit "${name}"; there are: ${Object.keys(PLANS.none).join(', ')}`)
      const whole = Number.isInteger(value) && Number(value) >= (name === 'latencyMs' ? 0 : 1)
      if (!whole && (value !== null || name === 'latencyMs')) throw new Error(`${name} wants a whole number${name === 'latencyMs' ? '' : ' of at least 1, or null'}`)
    }
    this.#name = plan ?? this.#name
    this.#limits = { ...(plan === undefined ? this.#limits : PLANS[plan]), ...single }
  }

  /** The way to the cloud and back. */
  async delay(): Promise<void> {
    if (this.#limits.latencyMs > 0) await wait(this.#limits.latencyMs)
  }

  /** A call to the database, refused when the plan's connections or its calls of this second are used up. */
  async query<T>(call: () => Promise<T>): Promise<T> {
    const { connections } = this.#limits
    this.#countSecond()
    if (connections !== null && this.#connections >= connections) throw concurrencyExceeded(`at most ${connections} database connections`)
    this.#connections += 1
    try {
      return await call()
    }
    finally {
      this.#connections -= 1
    }
  }

  /** A call of a function, refused when too many of the same function are under way. */
  async callOf<T>(name: string, call: () => Promise<T>): Promise<T> {
    const { concurrency } = this.#limits
    const underWay = this.#calls.get(name) ?? 0
    if (concurrency !== null && underWay >= concurrency) throw concurrencyExceeded(`at most ${concurrency} calls of function ${name} at once`)
    this.#calls.set(name, underWay + 1)
    try {
      return await call()
    }
    finally {
      this.#calls.set(name, (this.#calls.get(name) ?? 1) - 1)
    }
  }

  #countSecond(): void {
    const { queriesPerSecond } = this.#limits
    if (queriesPerSecond === null) return
    const now = performance.now()
    this.#recent = this.#recent.filter(at => at > now - 1000)
    if (this.#recent.length >= queriesPerSecond) throw new CloudError('EXCEED_RATELIMIT', `The plan allows at most ${queriesPerSecond} database calls a second`)
    this.#recent.push(now)
  }
}

function concurrencyExceeded(what: string): CloudError {
  return new CloudError('EXCEED_CONCURRENT_REQUEST_LIMIT', `The plan allows ${what}`)
}
