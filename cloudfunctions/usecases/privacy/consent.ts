import type { PrivacyView } from '../../contract/privacy'
import { decideAgree, hasConsented, PRIVACY_VERSION, withdraw } from '../../domain/member/consent'
import { type Member, newMember } from '../../domain/member/member'
import { answer, type Answer, type Call, refused } from '../answer'

export function privacyView(member: Member): PrivacyView {
  return { version: PRIVACY_VERSION, agreed: hasConsented(member), leaving: member.leaving !== undefined }
}

/** Agreeing is written down with the text's version and the moment (S12). Again it changes nothing. */
export async function agree({ ports, openid }: Call, { version }: { version: string }): Promise<Answer<PrivacyView, 'privacy_text_outdated' | 'account_leaving'>> {
  const { store, clock } = ports
  const result = await store.transaction(async (tx) => {
    const found = await tx.get('members', openid)
    const before = found ?? newMember(openid, clock.now())
    const decision = decideAgree(before, version, clock.now())
    if (!decision.ok) return decision.refusal
    if (decision.value) await (found ? tx.replace('members', decision.value) : tx.insert('members', decision.value))
    return decision.value ?? before
  })
  return typeof result === 'string' ? refused(result) : answer(privacyView(result))
}

/** Takes consent back (S12): from the next call on nothing personal is taken in. */
export async function withdrawConsent({ ports, openid }: Call): Promise<Answer<PrivacyView, never>> {
  const { store, clock } = ports
  const after = await store.transaction(async (tx) => {
    const member = await tx.get('members', openid)
    if (!member) return newMember(openid, clock.now())
    const changed = withdraw(member, clock.now())
    if (changed) await tx.replace('members', changed)
    return changed ?? member
  })
  return answer(privacyView(after))
}
