import type { Ports } from '../../../cloudfunctions/ports'
import type { FaultName, Faults } from '../engine/faults'
import type { Timeline } from '../engine/timeline'
import type { Trace } from '../engine/trace'
import type { Random } from '../engine/random'
import type { Sometimes } from '../sometimes'

export type FunctionName = 'shop' | 'admin' | 'pay-notify' | 'timers'

/** Milliseconds a function may take, as `cloudbaserc.json` sets it. */
const LIMITS: Readonly<Record<FunctionName, number>> = { 'shop': 20_000, 'admin': 20_000, 'pay-notify': 20_000, 'timers': 60_000 }
/** One call in fifty takes long, on the best of days: so later ones overtake it. */
const TAIL = 0.02
/** A crash strikes at one of the first so many calls. */
const CRASH_WITHIN = 30

/** One run of a function. Once it has ended, killed or not, none of its calls begins any more; one that is on its way still arrives. */
export interface Invocation {
  readonly number: number
  readonly name: FunctionName
  alive: boolean
  /** Calls it has made to the outside. */
  calls: number
  readonly crashAt: number
  readonly crashEffect: 'before' | 'after'
  /** This call is never answered. */
  readonly hangAt: number
  readonly kill: (why: 'crash' | 'timeout') => void
}

/** A loaded function with its module state. It serves one invocation at a time, and is gone with one that dies. */
export interface Instance {
  readonly id: string
  readonly name: FunctionName
  readonly skewMs: number
  readonly ports: Ports
  invocation: Invocation | undefined
}

/** What became of a call, for a point that faults may strike at. */
export interface Strike {
  /** Milliseconds more than usual. */
  readonly delayMs?: number
  /** In place of carrying the call out. */
  readonly instead?: () => unknown
  /** Carried out, and then this in place of the answer. */
  readonly afterwards?: () => unknown
}

export interface PlatformParts {
  readonly timeline: Timeline
  readonly faults: Faults
  readonly trace: Trace
  readonly random: Random
  readonly sometimes: Sometimes
  /** The ports of a new instance. */
  readonly load: (instance: Omit<Instance, 'ports'>) => Ports
}

/** The function platform: instances, cold or warm, their limits, and the gate that every call of a function to the outside goes through. */
export class Platform {
  readonly instances = new Map<string, Instance>()
  #invocations = 0
  #loaded = 0

  constructor(private readonly parts: PlatformParts) {}

  /** Runs a function. Answers what it returned, or undefined when it died. */
  invoke<T>(name: FunctionName, what: string, run: (ports: Ports, requestId: string) => Promise<T>): Promise<T | undefined> {
    const { timeline, faults, trace } = this.parts
    const instance = this.#instanceFor(name)
    const number = ++this.#invocations
    return new Promise((resolve, reject) => {
      const crashes = faults.strikes('crash')
      const invocation: Invocation = {
        number, name, alive: true, calls: 0,
        crashAt: crashes ? faults.stream('crash').int(1, CRASH_WITHIN) : 0,
        hangAt: faults.strikes('hang') ? faults.stream('hang').int(1, CRASH_WITHIN) : 0,
        crashEffect: crashes && faults.stream('crash').chance(0.5) ? 'before' : 'after',
        kill: (why) => {
          if (!invocation.alive) return
          invocation.alive = false
          this.instances.delete(instance.id)
          limit.cancel()
          trace.add(timeline.now, `${number} ${why}`)
          this.parts.sometimes.saw(why === 'crash' ? 'a function crashed' : 'a function ran out of time')
          resolve(undefined)
        },
      }
      const limit = timeline.after(LIMITS[name], () => invocation.kill('timeout'))
      const end = (): boolean => {
        if (!invocation.alive) return false
        invocation.alive = false
        instance.invocation = undefined
        limit.cancel()
        return true
      }
      instance.invocation = invocation
      trace.add(timeline.now, `${number} ${name} ${what}`)
      run(instance.ports, `r-${number}`).then(value => end() && resolve(value), (error: unknown) => end() && reject(error as Error))
    })
  }

  /**
   * One call of an instance to the outside. It arrives after a while, is carried out, and its answer takes a while again; on the way the strike may change
   * everything, and the invocation may die.
   */
  call<T>(instance: Instance, label: string, strike: Strike, effect: () => Promise<T>): Promise<T> {
    const { timeline, trace } = this.parts
    const invocation = instance.invocation
    if (!invocation?.alive) return new Promise(() => undefined)
    invocation.calls += 1
    const crashes = invocation.calls === invocation.crashAt
    const hangs = invocation.calls === invocation.hangAt
    const { number } = invocation
    return new Promise((resolve, reject) => {
      const answer = (settle: () => void, how: string): void => {
        if (crashes) return invocation.kill('crash')
        if (hangs) return
        timeline.after(this.#latency(), () => {
          trace.add(timeline.now, `${number} ${how} ${label}`)
          if (invocation.alive) settle()
        })
      }
      const give = (make: () => unknown): void => {
        try {
          const value = make() as T
          answer(() => resolve(value), 'fault')
        }
        catch (error) {
          answer(() => reject(error as Error), 'fault')
        }
      }
      timeline.after(this.#latency() + (strike.delayMs ?? 0), () => {
        if (crashes && invocation.crashEffect === 'before') return invocation.kill('crash')
        if (strike.instead) return give(strike.instead)
        const done = effect()
        done.then(
          value => strike.afterwards ? give(strike.afterwards) : answer(() => resolve(value), 'ok'),
          (error: unknown) => strike.afterwards ? give(strike.afterwards) : answer(() => reject(error as Error), 'error'),
        )
      })
    })
  }

  /** The first of these that strikes here. */
  firstOf(strikes: Readonly<Partial<Record<FaultName, () => Strike>>>): Strike {
    for (const [name, make] of Object.entries(strikes)) {
      if (this.parts.faults.strikes(name as FaultName)) return make()
    }
    return {}
  }

  #latency(): number {
    const { random } = this.parts
    return random.chance(TAIL) ? random.int(50, 2500) : random.int(1, 8)
  }

  #instanceFor(name: FunctionName): Instance {
    const { faults } = this.parts
    const warm = [...this.instances.values()].find(one => one.name === name && !one.invocation)
    if (warm && !faults.strikes('cold_start')) return warm
    if (warm) this.instances.delete(warm.id)
    const skewMs = faults.strikes('clock_skew') ? faults.stream('clock_skew').int(-3000, 3000) : 0
    const bare = { id: `i-${++this.#loaded}`, name, skewMs, invocation: undefined }
    const instance: Instance = Object.assign(bare, { ports: this.parts.load(bare) })
    this.instances.set(instance.id, instance)
    return instance
  }
}
