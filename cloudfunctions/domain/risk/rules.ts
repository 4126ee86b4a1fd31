import { DAY_MS, type DurationMs, HOUR_MS, MINUTE_MS } from '../kernel/instant'

/** What is counted. Reading pages is one act, whatever is read. */
export type RiskAct = 'coupon.claim' | 'order.place' | 'page.read'

/** By what somebody is known again. A device counts only for those who agreed to it (S73); an address is normalised; an IP is a hint, for many people share one. */
export type RiskTrace = 'openid' | 'phone' | 'address' | 'ip' | 'device'

/** At most so many in one window. Minutes and hours are those of the clock, a day is a Shanghai day. */
export interface RateLimit {
  readonly perMinute?: number
  readonly perHour?: number
  /** Every rule has one: it bounds what is kept of a subject. */
  readonly perDay: number
}

/** Counts one act by one trace; what is beyond the limit is refused, or held until a person has looked (S25, S77). */
export interface RateRule {
  readonly id: string
  readonly act: RiskAct
  readonly by: 'openid' | 'ip' | 'device'
  /** `newcomers` are young and have never paid: only among them does an IP say anything. */
  readonly who: 'all' | 'newcomers'
  readonly limit: RateLimit
  readonly says: 'no' | 'hold'
}

/** Looks at the orders that share an address or a phone number: so many orders, or so many shoppers, within a time (S72, S75). */
export interface ClusterRule {
  readonly id: string
  readonly by: 'address' | 'phone'
  readonly counts: 'orders' | 'shoppers'
  readonly atLeast: number
  readonly withinMs: DurationMs
  /** `alert` tells the merchant; `hold` also keeps those shoppers from coupons until the merchant has decided. */
  readonly says: 'alert' | 'hold'
  /** More phone numbers than this speak of neighbours who share a door, not of one person with many accounts. */
  readonly phonesAtMost?: number
}

/** What the merchant decided about limits and risk; data in the shop's setup, with a version for every change (S25). */
export interface RiskRules {
  readonly version: number
  readonly rates: readonly RateRule[]
  readonly clusters: readonly ClusterRule[]
  /** Unpaid orders a shopper may have at a time, at most three. */
  readonly unpaidOrders: number
  /** Shares a Shanghai day that earn something (S49). */
  readonly sharesPerDay: number
  /** How long somebody who reads too much is shut out (S77). */
  readonly blockMs: DurationMs
  /** Score from which on a shopper is held (S73), of 100. */
  readonly holdFrom: number
}

/** How long a newcomer is one. */
export const NEWCOMER_MS: DurationMs = DAY_MS

/** Limits no honest shopper meets; the merchant may change every figure. */
export const DEFAULT_RISK: RiskRules = {
  version: 0,
  rates: [
    { id: 'claims', act: 'coupon.claim', by: 'openid', who: 'all', limit: { perMinute: 60, perHour: 120, perDay: 200 }, says: 'no' },
    { id: 'claims_device', act: 'coupon.claim', by: 'device', who: 'newcomers', limit: { perHour: 60, perDay: 60 }, says: 'hold' },
    { id: 'claims_ip', act: 'coupon.claim', by: 'ip', who: 'newcomers', limit: { perMinute: 60, perHour: 300, perDay: 1000 }, says: 'hold' },
    { id: 'orders', act: 'order.place', by: 'openid', who: 'all', limit: { perMinute: 10, perHour: 60, perDay: 200 }, says: 'no' },
    { id: 'reads', act: 'page.read', by: 'openid', who: 'all', limit: { perMinute: 300, perHour: 3000, perDay: 20_000 }, says: 'no' },
    { id: 'reads_ip', act: 'page.read', by: 'ip', who: 'all', limit: { perMinute: 20_000, perHour: 300_000, perDay: 3_000_000 }, says: 'no' },
  ],
  clusters: [
    { id: 'address_burst', by: 'address', counts: 'orders', atLeast: 8, withinMs: 10 * MINUTE_MS, says: 'alert' },
    { id: 'address_accounts', by: 'address', counts: 'shoppers', atLeast: 6, withinMs: 3 * DAY_MS, says: 'hold', phonesAtMost: 2 },
    { id: 'phone_accounts', by: 'phone', counts: 'shoppers', atLeast: 5, withinMs: 7 * DAY_MS, says: 'hold' },
  ],
  unpaidOrders: 3,
  sharesPerDay: 20,
  blockMs: HOUR_MS / 2,
  holdFrom: 60,
}

/** The first thing that is wrong with rules about to be stored, as the path of its field. */
export function checkRiskRules({ rates, clusters }: Pick<RiskRules, 'rates' | 'clusters'>): string | undefined {
  const ids = [...rates, ...clusters].map(rule => rule.id)
  const twice = ids.findIndex((id, index) => ids.indexOf(id) !== index)
  if (twice >= 0) return twice < rates.length ? `rates.${twice}.id` : `clusters.${twice - rates.length}.id`
  const uneven = rates.findIndex(({ limit: { perMinute, perHour, perDay } }) => (perMinute ?? 0) > (perHour ?? perDay) || (perHour ?? 0) > perDay)
  if (uneven >= 0) return `rates.${uneven}.limit`
  // Orders are counted in the shopper's own document, where there is room for one rule.
  const orders = rates.flatMap((rule, index) => rule.act === 'order.place' ? [{ rule, index }] : [])
  const second = orders.find(({ rule }, at) => at > 0 || rule.by !== 'openid' || rule.who !== 'all' || rule.says !== 'no')
  return second && `rates.${second.index}`
}

/** The rules for one act that apply to this person. */
export function rulesFor({ rates }: Pick<RiskRules, 'rates'>, act: RiskAct, newcomer: boolean): readonly RateRule[] {
  return rates.filter(rule => rule.act === act && (rule.who === 'all' || newcomer))
}
