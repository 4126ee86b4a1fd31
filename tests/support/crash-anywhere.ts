import { MINUTE_MS } from '../../cloudfunctions/domain/kernel/instant'
import type { Ports } from '../../cloudfunctions/ports'
import { sweep } from '../../cloudfunctions/usecases/sweeps/sweep'
import { Crashed, type CrashPoint, dyingAt } from './crash'
import { alwaysBroken, leftUndone } from './invariants'
import { TestShop } from './shop'

export interface Scenario {
  /** Brings the shop to the moment before the action, and answers the action as one worker runs it. */
  readonly set: (shop: TestShop) => Promise<(worker: Ports) => Promise<unknown>>
  readonly shop?: () => TestShop
  /** WeChat notifies again until it is answered. */
  readonly repeated?: boolean
  /** What the world does after an hour and a half, before the end is looked at. */
  readonly settle?: (shop: TestShop) => Promise<void>
  /** What must have come of it in the end, whatever happened; answers what is wrong. */
  readonly end?: (shop: TestShop) => string[]
}

/** An hour and a half of sweeps, close together where leases end. */
const QUIET = [1, 1, 1, 1, 1, 2, 2, 2, 5, 5, 5, 10, 15, 20, 20]

/** Dies right after the first call of this name took effect. */
export function dyingAfter(name: string): { before: () => void; after: (call: string) => void } {
  let dead = false
  const check = (): void => {
    if (dead) throw new Crashed(`after ${name}`)
  }
  return {
    before: check,
    after: (call) => {
      dead ||= call === name
      check()
    },
  }
}

/** What happened to one run: what is broken right after the crash, and what is left after an hour and a half of sweeps. */
async function runTo(scenario: Scenario, point: CrashPoint): Promise<{ struck: boolean; broken: string[]; label: string }> {
  const shop = scenario.shop?.() ?? new TestShop()
  const action = await scenario.set(shop)
  const hooks = dyingAt(point)
  await action(shop.worker(hooks)).catch((error: unknown) => {
    if (!(error instanceof Crashed)) throw error
  })
  const broken = alwaysBroken(shop)
  await shop.passes(MINUTE_MS)
  if (hooks.struck() && scenario.repeated) await action(shop.worker())
  for (const minutes of QUIET) {
    shop.now += minutes * MINUTE_MS
    await sweep(shop.worker())
    broken.push(...alwaysBroken(shop))
  }
  await scenario.settle?.(shop)
  const end = [...leftUndone(shop), ...scenario.end?.(shop) ?? []]
  return { struck: hooks.struck(), broken: [...new Set([...broken, ...end])], label: `${point.fatal ? 'dies' : 'goes on'} ${point.effect} call ${point.call} (${hooks.calls[point.call - 1]})` }
}

/** Runs a scenario once for every call of its worker, dying or losing an answer there, before or after the effect. */
export async function crashAnywhere(scenario: Scenario): Promise<{ found: string[]; points: number }> {
  const found: string[] = []
  let points = 0
  let struck = true
  for (let call = 1; struck; call++) {
    for (const effect of ['before', 'after'] as const) {
      for (const fatal of [true, false]) {
        // Lets the test's runner have a word, which otherwise takes a minute of silence for the end.
        await new Promise(setImmediate)
        const run = await runTo(scenario, { call, effect, fatal })
        // Nothing here waits for anything outside: without a pause the runner would hear nothing from this worker for a minute and give it up.
        await new Promise(resolve => setImmediate(resolve))
        struck &&= run.struck
        points += 1
        found.push(...run.broken.map(what => `${run.label}: ${what}`))
      }
    }
  }
  return { found, points }
}
