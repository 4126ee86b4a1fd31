import type { Fen } from '../kernel/fen'
import type { Instant } from '../kernel/instant'

/**
 * Why bill and books differ. `lost_notification`: nobody had told us; recorded now. `other_day`: both have it, on different days, as around midnight.
 * `refund_state`: the bill lists a refund that has not arrived yet. `refund_closed`: the money of a refund that WeChat closed came back. `bill_only`: money
 * nothing of ours explains. `ours_only`: we have what WeChat's bill does not. `amount`, `fee`: other than ours. `fund_flow`: the account moved otherwise than
 * its trades say. `fund_only`: a movement that is none of them. `account`: the account holds something else than the books. `unexplained`: differences do not add up to the difference.
 */
export type DifferenceCause =
  | 'lost_notification' | 'other_day' | 'refund_state' | 'refund_closed' | 'bill_only' | 'ours_only' | 'amount' | 'fee' | 'fund_flow' | 'fund_only' | 'account' | 'unexplained'

/** One thing in which a day's bills and our books are not the same; its id derives from what it is about. */
export interface Difference {
  readonly id: string
  readonly day: string
  readonly cause: DifferenceCause
  /** The merchant's number it is about, or the account's. */
  readonly number: string
  /** What the bill states and what our books state. */
  readonly billFen: Fen
  readonly booksFen: Fen
  /** By how much the account moved further than the books that day because of it. */
  readonly gapFen: Fen
  /** `settled` needs nobody; `waiting` is met by another day's bill or books; `open` waits for a person. */
  readonly state: 'settled' | 'waiting' | 'open'
  readonly at: Instant
}

/** Differences only a person can settle. */
const FOR_A_PERSON: ReadonlySet<DifferenceCause> = new Set<DifferenceCause>(['bill_only', 'ours_only', 'amount', 'fee', 'fund_flow', 'fund_only', 'account', 'unexplained'])

/** In what state a difference begins. */
export function firstState(cause: DifferenceCause): Difference['state'] {
  if (FOR_A_PERSON.has(cause)) return 'open'
  return cause === 'lost_notification' || cause === 'refund_closed' ? 'settled' : 'waiting'
}
