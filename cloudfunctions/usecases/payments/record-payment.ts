import { mismatch } from '../../domain/payment/check-facts'
import { decidePayment } from '../../domain/payment/record-payment'
import type { PaymentFacts } from '../../domain/payment/payment'
import type { Effect } from '../../domain/effect/effect'
import type { Ports, WorkItem } from '../../ports'
import { saveEffects } from '../effects/outbox'
import { runOwn } from '../effects/run-effects'

export type PaymentRecording = { readonly outcome: 'recorded' | 'already_recorded' } | { readonly outcome: 'mismatch'; readonly what: string }

/**
 * The one door for money that came in, from a notification or a query, once or many times, in time or late (I11, L2). Order, seat, ledger
 * posting and what must follow are saved in one transaction. Facts that are not ours change nothing and raise an alert (X11).
 */
export async function recordPayment(ports: Ports, facts: PaymentFacts): Promise<PaymentRecording> {
  const { store, clock, payments } = ports
  const result = await store.transaction(async (tx) => {
    const order = await tx.get('orders', facts.outTradeNo)
    if (!order) return { outcome: 'mismatch', what: 'unknown_order' } as const
    const what = mismatch(order, facts, payments)
    if (what) return { outcome: 'mismatch', what } as const
    const group = order.groupId ? await tx.get('groups', order.groupId) : undefined
    const now = clock.now()
    const recorded = decidePayment(order, group, facts, now)
    if (!recorded) return { outcome: 'already_recorded' } as const
    await tx.replace('orders', recorded.order)
    if (recorded.group) await tx.replace('groups', recorded.group)
    if (recorded.refund) await tx.insert('refunds', recorded.refund)
    for (const posting of recorded.postings) await tx.insert('postings', posting)
    await saveEffects(tx, recorded.effects, now)
    return { outcome: 'recorded', effects: recorded.effects } as const
  })
  if (result.outcome === 'mismatch') await raiseMismatch(ports, facts, result.what)
  if (result.outcome === 'recorded') await runOwn(ports, result.effects as readonly Effect[])
  return result.outcome === 'mismatch' ? result : { outcome: result.outcome }
}

async function raiseMismatch({ store, clock, log }: Ports, facts: PaymentFacts, what: string): Promise<void> {
  log.event('payment_mismatch', { what })
  const item: WorkItem = {
    id: `pm-${facts.transactionId.slice(0, 32)}`,
    kind: 'payment_mismatch',
    state: 'open',
    subject: facts.outTradeNo.slice(0, 32),
    detail: `${what}: ${facts.transactionId} ${facts.amountFen} ${facts.currency}`.slice(0, 200),
    at: clock.now(),
  }
  await store.insert('work_items', item)
}
