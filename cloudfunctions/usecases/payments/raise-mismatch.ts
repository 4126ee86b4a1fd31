import type { PaymentFacts } from '../../domain/payment/payment'
import type { Ports, WorkItem } from '../../ports'

/** Money that is not what we asked for goes to a person (X11). */
export async function raiseMismatch({ store, clock, log }: Ports, facts: PaymentFacts, what: string): Promise<void> {
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
