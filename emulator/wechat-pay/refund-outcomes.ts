import { book } from './account'
import { giveBackForRefund } from './freezes'
import { move, refundTransitions, type Refund, type RefundStatus } from './model'
import { notify } from './notifications'
import { commit, scheduleJob, type Peer } from './peer'
import { rfc3339 } from './time'

/** Puts the end of a refund on the clock. */
export function scheduleOutcome(peer: Peer, refund: Refund): void {
  const { outRefundNo, settlesAt } = refund
  if (settlesAt === undefined) return
  scheduleJob(peer, settlesAt, `wechat-pay refund ${outRefundNo}`, async () => settleRefund(peer, outRefundNo))
}

/** Puts the outcomes of refunds that were on their way when the peer stopped back on the clock. */
export function resumeRefunds(peer: Peer): void {
  for (const refund of peer.tables.refunds.values()) if (refund.status === 'PROCESSING') scheduleOutcome(peer, refund)
}

/** A refund reaches its outcome, SUCCESS unless another one was asked for; the merchant is told if it gave an address. */
function settleRefund(peer: Peer, outRefundNo: string): void {
  commit(peer, (after) => {
    const refund = peer.tables.refunds.get(outRefundNo)
    if (refund?.status !== 'PROCESSING') return
    const planned = peer.tables.outcomes.get(outRefundNo)
    peer.tables.outcomes.delete(outRefundNo)
    const outcome = planned === undefined || planned === 'USER_ACCOUNT_ABNORMAL' ? 'SUCCESS' : planned
    const { settlesAt: _, ...rest } = refund
    const settled: Refund = {
      ...rest,
      status: move(refundTransitions, refund.status, outcome),
      turns: [...refund.turns ?? [], { at: peer.clock.now(), status: outcome }],
      ...(outcome === 'SUCCESS' && { successAt: peer.clock.now() }),
    }
    peer.tables.refunds.put(outRefundNo, settled)
    if (outcome === 'CLOSED') {
      book(peer, 'refund-closed', refund.refundFen, refund.refundId, outRefundNo)
      book(peer, 'fee-returned', -refund.feeReturnedFen, refund.refundId, outRefundNo)
      giveBackForRefund(peer, refund.transactionId, refund.refundFen - refund.feeReturnedFen)
    }
    if (settled.notifyUrl === undefined) return
    notify(peer, after, {
      eventType: `REFUND.${outcome}`,
      originalType: 'refund',
      summary: summaries[outcome],
      subject: outRefundNo,
      url: settled.notifyUrl,
      content: refundNews(peer, settled),
    })
  })
}

const summaries: Readonly<Record<Exclude<RefundStatus, 'PROCESSING'>, string>> = {
  SUCCESS: '退款成功',
  ABNORMAL: '退款异常',
  CLOSED: '退款关闭',
}

/** The notification says `refund_status` where the query says `status`. */
function refundNews(peer: Peer, refund: Refund): Record<string, unknown> {
  return {
    mchid: peer.keys.mchid,
    transaction_id: refund.transactionId,
    out_trade_no: refund.outTradeNo,
    refund_id: refund.refundId,
    out_refund_no: refund.outRefundNo,
    refund_status: refund.status,
    ...(refund.successAt !== undefined && { success_time: rfc3339(refund.successAt) }),
    user_received_account: refund.receivedAccount,
    amount: {
      total: refund.totalFen,
      refund: refund.refundFen,
      payer_total: refund.payerTotalFen,
      payer_refund: refund.payerRefundFen,
    },
  }
}
