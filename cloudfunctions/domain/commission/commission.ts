import { fen, type Fen, ZERO_FEN } from '../kernel/fen'
import type { Instant } from '../kernel/instant'
import { posting } from '../ledger/postings'
import type { Posting } from '../ledger/posting'
import { type Order, paidLeftFen } from '../order/order'
import { timesOver } from '../pricing/arithmetic'

/** What leaders get of orders placed from an instant on: so many parts in ten thousand of what is paid and kept. */
export interface CommissionRate {
  readonly from: Instant
  readonly perMyriad: number
}

/** What the merchant decided about commissions; left out, there are none. */
export interface CommissionTerms {
  readonly rates: readonly CommissionRate[]
  /** The most of one transfer, and of one leader's transfers on a Shanghai day. */
  readonly perTransferFen: Fen
  readonly perDayFen: Fen
}

export const NO_COMMISSION: CommissionTerms = { rates: [], perTransferFen: fen(50_000), perDayFen: fen(200_000) }

/** What a completed order brought the leader of its group, and how much of that went back with refunds since. */
export interface OrderCommission {
  readonly leaderOpenid: string
  readonly amountFen: Fen
  /** What of the order's money was kept when it was earned. */
  readonly baseFen: Fen
  readonly backFen: Fen
}

/** The rate in force at an instant: the latest that has begun. */
export function commissionRateAt(rates: readonly CommissionRate[], at: Instant): number {
  return rates.filter(rate => rate.from <= at).reduce<CommissionRate | undefined>((best, rate) => best && best.from > rate.from ? best : rate, undefined)?.perMyriad ?? 0
}

/** Whether new terms leave alone what has begun: orders are paid by the rate they were placed under (I14). */
export function keepsPastRates(before: readonly CommissionRate[], after: readonly CommissionRate[], now: Instant): boolean {
  const past = (rates: readonly CommissionRate[]): string => rates.filter(rate => rate.from <= now).map(rate => `${rate.from}:${rate.perMyriad}`).sort().join()
  return past(before) === past(after)
}

/**
 * What the leader of an order's group earns with the sale (I14): by the rate the order was placed under, of what was paid and not given back, rounded
 * down; once, when the return window is over. Nobody earns by their own order, and nobody but the leader of that very group earns.
 */
export function commissionOf(order: Order, leaderOpenid: string, { rates }: CommissionTerms): OrderCommission | undefined {
  const baseFen = paidLeftFen(order)
  const amountFen = fen(timesOver(baseFen, commissionRateAt(rates, order.placedAt), 10_000).quotient)
  return order.openid === leaderOpenid || amountFen === 0 ? undefined : { leaderOpenid, amountFen, baseFen, backFen: ZERO_FEN }
}

/** What more of it goes back now that less of the order's money is kept: rounded up, so that a full refund takes everything. */
export function commissionBackFen({ amountFen, baseFen, backFen }: OrderCommission, leftFen: Fen): Fen {
  return fen(amountFen - timesOver(amountFen, Math.min(leftFen, baseFen), baseFen).quotient - backFen)
}

export function commissionEarnedPosting(orderId: string, { leaderOpenid, amountFen }: OrderCommission, at: Instant): Posting {
  return posting(`${orderId}.commission`, 'commission_earned', orderId, at, [{ account: 'commission', amountFen }, { account: 'commission_payable', amountFen: fen(0 - amountFen), party: leaderOpenid }])
}

export function commissionBackPosting(refundId: string, orderId: string, leaderOpenid: string, amountFen: Fen, at: Instant): Posting {
  return posting(`${refundId}.commission_back`, 'commission_back', orderId, at, [{ account: 'commission_payable', amountFen, party: leaderOpenid }, { account: 'commission', amountFen: fen(0 - amountFen) }])
}
