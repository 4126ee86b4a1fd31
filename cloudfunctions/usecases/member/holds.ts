import { type Decision, accept, refuse } from '../../domain/kernel/decision'
import { MAX_UNPAID_HOLDS, type Member } from '../../domain/member/member'
import type { Order } from '../../domain/order/order'
import { Busy, type Change, type Clause, type Ports } from '../../ports'

export type HoldRefusal = 'too_many_unpaid' | 'over_shopper_limit'

/** The limits a hold must respect; none when money has already come for the order. */
export interface HoldLimits { readonly perShopper?: number }

/**
 * Counts an unpaid order against its shopper: at most three at a time, and no more orders of an activity than it allows each shopper.
 * Counting the same order twice changes nothing.
 */
export async function takeHold(ports: Ports, order: Order, limits: HoldLimits | undefined): Promise<Decision<void, HoldRefusal>> {
  const { store } = ports
  const field = `holds.${order.id}`
  const bought = order.activityId && `bought.${order.activityId}`
  const counted = countedField(order)
  const free: Clause[] = [{ field, is: 'absent' }]
  if (limits) free.push({ field: 'holdCount', is: 'lt', value: MAX_UNPAID_HOLDS })
  const change: Change = { set: { [field]: order.leaseUntil, ...(bought && { [counted]: order.version }) }, inc: { holdCount: 1, ...(bought && { [bought]: 1 }) } }

  // Most shoppers buy their first of an activity: a missing counter is tried first, one below the limit second.
  const counters: Clause[] = !bought || !limits
    ? []
    : [{ field: bought, is: 'absent' }, ...(limits.perShopper === undefined ? [] : [{ field: bought, is: 'lt', value: limits.perShopper } as const])]
  for (let attempt = 0; attempt < 4; attempt++) {
    for (const counter of counters.length > 0 ? counters : [undefined]) {
      if (await store.update('members', order.openid, change, counter ? [...free, counter] : free)) return accept(undefined)
    }
    const member = await store.get('members', order.openid)
    if (!member) {
      await store.insert('members', newMember(order.openid, ports.clock.now()))
      continue
    }
    if (member.holds[order.id] !== undefined) {
      if (limits || !bought) return accept(undefined)
      // The order lives again: whoever still works on its closing must no longer take it out of the count.
      if (await store.update('members', order.openid, { set: { [counted]: order.version } }, [{ field: counted, is: 'present' }])) return accept(undefined)
      continue
    }
    if (limits && member.holdCount >= MAX_UNPAID_HOLDS) return refuse('too_many_unpaid')
    const count = order.activityId ? member.bought[order.activityId] ?? 0 : 0
    if (limits?.perShopper !== undefined && count >= limits.perShopper) return refuse('over_shopper_limit')
  }
  throw new Busy(`holds of order ${order.id}`)
}

/** The order is unpaid no longer. */
export async function freeHold({ store }: Ports, order: Order): Promise<void> {
  const field = `holds.${order.id}`
  await store.update('members', order.openid, { unset: [field], inc: { holdCount: -1 } }, [{ field, is: 'present' }])
}

/** Nothing was bought, or it was given back: the order leaves its activity's count, and its hold ends if it was never paid. */
export async function dropOrder(ports: Ports, order: Order): Promise<void> {
  if (!order.activityId) return freeHold(ports, order)
  const { store } = ports
  const hold = `holds.${order.id}`
  const counted = countedField(order)
  const mine = { field: counted, is: 'lte', value: order.version } as const
  const fewer = { [`bought.${order.activityId}`]: -1 }
  if (await store.update('members', order.openid, { unset: [hold, counted], inc: { holdCount: -1, ...fewer } }, [{ field: hold, is: 'present' }, mine])) return
  await store.update('members', order.openid, { unset: [counted], inc: fewer }, [mine])
}

function countedField(order: Order): string {
  return `counted.${order.id}`
}

export function newMember(openid: string, now: number): Member {
  return { id: openid, nickname: '', avatar: '', createdAt: now, holds: {}, holdCount: 0, bought: {}, counted: {} }
}
