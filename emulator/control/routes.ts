import { Hono } from 'hono'
import type { LimitsOptions } from '../cloudbase/http/plan'
import { PLANS } from '../cloudbase/http/plan'
import type { LocalCloud } from '../local-cloud'
import { databaseRoutes } from './database-routes'
import type { FaultRule } from './faults'
import { functionRoutes } from './function-routes'
import { identityRoutes } from './identity-routes'
import { bodyOf, NotThere, whole } from './input'
import { moneyRoutes } from './money-routes'

const WEEK_MS = 7 * 86_400_000

/**
 * The control API, apart from everything that is imitated: what a developer, the console or a test does to the local cloud from outside the shop.
 * Errors answer 400, or 404 for what is not there, with `{message}`.
 */
export function controlRoutes(cloud: LocalCloud): Hono {
  const app = new Hono()
  app.onError((error, c) => c.json({ message: error.message }, error instanceof NotThere ? 404 : 400))

  app.get('/', c => c.json({ url: cloud.url, env: cloud.project.envId, functions: cloud.functions.names, data: cloud.dataFolder ?? 'memory' }))
  app.post('/reset', async (c) => {
    const { demo } = await bodyOf<{ demo: boolean }>(c)
    await cloud.reset()
    if (demo === true) await cloud.seedDemo()
    return c.json({ ok: true })
  })
  app.post('/settle', async (c) => {
    await cloud.settle()
    return c.json({ ok: true })
  })
  app.get('/export', async (c) => {
    const lines: string[] = []
    await cloud.exportTo(line => lines.push(`${line}\n`))
    return c.body(lines.join(''), 200, { 'content-type': 'application/jsonl; charset=utf-8' })
  })
  clockRoutes(app, cloud)
  faultRoutes(app, cloud)
  limitRoutes(app, cloud)
  peopleRoutes(app, cloud)
  timerRoutes(app, cloud)
  functionRoutes(app, cloud)
  databaseRoutes(app, cloud)
  moneyRoutes(app, cloud)
  identityRoutes(app, cloud)
  app.get('/storage', async (c) => {
    const paths = await cloud.storage.list()
    const files = await Promise.all(paths.map(async path => ({
      path, fileID: cloud.storage.fileId(path), url: cloud.storage.temporaryUrl(path), size: (await cloud.storage.get(path))?.byteLength ?? 0,
    })))
    return c.json({ files })
  })
  app.all('/*', c => c.json({ message: `The control API has no ${c.req.method} ${c.req.path}` }, 404))
  return app
}

function clockRoutes(app: Hono, cloud: LocalCloud): void {
  const state = (): unknown => ({ now: cloud.clock.now(), mode: cloud.clock.mode, pending: cloud.clock.pending.slice(0, 50).map(({ at, label }) => ({ at, label })) })
  app.get('/clock', c => c.json(state()))
  app.post('/clock/advance', async (c) => {
    const { ms, timers = 'each' } = await bodyOf<{ ms: number, timers: 'each' | 'late' }>(c)
    if (typeof ms !== 'number' || !Number.isFinite(ms) || ms < 0) throw new Error('Send {"ms": <milliseconds, 0 or more>, "timers": "each" or "late"}')
    await (timers === 'late' ? cloud.timers.jump(ms) : cloud.clock.advance(ms))
    return c.json(state())
  })
  app.post('/clock/freeze', (c) => {
    cloud.clock.freeze()
    return c.json(state())
  })
  app.post('/clock/thaw', (c) => {
    cloud.clock.thaw()
    return c.json(state())
  })
}

function faultRoutes(app: Hono, cloud: LocalCloud): void {
  app.get('/faults', c => c.json({ rules: cloud.faults.rules }))
  app.post('/faults', async (c) => {
    const { point, kind, ...rest } = await bodyOf<FaultRule>(c)
    if (typeof point !== 'string' || typeof kind !== 'string') throw new Error('Send {"point": …, "kind": …} and, if wanted, times, probability, ms')
    cloud.faults.add({ point, kind, ...rest })
    return c.json({ rules: cloud.faults.rules })
  })
  app.delete('/faults', (c) => {
    cloud.faults.clear()
    return c.json({ rules: [] })
  })
}

function limitRoutes(app: Hono, cloud: LocalCloud): void {
  const state = (): unknown => ({ limits: cloud.plan.limits, plans: PLANS })
  app.get('/limits', c => c.json(state()))
  app.put('/limits', async (c) => {
    cloud.plan.change(await bodyOf<LimitsOptions>(c))
    return c.json(state())
  })
}

function peopleRoutes(app: Hono, cloud: LocalCloud): void {
  app.get('/people', c => c.json({ people: cloud.people.list() }))
  app.post('/people', async (c) => {
    const { count, prefix } = await bodyOf<{ count: number, prefix: string }>(c)
    if (count === undefined) throw new Error('Send {"count": <1 to 10000>, "prefix": …}')
    return c.json({ people: cloud.people.create(whole('count', count, 1, 1, 10_000), prefix) })
  })
}

function timerRoutes(app: Hono, cloud: LocalCloud): void {
  app.get('/timers', c => c.json({ timers: cloud.timers.list() }))
  app.post('/timers/:name/run', async (c) => {
    const { late, times } = await bodyOf<{ late: number, times: number }>(c)
    await cloud.timers.run(c.req.param('name'), { late: whole('late', late, 0, 0, WEEK_MS), times: whole('times', times, 1, 1, 20) })
    return c.json({ ok: true })
  })
  app.post('/timers/:name/overlap', async (c) => {
    const { times } = await bodyOf<{ times: number }>(c)
    return c.json({ outcomes: await cloud.timers.overlap(c.req.param('name'), whole('times', times, 2, 2, 20)) })
  })
}
