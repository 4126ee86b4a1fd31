import { writeFileSync } from 'node:fs'
import { Session } from 'node:inspector/promises'
import { LocalCloud } from '../../../emulator/local-cloud'
import { seedGoods } from '../../../emulator/seed'
import { asMerchant, asShopper } from '../../../emulator/seed/shop-client'
import { seedLadder } from '../../../emulator/seed/ladder'
import { serveParent } from '../child'
import { GOODS, type ServerQuestion } from './work'

/** The shop as it runs on a laptop, in one process: the built functions, the local cloud, WeChat Pay with its keys. */
const [, , data = '', instances = '4', shoppers = '64', concurrency = 'none', profile = ''] = process.argv
const limits = concurrency === 'none' ? {} : { concurrency: Number(concurrency) }
const cloud = await LocalCloud.start({ data, instances: Number(instances) })
await seedGoods(cloud)
await seedLadder(cloud)
for (const { skuId, productId } of Object.values(GOODS)) {
  for (let times = 0; times < 20; times++) await asMerchant(cloud, 'stock.adjust', { adjustmentId: `plenty-${skuId}-${times}`, skuId, productId, pieces: 9000 })
}
// A phone that never pauses is what the limits are for: they are counted as ever, and let this one through.
const risk = await asMerchant(cloud, 'risk.rules', {})
await asMerchant(cloud, 'risk.saveRules', {
  ...risk,
  rates: risk.rates.map(rule => ({ ...rule, limit: { perMinute: 1_000_000_000, perHour: 1_000_000_000, perDay: 1_000_000_000 } })),
  clusters: risk.clusters.map(rule => ({ ...rule })),
})
cloud.plan.change(limits)
const people = cloud.people.create(Number(shoppers)).map(person => person.id)
for (const person of people) {
  const { privacy } = await asShopper(cloud, person, 'me.get', {})
  await asShopper(cloud, person, 'privacy.agree', { version: privacy.version })
}

export interface Usage {
  /** Processor time of the process so far, in milliseconds: emulator, functions and simulators together. */
  readonly cpuMs: number
  readonly rssMb: number
  /** Calls of `pay-notify` since the last question, of those the journal still has: how many, how many failed, and the slowest in milliseconds. */
  readonly notified: { readonly count: number; readonly failed: number; readonly slowestMs: number }
  /** Database round trips of an average call since the last question, by procedure. */
  readonly roundTrips: Readonly<Record<string, number>>
}

function usage(): Usage {
  const { user, system } = process.cpuUsage()
  const calls = cloud.functions.journal.list().filter(call => call.outcome !== undefined)
  cloud.functions.journal.clear()
  const notified = calls.filter(call => call.function === 'pay-notify')
  const sums = new Map<string, { calls: number; trips: number }>()
  for (const { function: name, procedure, roundTrips } of calls) {
    const sum = sums.get(procedure ?? name) ?? { calls: 0, trips: 0 }
    sums.set(procedure ?? name, { calls: sum.calls + 1, trips: sum.trips + roundTrips.count })
  }
  return {
    cpuMs: (user + system) / 1000,
    rssMb: process.memoryUsage().rss / 2 ** 20,
    notified: { count: notified.length, failed: notified.filter(call => call.outcome !== 'ok').length, slowestMs: Math.max(0, ...notified.map(call => call.ms ?? 0)) },
    roundTrips: Object.fromEntries([...sums].map(([name, sum]) => [name, sum.trips / sum.calls])),
  }
}

/** What the platform's thread does from here on; the shop's opening is left out. The instances of the functions are threads of their own. */
const inspector = new Session()
if (profile !== '') {
  inspector.connect()
  await inspector.post('Profiler.enable')
  await inspector.post('Profiler.start')
}

async function stop(): Promise<void> {
  if (profile !== '') writeFileSync(profile, JSON.stringify((await inspector.post('Profiler.stop')).profile))
  await cloud.stop()
}

serveParent({ url: cloud.url, people }, ({ ask }: ServerQuestion): Usage | Promise<void> => ask === 'stop' ? stop() : usage())
