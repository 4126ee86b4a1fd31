import { type Decision, accept, refuse } from '../../domain/kernel/decision'
import { startOfDay } from '../../domain/kernel/day'
import type { Instant } from '../../domain/kernel/instant'
import type { Member } from '../../domain/member/member'
import { publicAddress } from '../../domain/risk/network'
import { type RateRule, type RiskRules, rulesFor } from '../../domain/risk/rules'
import { isNewcomer } from '../../domain/risk/standing'
import type { Ports } from '../../ports'
import { countAct } from './count-act'
import { auditDenial } from './deny'

export type GateRefusal = 'claims_too_fast' | 'claims_held' | 'claims_barred'

/**
 * Whether a claim that could succeed may be made now (S25): yes, no, or held until the merchant has looked. Counted by shopper; among newcomers also
 * by device and IP, which is where one person with many accounts shows. Those whom the merchant trusts are counted by shopper alone.
 */
export async function gateClaim(ports: Ports, member: Member, rules: RiskRules, ip: string | undefined, now: Instant): Promise<Decision<void, GateRefusal>> {
  const { standing } = member
  if (standing?.verdict === 'held') return denied(ports, member, 'standing', 'claims_held', now)
  if (standing?.verdict === 'barred') return denied(ports, member, 'standing', 'claims_barred', now)
  for (const rule of rulesFor(rules, 'coupon.claim', standing?.verdict !== 'trusted' && isNewcomer(member, now))) {
    const subject = subjectOf(ports, rule, member, ip)
    if (subject === undefined || await countAct(ports, rule, subject, now, { first: rule.by === 'openid' && !claimedToday(member, now) })) continue
    return denied(ports, member, rule.id, rule.says === 'no' ? 'claims_too_fast' : 'claims_held', now)
  }
  return accept(undefined)
}

/** Only a guess about what is already counted. */
function claimedToday({ coupons }: Member, now: Instant): boolean {
  return Object.values(coupons).some(coupon => coupon.claimedAt >= startOfDay(now))
}

/** A counter carries neither an IP nor a device, only the keyed hash of one. */
function subjectOf({ ids }: Ports, { by }: RateRule, member: Member, ip: string | undefined): string | undefined {
  switch (by) {
    case 'openid': return member.id
    case 'ip': {
      const known = publicAddress(ip)
      return known && ids.derive(`ip:${known}`)
    }
    case 'device': return member.device?.key
  }
}

async function denied(ports: Ports, { id }: Member, ruleId: string, refusal: GateRefusal, now: Instant): Promise<Decision<void, GateRefusal>> {
  await auditDenial(ports, { ruleId, openid: id, detail: `coupon.claim ${refusal}` }, now)
  return refuse(refusal)
}
