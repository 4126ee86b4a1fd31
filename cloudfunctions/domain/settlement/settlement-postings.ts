import { type Fen, fen } from '../kernel/fen'
import { posting } from '../ledger/postings'
import type { Entry, Posting } from '../ledger/posting'
import { type FundRow, numberOf, type TradeRow } from './bill'
import type { RefundBack } from './refund-back'

/** What comes to the account, or with a negative amount leaves it, against another account. */
function clearing(amountFen: number, against: Entry['account']): Entry[] {
  return [{ account: 'wechat_clearing', amountFen: fen(amountFen) }, { account: against, amountFen: fen(0 - amountFen) }]
}

/** WeChat's fee of a payment, or what a refund gives back of it, as the bill states it and under the bill's time (S56). */
export function feePosting(row: TradeRow): Posting {
  return posting(`${numberOf(row)}.fee`, 'fee', row.outTradeNo, row.at, clearing(0 - row.feeFen, 'fee'))
}

/** The fee that a refund had brought back, taken again with the money of a refund that WeChat closed: only the account tells, and under its time (S56). */
export function feeAgainPosting({ number, orderId, feeFen, at }: RefundBack): Posting {
  return posting(`${number}.fee_again`, 'fee', orderId, at, clearing(0 - feeFen, 'fee'))
}

/** Money of a row that nothing of ours explains, so that the books still say what the account holds. */
export function suspensePosting(row: TradeRow, amountFen: number): Posting {
  return posting(`${numberOf(row)}.suspense`, 'suspense', '', row.at, clearing(amountFen, 'suspense'))
}

/** What stood in suspense has found its account: other business of the merchant's, or money that went to or came from the bank. */
export function explainedPosting({ id, entries }: Posting, account: 'revenue' | 'bank', at: number): Posting {
  const suspended = entries.filter(entry => entry.account === 'suspense').reduce((sum, entry) => sum + entry.amountFen, 0)
  return posting(id.replace(/\.suspense$/, '.explained'), 'explained', '', at, [{ account: 'suspense', amountFen: fen(0 - suspended) }, { account, amountFen: fen(suspended) }])
}

/** Money the merchant moved between WeChat and the bank in the merchant portal: only the fund-flow bill tells. */
export function bankPosting({ flowId, at, amountFen }: FundRow): Posting {
  return posting(`${flowId}.bank`, 'bank', '', at, clearing(amountFen, 'bank'))
}

/** What the account held before the shop's first day. */
export function openingPosting(balanceFen: Fen, at: number): Posting {
  return posting('opening.bank', 'bank', '', at, clearing(balanceFen, 'bank'))
}

/** What a posting did to the account at WeChat. */
export function clearingOf({ entries }: Posting): Fen {
  return fen(entries.filter(entry => entry.account === 'wechat_clearing').reduce((sum, entry) => sum + entry.amountFen, 0))
}

/** The posting in which our books carry what a row states. */
export function postingIdOf(row: TradeRow): string {
  return row.kind === 'payment' ? `${row.outTradeNo}.payment` : `${row.outRefundNo}.returned`
}

