/** What may go wrong at an imitated endpoint. `after` faults happen once the effect is committed: the caller only loses the answer. */
export type FaultKind =
  | 'hang'
  | 'reset-before'
  | 'reset-after'
  | 'rate-limited'
  | 'error-before'
  | 'error-after'
  | 'forged-signature'
  | 'missing-signature'
  /** Signed under the true serial number, without the mark of a probe, with a key that is nobody's. */
  | 'wrong-signature'
  /** The peer's clock is `ms` off, forward or back, when it checks and signs. */
  | 'skew'
  | 'lose'
  /** Two copies at the same time. */
  | 'duplicate'
  /** The same once more a second after it was taken. */
  | 'repeat'
  | 'delay'
  /** Held back until the next one went. */
  | 'reorder'

export interface FaultRule {
  /** Endpoint, for example `wechat-pay:refund`, `wechat-pay:notify`, `wechat:subscribe.send`, `database:commit`; `*` at the end matches any rest. */
  point: string
  kind: FaultKind
  /** How many times it strikes; default 1. Infinity for ever. */
  times?: number
  /** Chance of striking, 0 to 1, drawn from the seed; default 1. */
  probability?: number
  /** For `delay`, `hang` and `skew`, milliseconds. */
  ms?: number
}

/** The faults asked for by a test or the control API, drawn from a seed so that a run can be repeated. */
export class Faults {
  #rules: Required<FaultRule>[] = []
  #random: () => number
  #quiet = false

  constructor(seed = 1) {
    this.#random = seededRandom(seed)
  }

  add(rule: FaultRule): void {
    this.#rules.push({ times: 1, probability: 1, ms: 1000, ...rule })
  }

  clear(): void {
    this.#rules = []
  }

  get rules(): readonly FaultRule[] {
    return this.#rules
  }

  /** Runs a job, up to its first wait, out of the reach of faults: whoever only looks must not use up what was asked for. */
  quietly<T>(job: () => T): T {
    this.#quiet = true
    try {
      return job()
    }
    finally {
      this.#quiet = false
    }
  }

  /** The fault that strikes at this point now, if any; counts it as used. */
  strike(point: string, kinds?: readonly FaultKind[]): Required<FaultRule> | undefined {
    if (this.#quiet) return undefined
    const rule = this.#rules.find(r => r.times > 0 && matches(r.point, point) && (!kinds || kinds.includes(r.kind)) && this.#random() < r.probability)
    if (rule) rule.times -= 1
    return rule
  }
}

function matches(pattern: string, point: string): boolean {
  return pattern.endsWith('*') ? point.startsWith(pattern.slice(0, -1)) : pattern === point
}

/** mulberry32: a small generator whose whole run follows from its seed. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6D2B79F5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}
