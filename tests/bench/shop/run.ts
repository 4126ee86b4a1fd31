import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Child } from '../child'
import { markdown } from '../tables'
import type { Usage } from './server'
import { JOBS, type Job, type LoadAnswer, type LoadQuestion } from './work'

/**
 * The main job of the shop on this machine: the built functions, the local cloud and WeChat Pay's simulator in one process, the shoppers' phones in
 * another. Everything in one run, so that its figures can be compared with each other.
 */
const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '4' }, only: { type: 'string' }, instances: { type: 'string', default: '2' }, overload: { type: 'boolean', default: false }, profile: { type: 'string' } },
})

const WORDS: Readonly<Record<Job, string>> = {
  read: 'product page read',
  settled: 'order quoted, placed, paid, notified, settled',
  group: 'seat taken in one hot group',
  sku: 'piece of one hot SKU kept, and given back',
}
const SHOPPERS = [1, 16, 64]
/** Calls of one function at once that the basic plan takes; more are refused as busy. */
const CONCURRENCY = '20'
const ms = Number(values.seconds) * 1000
const jobs = JOBS.filter(job => values.only === undefined || values.only.split(',').includes(job))

const folder = mkdtempSync(join(tmpdir(), 'lintuan-bench-shop-'))
const { child: shop, greeting } = await Child.start(new URL('server.ts', import.meta.url), [folder, values.instances, '4000', values.overload ? CONCURRENCY : 'none', values.profile ?? ''])
const { child: phones } = await Child.start(new URL('load.ts', import.meta.url), [])
const { url, people } = greeting as { url: string; people: string[] }

const load = async (job: Job, wanted: Partial<LoadQuestion>): Promise<LoadAnswer> => await phones.ask({ url, people, job, shoppers: 1, ms, ...wanted } satisfies LoadQuestion) as LoadAnswer
const usage = async (): Promise<Usage> => await shop.ask({ ask: 'usage' }) as Usage

try {
  await load('settled', { shoppers: 16, ms: ms / 2 })
  await (values.overload ? overload() : measure())
}
finally {
  await shop.ask({ ask: 'stop' })
  await Promise.all([shop.stop(), phones.stop()])
  rmSync(folder, { recursive: true, force: true })
}

async function measure(): Promise<void> {
  const rows: string[][] = []
  const trips: Record<string, number> = {}
  for (const job of jobs) {
    for (const shoppers of SHOPPERS) {
      const before = await usage()
      const { done, perSecond, median, slowest1Percent, busy, failed, example } = await load(job, { shoppers })
      const after = await usage()
      if (failed > 0) throw new Error(`${job}: ${failed} failed, as ${example}`)
      Object.assign(trips, after.roundTrips)
      rows.push([WORDS[job], String(shoppers), perSecond.toFixed(perSecond < 100 ? 1 : 0), median.toFixed(1), slowest1Percent.toFixed(1), ((after.cpuMs - before.cpuMs) / done).toFixed(1), String(busy)])
    }
  }
  console.log(markdown(['what', 'shoppers', 'a second', 'median ms', 'slowest 1 % ms', 'CPU ms each', 'busy'], rows))
  console.log(`\n${markdown(['function or procedure', 'database round trips, on average'], Object.entries(trips).map(([name, count]) => [name, count.toFixed(1)]))}`)
}

/** More and more shoppers than the shop can serve, who do not wait for each other. */
async function overload(): Promise<void> {
  const peak = Math.max(...await inTurn(SHOPPERS.slice(1), async shoppers => (await load('settled', { shoppers })).perSecond))
  const rows = await inTurn([1, 2, 5, 10, 1], async (times) => {
    await usage()
    const { perSecond, median, slowest1Percent, callSlowest1Percent, busy, failed, example } = await load('settled', { perSecond: peak * times })
    const { notified, rssMb } = await usage()
    if (failed > 0) console.log(`${failed} failed, as ${example}`)
    return [`${times} ×`, (peak * times).toFixed(0), perSecond.toFixed(1), `${(perSecond / peak * 100).toFixed(0)} %`, median.toFixed(0), slowest1Percent.toFixed(0), callSlowest1Percent.toFixed(0), String(busy), String(failed), String(notified.count), notified.slowestMs.toFixed(0), rssMb.toFixed(0)]
  })
  console.log(markdown(['load', 'shoppers a second', 'settled a second', 'of the peak', 'median ms', 'slowest 1 % ms', 'of calls ms', 'busy', 'failed', 'notifications', 'slowest ms', 'resident MB'], rows))
}

async function inTurn<In, Out>(items: readonly In[], act: (item: In) => Promise<Out>): Promise<Out[]> {
  const results: Out[] = []
  for (const item of items) results.push(await act(item))
  return results
}
