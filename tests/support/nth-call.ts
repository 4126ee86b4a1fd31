import { MINUTE_MS } from '../../cloudfunctions/domain/kernel/instant'
import type { Ports } from '../../cloudfunctions/ports'
import { sweep } from '../../cloudfunctions/usecases/sweeps/sweep'
import type { CheckedShop } from './checked-shop'
import { Crashed, type CrashPoint, dyingAt } from './crash'
import { differences, essence } from './essence'
import { alwaysBroken, leftUndone } from './invariants'
import type { TestShop } from './shop'

/** Something one worker does, in a shop that stands at the moment before. */
export interface Act {
  readonly shop: () => Promise<TestShop>
  readonly run: (shop: TestShop, worker: Ports) => Promise<unknown>
  /** Whether whoever asked asks again after a lost answer; if not, the sweeps finish it or it was never begun. */
  readonly again: 'asks_again' | 'gives_up'
  /** How many pieces of a SKU there may be, when that is what is changed. */
  readonly pieces?: Readonly<Record<string, readonly number[]>>
}

export interface Found {
  /** What is broken, by the point at which it was stopped. */
  readonly broken: readonly string[]
  /** Calls of the worker that was not stopped. */
  readonly calls: number
  /** Runs looked at to their end; those that stopped in the same state are one. */
  readonly points: number
  readonly states: number
}

/** An hour and a half, close together where leases end. */
const QUIET = [1, 1, 1, 2, 2, 3, 5, 10, 20, 20, 1, 1, 2, 10, 20]

async function comesToRest(shop: TestShop, broken: string[], checked: CheckedShop): Promise<void> {
  for (const minutes of QUIET) {
    shop.now += minutes * MINUTE_MS
    await sweep(shop.worker())
  }
  broken.push(...alwaysBroken(checked), ...leftUndone(checked))
}

function checkedAs(shop: TestShop, pieces: Act['pieces']): CheckedShop {
  return { get now() { return shop.now }, database: shop.database, pay: shop.pay, pieces: skuId => pieces?.[skuId] ?? [shop.pieces] }
}

async function survived(work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => {
    if (!(error instanceof Crashed)) throw error
  })
}

/** Asks until there is an answer: the worker that died may still be thought to be at it. True when the answer is that it cannot be done. */
async function asksAgain(shop: TestShop, act: Act): Promise<boolean> {
  for (let attempt = 0; attempt < 3; attempt++) {
    const reply = await act.run(shop, shop.worker()) as { outcome?: string; refusal?: string } | undefined
    if (reply?.outcome !== 'internal' && reply?.refusal !== 'busy') return reply?.outcome === 'refused'
    await shop.passes(MINUTE_MS)
  }
  return true
}

/** How it may end: done, or, when nobody asked again or whoever did was told that it cannot be done, not at all. */
interface Ends { readonly done: string[][]; readonly undone: string[] }

/** How it ends when nothing stops it, done once or not at all. */
async function ends(act: Act, times: number): Promise<string[]> {
  const shop = await act.shop()
  for (let time = 0; time < times; time++) await act.run(shop, shop.worker())
  const broken: string[] = []
  await comesToRest(shop, broken, checkedAs(shop, act.pieces))
  if (broken.length > 0) throw new Error(`undisturbed: ${broken.join('\n')}`)
  return essence(shop)
}

/**
 * Stops a worker at each of its calls, before and after the effect, once for good and once so that it goes on without that answer. In the end the invariants
 * hold, and it is done once, or, when nobody asked again, once or not at all.
 */
export async function stopAtEveryCall(act: Act, { twiceIsTwice = false } = {}): Promise<Found> {
  const once = await ends(act, 1)
  const done: Ends = { done: [once], undone: await ends(act, 0) }
  if (act.again === 'asks_again') {
    const twice = await ends(act, 2)
    const more = differences(twice, once)
    if (more.length > 0 && !twiceIsTwice) return { broken: [`asked twice it is done twice:\n${more.join('\n')}`], calls: 0, points: 0, states: 0 }
    done.done.push(twice)
  }
  const broken: string[] = []
  const seen = new Set<string>()
  let points = 0
  let calls = 0
  for (let call = 1, struck = true; struck; call++) {
    for (const effect of ['before', 'after'] as const) {
      for (const fatal of [true, false]) {
        const run = await stopAt(act, { call, effect, fatal }, done, seen)
        struck &&= run.struck
        if (!run.struck) continue
        points += 1
        calls = call
        broken.push(...run.broken)
      }
    }
  }
  return { broken, calls, points, states: seen.size }
}

/** Nothing here waits for anything but memory; the runner of the tests wants to be heard now and then. */
const breathes = (): Promise<void> => new Promise(resolve => setImmediate(resolve))

async function stopAt(act: Act, point: CrashPoint, { done, undone: none }: Ends, seen: Set<string>): Promise<{ struck: boolean; broken: string[] }> {
  await breathes()
  const shop = await act.shop()
  const checked = checkedAs(shop, act.pieces)
  const hooks = dyingAt(point)
  await survived(act.run(shop, shop.worker(hooks)))
  if (!hooks.struck()) return { struck: false, broken: [] }
  const state = shop.digest()
  if (seen.has(state)) return { struck: true, broken: [] }
  seen.add(state)
  const broken = alwaysBroken(checked)
  const undone = act.again === 'gives_up' || await asksAgain(shop, act)
  broken.push(...alwaysBroken(checked))
  await comesToRest(shop, broken, checked)
  const end = essence(shop)
  const off = [...done, ...(undone ? [none] : [])].map(expected => differences(end, expected)).sort((a, b) => a.length - b.length)[0] ?? []
  const label = `${point.fatal ? 'died' : 'went on'} ${point.effect} call ${point.call} (${hooks.calls[point.call - 1]}), ${act.again}`
  return { struck: true, broken: [...new Set([...broken, ...off])].map(what => `${label}: ${what}`) }
}
