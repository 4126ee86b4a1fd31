import type { Effect, OutboxRow } from '../../domain/effect/effect'
import { effectId } from '../../domain/effect/effect-id'
import { type DurationMs, type Instant, MINUTE_MS } from '../../domain/kernel/instant'
import type { Transaction } from '../../ports'

/** Whoever writes or claims a row works on it alone for this long; longer than a function can live. */
export const EFFECT_LEASE_MS: DurationMs = 90 * 1000
/** After this many faults a row is dead and a person is told: about a day. */
export const MAX_FAULTS = 30
/** So often may a row be tried while it waits, for a refund is on its way to a bank for days: about two weeks. */
export const MAX_WAITS = 340

export function outboxRow(effect: Effect, now: Instant, dueAt: Instant): OutboxRow {
  return { id: effectId(effect), effect, createdAt: now, dueAt, tries: 0, faults: 0, state: 'waiting' }
}

/**
 * Saves effects with the state they follow from. The writer holds the lease and runs them itself after the commit, see `runOwn`; one that has no
 * time to leaves them due for anybody.
 */
export async function saveEffects(tx: Transaction, effects: readonly Effect[], now: Instant, { own = true } = {}): Promise<void> {
  for (const effect of effects) {
    const dueAt = own && runsInline(effect) ? now + EFFECT_LEASE_MS : now
    await tx.insert('outbox', outboxRow(effect, now, dueAt))
  }
}

/** A group this large is left to the sweep: settling it takes longer than WeChat waits for the answer to a notification. */
const MEMBERS_SETTLED_AT_ONCE = 5

/** Refunds, shares, messages, removals and large groups wait for the sweep, which throttles them; the rest runs at once. */
export function runsInline(effect: Effect): boolean {
  if (effect.kind === 'settle_group') return effect.members <= MEMBERS_SETTLED_AT_ONCE
  return effect.kind !== 'send_refund' && effect.kind !== 'send_message' && effect.kind !== 'pay_split' && effect.kind !== 'erase_member'
}

/** How often WeChat wants to be asked what became of a refund: every minute at first, then ever more seldom. */
const REFUND_PAUSES: readonly DurationMs[] = [1, 1, 1, 1, 1, 5, 10, 20, 30].map(minutes => minutes * MINUTE_MS)

/** When to try again: 5 s, 10 s, 20 s … at most an hour; a refund as WeChat wants it. */
export function retryAt(now: Instant, tries: number, kind?: Effect['kind']): Instant {
  if (kind === 'send_refund') return now + (REFUND_PAUSES[tries - 1] ?? 60 * MINUTE_MS)
  return now + Math.min(5000 * 2 ** Math.min(tries, 12), 60 * MINUTE_MS)
}
