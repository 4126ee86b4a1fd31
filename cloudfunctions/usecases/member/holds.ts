import { type Decision, accept, refuse } from '../../domain/kernel/decision'
import { type Hold, isNewShopper, MAX_UNPAID_HOLDS, type Member, newMember } from '../../domain/member/member'
import type { Order } from '../../domain/order/order'
import type { RateLimit } from '../../domain/risk/rules'
import { hasRoom, type Window, windowsAt } from '../../domain/risk/windows'
import { isFlashPool } from '../../domain/stock/flash-pool'
import { Busy, type Change, type Clause, type Ports } from '../../ports'

export type HoldRefusal = 'too_many_unpaid' | 'orders_too_fast' | 'first_order_only' | 'over_shopper_limit' | 'funds_too_low' | 'coupon_not_usable' | 'flash_already_held' | 'consent_needed'

/** The limits a hold must respect; none when money has already come for the order. */
export interface HoldLimits {
  readonly perShopper?: number
  /** Unpaid orders at a time, three at most. */
  readonly unpaid?: number
  /** Orders in a time (S25), counted with the hold itself. */
  readonly rate?: RateLimit
}

/**
 * Counts an unpaid order against its shopper and keeps what of theirs is to pay for it, in one conditional update (I3, I10): at most three unpaid
 * orders at a time, one of a limited flash price, one with a discount for first orders, no more of an activity than it allows each shopper, balance and points only as far as there are any, a coupon for one order
 * only. Doing it twice for the same order changes nothing. `known` is the member as just read, to try the likely condition first.
 */
export async function takeHold(ports: Ports, order: Order, limits: HoldLimits | undefined, known?: Member): Promise<Decision<void, HoldRefusal>> {
  const { store } = ports
  let member = known
  for (let attempt = 0; attempt < 5; attempt++) {
    member ??= await store.get('members', order.openid)
    if (!member) {
      await store.insert('members', newMember(order.openid, ports.clock.now()))
      member = newMember(order.openid, ports.clock.now())
    }
    if (member.holds[order.id] !== undefined) {
      if (limits || livesAlready(member, order) || await liveAgain(ports, order)) return accept(undefined)
      member = undefined
      continue
    }
    const refusal = whyNot(member, order, limits)
    if (refusal && (attempt > 0 || !known)) return refuse(refusal)
    if (!refusal && await store.update('members', order.openid, holdChange(member, order, limits), holdConditions(member, order, limits))) return accept(undefined)
    member = undefined
  }
  throw new Busy(`holds of order ${order.id}`)
}

function unpaidAtMost(limits: HoldLimits): number {
  return Math.min(limits.unpaid ?? MAX_UNPAID_HOLDS, MAX_UNPAID_HOLDS)
}

function rateWindows(order: Order, limits: HoldLimits | undefined): readonly Window[] {
  return limits?.rate ? windowsAt(limits.rate, order.placedAt) : []
}

function holdChange({ placed = {} }: Member, order: Order, limits: HoldLimits | undefined): Change {
  const { balanceFen, points, coupons } = order.funds
  const hold: Hold = { until: order.leaseUntil, version: order.version, balanceFen, points, couponIds: coupons.map(coupon => coupon.id) }
  const bought = order.activityId && `bought.${order.activityId}`
  const windows = rateWindows(order, limits)
  const over = limits ? Object.keys(placed).filter(key => windows.every(window => window.key !== key)) : []
  return {
    ...(over.length > 0 && { unset: over.map(key => `placed.${key}`) }),
    set: {
      [holdField(order)]: hold,
      ...(bought && { [countedField(order)]: order.version }),
      ...Object.fromEntries(flashFields(order).map(field => [field, order.id])),
      ...Object.fromEntries(coupons.flatMap(({ id }) => [[`coupons.${id}.state`, 'held'], [`coupons.${id}.orderId`, order.id]])),
    },
    inc: { holdCount: 1, ...Object.fromEntries(windows.map(({ key }) => [`placed.${key}`, 1])), ...(bought && { [bought]: 1 }), ...(balanceFen > 0 && { balanceFen: -balanceFen }), ...(points > 0 && { points: -points }) },
  }
}

/** The decision of `whyNot` once more, as a condition of the update: what was read may have changed. */
function holdConditions(member: Member, order: Order, limits: HoldLimits | undefined): Clause[] {
  const { balanceFen, points, coupons } = order.funds
  const when: Clause[] = [{ field: holdField(order), is: 'absent' }]
  // Whoever is being removed takes nothing new on (S12).
  if (limits) when.push({ field: 'leaving', is: 'absent' }, { field: 'holdCount', is: 'lt', value: unpaidAtMost(limits) }, ...flashFields(order).map((field): Clause => ({ field, is: 'absent' })))
  if (limits && order.firstOrder) when.push({ field: 'holdCount', is: 'eq', value: 0 }, { field: 'paidOrders', is: 'eq', value: 0 })
  for (const { key, limit } of rateWindows(order, limits)) when.push({ field: `placed.${key}`, is: 'neq', value: limit })
  if (limits?.perShopper !== undefined && order.activityId) {
    const bought = `bought.${order.activityId}`
    when.push(member.bought[order.activityId] === undefined ? { field: bought, is: 'absent' } : { field: bought, is: 'lt', value: limits.perShopper })
  }
  if (balanceFen > 0) when.push({ field: 'balanceFen', is: 'gte', value: balanceFen })
  if (points > 0) when.push({ field: 'points', is: 'gte', value: points })
  for (const { id } of coupons) when.push({ field: `coupons.${id}.state`, is: 'eq', value: 'unused' })
  return when
}

function whyNot(member: Member, order: Order, limits: HoldLimits | undefined): HoldRefusal | undefined {
  const { balanceFen, points, coupons } = order.funds
  if (limits && member.leaving) return 'consent_needed'
  if (limits && member.holdCount >= unpaidAtMost(limits)) return 'too_many_unpaid'
  if (limits && order.firstOrder && !isNewShopper(member)) return 'first_order_only'
  if (!hasRoom(member.placed ?? {}, rateWindows(order, limits))) return 'orders_too_fast'
  if (limits?.perShopper !== undefined && order.activityId && (member.bought[order.activityId] ?? 0) >= limits.perShopper) return 'over_shopper_limit'
  if (limits && poolsOf(order).some(poolId => member.flashHolds?.[poolId] !== undefined)) return 'flash_already_held'
  if (member.balanceFen < balanceFen || member.points < points) return 'funds_too_low'
  return coupons.every(({ id }) => member.coupons[id]?.state === 'unused') ? undefined : 'coupon_not_usable'
}

/** Said before; an update that changes nothing would count as not done. */
function livesAlready(member: Member, { id, activityId, version }: Order): boolean {
  return member.holds[id]?.version === version && (!activityId || member.counted[id] === version)
}

/** The order lives again with the hold it never lost: whoever still works on its closing must no longer take it away. */
function liveAgain({ store }: Ports, order: Order): Promise<boolean> {
  const hold = holdField(order)
  return store.update('members', order.openid, { set: { [`${hold}.version`]: order.version, ...(order.activityId && { [countedField(order)]: order.version }) } }, [{ field: hold, is: 'present' }])
}

/** The order is paid: what was kept for it is spent. */
export async function spendHold({ store }: Ports, order: Order): Promise<void> {
  const hold = holdField(order)
  await store.update('members', order.openid, {
    unset: [hold, ...flashFields(order)],
    inc: { holdCount: -1, paidOrders: 1 },
    set: Object.fromEntries(order.funds.coupons.map(({ id }) => [`coupons.${id}.state`, 'used'])),
  }, [{ field: hold, is: 'present' }])
}

/**
 * The order is closed. If it still has its hold, that ends, and what was only kept for it goes back; what was spent went back with the refund.
 * Coupons go back unless goods were sent back (S21), and the order leaves its activity's count. Repeatable; a revived order keeps its own.
 */
export async function dropOrder(ports: Ports, order: Order): Promise<void> {
  const { store } = ports
  const { balanceFen, points, coupons, spent } = order.funds
  const hold = holdField(order)
  const fewer = order.activityId ? { [`bought.${order.activityId}`]: -1 } : {}
  const counted = order.activityId ? [countedField(order)] : []
  const mine: Clause[] = counted.map(field => ({ field, is: 'lte', value: order.version }))
  const back = spent ? {} : { ...(balanceFen > 0 && { balanceFen }), ...(points > 0 && { points }) }
  const freed = coupons.map(({ id }) => `coupons.${id}`)
  const ended = await store.update('members', order.openid, {
    unset: [hold, ...counted, ...flashFields(order), ...freed.map(coupon => `${coupon}.orderId`)],
    set: Object.fromEntries(freed.map(coupon => [`${coupon}.state`, 'unused'])),
    inc: { holdCount: -1, ...fewer, ...back },
  }, [{ field: `${hold}.version`, is: 'lte', value: order.version }, ...mine])
  if (ended) return
  if (counted.length > 0) await store.update('members', order.openid, { unset: counted, inc: fewer }, mine)
  // An order that was never paid for has used no coupon up; if it lives again meanwhile, the coupon is its own.
  if (!spent || order.closedReason === 'returned') return
  for (const coupon of freed) {
    await store.update('members', order.openid, { set: { [`${coupon}.state`]: 'unused' }, unset: [`${coupon}.orderId`] }, [
      { field: `${coupon}.state`, is: 'eq', value: 'used' },
      { field: `${coupon}.orderId`, is: 'eq', value: order.id },
    ])
  }
}

/** Pools of limited flash prices that this order takes from (X1). */
function poolsOf(order: Order): string[] {
  return Object.keys(order.stock).filter(isFlashPool)
}

function flashFields(order: Order): string[] {
  return poolsOf(order).map(poolId => `flashHolds.${poolId}`)
}

function holdField(order: Order): string {
  return `holds.${order.id}`
}

function countedField(order: Order): string {
  return `counted.${order.id}`
}
