import { dayOf } from '../kernel/day'
import { fen, type Fen } from '../kernel/fen'
import type { Instant } from '../kernel/instant'
import type { Posting } from '../ledger/posting'
import { type FundRow, numberOf, type TradeBill } from './bill'
import { type Difference, type DifferenceCause, firstState } from './difference'
import type { RefundBack } from './refund-back'
import { bankPosting, clearingOf, feeAgainPosting } from './settlement-postings'

/** Every number by which the fund-flow bill may refer to a trade of that day. */
export function tradeNumbers({ rows }: Pick<TradeBill, 'rows'>): ReadonlySet<string> {
  return new Set(rows.flatMap(row => [row.kind === 'refund' ? row.refundId : row.transactionId, numberOf(row)]))
}

export function isTrade(row: FundRow, numbers: ReadonlySet<string>): boolean {
  return numbers.has(row.reference) || numbers.has(row.voucher)
}

/** Postings of ours that a movement which is no trade may be: a share or a transfer that left, or one that came back. */
export function postingIdsOf({ reference, voucher, amountFen }: Pick<FundRow, 'reference' | 'voucher' | 'amountFen'>): string[] {
  return amountFen < 0 ? [`${reference}.split`, `${voucher}.transfer`] : [`${voucher}.split_returned`, `${voucher}.transfer_returned`]
}

/** What the account and the trade bill of a day make of it: postings to write and the differences, each with its cause (X13). */
export function matchFunds(day: string, rows: readonly FundRow[], trades: TradeBill | undefined, ours: ReadonlyMap<string, Posting>, back: readonly RefundBack[], now: Instant): { readonly postings: readonly Posting[]; readonly differences: readonly Difference[]; readonly netFen: Fen } {
  const postings: Posting[] = []
  const differences: Difference[] = []
  const add = (cause: DifferenceCause, number: string, billFen: number, booksFen: number, gapFen: number): void => {
    differences.push({ id: `fund.${number}`, day, cause, number, billFen: fen(billFen), booksFen: fen(booksFen), gapFen: fen(gapFen), state: firstState(cause), at: now })
  }
  const numbers = tradeNumbers(trades ?? { rows: [] })
  let tradeFen = 0
  for (const refund of back) {
    const { number, amountFen, feeFen } = refund
    add('refund_closed', number, amountFen, 0, amountFen)
    if (feeFen > 0) postings.push(feeAgainPosting(refund))
    if (numbers.has(number)) tradeFen -= amountFen - feeFen
  }
  const returned = new Set(back.map(one => one.number))
  for (const row of rows) {
    if (isTrade(row, numbers)) {
      tradeFen += row.amountFen
      continue
    }
    if (returned.has(row.voucher)) continue
    const posting = postingIdsOf(row).map(id => ours.get(id)).find(one => one !== undefined)
    if (posting) {
      if (dayOf(posting.at) !== day) add('other_day', posting.id, row.amountFen, clearingOf(posting), clearingOf(posting))
      if (clearingOf(posting) !== row.amountFen) add('fund_only', row.flowId, row.amountFen, clearingOf(posting), row.amountFen - clearingOf(posting))
    }
    else if (row.bank) postings.push(bankPosting(row))
    else add('fund_only', row.flowId, row.amountFen, 0, row.amountFen)
  }
  const statedFen = (trades?.rows ?? []).reduce((sum, row) => sum + (row.kind === 'payment' ? row.amountFen : -row.amountFen) - row.feeFen, 0)
  if (tradeFen !== statedFen) add('fund_flow', day, tradeFen, statedFen, tradeFen - statedFen)
  return { postings, differences, netFen: fen(rows.reduce((sum, row) => sum + row.amountFen, 0)) }
}
