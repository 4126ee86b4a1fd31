import { decideTopUpPaid, expectedFor, type TopUp } from '../../domain/balance/top-up'
import { newMember } from '../../domain/member/member'
import { mismatchOf } from '../../domain/payment/check-facts'
import type { PaymentFacts } from '../../domain/payment/payment'
import type { Ports } from '../../ports'
import { raiseMismatch } from './raise-mismatch'

export type TopUpRecording = { readonly outcome: 'recorded' | 'already_recorded' } | { readonly outcome: 'mismatch'; readonly what: string }

/**
 * The one door for money put in, from a notification or a query, once or many times, in time or late (S20). Top-up, balance and posting are
 * saved in one transaction. Facts that are not ours change nothing and raise an alert (X11).
 */
export async function recordTopUp(ports: Ports, facts: PaymentFacts): Promise<TopUpRecording> {
  const { store, clock, payments } = ports
  const result = await store.transaction(async (tx): Promise<TopUpRecording> => {
    const topUp = await tx.get('top_ups', facts.outTradeNo)
    if (!topUp) return { outcome: 'mismatch', what: 'unknown_top_up' }
    const what = mismatchOf(expectedFor(topUp), facts, payments)
    if (what) return { outcome: 'mismatch', what }
    const now = clock.now()
    const known = await tx.get('members', topUp.openid)
    const recorded = decideTopUpPaid(topUp, known ?? newMember(topUp.openid, now), facts, now)
    if (!recorded) return { outcome: 'already_recorded' }
    await tx.replace('top_ups', recorded.topUp)
    await (known ? tx.replace('members', recorded.member) : tx.insert('members', recorded.member))
    await tx.insert('postings', recorded.posting)
    return { outcome: 'recorded' }
  })
  if (result.outcome === 'mismatch') await raiseMismatch(ports, facts, result.what)
  return result
}

/** Asks WeChat what became of a top-up and records it when it was paid. True when it is. */
export async function syncTopUp(ports: Ports, topUp: TopUp): Promise<boolean> {
  if (topUp.state === 'paid') return true
  const queried = await ports.payments.query(topUp.id)
  if (queried.outcome !== 'paid') return false
  return (await recordTopUp(ports, queried.facts)).outcome !== 'mismatch'
}
