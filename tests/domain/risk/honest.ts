import { fen } from '../../../cloudfunctions/domain/kernel/fen'
import { DAY_MS, HOUR_MS, type Instant, MINUTE_MS, SECOND_MS } from '../../../cloudfunctions/domain/kernel/instant'
import type { NeighbourOrder, OwnOrder } from '../../../cloudfunctions/domain/risk/signals'
import type { RateRule, RiskAct } from '../../../cloudfunctions/domain/risk/rules'
import { hasRoom, windowsAt } from '../../../cloudfunctions/domain/risk/windows'
import { aLine, anOrder, T0 } from '../../support/builders'

/** Numbers that follow from a seed. */
export function seeded(seed: number): (min: number, max: number) => number {
  let state = seed >>> 0 || 1
  return (min, max) => {
    state ^= state << 13
    state >>>= 0
    state ^= state >>> 17
    state ^= state << 5
    state >>>= 0
    return min + state % (max - min + 1)
  }
}

export interface Act { readonly act: RiskAct; readonly at: Instant }

/** One person's day in the shop: some visits, pages read one after the other with time to look, coupons tapped through, a few orders. */
export function honestDay(seed: number): readonly Act[] {
  const pick = seeded(seed * 7919 + 17)
  const acts: Act[] = []
  const visits = pick(1, 6)
  for (let visit = 0; visit < visits; visit++) {
    let at = T0 - 2 * HOUR_MS + visit * 2 * HOUR_MS + pick(0, HOUR_MS)
    for (let pages = pick(2, 80); pages > 0; pages--) acts.push({ act: 'page.read', at: at += pick(700, 20 * SECOND_MS) })
    // What the coupon centre has is tapped through once, and looked at again in the evening.
    if (visit === 0 || visit === 4) for (let coupons = pick(0, 25); coupons > 0; coupons--) acts.push({ act: 'coupon.claim', at: at += pick(1000, 4 * SECOND_MS) })
    if (pick(0, 1) === 0) for (let orders = pick(1, 4); orders > 0; orders--) acts.push({ act: 'order.place', at: at += pick(15 * SECOND_MS, 5 * MINUTE_MS) })
  }
  return acts
}

/** How many acts a rule would refuse, counted as the shop counts them. */
export function refusedBy(rules: readonly RateRule[], acts: readonly Act[]): number {
  const counts: Record<string, Record<string, number>> = {}
  let refused = 0
  for (const { act, at } of acts) {
    for (const rule of rules.filter(one => one.act === act)) {
      const windows = windowsAt(rule.limit, at)
      const mine = counts[rule.id] ??= {}
      if (!hasRoom(mine, windows)) refused += 1
      else for (const { key } of windows) mine[key] = (mine[key] ?? 0) + 1
    }
  }
  return refused
}

const coupon = anOrder().funds.coupons

/** An order as the screening looks at it. */
export function traced(id: string, openid: string, at: Instant, traces: NeighbourOrder['traces'], withCoupon = false): NeighbourOrder & { readonly openid: string } {
  const order = anOrder({ id, openid, placedAt: at })
  return { ...order, ...(traces && { traces }), funds: { ...order.funds, coupons: withCoupon ? [...coupon, { id: `c-${id}` } as never] : [] } }
}

/** A household: up to four people at one door, each with a phone of their own, most of them regulars, over a week. */
export function household(seed: number): readonly NeighbourOrder[] {
  const pick = seeded(seed * 104_729 + 3)
  const people = pick(1, 4)
  return Array.from({ length: pick(1, 9) }, (_, index) => {
    const who = pick(1, people)
    return traced(`o${seed}-${index}`, `p${seed}-${who}`, T0 - pick(0, 7 * DAY_MS), { address: `home${seed}`, phone: `phone${seed}-${pick(0, 5) === 0 ? 1 : who}`, ip: `ip${seed}` }, pick(0, 3) === 0)
  })
}

/** An office: many people at one desk over a week, each with their own phone; lunch is ordered within an hour, but not all at once. */
export function office(seed: number): readonly NeighbourOrder[] {
  const pick = seeded(seed * 1_299_709 + 5)
  const people = pick(6, 20)
  return Array.from({ length: pick(8, 30) }, (_, index) => {
    const who = pick(1, people)
    return traced(`f${seed}-${index}`, `w${seed}-${who}`, T0 - pick(0, 6) * DAY_MS - index * 3 * MINUTE_MS - pick(0, MINUTE_MS), { address: `office${seed}`, phone: `work${seed}-${who}`, ip: `net${seed}` }, pick(0, 2) === 0)
  })
}

/** Orders of one regular in a month, some cancelled and some sent back. */
export function regular(seed: number): readonly OwnOrder[] {
  const pick = seeded(seed * 15_485_863 + 7)
  return Array.from({ length: pick(1, 25) }, (_, index) => {
    const fate = pick(0, 19)
    const order = anOrder({ id: `r${seed}-${index}`, placedAt: T0 - pick(0, 30 * DAY_MS), lines: [aLine({ amountFen: fen(2990), supplierId: pick(0, 3) === 0 ? 'farm' : '' })] })
    if (fate < 3) return { ...order, state: 'closed', closedReason: 'cancelled', payment: { ...order.payment, state: 'closed' } } as OwnOrder
    const paid = { ...order, payment: { ...order.payment, state: 'succeeded', transactionId: 't', paidAt: order.placedAt } }
    return (fate < 5 ? { ...paid, state: 'closed', closedReason: 'returned' } : { ...paid, state: 'completed' }) as unknown as OwnOrder
  })
}
