import { type Decision, accept, refuse } from '../../domain/kernel/decision'
import { closeOrder } from '../../domain/order/move-order'
import { openGroup, PLACING_LEASE_MS } from '../../domain/order/new-order'
import type { Order } from '../../domain/order/order'
import type { Activity } from '../../domain/group/activity'
import type { Fen } from '../../domain/kernel/fen'
import type { Ports } from '../../ports'
import { releaseSeat } from '../group/release-seat'
import { type SeatRefusal, takeSeat } from '../group/take-seat'
import { dropOrder, type HoldRefusal, takeHold } from '../member/holds'
import { moveStock } from '../stock/move-stock'
import { undoHold } from '../stock/undo-hold'

export type PlaceRefusal = SeatRefusal | HoldRefusal | 'sold_out' | 'order_expired'

export interface PlaceContext {
  readonly perShopperLimit: number | undefined
  readonly person: { readonly nickname: string; readonly avatar: string }
  /** For `open`: the terms of the new group and the price it shows. */
  readonly opening?: { readonly activity: Activity; readonly priceGroupFen: Fen }
}

/**
 * Takes, for an order already written as `placing`, the shopper's hold, the seat and the stock, each by one conditional update that can be
 * repeated, and marks it `placed`. A refusal at any step gives back what the earlier ones took.
 */
export async function takeSteps(ports: Ports, order: Order, context: PlaceContext): Promise<Decision<Order, PlaceRefusal>> {
  const held = await takeHold(ports, order, context.perShopperLimit === undefined ? {} : { perShopper: context.perShopperLimit })
  if (!held.ok) return giveUp(ports, order, held.refusal)

  const seated = await takeItsSeat(ports, order, context)
  if (!seated.ok) return giveUp(ports, order, seated.refusal)

  const stock = await moveStock(ports, order, 'hold', { state: 'placed' })
  if (stock === 'moved') return accept({ ...order, state: 'placed', stock: 'held', stockSeq: order.stockSeq + 1, version: order.version + 1 })
  if (stock === 'sold_out') return giveUp(ports, order, 'sold_out')

  // Somebody finished this order meanwhile: our own retry, or the sweep that found it abandoned.
  const now = await ports.store.get('orders', order.id)
  if (now && now.state !== 'placing' && now.closedReason !== 'not_placed') return accept(now)
  await giveBack(ports, order)
  return refuse('order_expired')
}

async function takeItsSeat(ports: Ports, order: Order, { opening, person }: PlaceContext): Promise<Decision<void, SeatRefusal>> {
  if (order.kind === 'alone') return accept(undefined)
  if (order.kind === 'join') return takeSeat(ports, order, person)
  if (!opening) throw new Error(`order ${order.id} opens a group without an activity`)
  await ports.store.insert('groups', openGroup(order, opening.activity, person, opening.priceGroupFen, order.placedAt))
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
    inc: { stockSeq: 1, version: 1 },
  }, [placing, { field: 'workUntil', is: 'eq', value: order.workUntil }])
  if (!won) return
  await giveBack(ports, order)
  const closed = closeOrder(order, 'not_placed', clock.now())
  await store.update('orders', order.id, { set: { state: closed.state, closedAt: closed.closedAt, 'payment.state': 'closed' }, inc: { version: 1 } }, [placing])
}

async function giveBack(ports: Ports, order: Order): Promise<void> {
  await undoHold(ports, order)
  await releaseSeat(ports, order)
  await dropOrder(ports, order)
}
