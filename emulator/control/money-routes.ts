import type { Hono } from 'hono'
import type { LocalCloud } from '../local-cloud'
import { bodyOf, NotThere, whole } from './input'

const OUTCOMES = ['SUCCESS', 'ABNORMAL', 'CLOSED', 'USER_ACCOUNT_ABNORMAL'] as const

/** Payments, refunds, notifications and messages as the far end keeps them, and what can be done to them from there. */
export function moneyRoutes(app: Hono, cloud: LocalCloud): void {
  app.get('/payments', c => c.json({ orders: cloud.pay.orders(), refunds: cloud.pay.refunds() }))
  app.get('/account', c => c.json({ ...cloud.pay.account(), flows: cloud.pay.flows() }))
  app.get('/messages', c => c.json({ messages: cloud.wechat.messages() }))
  app.get('/shipments', c => c.json({ shipments: cloud.wechat.shipping() }))
  app.post('/refund-outcome', async (c) => {
    const { refund = 'next', outcome } = await bodyOf<{ refund: string, outcome: string }>(c)
    const wanted = OUTCOMES.find(one => one === outcome)
    if (!wanted) throw new Error(`Send {"outcome": one of ${OUTCOMES.join(', ')}, "refund": <out_refund_no or "next">}`)
    cloud.pay.setRefundOutcome(refund, wanted)
    return c.json({ ok: true })
  })
  notificationRoutes(app, cloud)
}

function notificationRoutes(app: Hono, cloud: LocalCloud): void {
  app.get('/notifications', c => c.json({ notifications: notifications(cloud) }))
  app.post('/notifications/:id/resend', async (c) => {
    await cloud.pay.resend(known(cloud, c.req.param('id')))
    return c.json({ ok: true })
  })
  app.post('/notifications/:id/duplicate', async (c) => {
    const { times } = await bodyOf<{ times: number }>(c)
    const id = known(cloud, c.req.param('id'))
    await Promise.all(Array.from({ length: whole('times', times, 2, 2, 20) }, () => cloud.pay.resend(id)))
    return c.json({ ok: true })
  })
  app.post('/notifications/:id/delay', async (c) => {
    const { ms } = await bodyOf<{ ms: number }>(c)
    const id = known(cloud, c.req.param('id'))
    if (ms === undefined) throw new Error('Send {"ms": <virtual milliseconds>}')
    if (!cloud.clock.postpone(labelOf(id), whole('ms', ms, 0, 1, 7 * 86_400_000))) throw new Error(`Notification ${id} is not waiting to be delivered`)
    return c.json({ ok: true })
  })
}

/** When the next try is due stands in the clock: it may have been held back there. */
function notifications(cloud: LocalCloud): unknown[] {
  const due = new Map(cloud.clock.pending.map(({ label, at }) => [label, at]))
  return cloud.pay.notifications().map((notification) => {
    const nextAt = due.get(labelOf(notification.id)) ?? notification.nextAt
    return { ...notification, ...(nextAt !== undefined && { nextAt }) }
  })
}

function known(cloud: LocalCloud, id: string): string {
  if (!cloud.pay.notifications().some(notification => notification.id === id)) throw new NotThere(`There is no notification ${id}`)
  return id
}

function labelOf(id: string): string {
  return `wechat-pay notification ${id}`
}
