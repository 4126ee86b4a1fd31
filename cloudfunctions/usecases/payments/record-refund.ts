import { decideRefund } from '../../domain/refund/record-refund'
import type { Ports, RefundFacts, Transaction } from '../../ports'
import { saveEffects } from '../effects/outbox'

export type RefundRecording = 'recorded' | 'nothing_new' | 'mismatch'

/**
 * The one door for what WeChat says about a refund. Only SUCCESS returns the money in our books (I9); an abnormal or closed one goes to
 * the merchant's list.
 */
export async function recordRefund(ports: Ports, facts: RefundFacts): Promise<RefundRecording> {
  const { store, clock, payments } = ports
  if (facts.mchid !== undefined && facts.mchid !== payments.mchid) return 'mismatch'
  return store.transaction(async (tx) => {
    const refund = await tx.get('refunds', facts.outRefundNo)
    if (!refund) return 'mismatch'
    const now = clock.now()
    const recorded = decideRefund(refund, facts, now)
    if (recorded === 'mismatch') return 'mismatch'
    if (!recorded) return 'nothing_new'
    await tx.replace('refunds', recorded.refund)
    if (recorded.refund.state === 'succeeded' && refund.state !== 'requested' && refund.state !== 'processing') await closeWork(tx, refund.id)
    for (const posting of recorded.postings) await tx.insert('postings', posting)
    await saveEffects(tx, recorded.effects, now)
    return 'recorded'
  })
}

/** A person was asked to see to it, which is no longer needed. */
async function closeWork(tx: Transaction, refundId: string): Promise<void> {
  const item = await tx.get('work_items', refundWorkId(refundId))
  if (item?.state === 'open') await tx.replace('work_items', { ...item, state: 'closed' })
}

/** A refund has one item, whatever becomes of it. */
export function refundWorkId(refundId: string): string {
  return `rf-${refundId}`
}
