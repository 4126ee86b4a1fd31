import type { Fen } from '../kernel/fen'
import type { Instant } from '../kernel/instant'
import type { Transitions } from '../kernel/transition'

export type RefundState = 'requested' | 'processing' | 'succeeded' | 'abnormal' | 'closed'
/** `better_rung`: a ladder group closed cheaper than its shoppers paid (S39). `presale_short`: fewer pieces than were ordered (S40). `returned`: goods sent back (S88). */
export type RefundReason = 'group_failed' | 'paid_late' | 'better_rung' | 'presale_short' | 'returned'

/** `abnormal` waits for the merchant and can go on; `closed` by WeChat means nothing was moved, so the merchant starts it again. */
export const REFUND_TRANSITIONS: Transitions<RefundState> = {
  requested: ['processing', 'succeeded', 'abnormal', 'closed'],
  processing: ['succeeded', 'abnormal', 'closed'],
  abnormal: ['processing', 'succeeded'],
  closed: ['processing', 'succeeded', 'abnormal'],
  succeeded: [],
}

/** One intended refund; its id is WeChat's `out_refund_no`, derived from order and reason, so that a retry never makes a second one. */
export interface Refund {
  readonly id: string
  readonly orderId: string
  readonly openid: string
  readonly reason: RefundReason
  /** What goes back through WeChat; nothing of it when the order was paid without WeChat. */
  readonly amountFen: Fen
  /** Paid through WeChat in all. */
  readonly totalFen: Fen
  /** What came back to the shopper's balance and points with the promise. */
  readonly balanceFen: Fen
  readonly points: number
  readonly state: RefundState
  readonly requestedAt: Instant
  /** When WeChat was last asked for it; it takes one of an order in a minute. */
  readonly askedAt?: Instant
  readonly succeededAt?: Instant
  /** WeChat's own number, needed to handle an abnormal refund. */
  readonly providerRefundId?: string
  readonly note?: string
  readonly version: number
}

const SUFFIX: Readonly<Record<RefundReason, string>> = { group_failed: 'GF', paid_late: 'LATE', better_rung: 'RUNG', presale_short: 'SHORT', returned: 'R' }

/** The number of a refund. An order is given back for most reasons once; goods are sent back several times, each with its own place. */
export function refundId(orderId: string, reason: RefundReason, place?: number): string {
  return `${orderId}-${SUFFIX[reason]}${place ?? ''}`
}
