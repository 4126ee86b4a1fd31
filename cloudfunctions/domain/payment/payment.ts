import type { Fen } from '../kernel/fen'
import type { Instant } from '../kernel/instant'
import type { Transitions } from '../kernel/transition'

export type PaymentState = 'unpaid' | 'succeeded' | 'closed'

/** `closed` may still succeed: the shopper can have paid while we were closing, and money that came must be recorded. */
export const PAYMENT_TRANSITIONS: Transitions<PaymentState> = {
  unpaid: ['succeeded', 'closed'],
  closed: ['succeeded'],
  succeeded: [],
}

/** The WeChat Pay side of an order. `out_trade_no` is the order's id. */
export interface Payment {
  readonly state: PaymentState
  readonly amountFen: Fen
  /** Last moment the shopper can pay, given to WeChat; earlier than the lease ends. */
  readonly expiresAt: Instant
  /** Set before WeChat is first asked, so that an unknown outcome is never mistaken for "never asked". */
  readonly requestedAt?: Instant
  /** When WeChat is to be asked next what became of it, while nobody has told us. */
  readonly askAt?: Instant
  /** Asked for as one that is to be shared out; WeChat wants the same every time (S55). */
  readonly shared?: boolean
  readonly transactionId?: string
  readonly paidAt?: Instant
  /** When we came to know of it; a seat is paid in time when this is before the deadline of its group. */
  readonly recordedAt?: Instant
}

/** What WeChat states about a payment, from a notification or a query. */
export interface PaymentFacts {
  readonly outTradeNo: string
  readonly appid: string
  readonly mchid: string
  readonly openid: string
  readonly amountFen: number
  readonly currency: string
  readonly transactionId: string
  readonly paidAt: Instant
}
