import type { Fen } from '../kernel/fen'
import type { Instant } from '../kernel/instant'

interface TradeFacts {
  readonly at: Instant
  readonly transactionId: string
  readonly outTradeNo: string
  readonly openid: string
  /** How the shopper paid, in WeChat's words: a bank with `_DEBIT` or `_CREDIT`, or something else. */
  readonly bank: string
  /** What WeChat took for the payment; negative where a refund gives some of it back. */
  readonly feeFen: Fen
}

/** One row of the trade bill. Payments stand under the day they succeeded, refunds under the day they were accepted, in the state of nine the next morning. */
export type TradeRow =
  | TradeFacts & { readonly kind: 'payment'; readonly amountFen: Fen }
  | TradeFacts & { readonly kind: 'refund'; readonly amountFen: Fen; readonly outRefundNo: string; readonly refundId: string; readonly state: 'processing' | 'succeeded' | 'abnormal' | 'closed' }

/** All trades of one day as WeChat states them; never changes once it is there. */
export interface TradeBill {
  /** SHA1 of the bill, by which a resumed reconciliation sees that it reads the same one. */
  readonly hash: string
  readonly rows: readonly TradeRow[]
}

/** One movement of the merchant's account. */
export interface FundRow {
  readonly at: Instant
  readonly flowId: string
  /** WeChat's number of what moved the money, and the merchant's own. */
  readonly reference: string
  readonly voucher: string
  /** Whether the merchant moved it to or from the bank in the merchant portal. */
  readonly bank: boolean
  /** Positive came in, negative went out. */
  readonly amountFen: Fen
  /** What the account held after it. */
  readonly balanceFen: Fen
}

export interface FundBill {
  readonly rows: readonly FundRow[]
}

/** The merchant's number of what a row is about. */
export function numberOf(row: TradeRow): string {
  return row.kind === 'payment' ? row.outTradeNo : row.outRefundNo
}

/** What a row does to the account before its fee: a payment adds, a refund takes. */
export function effectFen(row: TradeRow): number {
  return row.kind === 'payment' ? row.amountFen : -row.amountFen
}
