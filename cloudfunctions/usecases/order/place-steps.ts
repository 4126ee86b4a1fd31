import { type Decision, accept, refuse } from '../../domain/kernel/decision'
import { closeOrder } from '../../domain/order/move-order'
import { openGroup, type Opening, PLACING_LEASE_MS } from '../../domain/order/new-order'
import { newMember, type Member } from '../../domain/member/member'
import type { Order } from '../../domain/order/order'
import { isFlashPool } from '../../domain/stock/flash-pool'
import type { Ports } from '../../ports'
import { releaseSeat } from '../group/release-seat'
import { type SeatRefusal, takeSeat } from '../group/take-seat'
import { dropOrder, type HoldLimits, type HoldRefusal, takeHold } from '../member/holds'
import { moveAll, moveStock } from '../stock/move-stock'
import { undoHolds } from '../stock/undo-hold'

export type PlaceRefusal = SeatRefusal | HoldRefusal | 'sold_out' | 'flash_sold_out' | 'order_expired'

export interface PlaceContext {
  readonly perShopperLimit: number | undefined
  /** Limits on orders whatever they are about (S25). */
  readonly limits?: Pick<HoldLimits, 'unpaid' | 'rate'>
  /** As just read; undefined for someone who was never here. */
  readonly member: Member | undefined
  /** For `open`: what the new group is about. */
  readonly opening?: Opening
}

/**
 * Takes, for an order already written as `placing`, the shopper's hold, the seat and the stock, each by one conditional update that can be
 * repeated, and marks it `placed`. A refusal at any step gives back what the earlier ones took.
 */
export async function takeSteps(ports: Ports, order: Order, context: PlaceContext): Promise<Decision<Order, PlaceRefusal>> {
  const held = await takeHold(ports, order, { ...context.limits, ...(context.perShopperLimit !== undefined && { perShopper: context.perShopperLimit }) }, context.member)
  if (!held.ok) return giveUp(ports, order, held.refusal)

  const seated = await takeItsSeat(ports, order, context)
  if (!seated.ok) return giveUp(ports, order, seated.refusal)

  const stock = await holdStock(ports, order)
  if (stock.outcome === 'placed') return accept(stock.order)
  if (stock.outcome !== 'lost') return giveUp(ports, order, stock.outcome)

  // Somebody finished this order meanwhile: our own retry, or the sweep that found it abandoned.
  const now = await ports.store.get('orders', order.id)
  if (now && now.state !== 'placing' && now.closedReason !== 'not_placed') return accept(now)
  await giveBack(ports, order)
  return refuse('order_expired')
}

type StockHeld = { readonly outcome: 'placed'; readonly order: Order } | { readonly outcome: 'sold_out' | 'flash_sold_out' | 'lost' }

/** Keeps the pieces of every line, from its SKU and from the pool of its flash price; the mark on the last one makes the order `placed`. Presale keeps none (S40). */
async function holdStock(ports: Ports, order: Order): Promise<StockHeld> {
  const wanted = order.presale ? [] : Object.keys(order.stock).filter(skuId => order.stock[skuId]?.state !== 'held')
  let placed: Order = { ...order, state: 'placed' }
  for (const [index, skuId] of wanted.entries()) {
    const moved = await moveStock(ports, order, skuId, 'hold', index === wanted.length - 1 ? { state: 'placed' } : {})
    if (moved === 'sold_out') return { outcome: isFlashPool(skuId) ? 'flash_sold_out' : 'sold_out' }
    if (moved !== 'moved') return { outcome: 'lost' }
    const line = order.stock[skuId]
    if (line) placed = { ...placed, stock: { ...placed.stock, [skuId]: { ...line, state: 'held', seq: line.seq + 1 } }, version: placed.version + 1 }
  }
  if (wanted.length > 0) return { outcome: 'placed', order: placed }
  const marked = await ports.store.update('orders', order.id, { set: { state: 'placed' }, inc: { version: 1 } }, [{ field: 'state', is: 'eq', value: 'placing' }, { field: 'closedReason', is: 'absent' }])
  return marked ? { outcome: 'placed', order: { ...placed, version: placed.version + 1 } } : { outcome: 'lost' }
}

async function takeItsSeat(ports: Ports, order: Order, { opening, member }: PlaceContext): Promise<Decision<void, SeatRefusal>> {
  const person = member ?? newMember(order.openid, order.placedAt)
  if (order.kind === 'alone') return accept(undefined)
  if (order.kind === 'join') return takeSeat(ports, order, person)
  if (!opening) throw new Error(`order ${order.id} opens a group without an activity`)
  await ports.store.insert('groups', openGroup(order, opening, person, order.placedAt))
  return accept(undefined)
}

async function giveUp<Refusal extends string>(ports: Ports, order: Order, refusal: Refusal): Promise<Decision<Order, Refusal>> {
  await abandonPlacing(ports, order)
  return refuse(refusal)
}

/**
 * Gives up a half-placed order, undoes whatever it took and closes it; harmless when somebody else works on it or has placed it. It is
 * given up before anything is undone, which nobody can revoke, and closed after everything is, so that until then the sweep finds it.
 */
export async function abandonPlacing(ports: Ports, order: Order): Promise<void> {
  const { store, clock } = ports
  const placing = { field: 'state', is: 'eq', value: 'placing' } as const
  const won = await store.update('orders', order.id, {
    set: { closedReason: 'not_placed', workUntil: clock.now() + PLACING_LEASE_MS },
    inc: { ...Object.fromEntries(Object.keys(order.stock).map(skuId => [`stock.${skuId}.seq`, 1])), version: 1 },
  }, [placing, { field: 'workUntil', is: 'eq', value: order.workUntil }])
  if (!won) return
  await giveBack(ports, order)
  const closed = closeOrder(order, 'not_placed', clock.now())
  await store.update('orders', order.id, { set: { state: closed.state, closedAt: closed.closedAt, 'payment.state': 'closed' }, inc: { version: 1 } }, [placing])
}

async function giveBack(ports: Ports, order: Order): Promise<void> {
  await undoHolds(ports, order)
  const held = await ports.store.get('orders', order.id)
  if (held && Object.values(held.stock).some(line => line.state === 'held')) await moveAll(ports, held, 'release')
  await releaseSeat(ports, order)
  await dropOrder(ports, order)
}
