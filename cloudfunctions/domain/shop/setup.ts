import type { CommissionTerms } from '../commission/commission'
import { fen, type Fen } from '../kernel/fen'
import type { Restrictions } from '../oversight/restriction'
import type { FreightTemplate } from '../pricing/freight'
import type { MethodSwitches, SettlementAccount } from './payment-methods'
import type { Retention } from './retention'
import { DEFAULT_RISK, type RiskRules } from '../risk/rules'
import type { FeeRate } from '../settlement/fee'
import type { Payee } from '../split/split'
import type { Rule } from '../pricing/rules/table'

/** A level members reach by growth value (S19); the discount itself is a rule. */
export interface MemberLevel {
  /** 1 and up; greater is better. */
  readonly level: number
  readonly name: string
  /** Growth value from which on a member has it. */
  readonly fromGrowth: number
}

/** Putting in at least so much brings so much on top (S20). */
export interface TopUpBonus {
  readonly fromFen: Fen
  readonly bonusFen: Fen
}

/** What coming back day after day brings on top (X3). */
export interface CheckInStreak {
  readonly days: number
  readonly points: number
}

/** Someone who sends goods in the shop's name and is paid a share of what was paid for them (X9, S55). */
export interface Supplier {
  readonly supplierId: string
  readonly name: string
  /** Per cent of what was paid for its goods. */
  readonly sharePercent: number
  /** Openids of those who act for it, read at every call. */
  readonly staff: readonly string[]
}

/** What the merchant decided for the whole shop; one document, id `shop`, read by every quote. Rules are data (S25). */
export interface ShopSetup {
  readonly id: string
  readonly rules: readonly Rule[]
  readonly freightTemplates: readonly FreightTemplate[]
  /** By growth, ascending. */
  readonly levels: readonly MemberLevel[]
  readonly suppliers: readonly Supplier[]
  /** By amount, ascending. */
  readonly topUpBonuses: readonly TopUpBonus[]
  /** Points for a check-in, once a Shanghai day (X3); 0 for none. */
  readonly checkInPoints: number
  /** Words the merchant offers to search for (S34), and words titles should not shout with (S36). */
  readonly hotWords?: readonly string[]
  readonly emphaticWords?: readonly string[]
  /** So many points more on each n-th day in a row. */
  readonly checkInStreak?: CheckInStreak
  /** What WeChat takes, by method and from when on (S56); left out, nothing is expected of its fees. */
  readonly feeRates?: readonly FeeRate[]
  /** Whom WeChat pays suppliers' shares to (S55); suppliers without one are paid by other means. */
  readonly payees?: readonly Payee[]
  /** The most of a payment that may be shared out, in per cent; left out, WeChat's own 30. */
  readonly splitCapPercent?: number
  /** What leaders earn by the orders of their groups; left out, nothing. */
  readonly commission?: CommissionTerms
  /** How shoppers may pay; left out, in every way (S54). */
  readonly methods?: MethodSwitches
  /** Where the shop's money is paid out to. */
  readonly settlementAccount?: SettlementAccount
  /** How long personal data is kept; left out, as the law asks (S12). */
  readonly retention?: Retention
  /** Limits and what counts as suspicious (S25, S72 to S77); left out, the defaults. */
  readonly risk?: RiskRules
  /** What must not be sold, as whoever oversees the shop said (S13); left out, nothing. */
  readonly restrictions?: Restrictions
  readonly switches: {
    /** Whether the merchant may complete a short group (S16). */
    readonly simulatedCompletion: boolean
    /** Whether shoppers can put in money and pay with it; in China it needs a filing (S20). */
    readonly storedValue: boolean
  }
}

/** Whoever buys in a group pays the group price: the one rule every shop has. */
export const GROUP_PRICE: Rule = { kind: 'group_price', id: 'group_price', version: 1, scope: { kind: 'all' }, order: 0 }

/** A shop in which the merchant has decided nothing yet. */
export const NO_SETUP: ShopSetup = {
  id: 'shop',
  rules: [],
  freightTemplates: [],
  levels: [],
  suppliers: [],
  topUpBonuses: [],
  checkInPoints: 0,
  switches: { simulatedCompletion: false, storedValue: false },
}

/** The rules about limits and risk in force. */
export function riskRulesOf(setup: ShopSetup | undefined): RiskRules {
  return setup?.risk ?? DEFAULT_RISK
}

/** The level of a growth value, 0 for none. */
export function levelOf(levels: readonly MemberLevel[], growth: number): number {
  return levels.filter(one => growth >= one.fromGrowth).reduce((best, one) => Math.max(best, one.level), 0)
}

/** The next better level and the growth value still missing for it, undefined on the best one (S19). */
export function nextLevel(levels: readonly MemberLevel[], growth: number): { readonly level: MemberLevel; readonly missing: number } | undefined {
  const [level] = levels.filter(one => one.fromGrowth > growth).sort((a, b) => a.fromGrowth - b.fromGrowth)
  return level && { level, missing: level.fromGrowth - growth }
}

/** What a top-up of this amount brings on top: the best step it reaches. */
export function topUpBonusFen(bonuses: readonly TopUpBonus[], amountFen: Fen): Fen {
  return fen(bonuses.filter(one => amountFen >= one.fromFen).reduce((best, one) => Math.max(best, one.bonusFen), 0))
}
