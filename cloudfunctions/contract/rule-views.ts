import type { ShopRuleInput } from './rule-fields'

export type Read<T> = T extends readonly (infer Item)[] ? readonly Read<Item>[] : T extends object ? { readonly [Field in keyof T]: Read<T[Field]> } : T

/** Which goods a rule or a coupon is about. */
export type ScopeView = { readonly kind: 'all' } | { readonly kind: 'category'; readonly categoryId: string } | { readonly kind: 'product'; readonly productId: string }

type RuleRead<Input> = Input extends unknown ? Omit<Read<Input>, 'scope'> & { readonly scope: ScopeView; readonly version: number } : never

/** A rule as it stands. */
export type RuleView = RuleRead<ShopRuleInput>

/** One version of a rule; null once it was removed. */
export interface RuleVersionView {
  readonly ruleId: string
  readonly version: number
  readonly rule: RuleView | null
  /** Who made it, and when. */
  readonly by: { readonly nickname: string; readonly openid: string }
  readonly at: number
}

export interface FreightRateView { readonly firstUnits: number; readonly firstFen: number; readonly nextUnits: number; readonly nextFen: number }

export interface FreightTemplateView {
  readonly id: string
  readonly by: 'piece' | 'weight' | 'volume'
  readonly rate: FreightRateView
  readonly regionRates: readonly { readonly regions: readonly string[]; readonly rate: FreightRateView }[]
  /** Free from this value of the goods on; null for never. */
  readonly freeFromFen: number | null
  /** What carrying it cold costs on top. */
  readonly coldFen: number
  readonly excludedRegions: readonly string[]
}

export interface LevelView { readonly level: number; readonly name: string; readonly fromGrowth: number }
