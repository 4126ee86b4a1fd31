import type { Group } from '../../domain/group/group'
import type { Effect } from '../../domain/effect/effect'
import { moveOrder } from '../../domain/order/move-order'
import type { Order } from '../../domain/order/order'
import { seatPaidOrder } from '../../domain/payment/record-payment'
import { promiseRefund } from '../../domain/refund/promise-refund'
import { rungDifference } from '../../domain/refund/rung-difference'
import type { Clause, Ports } from '../../ports'
import { saveRefund } from '../member/credit'
import { spendHold } from '../member/holds'
import { moveAll } from '../stock/move-stock'
import { saveEffects } from './outbox'
import { type EffectResult, runOwn } from './run-effects'

/**
 * After a payment: the order takes its seat, the shopper's unpaid hold ends, and an order bought alone goes to be prepared with its stock sold
 * (S2). For a group that formed without it, or that has failed, the money goes back. Repeatable.
 */
export async function settleOrder(ports: Ports, orderId: string): Promise<EffectResult> {
  const order = await ports.store.get('orders', orderId)
  if (!order) return 'done'
  if (isToBeSeated(order) && !await seat(ports, orderId)) return 'done'
  await spendHold(ports, order)
  return order.state === 'paid' && order.kind === 'alone' ? prepareOrder(ports, order) : 'done'
}

/** Seats those whose payment is recorded and not yet settled; done before a group ends, so that nobody who paid in time is left out. */
export async function seatPaidOrders(ports: Ports, group: Group): Promise<void> {
  const held = Object.values(group.seats).filter(seat => seat.state === 'held').map(seat => seat.orderId)
  const orders = held.length > 0 ? await ports.store.getMany('orders', held) : []
  for (const order of orders) if (isToBeSeated(order)) await settleOrder(ports, order.id)
}

/** An order closed meanwhile has not spent its funds yet and seeks its seat anew, see `reviveOrder`. */
function isToBeSeated({ state, groupId, funds }: Order): boolean {
  return state === 'paid' && groupId !== undefined && funds.spent
}

/** False when the money goes back instead. */
async function seat(ports: Ports, orderId: string): Promise<boolean> {
  const { store, clock } = ports
  const result = await store.transaction(async (tx) => {
    const order = await tx.get('orders', orderId)
    if (!order?.groupId || !isToBeSeated(order)) return { seated: true, effects: [] }
    const now = clock.now()
    const decision = seatPaidOrder(order, await tx.get('groups', order.groupId), now)
    if (decision.kind === 'given_back') {
      await saveRefund(tx, decision.promise, now)
      return { seated: false, effects: decision.promise.effects }
    }
    await tx.replace('orders', decision.order)
    await tx.replace('groups', decision.group)
    await saveEffects(tx, decision.effects, now)
    return { seated: true, effects: decision.effects }
  })
  await runOwn(ports, result.effects)
  return result.seated
}

/**
 * Sells the stock of a paid order that needs no more people, gives back what a better rung saves, and moves it on to be prepared; its group's
 * shopper is told, once. Presale that runs short gives the money back (S40). The order may have been read a while ago. Repeatable.
 */
export async function prepareOrder(ports: Ports, order: Order, group?: Group): Promise<EffectResult> {
  if (!isPaidFor(order)) return 'done'
  if (!await moveAll(ports, order, order.presale ? 'deduct' : 'sell')) return giveBackPresale(ports, order)
  const handOver = handOverOf(order)
  const prepared = order.groupId || handOver.length > 0 ? await moveOnWithEffects(ports, order.id, group) : await moveOn(ports, order)
  if (prepared !== 'now') return prepared === 'later' ? 'later' : 'done'
  await runOwn(ports, handOver)
  // What lists show as sold; the stock's own counter is the exact one.
  for (const { productId, quantity } of order.lines) await ports.store.update('products', productId, { inc: { soldCount: quantity } })
  return 'done'
}

function isPaidFor({ state }: Order): boolean {
  return state === 'paid' || state === 'grouping'
}

/** `now` for the one call that moves it on, `later` while a piece of it is not sold yet. */
type Prepared = 'now' | 'already' | 'later'

/** Where nothing follows from it, one conditional update moves an order on. */
async function moveOn({ store }: Ports, order: Order): Promise<Prepared> {
  const { state } = moveOrder(order, 'preparing')
  const sold = Object.keys(order.stock).map((skuId): Clause => ({ field: `stock.${skuId}.state`, is: 'eq', value: 'sold' }))
  if (await store.update('orders', order.id, { set: { state }, inc: { version: 1 } }, [{ field: 'state', is: 'eq', value: order.state }, ...sold])) return 'now'
  const current = await store.get('orders', order.id)
  return current && isPaidFor(current) ? 'later' : 'already'
}

async function moveOnWithEffects({ store, clock }: Ports, orderId: string, group: Group | undefined): Promise<Prepared> {
  return store.transaction(async (tx) => {
    const current = await tx.get('orders', orderId)
    if (!current || !isPaidFor(current)) return 'already'
    if (Object.values(current.stock).some(line => line.state !== 'sold')) return 'later'
    const now = clock.now()
    const ready = moveOrder(current, 'preparing')
    const difference = group && rungDifference(ready, group, now)
    await (difference ? saveRefund(tx, difference, now) : tx.replace('orders', ready))
    await saveEffects(tx, [...handOverOf(current), ...groupNews(current)], now)
    return 'now'
  })
}

function groupNews({ id, groupId }: Order): Effect[] {
  return groupId ? [{ kind: 'send_message', messageKey: 'group_formed', orderId: id }] : []
}

/** What is handed over without a parcel follows at once: codes (S45), vouchers (S44). */
function handOverOf({ id, goods }: Order): Effect[] {
  if (goods === 'virtual') return [{ kind: 'deliver_codes', orderId: id }]
  return goods === 'service' ? [{ kind: 'issue_vouchers', orderId: id }] : []
}

async function giveBackPresale(ports: Ports, order: Order): Promise<EffectResult> {
  const { store, clock } = ports
  if (!await isShort(ports, order)) return 'later'
  const { id: orderId } = order
  const promise = await store.transaction(async (tx) => {
    const order = await tx.get('orders', orderId)
    if (order?.state !== 'paid' && order?.state !== 'grouping') return undefined
    // Somebody else has deducted its pieces meanwhile and goes on with it.
    if (Object.values(order.stock).every(line => line.state === 'sold')) return 'deducted'
    const promised = promiseRefund(order, 'presale_short', clock.now())
    await saveRefund(tx, promised, clock.now())
    return promised
  })
  if (promise === 'deducted') return 'later'
  if (promise) await runOwn(ports, promise.effects)
  return 'done'
}

/** Whether pieces are missing for good: a move in flight may hide one that comes back in a moment, and nobody is refused for that. */
async function isShort({ store }: Ports, order: Order): Promise<boolean> {
  const stocks = await store.getMany('stocks', Object.keys(order.stock))
  return Object.entries(order.stock).some(([skuId, { quantity }]) => {
    const stock = stocks.find(one => one.id === skuId)
    return !stock || (stock.available < quantity && Object.keys(stock.inflight).length === 0)
  })
}
