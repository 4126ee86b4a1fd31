import { Hono } from 'hono'
import type { LocalCloud } from '../local-cloud'
import type { FaultRule } from './faults'

/**
 * The control API, apart from everything that is imitated: what a developer or a test does to the local cloud from outside the shop.
 * Errors answer 400 with `{message}`.
 */
export function controlRoutes(cloud: LocalCloud): Hono {
  const app = new Hono()
  app.onError((error, c) => c.json({ message: error.message }, 400))

  app.get('/', c => c.json({ url: cloud.url, env: cloud.project.envId, functions: cloud.functions.names, data: cloud.dataFolder ?? 'memory' }))
  clockRoutes(app, cloud)
  faultRoutes(app, cloud)
  peopleRoutes(app, cloud)
  timerRoutes(app, cloud)
  app.post('/reset', async (c) => {
    await cloud.reset()
    return c.json({ ok: true })
  })
  app.post('/settle', async (c) => {
    await cloud.settle()
    return c.json({ ok: true })
  })
  app.get('/logs', c => c.json({ invocations: cloud.functions.journal.list(logFilter(c.req.query())) }))
  app.get('/unindexed', c => c.json({ queries: cloud.unindexed }))
  app.get('/messages', c => c.json({ messages: cloud.wechat.messages() }))
  app.get('/payments', c => c.json({ orders: cloud.pay.orders(), refunds: cloud.pay.refunds() }))
  app.post('/refund-outcome', async (c) => {
    const { refund = 'next', outcome } = await c.req.json<{ refund?: string, outcome: string }>()
    const known = ['SUCCESS', 'ABNORMAL', 'CLOSED', 'USER_ACCOUNT_ABNORMAL'] as const
    const wanted = known.find(one => one === outcome)
    if (!wanted) throw new Error(`Send {"outcome": one of ${known.join(', ')}, "refund": <out_refund_no or "next">}`)
    cloud.pay.setRefundOutcome(refund, wanted)
    return c.json({ ok: true })
  })
  app.get('/notifications', c => c.json({ notifications: cloud.pay.notifications() }))
  app.post('/notifications/:id/resend', async (c) => {
    await cloud.pay.resend(c.req.param('id'))
    return c.json({ ok: true })
  })
  return app
}

function clockRoutes(app: Hono, cloud: LocalCloud): void {
  const state = (): unknown => ({ now: cloud.clock.now(), mode: cloud.clock.mode, pending: cloud.clock.pending.slice(0, 50).map(({ at, label }) => ({ at, label })) })
  app.get('/clock', c => c.json(state()))
  app.post('/clock/advance', async (c) => {
    const { ms, timers = 'each' } = await c.req.json<{ ms: number, timers?: 'each' | 'late' }>()
    if (!Number.isFinite(ms) || ms < 0) throw new Error('Send {"ms": <milliseconds, 0 or more>, "timers": "each" or "late"}')
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
    const rule = await c.req.json<FaultRule>()
    if (typeof rule.point !== 'string' || typeof rule.kind !== 'string') throw new Error('Send {"point": …, "kind": …} and, if wanted, times, probability, ms')
    cloud.faults.add(rule)
    return c.json({ rules: cloud.faults.rules })
  })
  app.delete('/faults', (c) => {
    cloud.faults.clear()
    return c.json({ rules: [] })
  })
}

function peopleRoutes(app: Hono, cloud: LocalCloud): void {
  app.get('/people', c => c.json({ people: cloud.people.list() }))
  app.post('/people', async (c) => {
    const { count, prefix } = await c.req.json<{ count: number, prefix?: string }>()
    if (!Number.isInteger(count) || count < 1 || count > 10_000) throw new Error('Send {"count": <1 to 10000>, "prefix": …}')
    return c.json({ people: cloud.people.create(count, prefix) })
  })
}

function timerRoutes(app: Hono, cloud: LocalCloud): void {
  app.get('/timers', c => c.json({ timers: cloud.timers.list() }))
  app.post('/timers/:name/run', async (c) => {
    await cloud.timers.run(c.req.param('name'))
    return c.json({ ok: true })
  })
}

function logFilter(query: Record<string, string>): { requestId?: string, function?: string, limit: number } {
  const { requestId, function: name, limit } = query
  return { ...(requestId && { requestId }), ...(name && { function: name }), limit: Number(limit ?? 200) }
}
