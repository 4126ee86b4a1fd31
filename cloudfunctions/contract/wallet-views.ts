import type { MyCouponView } from './coupon-views'
import type { LevelView } from './rule-views'
import type { PayParamsView } from './views'

export interface PointsView {
  readonly points: number
  readonly growth: number
  /** Null below the first level. */
  readonly level: LevelView | null
  /** The next better level and the growth value missing for it; null on the best one. */
  readonly next: (LevelView & { readonly missing: number }) | null
  readonly checkIn: CheckInView
}

export interface CheckInView {
  /** Whether today's points are claimed; days are Shanghai's. */
  readonly done: boolean
  /** What a check-in brings, 0 when the shop gives nothing for it. */
  readonly points: number
  /** Days in a row so far. */
  readonly streak: number
  /** So many points more on each n-th day in a row. */
  readonly bonus: { readonly days: number; readonly points: number } | null
}

/** What today's check-in brought, whether now or earlier today. */
export interface CheckedInView { readonly points: number; readonly streak: number; readonly balance: number }

/** What points were given for, and what is left of them. */
export interface PointsExchangedView { readonly coupon: MyCouponView; readonly balance: number }

export interface TopUpBonusView { readonly fromFen: number; readonly bonusFen: number }

/** A note that must stand beside a switch or an offer; its words are the app's. */
export type NoteKey = 'prepaid_card_filing' | 'stored_value_terms'

export interface BalanceView {
  readonly balanceFen: number
  /** Kept for unpaid orders. */
  readonly heldFen: number
  /** Whether money can be put in; what is there can be spent either way. */
  readonly storedValue: boolean
  readonly minFen: number
  readonly maxFen: number
  readonly maxBalanceFen: number
  readonly bonuses: readonly TopUpBonusView[]
  readonly note: NoteKey
}

export interface TopUpView {
  readonly topUpId: string
  readonly state: 'requested' | 'paid' | 'closed'
  readonly amountFen: number
  readonly bonusFen: number
  /** Last moment to pay. */
  readonly payUntil: number
}

export interface TopUpPayView { readonly topUp: TopUpView; readonly params: PayParamsView }

/** One movement of what is a shopper's. */
export interface WalletEntryView {
  readonly entryId: string
  readonly kind: 'order_paid' | 'order_refunded' | 'order_completed' | 'topped_up' | 'checked_in' | 'points_exchanged' | 'other'
  readonly orderId: string | null
  /** In fen or points, as asked for; below zero for what was spent. */
  readonly change: number
  readonly at: number
}

/** What the merchant decided about members' money; the note stands beside the switch it is about. */
export interface MembershipView {
  readonly switches: readonly { readonly name: 'simulatedCompletion' | 'storedValue'; readonly on: boolean; readonly note: NoteKey | null }[]
  readonly topUpBonuses: readonly TopUpBonusView[]
  readonly levels: readonly LevelView[]
  readonly checkInPoints: number
  readonly checkInStreak: CheckInView['bonus']
}
