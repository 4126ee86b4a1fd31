import { limitExceeded } from './errors'
import type { Limits } from './limits'

/** The plan's caps at the door: calls at once, calls a second, and the way there and back. */
export class Gate {
  readonly #limits: Limits
  #active = 0
  #recent: number[] = []

  constructor(limits: Limits) {
    this.#limits = limits
  }

  async pass<T>(call: () => Promise<T>): Promise<T> {
    const { maxConnections, latencyMs } = this.#limits
    this.#countSecond()
    if (this.#active >= maxConnections) throw limitExceeded('EXCEED_CONCURRENT_REQUEST_LIMIT', `at most ${maxConnections} connections`)
    this.#active += 1
    try {
      if (latencyMs > 0) await new Promise(resolve => setTimeout(resolve, latencyMs))
      return await call()
    }
    finally {
      this.#active -= 1
    }
  }

  #countSecond(): void {
    const { maxCallsPerSecond } = this.#limits
    if (maxCallsPerSecond === Infinity) return
    const now = performance.now()
    this.#recent = this.#recent.filter(at => at > now - 1000)
    if (this.#recent.length >= maxCallsPerSecond) throw limitExceeded('EXCEED_RATELIMIT', `at most ${maxCallsPerSecond} calls a second`)
    this.#recent.push(now)
  }
}
