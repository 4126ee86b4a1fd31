import type { Effect } from '../effect/effect'
import type { Instant } from '../kernel/instant'
import { canMove } from '../kernel/transition'
import { refundReturnedPosting } from '../ledger/postings'
import type { Posting } from '../ledger/posting'
import { type Refund, REFUND_TRANSITIONS } from './refund'

export interface RefundStatement {
  readonly state: 'processing' | 'succeeded' | 'abnormal' | 'closed'
  readonly providerRefundId: string
  readonly amountFen: number
  readonly totalFen: number
  readonly outTradeNo: string
  readonly succeededAt?: Instant
}

export interface RefundRecorded {
  readonly refund: Refund
  readonly postings: readonly Posting[]
  readonly effects: readonly Effect[]
}

/** What a statement of WeChat about a refund changes; `mismatch` when it speaks of other money, undefined when it says nothing new (I9). */
export function decideRefund(refund: Refund, statement: RefundStatement, now: Instant): RefundRecorded | 'mismatch' | undefined {
  if (statement.amountFen !== refund.amountFen || statement.totalFen !== refund.totalFen || statement.outTradeNo !== refund.orderId) return 'mismatch'
  if (refund.providerRefundId !== undefined && refund.providerRefundId !== statement.providerRefundId) return 'mismatch'
  // Refused before, taken later without our hearing of it: its number at WeChat is news, for without it the money goes to no bank card.
  if (refund.state === 'abnormal' && statement.state === 'abnormal' && refund.providerRefundId === undefined) {
    return { refund: { ...refund, providerRefundId: statement.providerRefundId, version: refund.version + 1 }, postings: [], effects: [] }
  }
  if (refund.state === statement.state || !canMove(REFUND_TRANSITIONS, refund.state, statement.state)) return undefined
  const next: Refund = {
    ...refund,
    state: statement.state,
    providerRefundId: statement.providerRefundId,
    version: refund.version + 1,
    ...(statement.state === 'succeeded' && { succeededAt: statement.succeededAt ?? now }),
  }
  if (statement.state !== 'succeeded') return { refund: next, postings: [], effects: [] }
  return {
    refund: next,
    postings: [refundReturnedPosting(refund, now)],
    effects: [{ kind: 'send_message', messageKey: 'refund_succeeded', orderId: refund.orderId, about: refund.id }],
  }
}
