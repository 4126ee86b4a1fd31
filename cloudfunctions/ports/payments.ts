import type { Fen } from '../domain/kernel/fen'
import type { Instant } from '../domain/kernel/instant'
import type { PaymentFacts } from '../domain/payment/payment'
import type { PayParamsView } from '../contract/views'
import type { Bills, ProfitSharing, Transfers } from './money'

export interface PaymentRequest {
  readonly outTradeNo: string
  readonly openid: string
  readonly description: string
  readonly amountFen: Fen
  readonly expiresAt: Instant
  /** Its money is to be shared out and stays frozen until then (S55); the same every time the order is asked for. */
  readonly shared?: boolean
}

/** `unknown` means the answer was lost or could not be trusted: ask again with the same number, never make another. */
export type PayCreated = { readonly outcome: 'created'; readonly params: PayParamsView } | { readonly outcome: 'already_paid' } | { readonly outcome: 'closed' } | { readonly outcome: 'rejected'; readonly code: string } | { readonly outcome: 'unknown' }
export type PayQueried = { readonly outcome: 'paid'; readonly facts: PaymentFacts } | { readonly outcome: 'unpaid' } | { readonly outcome: 'closed' } | { readonly outcome: 'absent' } | { readonly outcome: 'unknown' }
export type PayClosed = { readonly outcome: 'closed' } | { readonly outcome: 'already_paid' } | { readonly outcome: 'absent' } | { readonly outcome: 'unknown' }

export interface RefundRequest {
  readonly outTradeNo: string
  readonly outRefundNo: string
  readonly amountFen: Fen
  readonly totalFen: Fen
  readonly reason: string
}

export interface RefundFacts {
  /** Whose money it is; answers to our own questions leave it out. */
  readonly mchid?: string
  readonly outRefundNo: string
  readonly outTradeNo: string
  readonly state: 'processing' | 'succeeded' | 'abnormal' | 'closed'
  readonly providerRefundId: string
  readonly amountFen: number
  readonly totalFen: number
  readonly succeededAt?: Instant
}

/** `later` is a refusal that passes (no balance, rate): same number again. `rejected` will not pass without a person. */
export type RefundAnswer = { readonly outcome: 'known'; readonly facts: RefundFacts } | { readonly outcome: 'absent' } | { readonly outcome: 'later'; readonly code: string } | { readonly outcome: 'rejected'; readonly code: string } | { readonly outcome: 'unknown' }

export interface BankCard {
  readonly bankType: string
  readonly account: string
  readonly name: string
}

export interface HttpMessage {
  readonly headers: Readonly<Record<string, string | undefined>>
  /** The body's bytes as text, exactly as received. */
  readonly body: string
}

/** What a verified notification says; `ignored` is one we verified and have no use for, `forged` one we could not verify. */
export type Notification = { readonly kind: 'payment'; readonly facts: PaymentFacts } | { readonly kind: 'refund'; readonly facts: RefundFacts } | { readonly kind: 'ignored'; readonly eventType: string } | { readonly kind: 'forged'; readonly why: string }

/** WeChat Pay as the product sees it. */
export interface Payments extends Bills, ProfitSharing, Transfers {
  readonly appid: string
  readonly mchid: string
  create: (request: PaymentRequest) => Promise<PayCreated>
  query: (outTradeNo: string) => Promise<PayQueried>
  close: (outTradeNo: string) => Promise<PayClosed>
  refund: (request: RefundRequest) => Promise<RefundAnswer>
  queryRefund: (outRefundNo: string) => Promise<RefundAnswer>
  /** Sends an abnormal refund to a bank card of the shopper. */
  refundToCard: (facts: { outRefundNo: string; providerRefundId: string }, card: BankCard) => Promise<RefundAnswer>
  openNotification: (message: HttpMessage) => Promise<Notification>
}
