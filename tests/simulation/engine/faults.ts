import { Random } from './random'

/** Everything that may go wrong. Each has a rate of its own in each seed, most of them 0. */
export const FAULTS = [
  'crash', 'hang', 'cold_start', 'phone_lost', 'clock_skew', 'clock_jump',
  'timer_double', 'timer_late', 'timer_skipped',
  'db_rejected', 'db_lost_reply', 'db_overload', 'db_slow', 'db_conflict', 'db_commit_conflict', 'db_commit_unknown', 'db_duplicate',
  'pay_rejected', 'pay_lost_reply', 'pay_slow', 'pay_system_error', 'pay_system_error_after', 'pay_frequency', 'pay_not_enough', 'pay_close_crossed',
  'refund_abnormal', 'refund_closed', 'refund_refused',
  'notify_lost', 'notify_lost_for_ever', 'notify_duplicate', 'notify_late', 'notify_forged',
  'wechat_lost', 'wechat_busy',
] as const

export type FaultName = (typeof FAULTS)[number]

/** One stroke, by name and number: what a shortened failure lists, and what can be left out on replay. */
export type Stroke = `${FaultName}#${number}`

export interface FaultChoice {
  /** Kinds that never strike. */
  readonly without?: readonly FaultName[]
  /** Strokes that do not happen. */
  readonly spared?: readonly Stroke[]
}

const RATES = [0.01, 0.01, 0.01, 0.05, 0.05, 0.15] as const
/** Where a day has few occasions. */
const RARE: ReadonlySet<FaultName> = new Set(['refund_abnormal', 'refund_closed', 'refund_refused', 'pay_not_enough', 'pay_close_crossed', 'clock_jump', 'notify_lost_for_ever'])
const RARE_RATES = [0.05, 0.15, 0.5] as const
/** What lies with a payer's bank is no trouble that passes with the others: most groups fail, and most money goes back, after the healing. */
const OUTLASTING: ReadonlySet<FaultName> = new Set(['refund_abnormal', 'refund_closed', 'refund_refused'])

/** The swarm of one seed: two faults of three are off, the others strike in 1 %, 5 % or 15 % of the cases, the rare ones in 5 %, 15 % or half. */
export class Faults {
  readonly rates: ReadonlyMap<FaultName, number>
  readonly strokes: Stroke[] = []
  readonly #streams = new Map<FaultName, Random>()
  readonly #counts = new Map<FaultName, number>()
  readonly #spared: ReadonlySet<Stroke>
  #on = false
  #calm = true

  constructor(private readonly seed: number, choice: FaultChoice = {}) {
    const swarm = new Random(seed, 'swarm')
    const drawn = FAULTS.map(name => [name, swarm.chance(1 / 3) ? swarm.pick<number>(RARE.has(name) ? RARE_RATES : RATES) : 0] as const)
    this.rates = new Map(drawn.map(([name, rate]) => [name, choice.without?.includes(name) ? 0 : rate]))
    this.#spared = new Set(choice.spared)
  }

  begin(): void {
    this.#on = true
    this.#calm = false
  }

  /** From here on everything works, but for what lies with a payer's bank. */
  heal(): void {
    this.#on = false
  }

  /** From here on every refund arrives, so that there is time left to see to those that did not. */
  calm(): void {
    this.#calm = true
  }

  get on(): boolean {
    return this.#on
  }

  strikes(name: FaultName): boolean {
    const rate = this.rates.get(name) ?? 0
    if (rate === 0 || !(this.#on || (!this.#calm && OUTLASTING.has(name))) || !this.stream(name).chance(rate)) return false
    const count = (this.#counts.get(name) ?? 0) + 1
    this.#counts.set(name, count)
    const stroke: Stroke = `${name}#${count}`
    if (this.#spared.has(stroke)) return false
    this.strokes.push(stroke)
    return true
  }

  /** The fault's own chance, for how long and where. */
  stream(name: FaultName): Random {
    let stream = this.#streams.get(name)
    if (!stream) this.#streams.set(name, stream = new Random(this.seed, name))
    return stream
  }
}
