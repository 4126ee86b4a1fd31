import type { Instant } from '../kernel/instant'
import type { Member } from '../member/member'
import { NEWCOMER_MS } from './rules'

/**
 * What is decided about a shopper (S72): `held` until the merchant has looked, `barred` from coupons by the merchant, `trusted` by the merchant. It
 * never stands between a shopper and goods, orders or money of theirs.
 */
export interface Standing {
  readonly verdict: 'held' | 'barred' | 'trusted'
  /** The case it follows from, and that case's version: a later decision replaces an earlier one. */
  readonly caseId: string
  readonly caseVersion: number
  readonly at: Instant
}

/** Young and never paid. */
export function isNewcomer({ createdAt, paidOrders }: Member, now: Instant): boolean {
  return paidOrders === 0 && now - createdAt < NEWCOMER_MS
}
