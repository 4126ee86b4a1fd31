import { addFen, type Fen, subtractFen, ZERO_FEN } from '../kernel/fen'
import type { Instant } from '../kernel/instant'
import type { Order } from '../order/order'
import type { Refund } from '../refund/refund'
import type { Account, Posting } from './posting'

/** Moves an amount from one account to another; the two entries balance by construction (X13, I2). */
function transfer(id: string, kind: Posting['kind'], orderId: string, at: Instant, debit: Account, credit: Account, amountFen: Fen): Posting {
  return { id, kind, orderId, at, entries: [{ account: debit, amountFen }, { account: credit, amountFen: subtractFen(ZERO_FEN, amountFen) }] }
}

export function paymentPosting(order: Order, at: Instant): Posting {
  return transfer(`${order.id}.payment`, 'payment', order.id, at, 'wechat_clearing', 'customer_prepaid', order.payment.amountFen)
}

export function refundPromisedPosting(order: Order, refundId: string, amountFen: Fen, at: Instant): Posting {
  return transfer(`${refundId}.promised`, 'refund_promised', order.id, at, 'customer_prepaid', 'refund_payable', amountFen)
}

export function refundReturnedPosting(refund: Refund, at: Instant): Posting {
  return transfer(`${refund.id}.returned`, 'refund_returned', refund.orderId, at, 'refund_payable', 'wechat_clearing', refund.amountFen)
}

export function saleCompletedPosting(order: Order, at: Instant): Posting {
  return transfer(`${order.id}.completed`, 'sale_completed', order.id, at, 'customer_prepaid', 'revenue', order.payment.amountFen)
}

/** Balance of every account over some postings, debits positive. */
export function balances(postings: readonly Posting[]): Readonly<Record<Account, Fen>> {
  const sums: Record<Account, Fen> = { wechat_clearing: ZERO_FEN, customer_prepaid: ZERO_FEN, refund_payable: ZERO_FEN, revenue: ZERO_FEN }
  for (const posting of postings) {
    for (const entry of posting.entries) sums[entry.account] = addFen(sums[entry.account], entry.amountFen)
  }
  return sums
}
