import { accept, type Decision, refuse } from '../kernel/decision'
import type { Instant } from '../kernel/instant'
import type { Member } from './member'

/** The privacy text shoppers agree to. It changes with every change of the text, and whoever agreed to an earlier one is asked again (S12). */
export const PRIVACY_VERSION = '2026-11-25'

/** How many earlier consents are kept as evidence. */
const KEPT = 20

/** To which text a shopper agreed and when, and when that was taken back (S12). */
export interface Consent {
  readonly version: string
  readonly at: Instant
  readonly withdrawnAt?: Instant
}

/** Whether personal data of this shopper may be taken in: consent to the text in force, not taken back, and no deletion under way (S12). */
export function hasConsented({ consents = [], leaving }: Pick<Member, 'consents' | 'leaving'>): boolean {
  const last = consents.at(-1)
  return !leaving && last?.version === PRIVACY_VERSION && last.withdrawnAt === undefined
}

/** Agreeing to the text the phone showed, which must be the one in force. Undefined when nothing changes. */
export function decideAgree(member: Member, version: string, now: Instant): Decision<Member | undefined, 'privacy_text_outdated' | 'account_leaving'> {
  if (member.leaving) return refuse('account_leaving')
  if (version !== PRIVACY_VERSION) return refuse('privacy_text_outdated')
  if (hasConsented(member)) return accept(undefined)
  return accept({ ...member, consents: [...(member.consents ?? []), { version, at: now }].slice(-KEPT) })
}

/** Taking consent back changes nothing of what was done before; from now on nothing personal is taken in. Undefined when nothing changes. */
export function withdraw(member: Member, now: Instant): Member | undefined {
  const consents = member.consents ?? []
  const last = consents.at(-1)
  return last && last.withdrawnAt === undefined ? { ...member, consents: [...consents.slice(0, -1), { ...last, withdrawnAt: now }] } : undefined
}
