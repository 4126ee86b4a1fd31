import { endGroup } from '../../domain/group/seats'
import { DAY_MS } from '../../domain/kernel/instant'
import { receivedBeforeWindow } from '../../domain/returns/decide-return'
import { decodeInflight } from '../../domain/stock/stock'
import type { Group } from '../../domain/group/group'
import type { Stock } from '../../domain/stock/stock'
import type { Ports } from '../../ports'
import { saveEffects } from '../effects/outbox'
import { RefundPace } from '../effects/refund-pace'
import { runOwn, runRow } from '../effects/run-effects'
import { seatPaidOrders } from '../effects/settle-order'
import { closeUnpaid } from '../order/close-unpaid'
import { abandonPlacing } from '../order/place-steps'
import { completeOrder, receiveOrder } from '../order/receive-order'
import { dropStrayGifts } from '../stock/give-pieces'
import { settleEntry } from '../stock/move-stock'
import { askPayments } from './ask-payments'
import { closeDays } from './close-days'
import { forget } from './forget'
import { sweepGoods } from './sweep-goods'
import { sweepRisk } from './sweep-risk'
import { settleClaims } from './settle-claims'
import { endTopUps } from './top-ups'
import { walk } from './walk'

/** A shopper who says nothing has received the goods this long after they left. */
const AUTO_RECEIPT_MS = 10 * DAY_MS

/** One run stops taking on more after this long; the function lives 60 s, and one more call may take ten. */
const SWEEP_BUDGET_MS = 40_000

/** What one run did, for the log and for tests. */
export interface SweepReport { readonly abandoned: number; readonly asked: number; readonly expired: number; readonly failed: number; readonly effects: number; readonly tidied: number; readonly finished: number; readonly topUps: number; readonly daysClosed: number; readonly forgotten: number }

/**
 * Everything that time alone brings about, each part re-entrant and bounded: half-placed orders, payments nobody tells of, leases that ran out, groups past their
 * deadline, stray stock moves, claims of coupons left half-way, receipts and completions, and the effects that are due.
 */
export async function sweep(ports: Ports): Promise<SweepReport> {
  const now = ports.clock.now()
  const until = now + SWEEP_BUDGET_MS
  const abandoned = await walk(ports, {
    collection: 'orders',
    where: [{ field: 'state', is: 'eq', value: 'placing' }, { field: 'workUntil', is: 'lte', value: now }],
    order: { field: 'workUntil', direction: 'asc' },
  }, until, order => abandonPlacing(ports, order))
  // Before anything is closed for want of a payment that was made.
  const asked = await askPayments(ports, now, until)
  const expired = await walk(ports, {
    collection: 'orders',
    where: [{ field: 'state', is: 'eq', value: 'placed' }, { field: 'leaseUntil', is: 'lte', value: now }],
    order: { field: 'leaseUntil', direction: 'asc' },
  }, until, order => closeUnpaid(ports, order, 'expired'))
  const topUps = await endTopUps(ports, now, until)
  const failed = await walk(ports, {
    collection: 'groups',
    where: [{ field: 'state', is: 'eq', value: 'open' }, { field: 'deadlineAt', is: 'lte', value: now }],
    order: { field: 'deadlineAt', direction: 'asc' },
  }, until, group => closeGroup(ports, group))
  const tidied = await walk(ports, {
    collection: 'stocks',
    where: [{ field: 'inflightAt', is: 'gt', value: 0 }],
    order: { field: 'inflightAt', direction: 'asc' },
  }, until, stock => tidyStock(ports, stock))
  const settled = await settleClaims(ports, now, until)
  const finished = await finishOrders(ports, now, until)
  await sweepRisk(ports, now, until)
  const pace = new RefundPace()
  // Last, because it waits for WeChat: what is left over is due again with the next run.
  const effects = await walk(ports, {
    collection: 'outbox',
    where: [{ field: 'state', is: 'eq', value: 'waiting' }, { field: 'dueAt', is: 'lte', value: now }],
    order: { field: 'dueAt', direction: 'asc' },
  }, until, row => runRow(ports, row, until, pace))
  const daysClosed = await closeDays(ports, until)
  const forgotten = await forget(ports, now, until)
  return { abandoned, asked, expired, failed, effects, tidied: tidied + settled, finished, topUps, daysClosed, forgotten }
}

async function closeGroup(ports: Ports, group: Group): Promise<void> {
  await seatPaidOrders(ports, group)
  const effects = await ports.store.transaction(async (tx) => {
    const current = await tx.get('groups', group.id)
    const ended = current && endGroup(current, ports.clock.now())
    if (!ended) return []
    const after = [{ kind: 'settle_group', groupId: group.id, members: ended.paid }] as const
    await tx.replace('groups', ended)
    await saveEffects(tx, after, ports.clock.now())
    return after
  })
  await runOwn(ports, effects)
}

/** Finishes or undoes moves whose worker died between counters and mark, and lets go of gifts that came too late. Also of goods that are bought all the time: whoever is still at a move finds it done. */
async function tidyStock(ports: Ports, stock: Stock): Promise<void> {
  for (const [orderId, text] of Object.entries(stock.inflight)) {
    const order = await ports.store.get('orders', orderId)
    if (!order) throw new Error(`move in flight of an unknown order ${orderId}`)
    const entry = decodeInflight(text)
    // While its order is still being worked on, a move may yet be marked; the order's own sweep comes first.
    const line = order.stock[stock.id]
    if (!line) throw new Error(`move in flight of an order without ${stock.id}`)
    if (order.state !== 'placing' && (line.seq > entry.seq || order.state === 'closed')) await settleEntry(ports, { orderId, skuId: stock.id, quantity: line.quantity }, entry, false)
  }
  if (!await dropStrayGifts(ports, stock)) return
  await ports.store.update('stocks', stock.id, { set: { inflightAt: 0 } }, [{ field: 'inflightAt', is: 'eq', value: stock.inflightAt }, { field: 'inflight', is: 'empty' }])
}

async function finishOrders(ports: Ports, now: number, until: number): Promise<number> {
  const received = await walk(ports, {
    collection: 'orders',
    where: [{ field: 'state', is: 'eq', value: 'shipped' }, { field: 'shippedAt', is: 'lte', value: now - AUTO_RECEIPT_MS }],
    order: { field: 'shippedAt', direction: 'asc' },
  }, until, order => receiveOrder(ports, order.id))
  const completed = await walk(ports, {
    collection: 'orders',
    where: [{ field: 'state', is: 'eq', value: 'received' }, { field: 'receivedAt', is: 'lt', value: receivedBeforeWindow(now) }, { field: 'openReturnId', is: 'absent' }],
    order: { field: 'receivedAt', direction: 'asc' },
  }, until, order => completeOrder(ports, order.id))
  return received + completed + await sweepGoods(ports, now, until)
}
