import { type DurationMs, type Instant, MINUTE_MS } from '../../domain/kernel/instant'
import { leftBehind, startedAnew } from '../../domain/member/leave'
import type { Ports } from '../../ports'
import type { EffectResult } from '../effects/run-effects'
import { ERASURES } from './erasures'

const BEGINS_AFTER_MS: DurationMs = 4 * MINUTE_MS
/** What one run takes on; the rest is the next one's. */
const MAX_BATCHES = 20

/**
 * Removes what is personal of somebody who left, and gives what must stay the pseudonym (S12): one document after the other, each found by their openid
 * and changed at once, so that whatever is done is not found again and a run may stop anywhere. The member itself comes last.
 */
export async function eraseMember(ports: Ports, openid: string, pseudonym: string, until: Instant): Promise<EffectResult> {
  const { store, clock } = ports
  const leaver = { openid, pseudonym, since: 0 }
  const marked = await store.get('members', openid)
  if (marked?.leaving?.pseudonym !== pseudonym) return 'done'
  // A coupon's claim under way ends first; its sweep takes over after two minutes.
  if (clock.now() < marked.leaving.since + BEGINS_AFTER_MS) return 'later'
  let batches = 0
  for (const erase of ERASURES) {
    for (;;) {
      if (batches >= MAX_BATCHES || clock.now() >= until) return 'more'
      const result = await erase(ports, { ...leaver, since: marked.leaving.since })
      if (result === 'waits') return 'later'
      if (result === 'done') break
      batches += 1
    }
  }
  await store.transaction(async (tx) => {
    const member = await tx.get('members', openid)
    if (member?.leaving?.pseudonym !== pseudonym) return
    await tx.replace('members', startedAnew(member, clock.now()))
    if (!await tx.get('members', pseudonym)) await tx.insert('members', leftBehind(member))
  })
  return 'done'
}
