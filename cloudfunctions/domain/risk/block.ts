import { type DurationMs, HOUR_MS, type Instant } from '../kernel/instant'

export interface Appeal {
  readonly text: string
  readonly at: Instant
  readonly state: 'open' | 'granted' | 'rejected'
}

/** Somebody read more pages than a person does and is shut out of reading for a while (S77). Orders, payments and money stay open to them. */
export interface RiskBlock {
  readonly id: string
  readonly ruleId: string
  /** An openid, or the keyed hash of an address on the network. */
  readonly subject: string
  readonly by: 'openid' | 'ip' | 'device'
  readonly at: Instant
  /** From then on it is over. */
  readonly until: Instant
  /** `lifted` by the merchant: over at once, and the same hour brings no other. */
  readonly state: 'active' | 'lifted'
  /** How often it was imposed in its hour. */
  readonly times: number
  readonly appeal?: Appeal
}

/** One block for a subject, a rule and an hour, however many instances notice. */
export function blockId(ruleId: string, subject: string, now: Instant): string {
  return `block:${ruleId}:${subject}:${Math.floor(now / HOUR_MS)}`
}

export function isBlocking({ state, until }: Pick<RiskBlock, 'state' | 'until'>, now: Instant): boolean {
  return state === 'active' && now < until
}

/** The block anew, if it is over and was not lifted; undefined when nothing is to be done. */
export function renewBlock(block: RiskBlock, durationMs: DurationMs, now: Instant): RiskBlock | undefined {
  return block.state === 'lifted' || now < block.until ? undefined : { ...block, until: now + durationMs, times: block.times + 1 }
}

export type AppealRefusal = 'already_appealed' | 'block_over'

/** One appeal for a block, while it lasts. */
export function appealBlock(block: RiskBlock, text: string, now: Instant): RiskBlock | AppealRefusal {
  if (block.appeal) return 'already_appealed'
  return isBlocking(block, now) ? { ...block, appeal: { text, at: now, state: 'open' } } : 'block_over'
}

/** The merchant lifts a block or lets it stand; an appeal is answered with it. */
export function decideBlock(block: RiskBlock, verdict: 'lift' | 'keep'): RiskBlock {
  const appeal = block.appeal && { appeal: { ...block.appeal, state: verdict === 'lift' ? 'granted' as const : 'rejected' as const } }
  return { ...block, ...(verdict === 'lift' && { state: 'lifted' as const }), ...appeal }
}
