import type { PrivacyView } from '../../contract/privacy'
import { decideLeave, type LeaveRefusal } from '../../domain/member/leave'
import { newMember } from '../../domain/member/member'
import { answer, type Answer, type Call, refused } from '../answer'
import { saveEffects } from '../effects/outbox'
import { privacyView } from './consent'
import { openMatters } from './open-matters'

/**
 * The caller leaves and everything personal of theirs goes (S12). Marking the member is the decision, in one transaction with the points given up; the
 * rest is an effect that can stop and go on anywhere. Asking again changes nothing.
 */
export async function leave({ ports, openid }: Call): Promise<Answer<PrivacyView, LeaveRefusal | 'busy'>> {
  const { store, clock, ids } = ports
  const before = await store.get('members', openid)
  if (!before) return answer(privacyView(newMember(openid, clock.now())))
  if (before.leaving) return answer(privacyView(before))
  const open = await openMatters(ports, openid)
  const pseudonym = `gone-${ids.next()}`
  const result = await store.transaction(async (tx) => {
    const member = await tx.get('members', openid)
    if (!member || member.leaving) return member ?? newMember(openid, clock.now())
    // An order paid since the look at what is open: look again.
    if (member.paidOrders !== before.paidOrders) return 'busy'
    const decision = decideLeave(member, open, pseudonym, clock.now())
    if (!decision.ok) return decision.refusal
    await tx.replace('members', decision.value.member)
    if (decision.value.posting) await tx.insert('postings', decision.value.posting)
    await saveEffects(tx, [{ kind: 'erase_member', openid, pseudonym }], clock.now())
    return decision.value.member
  })
  return typeof result === 'string' ? refused(result) : answer(privacyView(result))
}
