import type { Fen } from '../kernel/fen'
import type { Instant } from '../kernel/instant'
import type { Transitions } from '../kernel/transition'

export type RefundState = 'requested' | 'processing' | 'succeeded' | 'abnormal' | 'closed'
export type RefundReason = 'group_failed' | 'paid_late'

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
  readonly amountFen: Fen
  readonly totalFen: Fen
  readonly state: RefundState
  readonly requestedAt: Instant
  readonly succeededAt?: Instant
  /** WeChat's own number, needed to handle an abnormal refund. */
  readonly providerRefundId?: string
  readonly note?: string
  readonly version: number
}

const SUFFIX: Readonly<Record<RefundReason, string>> = { group_failed: 'GF', paid_late: 'LATE' }

export function refundId(orderId: string, reason: RefundReason): string {
  return `${orderId}-${SUFFIX[reason]}`
}
