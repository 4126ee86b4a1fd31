import { makeOrderId } from './use-order-id'
import { POLL_DELAYS_MS, sleep } from './use-payment'
import { showPaymentSheet } from '@/platform/pay'
import { readStored, removeStored, writeStored } from '@/platform/storage'
import { call } from '@/services/client'
import type { Problem } from '@/services/types'

const STORED_AS = 'top-up-under-way'

/** `paid`: the money is there. `unpaid`: the shopper closed the sheet. `unknown`: nobody can say yet. `stopped`: there was no sheet. */
export type TopUpEnd = { readonly end: 'paid' | 'unpaid' | 'unknown' } | { readonly end: 'stopped'; readonly problem: Problem<string> }

/**
 * Puts money in (S20). The number is made here and stored before it is sent, so that a lost answer never makes a second top-up of the same
 * amount; the sheet's own word is only a hint, the server says whether the money is there.
 */
export function useTopUp(wait: (ms: number) => Promise<void> = sleep) {
  async function topUp(amountFen: number): Promise<TopUpEnd> {
    const topUpId = take(amountFen)
    const started = await call('balance.topUp', { topUpId, amountFen })
    if (!started.ok) {
      if (started.problem !== 'refused') return { end: 'stopped', problem: started }
      if (started.refusal === 'already_paid') return check(topUpId)
      if (started.refusal !== 'busy' && started.refusal !== 'payment_unavailable') removeStored(STORED_AS)
      return { end: 'stopped', problem: started }
    }
    const sheet = await showPaymentSheet(started.value.params)
    return sheet === 'cancel' ? { end: 'unpaid' } : check(topUpId)
  }

  async function check(topUpId: string): Promise<TopUpEnd> {
    for (const delay of [0, ...POLL_DELAYS_MS]) {
      if (delay > 0) await wait(delay)
      const answer = await call('balance.topUpSync', { topUpId })
      if (!answer.ok || answer.value.state === 'requested') continue
      removeStored(STORED_AS)
      return { end: answer.value.state === 'paid' ? 'paid' : 'unpaid' }
    }
    return { end: 'unknown' }
  }

  return { topUp }
}

/** The number under which this amount goes in: the one under way if there is one. */
function take(amountFen: number): string {
  const stored = readStored(STORED_AS) as { amountFen?: unknown; topUpId?: unknown } | null
  if (stored?.amountFen === amountFen && typeof stored.topUpId === 'string') return stored.topUpId
  const topUpId = `topup-${makeOrderId(Date.now(), Math.random).padEnd(20, '0')}`
  writeStored(STORED_AS, { amountFen, topUpId })
  return topUpId
}
