import type { Fen } from '../kernel/fen'
import { ZERO_FEN } from '../kernel/fen'
import type { Instant } from '../kernel/instant'
import type { Consent } from './consent'
import type { Standing } from '../risk/standing'
import type { HeldCoupon } from './coupon'

/** Unpaid holds one shopper may have at a time; keeps one person from booking up a shop. */
export const MAX_UNPAID_HOLDS = 3

/** What an unpaid order keeps of its shopper's: a place among the unpaid, and money, points and coupons set aside for it. */
export interface Hold {
  readonly until: Instant
  /** Of the order when it took the hold: only a later closing takes it away. */
  readonly version: number
  readonly balanceFen: Fen
  readonly points: number
  readonly couponIds: readonly string[]
}

/** A check-in: its Shanghai day, `2026-03-01`, what it brought, and the how many-th day in a row it was. */
export interface CheckIn {
  readonly day: string
  readonly points: number
  readonly streak: number
}

/**
 * A shopper with what is theirs. Balance and points never go below zero (I3); with what holds of unpaid orders keep, they are the fold of the
 * ledger's entries for this openid (I2).
 */
export interface Member {
  /** The openid. */
  readonly id: string
  readonly nickname: string
  readonly avatar: string
  readonly createdAt: Instant
  /** Unpaid orders and what is kept for them. */
  readonly holds: Readonly<Record<string, Hold>>
  readonly holdCount: number
  /** Orders per activity that are not closed; what the activity's limit counts. */
  readonly bought: Readonly<Record<string, number>>
  /** The orders those counts are made of, each with its version then: it goes in once, and only a later closing takes it out. */
  readonly counted: Readonly<Record<string, number>>
  /** Stored value to spend (S20). */
  readonly balanceFen: Fen
  readonly points: number
  /** What levels are reached by (S19): a point for every yuan of a completed order. */
  readonly growth: number
  /** Orders ever paid; the first one makes a shopper known. */
  readonly paidOrders: number
  /** By id (S21). */
  readonly coupons: Readonly<Record<string, HeldCoupon>>
  /** Coupons ever claimed, by template. */
  readonly claims: Readonly<Record<string, number>>
  /** Claims ever decided, by template, those that came to nothing included; numbers the next one. */
  readonly claimTries?: Readonly<Record<string, number>>
  /** Which unpaid order keeps pieces of a limited flash price, by pool: one at a time (X1). */
  readonly flashHolds?: Readonly<Record<string, string>>
  /** Commission a leader can take out: the fold of `commission_payable` for this openid. Below zero when more went back with refunds than was left. */
  readonly commissionFen?: Fen
  /** Commission taken out on the last day any was. */
  readonly transferred?: { readonly day: string; readonly amountFen: Fen }
  /** To which privacy texts they agreed, the last one last (S12). */
  readonly consents?: readonly Consent[]
  /** They asked for everything of theirs to be removed, and it is not all done; the name their orders and postings get instead (S12). */
  readonly leaving?: { readonly pseudonym: string; readonly since: Instant }
  /** The last check-in (X3). */
  readonly checkIn?: CheckIn
  /** Orders placed, by window of the limit on them (S25); those of windows that are over go with the next order. */
  readonly placed?: Readonly<Record<string, number>>
  /** What was decided about claims of theirs (S72). */
  readonly standing?: Standing
  /** The phone they agreed to be known by (S73), as a keyed hash, with the wording agreed to and when. */
  readonly device?: { readonly key: string; readonly consent: string; readonly at: Instant }
}

/** Someone who works for the shop. Read at every call: a revoked role ends with the next one. */
export interface Staff {
  readonly id: string
  /** `former`: somebody who is none any more, kept because transactions remove nothing. */
  readonly role: 'merchant' | 'leader' | 'operator' | 'former'
}

/** Whether the next order would be their first: none is paid, and none waits to be (S25). */
export function isNewShopper({ paidOrders, holdCount }: Pick<Member, 'paidOrders' | 'holdCount'>): boolean {
  return paidOrders === 0 && holdCount === 0
}

export function newMember(openid: string, now: Instant): Member {
  return {
    id: openid, nickname: '', avatar: '', createdAt: now, holds: {}, holdCount: 0, bought: {}, counted: {},
    balanceFen: ZERO_FEN, points: 0, growth: 0, paidOrders: 0, coupons: {}, claims: {},
  }
}
