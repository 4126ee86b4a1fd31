import type { Fen } from '../kernel/fen'
import type { Instant } from '../kernel/instant'

/**
 * Chart of accounts. `wechat_clearing` is the shop's money at WeChat Pay; `customer_prepaid` what shoppers paid for and have not received;
 * `refund_payable` what is promised back and not yet returned; `revenue` what is earned.
 */
export type Account = 'wechat_clearing' | 'customer_prepaid' | 'refund_payable' | 'revenue'

export interface Entry {
  readonly account: Account
  /** Positive debits the account, negative credits it. */
  readonly amountFen: Fen
}

/** One immutable, balanced movement of money. Its id derives from what it records, so that it is written once. */
export interface Posting {
  readonly id: string
  readonly kind: 'payment' | 'refund_promised' | 'refund_returned' | 'sale_completed'
  readonly orderId: string
  readonly at: Instant
  readonly entries: readonly Entry[]
}
