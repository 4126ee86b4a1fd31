import { DAY_MS, MINUTE_MS } from '../../cloudfunctions/domain/kernel/instant'
import { alwaysBroken, leftUndone } from '../support/invariants'
import { ACTORS } from './actors'
import type { Actor } from './actors/actor'
import { waitsForSale } from './actors/browses'
import { crawls, gathersCoupons } from './actors/dishonest'
import { retriesAbnormal } from './actors/merchant'
import { ordersOnce } from './actors/neighbours'
import { decidesReturns } from './actors/returns'
import { someCodes } from './actors/services'
import { billsBroken } from './checks/bills'
import { closedBroken } from './checks/closed'
import { couponsBroken } from './checks/coupons'
import { groupsBroken } from './checks/groups'
import { History } from './checks/history'
import { logsBroken } from './checks/logs'
import { moneyBroken } from './checks/money'
import { parcelsBroken } from './checks/parcels'
import { pricesBroken } from './checks/prices'
import { sharesBroken } from './checks/shares'
import { seeWhatHappened } from './checks/seen'
import { shopView } from './checks/shop-view'
import type { FaultChoice, FaultName, Stroke } from './engine/faults'
import { Random } from './engine/random'
import type { Errand } from './people/buying'
import { MILL, MILL_MCHID } from './people/goods-plan'
import type { Count, Watched } from './people/honesty'
import type { Phone } from './people/phone'
import { World } from './people/world'
import type { Sometime } from './sometimes'

export interface SeedResult {
  readonly seed: number
  readonly hash: string
  readonly events: number
  /** What is broken, empty when all is well. The run ends with the first look that finds something. */
  readonly broken: readonly string[]
  readonly sometimes: Readonly<Partial<Record<Sometime, number>>>
  /** What honest people asked for, and how much of it the rules about limits and risk denied them. */
  readonly honest: Readonly<Partial<Record<Watched, Count>>>
  readonly rates: Readonly<Partial<Record<FaultName, number>>>
  readonly strokes: readonly Stroke[]
  readonly trace: readonly string[]
}

/** When the sweep runs once all is well again, in minutes after the healing; within them everything must end. */
const HEALED_SWEEPS = [1, 2, 3, 5, 8, 12, 20, 35, 50, 65, 80, 89] as const
const LIVENESS_MINUTES = 90
/** Refunds asked for from then on arrive: the merchant could no longer send them on in time. */
const CALM_MINUTE = 35

/** One seed from its first customer to the reconciliation of the next day. */
export async function runSeed(seed: number, choice: FaultChoice = {}, keepLines = 0): Promise<SeedResult> {
  const world = await World.open(seed, choice, keepLines)
  const history = new History()
  const broken = await phases(world, history, seed)
  for (const one of broken) world.trace.add(world.timeline.now, one)
  const { trace, timeline, faults, sometimes } = world
  return {
    seed, hash: trace.hash, events: timeline.events, broken, strokes: faults.strokes, trace: trace.lines,
    sometimes: Object.fromEntries(sometimes.counts), honest: world.honesty.counts(),
    rates: Object.fromEntries([...faults.rates].filter(([, rate]) => rate > 0)),
  }
}

async function phases(world: World, history: History, seed: number): Promise<readonly string[]> {
  const { timeline, faults } = world
  await opensShop(world)
  faults.begin()
  const { minutes, weeks } = world.plan
  const end = timeline.now + minutes * MINUTE_MS
  let busy = 0
  const people = [...world.shoppers, world.merchant, ...world.suppliers].map(phone => lives(world, phone, new Random(seed, `life of ${phone.openid}`), end))
  const all = [...people, ...comesBy(world, end)]
  for (const one of all) void one.finally(() => void (busy -= 1))
  busy = all.length
  for (let minute = 1; minute <= minutes; minute += 1) {
    world.timerTick()
    jump(world)
    await timeline.runUntil(Math.max(timeline.now, end - (minutes - minute) * MINUTE_MS))
    const broken = await look(world, history)
    if (broken.length > 0) return broken
  }
  faults.heal()
  const healed = timeline.now
  for (const minute of HEALED_SWEEPS) {
    if (minute >= CALM_MINUTE) faults.calm()
    await timeline.runUntil(healed + minute * MINUTE_MS)
    void world.sweeps()
    // What the merchant sets going, a later sweep sees to.
    if (minute !== HEALED_SWEEPS.at(-1)) void clearsDesk(world, minute)
    await timeline.runUntil(healed + minute * MINUTE_MS + MINUTE_MS / 2)
    const broken = await look(world, history)
    if (broken.length > 0) return broken
    // Once nothing is left to do, the sweeps to come would find nothing either.
    if (busy === 0 && isQuiet(world)) break
  }
  faults.calm()
  await timeline.runUntil(healed + LIVENESS_MINUTES * MINUTE_MS)
  if (busy > 0) return ['somebody still waits for an answer']
  const broken = await settled(world)
  return broken.length > 0 || !weeks ? broken : completed(world, history)
}

function isQuiet(world: World): boolean {
  const { documents } = world
  return documents.all('groups').every(group => group.state !== 'open') && leftUndone(shopView(world)).length === 0 && documents.all('refunds').every(refund => refund.state !== 'abnormal') && documents.all('returns').every(one => one.state !== 'requested')
}

/** When it is swept in the weeks to come, in milliseconds from one time to the next: receipts by time alone, then the ends of return windows, then shares step by step. */
const WEEKS = [11 * DAY_MS, 8 * DAY_MS, MINUTE_MS, 5 * MINUTE_MS, 20 * MINUTE_MS, 60 * MINUTE_MS] as const

/** Weeks later: sales earned, suppliers paid, the bill of every day matched, and the books still right. */
async function completed(world: World, history: History): Promise<readonly string[]> {
  const { timeline, documents } = world
  for (const pause of WEEKS) {
    await timeline.runUntil(timeline.now + pause)
    await Promise.all([world.sweeps(), timeline.runUntil(timeline.now + 2 * MINUTE_MS)])
    const broken = await look(world, history)
    if (broken.length > 0) return broken
  }
  const open = documents.all('orders').filter(order => ['shipped', 'ready', 'received'].includes(order.state)).map(order => `L1: ${order.id} is still ${order.state} after weeks`)
  return [...open, ...billsBroken(documents), ...sharesBroken(world), ...await settled(world)]
}

/** What the merchant sets up before the first customer comes. */
async function opensShop({ plan, merchant, timeline }: World): Promise<void> {
  const setup = async (): Promise<void> => {
    if (plan.trades.suppliers) await merchant.admin('payout.savePayee', { supplierId: MILL, payee: { type: 'merchant', account: MILL_MCHID, name: '李家米坊' } })
    if (plan.trades.services) await merchant.admin('codes.import', { importId: 'batch-0', skuId: 'card-50', productId: 'card', codes: someCodes(1, 3) })
  }
  await Promise.all([setup(), timeline.runUntil(timeline.now + MINUTE_MS)])
}

/** Not everything is done in every shop: each seed leaves out some of it, and sees much more of some of the rest. */
function actorsOf({ seed, plan }: World, who: Actor['who']): readonly Actor[] {
  const all = ACTORS.filter(actor => actor.who === who && (actor.trade === undefined || plan.trades[actor.trade]) && (actor.habit === undefined || plan.crowd[actor.habit]))
  const random = new Random(seed, `what a ${who} does`)
  const some = all.map(actor => ({ ...actor, weight: actor.weight * random.pick(actor.trade ? [1, 1, 4] : [0, 0, 0.5, 1, 1, 4]) })).filter(actor => actor.weight > 0)
  return some.length > 0 ? some : all
}

/** Those who come for one thing. */
function comesBy(world: World, end: number): Promise<void>[] {
  const { seed, plan: { crowd }, neighbours, accounts, crawler, shoppers: [first] } = world
  const comes = (phone: Phone, act: (errand: Errand) => Promise<void>): Promise<void> =>
    act({ world, phone, random: new Random(seed, `errand of ${phone.openid}`) }).catch((error: unknown) => failed(world, error))
  return [
    ...(crowd.waitsForSale && first ? [comes(first, waitsForSale)] : []), ...(crawler ? [comes(crawler, crawls)] : []),
    ...neighbours.map(phone => comes(phone, ordersOnce)), ...accounts.map(phone => comes(phone, errand => gathersCoupons(errand, end))),
  ]
}

function failed(world: World, error: unknown): void {
  world.broken.push(`an errand failed: ${error instanceof Error ? error.stack ?? error.message : String(error)}`)
}

/** A person's day: errand after errand, with pauses. */
async function lives(world: World, phone: Phone, random: Random, end: number): Promise<void> {
  const who = phone === world.merchant ? 'merchant' : world.suppliers.includes(phone) ? 'supplier' : 'shopper'
  const mine = actorsOf(world, who)
  const errand: Errand = { world, phone, random }
  await world.timeline.sleep(random.int(0, 30_000))
  if (who === 'shopper') await phone.shop('session.start', { source: 'direct', code: null, path: '' })
  while (world.timeline.now < end) {
    try {
      await random.weighted(mine).act(errand)
    }
    catch (error) {
      return failed(world, error)
    }
    await world.timeline.sleep(random.int(1000, 25_000))
  }
}

/** Now and then the clock leaps, as after a machine was suspended. Nothing that was planned in between has happened. */
function jump({ faults, timeline, sometimes, documents }: World): void {
  if (!faults.strikes('clock_jump')) return
  timeline.after(faults.stream('clock_jump').int(0, 50_000), () => {
    if (!faults.on) return
    const before = timeline.now
    timeline.now += faults.stream('clock_jump').pick([1000, 30_000, 5 * MINUTE_MS, 40 * MINUTE_MS, 120 * MINUTE_MS])
    const due = [...documents.all('groups').map(group => group.deadlineAt), ...documents.all('orders').map(order => order.leaseUntil)]
    if (due.some(at => at > before && at <= timeline.now)) sometimes.saw('a deadline was jumped over')
  })
}

/** The merchant does what only a person can. */
async function clearsDesk(world: World, minute: number): Promise<void> {
  const errand: Errand = { world, phone: world.merchant, random: new Random(world.seed, `desk ${minute}`) }
  await decidesReturns(errand)
  if (minute >= 10) await retriesAbnormal(errand, { knowsBetter: minute >= CALM_MINUTE })
}

/** The look after every minute. */
async function look(world: World, history: History): Promise<readonly string[]> {
  const { documents, watcher, promises } = world
  const said = [...world.broken, ...watcher.broken, ...promises.broken, ...logsBroken(world.logLines)]
  await documents.refresh()
  if (!history.isBehind(documents)) return said
  seeWhatHappened(world)
  return [...said, ...history.check(documents), ...alwaysBroken(shopView(world)), ...moneyBroken(world), ...closedBroken(world), ...couponsBroken(documents), ...groupsBroken(documents), ...pricesBroken(documents, world.plan), ...parcelsBroken(documents), ...world.handedOver.broken(documents)]
}

/** Everything must have come to an end, and the account at WeChat must equal the books to the fen. */
async function settled(world: World): Promise<readonly string[]> {
  await world.documents.refresh()
  const broken = [...leftUndone(shopView(world))]
  for (const refund of world.documents.all('refunds')) {
    if (refund.state === 'abnormal') broken.push(`L3: ${refund.id} is still abnormal though the merchant sent it on`)
  }
  return broken
}
