import { dayOf } from '../kernel/day'
import { type Fen, fen, ZERO_FEN } from '../kernel/fen'
import type { Instant } from '../kernel/instant'
import type { Posting } from '../ledger/posting'
import { timesOver } from '../pricing/arithmetic'
import { effectFen, numberOf, type TradeRow } from './bill'
import { type Difference, type DifferenceCause, firstState } from './difference'
import { feeFen, feeRateAt, type FeeRate, methodOf } from './fee'
import { clearingOf, feePosting, suspensePosting } from './settlement-postings'

/** What our books know of a row: its posting, and whether it was written only because the bill told us. */
export interface Booked {
  readonly posting?: Posting
  readonly repaired: boolean
  /** Ours, and not through yet: a refund that WeChat is still at. */
  readonly underWay: boolean
  /** The fee of the payment a refund belongs to, and its amount, where our books have them. */
  readonly payment?: { readonly feeFen: Fen; readonly amountFen: Fen }
}

export interface RowMatched {
  readonly postings: readonly Posting[]
  readonly differences: readonly Difference[]
}

/**
 * Compares one row of a day's trade bill with our books, to the fen (X13): what to write down, and each difference with its cause. Fees are
 * the bill's to state; where a rate is set they must follow from it (S56). Money that nothing explains goes to `suspense`.
 */
export function matchTrade(row: TradeRow, day: string, booked: Booked, rates: readonly FeeRate[], now: Instant): RowMatched {
  const differences: Difference[] = []
  const add = (cause: DifferenceCause, prefix: string, billFen: number, booksFen: number, gapFen: number, state = firstState(cause)): void => {
    const number = numberOf(row)
    differences.push({ id: `${prefix}.${number}`, day, cause, number, billFen: fen(billFen), booksFen: fen(booksFen), gapFen: fen(gapFen), state, at: now })
  }
  const billFen = effectFen(row)
  const postings: Posting[] = row.feeFen === 0 ? [] : [feePosting(row)]
  const booksFen = booked.posting ? clearingOf(booked.posting) : ZERO_FEN
  if (!booked.posting && booked.underWay) add('refund_state', 'trade', billFen, 0, billFen)
  else if (booksFen !== billFen) {
    postings.push(suspensePosting(row, billFen - booksFen))
    add(booked.posting ? 'amount' : 'bill_only', booked.posting ? 'amount' : 'trade', billFen, booksFen, 0)
  }
  if (booked.posting) {
    const sameDay = dayOf(booked.posting.at) === day
    if (booked.repaired) add('lost_notification', 'trade', billFen, booksFen, sameDay ? 0 : booksFen, sameDay ? 'settled' : 'waiting')
    else if (!sameDay) add('other_day', 'trade', billFen, booksFen, booksFen)
  }
  const expected = expectedFee(row, booked, rates)
  if (expected !== undefined && !expected.includes(row.feeFen)) add('fee', 'fee', row.feeFen, expected[0] ?? 0, 0)
  return { postings, differences }
}

/** The fees a row may state, the likeliest first; undefined when nothing is expected. Of a refund's share WeChat's rounding may be a fen either way. */
function expectedFee(row: TradeRow, { payment }: Booked, rates: readonly FeeRate[]): readonly number[] | undefined {
  if (row.kind === 'payment') {
    const rate = feeRateAt(rates, methodOf(row.bank), row.at)
    return rate && [feeFen(row.amountFen, rate)]
  }
  if (!payment || payment.amountFen <= 0 || rates.length === 0) return undefined
  const { quotient } = timesOver(payment.feeFen, row.amountFen, payment.amountFen)
  return [0 - quotient, 0 - quotient - 1, 1 - quotient]
}
