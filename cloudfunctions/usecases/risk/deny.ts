import type { Instant } from '../../domain/kernel/instant'
import { HOUR_MS } from '../../domain/kernel/instant'
import type { Ports } from '../../ports'

export interface Denial {
  readonly ruleId: string
  readonly openid: string
  /** What was not allowed, and why; names and figures only. */
  readonly detail: string
}

/**
 * Writes down that somebody was not let through, and nothing else (S25, I18). One entry an hour for a person and a rule: the thousandth refusal of a
 * bot is the same fact as the first, and must not fill the shop's books.
 */
export async function auditDenial({ store }: Ports, { ruleId, openid, detail }: Denial, now: Instant): Promise<void> {
  await store.insert('audits', { id: `deny:${ruleId}:${openid}:${Math.floor(now / HOUR_MS)}`, at: now, openid, act: 'risk.deny', subject: ruleId, detail })
}

/**
 * Writes down that somebody called what they have no role for (I15, I18): who, what, and when first in this hour. What was sent is not looked at, and not
 * kept. Whoever cannot write it down is turned away all the same.
 */
export async function auditTurnedAway({ store, log }: Ports, openid: string, procedure: string, now: Instant): Promise<void> {
  const id = `access:${procedure}:${openid}:${Math.floor(now / HOUR_MS)}`
  await store.insert('audits', { id, at: now, openid, act: 'access.deny', subject: procedure, detail: '' }).catch((error: unknown) => log.fault('auditing a denial', error))
}
