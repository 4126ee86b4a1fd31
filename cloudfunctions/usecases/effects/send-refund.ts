import { MINUTE_MS } from '../../domain/kernel/instant'
import type { Refund } from '../../domain/refund/refund'
import type { Ports, RefundAnswer } from '../../ports'
import { recordRefund, refundWorkId } from '../payments/record-refund'
import { REFUND_REASON_TEXT } from './texts'
import { returnShares } from '../split/return-shares'
import type { RefundPace } from './refund-pace'
import type { EffectResult } from './run-effects'

/** WeChat takes one refund of an order in so long. */
const ORDER_GAP_MS = MINUTE_MS

/**
 * Drives one refund until WeChat says how it ended: asks under its one number (which is safe to repeat), then queries while it is being
 * processed. What needs a person goes to the work list and stays there. Two refunds of one order are asked for a minute apart.
 */
export async function sendRefund(ports: Ports, refundId: string, pace?: RefundPace): Promise<EffectResult> {
  const { store } = ports
  const refund = await store.get('refunds', refundId)
  if (!refund || refund.state === 'succeeded') return 'done'
  if (refund.state === 'abnormal' || refund.state === 'closed') return lookAgain(ports, refund)
  // A payment that was shared out: what the suppliers got of it comes back first.
  if (!await returnShares(ports, refund)) return 'later'
  if (refund.state === 'requested' && await askedJustNow(ports, refund)) return 'later'
  const answer = await askForRefund(ports, refund)
  pace?.note(answer)
  return takeAnswer(ports, refund, answer)
}

/** Whether another refund of the same order was asked for less than a minute ago: WeChat takes one a minute. */
async function askedJustNow({ store, clock }: Ports, refund: Refund): Promise<boolean> {
  const order = await store.get('orders', refund.orderId)
  const others = order?.refundIds.filter(id => id !== refund.id) ?? []
  if (others.length === 0) return false
  const since = clock.now() - ORDER_GAP_MS
  return (await store.getMany('refunds', others.slice(-100))).some(other => other.askedAt !== undefined && other.askedAt > since)
}

/** A person may have sent it on, and died before they heard how it went: WeChat knows. */
async function lookAgain(ports: Ports, refund: Refund): Promise<EffectResult> {
  const known = await ports.payments.queryRefund(refund.id)
  if (known.outcome === 'known') return takeAnswer(ports, refund, known)
  if (known.outcome === 'unknown' || known.outcome === 'later') return 'later'
  await askPerson(ports, refund, refund.state)
  return 'done'
}

/** Asks WeChat what became of a refund, and for the refund itself when WeChat has none under this number. */
export async function askForRefund({ payments, store, clock }: Ports, refund: Refund): Promise<RefundAnswer> {
  const known: RefundAnswer = refund.state === 'requested' ? { outcome: 'absent' } : await payments.queryRefund(refund.id)
  if (known.outcome !== 'absent') return known
  await store.update('refunds', refund.id, { set: { askedAt: clock.now() } })
  return payments.refund({
    outTradeNo: refund.orderId,
    outRefundNo: refund.id,
    amountFen: refund.amountFen,
    totalFen: refund.totalFen,
    reason: REFUND_REASON_TEXT[refund.reason],
  })
}

/** Records what WeChat answered. `later` while the outcome is open. */
export async function takeAnswer(ports: Ports, refund: Refund, answer: RefundAnswer): Promise<EffectResult> {
  switch (answer.outcome) {
    case 'known': {
      if (await recordRefund(ports, answer.facts) === 'mismatch') {
        await askPerson(ports, refund, 'mismatch')
        return 'done'
      }
      if (answer.facts.state === 'processing') return 'later'
      if (answer.facts.state !== 'succeeded') await askPerson(ports, refund, answer.facts.state)
      return 'done'
    }
    case 'rejected':
      await markAbnormal(ports, refund, answer.code)
      return 'done'
    default:
      return 'later'
  }
}

async function markAbnormal(ports: Ports, refund: Refund, code: string): Promise<void> {
  await ports.store.update('refunds', refund.id, { set: { state: 'abnormal', note: code }, inc: { version: 1 } }, [
    { field: 'version', is: 'eq', value: refund.version },
    { field: 'state', is: 'in', values: ['requested', 'processing'] },
  ])
  await askPerson(ports, refund, code)
}

async function askPerson({ store, clock }: Ports, refund: Refund, why: string): Promise<void> {
  await store.insert('work_items', { id: refundWorkId(refund.id), kind: 'refund_abnormal', state: 'open', subject: refund.id, detail: why, at: clock.now() })
}
