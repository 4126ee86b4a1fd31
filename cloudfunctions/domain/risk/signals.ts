import { DAY_MS, type Instant } from '../kernel/instant'
import type { Order } from '../order/order'

/** Why a shopper looks as if they gamed the shop (S72, S73). */
export type SignalCode =
  | 'address_accounts' | 'phone_accounts' | 'coupon_arbitrage' | 'one_network' | 'shared_device'
  | 'refund_farming' | 'hoarding' | 'own_goods' | 'denied_often'

export interface Signal {
  readonly code: SignalCode
  /** What it adds to the score. */
  readonly points: number
  /** How often, or how many. */
  readonly count: number
}

export type OwnOrder = Pick<Order, 'id' | 'placedAt' | 'state' | 'closedReason' | 'payment' | 'lines'>

/** What a shopper's own orders of the last thirty days say. `ownGoodsOf` is the supplier they act for. */
export function ownSignals(all: readonly OwnOrder[], ownGoodsOf: string | undefined, now: Instant): readonly Signal[] {
  const orders = all.filter(order => order.placedAt > now - 30 * DAY_MS && order.closedReason !== 'not_placed')
  const paid = orders.filter(order => order.payment.state === 'succeeded')
  const returned = paid.filter(order => order.closedReason === 'returned').length
  const today = orders.filter(order => order.placedAt > now - DAY_MS)
  const dropped = today.filter(order => order.closedReason === 'cancelled' || order.closedReason === 'expired').length
  const own = ownGoodsOf === undefined ? 0 : paid.filter(order => order.lines.some(line => line.supplierId === ownGoodsOf)).length
  return [
    ...when(returned >= 5 && returned * 10 >= paid.length * 7, { code: 'refund_farming', points: 60, count: returned }),
    ...when(dropped >= 10 && dropped * 10 >= today.length * 8, { code: 'hoarding', points: 60, count: dropped }),
    ...when(own >= 3, { code: 'own_goods', points: 60, count: own }),
  ]
}

export type NeighbourOrder = Pick<Order, 'id' | 'openid' | 'placedAt' | 'closedReason' | 'traces' | 'funds'>

/**
 * What orders to one door or phone number say together: accounts that each come once and each bring a coupon are one person who takes the coupon many
 * times. That they share a network says something only then.
 */
export function neighbourSignals(all: readonly NeighbourOrder[], now: Instant): readonly Signal[] {
  const orders = all.filter(order => order.placedAt > now - 7 * DAY_MS && order.closedReason !== 'not_placed')
  const people = new Set(orders.map(order => order.openid))
  const once = [...people].filter(openid => orders.filter(order => order.openid === openid).length === 1)
  const farmed = once.filter(openid => orders.some(order => order.openid === openid && order.funds.coupons.length > 0)).length
  const phones = new Set(orders.map(order => order.traces?.phone)).size
  const networks = new Set(orders.map(order => order.traces?.ip))
  const arbitrage = farmed >= 4 && phones <= 2 && farmed * 10 >= people.size * 8
  return [
    ...when(arbitrage, { code: 'coupon_arbitrage', points: 60, count: farmed }),
    ...when(arbitrage && networks.size === 1 && !networks.has(undefined), { code: 'one_network', points: 10, count: people.size }),
  ]
}

function when(holds: boolean, signal: Signal): readonly Signal[] {
  return holds ? [signal] : []
}
