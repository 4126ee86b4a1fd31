import { closeTopUp, type TopUp } from '../../domain/balance/top-up'
import type { Instant } from '../../domain/kernel/instant'
import type { Ports } from '../../ports'
import { syncTopUp } from '../payments/record-top-up'
import { walk } from './walk'

/** Top-ups whose time to pay is over: paid ones are recorded, the others closed (S20). */
export function endTopUps(ports: Ports, now: Instant, until: Instant): Promise<number> {
  return walk(ports, {
    collection: 'top_ups',
    where: [{ field: 'state', is: 'eq', value: 'requested' }, { field: 'expiresAt', is: 'lte', value: now }],
    order: { field: 'expiresAt', direction: 'asc' },
  }, until, topUp => endTopUp(ports, topUp))
}

/** Closes at WeChat first; "already paid" there means paid here, and "unknown" changes nothing until the next run. */
async function endTopUp(ports: Ports, topUp: TopUp): Promise<void> {
  const answer = await ports.payments.close(topUp.id)
  if (answer.outcome === 'unknown') return
  if (answer.outcome === 'already_paid') {
    await syncTopUp(ports, topUp)
    return
  }
  const { store, clock } = ports
  await store.transaction(async (tx) => {
    const current = await tx.get('top_ups', topUp.id)
    const closed = current && closeTopUp(current, clock.now())
    if (closed) await tx.replace('top_ups', closed)
  })
}
