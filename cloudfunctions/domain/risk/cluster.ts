import type { Instant } from '../kernel/instant'
import type { Order } from '../order/order'
import type { ClusterRule } from './rules'

/** What of an order tells who is behind it, as keyed hashes (S73): the door, the phone number, the network, and the device of those who agreed. */
export interface OrderTraces {
  readonly address?: string
  readonly phone?: string
  readonly ip?: string
  readonly device?: string
}

export type TracedOrder = Pick<Order, 'id' | 'openid' | 'placedAt' | 'closedReason' | 'traces'>

/** Orders that belong together under a rule: a burst has one first and one last order, however long it goes on. */
export interface Cluster {
  readonly firstOrderId: string
  readonly firstAt: Instant
  readonly lastAt: Instant
  readonly orders: number
  readonly openids: readonly string[]
}

/**
 * Where orders that share a trace reach what a rule asks for (S72, S75): so many orders or shoppers within its time, the time itself included.
 * Windows that overlap are one cluster. Orders that never came about do not count.
 */
export function clustersOf(rule: ClusterRule, found: readonly TracedOrder[]): readonly Cluster[] {
  const orders = found.filter(order => order.closedReason !== 'not_placed').sort((a, b) => a.placedAt - b.placedAt || (a.id < b.id ? -1 : 1))
  const spans: { from: number; to: number }[] = []
  let from = 0
  orders.forEach((order, to) => {
    while ((orders[from] as TracedOrder).placedAt < order.placedAt - rule.withinMs) from += 1
    if (!reaches(rule, orders.slice(from, to + 1))) return
    const last = spans.at(-1)
    if (last && from <= last.to) last.to = to
    else spans.push({ from, to })
  })
  return spans.map(span => clusterOf(orders.slice(span.from, span.to + 1)))
}

function reaches({ counts, atLeast, phonesAtMost }: ClusterRule, orders: readonly TracedOrder[]): boolean {
  const people = new Set(orders.map(order => counts === 'orders' ? order.id : order.openid)).size
  return people >= atLeast && (phonesAtMost === undefined || new Set(orders.map(order => order.traces?.phone ?? order.openid)).size <= phonesAtMost)
}

function clusterOf(orders: readonly TracedOrder[]): Cluster {
  const [first, last] = [orders[0], orders.at(-1)]
  if (!first || !last) throw new Error('a cluster without orders')
  return { firstOrderId: first.id, firstAt: first.placedAt, lastAt: last.placedAt, orders: orders.length, openids: [...new Set(orders.map(order => order.openid))].slice(0, 50) }
}
