/** Limits and what counts as suspicious; figures are the merchant's (S25). */
export interface RiskRulesView {
  readonly version: number
  readonly rates: readonly {
    readonly id: string
    readonly act: 'coupon.claim' | 'order.place' | 'page.read'
    readonly by: 'openid' | 'ip' | 'device'
    readonly who: 'all' | 'newcomers'
    readonly limit: { readonly perMinute?: number; readonly perHour?: number; readonly perDay: number }
    readonly says: 'no' | 'hold'
  }[]
  readonly clusters: readonly {
    readonly id: string
    readonly by: 'address' | 'phone'
    readonly counts: 'orders' | 'shoppers'
    readonly atLeast: number
    readonly withinMs: number
    readonly says: 'alert' | 'hold'
    readonly phonesAtMost?: number
  }[]
  readonly unpaidOrders: number
  readonly sharesPerDay: number
  readonly blockMs: number
  readonly holdFrom: number
}

export interface RiskReasonView {
  readonly code: 'address_accounts' | 'phone_accounts' | 'coupon_arbitrage' | 'one_network' | 'shared_device' | 'refund_farming' | 'hoarding' | 'own_goods' | 'denied_often'
  readonly points: number
  readonly count: number
}

export interface CaseView {
  readonly id: string
  readonly ruleId: string
  readonly state: 'open' | 'cleared' | 'barred'
  readonly score: number
  readonly reasons: readonly RiskReasonView[]
  readonly shoppers: readonly { readonly openid: string; readonly nickname: string; readonly avatar: string }[]
  readonly openedAt: number
  readonly decidedAt: number | null
}

export interface ShopperRiskView {
  readonly score: number
  readonly verdict: 'yes' | 'hold'
  readonly reasons: readonly RiskReasonView[]
  /** What is decided about them, if anything. */
  readonly standing: 'none' | 'held' | 'barred' | 'trusted'
  /** Whether they agreed that their phone is known again. */
  readonly deviceAgreed: boolean
}
