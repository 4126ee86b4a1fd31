/** Why bill and books differ; the domain says what each means. */
export type DifferenceCauseView =
  | 'lost_notification' | 'other_day' | 'refund_state' | 'refund_closed' | 'bill_only' | 'ours_only' | 'amount' | 'fee' | 'fund_flow' | 'fund_only' | 'account' | 'unexplained'

/** What WeChat takes of payments by a method from an instant on, in ten-thousandths (S56). */
export interface FeeRateView {
  readonly from: number
  readonly method: 'wechat' | 'debit_card' | 'credit_card'
  readonly perMyriad: number
  readonly rounding?: 'half_up' | 'up' | 'down'
}

/** One day in the list of settlements. */
export interface SettlementCard {
  readonly day: string
  readonly state: 'trades' | 'funds' | 'books' | 'closed'
  /** What the account at WeChat moved that day; only a closed day's is whole. */
  readonly netFen: number
  readonly differences: number
  readonly closedAt: number | null
}

export interface DifferenceView {
  readonly cause: DifferenceCauseView
  readonly number: string
  readonly billFen: number
  readonly booksFen: number
  /** By how much the account moved further than the books that day because of it. */
  readonly gapFen: number
  readonly state: 'settled' | 'waiting' | 'open'
  /** What waits for a person because of it. */
  readonly workItemId: string | null
}

/** A day's settlement (S8): what WeChat's bills say, what our ledger says, and everything in which they differ. */
export interface SettlementView extends SettlementCard {
  /** The trade bill. */
  readonly bill: { readonly payments: number; readonly paymentsFen: number; readonly refunds: number; readonly refundsFen: number; readonly feesFen: number }
  /** What our ledger moved on the account that day; the lines sum to `netFen` of the books. */
  readonly books: { readonly paymentsFen: number; readonly refundsFen: number; readonly feesFen: number; readonly splitsFen: number; readonly transfersFen: number; readonly otherFen: number; readonly netFen: number }
  /** By how much the account moved further than the books that day, all of it in `items`. */
  readonly gapFen: number
  /** What the account held at the end of the day, by the fund-flow bill; null before its first. */
  readonly accountFen: number | null
  /** The first hundred differences. */
  readonly items: readonly DifferenceView[]
}

export interface TrialBalanceView {
  /** The last day in it; null when no day is closed yet. */
  readonly day: string | null
  /** Both sides of every account since the beginning; debits and credits have the same sum. */
  readonly accounts: readonly { readonly account: string; readonly debitFen: number; readonly creditFen: number }[]
  readonly points: readonly { readonly account: string; readonly points: number }[]
  readonly totalDebitFen: number
  readonly totalCreditFen: number
}

export interface PayoutView {
  readonly payees: readonly { readonly supplierId: string; readonly type: 'merchant' | 'person'; readonly account: string }[]
  /** Suppliers whose change of payee waits for a check; until then shares go on to the one above (S76). */
  readonly held: readonly string[]
  readonly splitCapPercent: number
  readonly feeRates: readonly FeeRateView[]
}
