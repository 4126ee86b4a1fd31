import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cloudbaseDescription } from '../../../cloudfunctions/adapters/cloudbase/schema'
import { seededRandom } from '../../../emulator/control/faults'
import { LocalCloud } from '../../../emulator/local-cloud'
import { Child } from '../../bench/child'
import { alwaysBroken, leftUndone } from '../../support/invariants'
import { brokenPromises, lookAt, piecesIn } from './check'
import { Client } from './client'
import { CLIENTS_PREFIX, nothingTold, type Told } from './work'

export interface ShopCrashOptions {
  readonly kills: number
  readonly clients: number
  /** The kill comes so many milliseconds after the clients began. */
  readonly between: readonly [number, number]
  readonly seed: number
  /** A kill proves something once so much was acknowledged since the last one. */
  readonly worth: number
  /** It ends after so long, however many kills there were. */
  readonly minutes: number
  readonly port: number
  readonly onKill?: (told: { readonly kill: number; readonly acknowledged: number; readonly readyMs: number; readonly startedMs: number }) => void
}

export interface ShopCrashResult {
  readonly told: Told
  readonly problems: readonly string[]
  readonly readyMs: readonly number[]
  readonly orders: Readonly<Record<string, number>>
}

/** For what makes a kill worth while it waits so long. */
const PATIENCE_MS = 15_000
/** The clock goes on so far while the shop is down: leases of orders, effects and requests end. */
const AWAY_MS = [1, 20_000, 61_000, 95_000, 130_000, 310_000]
/** Thirty-two people who buy all day look odd, and a person is told so; that is as it should be. */
const RUSH: readonly string[] = ['shopper_flagged', 'order_burst']
/** Until every lease, group and refund has come to its end. */
const HEALING_MINUTES = 100

interface Backend {
  readonly child: Child
  readonly url: string
  readonly readyMs: number
  readonly startedMs: number
  /** Of what the clients buy, as it was before they came. */
  readonly pieces: Readonly<Record<string, number>>
}

async function startShop(data: string, port: number, clients: number, sinceMs: number): Promise<Backend> {
  const begun = performance.now()
  const { child, greeting } = await Child.start(new URL('server.ts', import.meta.url), [data, String(port), String(clients), String(sinceMs)])
  return { child, ...greeting as Pick<Backend, 'url' | 'readyMs' | 'pieces'>, startedMs: performance.now() - begun }
}

/** Kills the whole shop, functions and local cloud, in the middle of what its clients do, again and again; then lets it come to rest and holds it to everything it said. */
export async function crashShop({ kills, clients: count, between: [soonest, latest], seed, worth, minutes, port, onKill }: ShopCrashOptions): Promise<ShopCrashResult> {
  const folder = mkdtempSync(join(tmpdir(), 'lintuan-crash-shop-'))
  const data = join(folder, 'data')
  const random = seededRandom(seed)
  const told = nothingTold()
  const groups: string[] = []
  const readyMs: number[] = []
  const clients = Array.from({ length: count }, (_, index) => new Client(`${CLIENTS_PREFIX}-${index + 1}`, told, random, groups))
  let shop: Backend | undefined = await startShop(data, port, count, 0)
  const { pieces } = shop
  try {
    const end = performance.now() + minutes * 60_000
    for (let kill = 1; kill <= kills && performance.now() < end; kill++) {
      const { url, child } = shop
      const before = told.acknowledged
      const working = Promise.all(clients.map(client => client.works(url, 'cut_off')))
      await Promise.race([working, wait(soonest + random() * (latest - soonest))])
      for (const until = performance.now() + PATIENCE_MS; told.acknowledged < before + worth && performance.now() < until;) await wait(20)
      await child.kill()
      shop = undefined
      await working
      shop = await startShop(data, port, count, AWAY_MS[Math.floor(random() * AWAY_MS.length)] ?? 1)
      readyMs.push(shop.readyMs)
      onKill?.({ kill, acknowledged: told.acknowledged, readyMs: shop.readyMs, startedMs: shop.startedMs })
    }
    const { url, child } = shop
    await Promise.all(clients.map(client => client.works(url, 'nothing_begun')))
    await child.kill()
    shop = undefined
    return { told, readyMs, ...await comesToRest(data, port, told, pieces) }
  }
  finally {
    await shop?.child.kill()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function comesToRest(data: string, port: number, told: Told, sold: Backend['pieces']): Promise<Pick<ShopCrashResult, 'problems' | 'orders'>> {
  const { collections } = cloudbaseDescription().database
  const cloud = await LocalCloud.start({ data, port, timers: false })
  try {
    cloud.clock.freeze()
    const before = await lookAt(cloud, collections, new Map())
    // Of all other goods nothing was bought.
    const pieces = new Map([...piecesIn(before), ...Object.entries(sold)])
    const problems = [...told.problems, ...alwaysBroken({ ...before, pieces: skuId => [pieces.get(skuId) ?? 0] })]
    for (let minute = 0; minute < HEALING_MINUTES; minute++) {
      await cloud.settle({ timers: true })
      await cloud.clock.advance(60_000)
    }
    const after = await lookAt(cloud, collections, pieces)
    problems.push(...leftUndone(after), ...brokenPromises(after, told), ...after.database.all('work_items').filter(item => !RUSH.includes(item.kind)).map(item => `a person is asked to see to ${item.kind} ${item.subject}: ${item.detail}`))
    const orders: Record<string, number> = {}
    for (const { state, closedReason } of after.database.all('orders')) {
      const end = closedReason ?? state
      orders[end] = (orders[end] ?? 0) + 1
    }
    return { problems: [...new Set(problems)], orders }
  }
  finally {
    await cloud.stop()
  }
}

function wait(ms: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, ms))
}
