import type { Fen } from '../kernel/fen'
import type { Instant } from '../kernel/instant'

/**
 * Chart of accounts, in fen. `wechat_clearing`: the shop's money at WeChat Pay. `customer_prepaid`: what shoppers paid for and have not received.
 * `refund_payable`: promised back through WeChat and not yet returned. `revenue`: earned. `supplier_payable`: suppliers' shares of what was earned, by
 * supplier. `commission_payable`: leaders' commissions, by openid, and `commission` what they cost the shop. `transfer_payable`: of them, on its way to a leader and
 * not yet off the account. `stored_value`: what shoppers have put in to spend, by openid (S20). `marketing`: given on top by the shop. `fee`: what WeChat takes (S56).
 * `suspense`: money at WeChat that no order of ours explains, until a person does. `bank`: the shop's bank account, as far as money went there or came
 * from there. `deposits`: what suppliers and leaders have left as security, by party (S74).
 */
export const ACCOUNTS = ['wechat_clearing', 'customer_prepaid', 'refund_payable', 'revenue', 'supplier_payable', 'commission_payable', 'commission', 'transfer_payable', 'stored_value', 'marketing', 'fee', 'suspense', 'bank', 'deposits'] as const
export type Account = (typeof ACCOUNTS)[number]

/** Accounts in points (S18). `points_outstanding`: what shoppers have, by openid. `points_issued`: ever given. `points_redeemed`: spent on orders. */
export const POINT_ACCOUNTS = ['points_outstanding', 'points_issued', 'points_redeemed'] as const
export type PointAccount = (typeof POINT_ACCOUNTS)[number]

export interface Entry {
  readonly account: Account
  /** Positive debits the account, negative credits it. */
  readonly amountFen: Fen
  /** Whose part of the account: an openid or a supplier. */
  readonly party?: string
}

export interface PointEntry {
  readonly account: PointAccount
  readonly points: number
  readonly party?: string
}

export type PostingKind =
  | 'payment' | 'funds_spent' | 'refund_promised' | 'refund_returned' | 'sale_completed'
  | 'top_up' | 'checked_in' | 'points_exchanged' | 'points_left'
  | 'fee' | 'suspense' | 'explained' | 'bank' | 'split' | 'split_returned' | 'paid_by_hand'
  | 'commission_earned' | 'commission_back' | 'transfer_promised' | 'transfer' | 'transfer_returned' | 'transfer_restored'
  | 'deposit_received' | 'deposit_withdrawn' | 'deposit_deducted'

/** One immutable movement, balanced in fen and in points. Its id derives from what it records, so that it is written once. */
export interface Posting {
  readonly id: string
  readonly kind: PostingKind
  /** The order it is about, empty for one about a shopper alone. */
  readonly orderId: string
  readonly at: Instant
  readonly entries: readonly Entry[]
  readonly pointEntries: readonly PointEntry[]
  /** Whose stored value it changes, for the shopper's history; absent when it changes nobody's. */
  readonly balanceOf?: string
  /** Whose commission it changes, for what is kept of a leader who has left. */
  readonly commissionOf?: string
  /** Whose points it changes. */
  readonly pointsOf?: string
  /** Suppliers whose earnings it changes, for their statements; absent when it changes nobody's. */
  readonly suppliers?: readonly string[]
}
