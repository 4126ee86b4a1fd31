import { type Fen, fen, ZERO_FEN } from '../kernel/fen'
import type { Instant } from '../kernel/instant'
import type { Refund } from '../refund/refund'
import { type FundRow, numberOf, type TradeBill } from './bill'

/** What the account moved for a refund further than the day's trade bill states of it, and when it last did. */
export interface Beyond {
  readonly amountFen: number
  readonly at: Instant
}

/** A refund that WeChat closed, and whose money is back on the account less the fee that was taken again. */
export interface RefundBack {
  readonly number: string
  readonly orderId: string
  readonly amountFen: Fen
  readonly feeFen: Fen
  readonly at: Instant
}

/** Money that came in under a number that is, or may be, a refund's: more of a refund of that day than its bill states, or of one that stands in an earlier bill. */
export function movedBeyond(rows: readonly FundRow[], { rows: trades }: Pick<TradeBill, 'rows'>): ReadonlyMap<string, Beyond> {
  const refunds = trades.filter(row => row.kind === 'refund')
  const numbers = new Map(refunds.flatMap(row => [[row.outRefundNo, row.outRefundNo], [row.refundId, row.outRefundNo]]))
  const payments = new Set(trades.filter(row => row.kind === 'payment').flatMap(row => [row.transactionId, numberOf(row)]))
  const moved = new Map<string, Beyond>(refunds.map(row => [row.outRefundNo, { amountFen: row.amountFen + row.feeFen, at: row.at }]))
  for (const { reference, voucher, bank, amountFen, at } of rows) {
    const number = numbers.get(reference) ?? numbers.get(voucher)
    if (number === undefined && (bank || payments.has(reference) || payments.has(voucher))) continue
    const known = moved.get(number ?? voucher)
    moved.set(number ?? voucher, { amountFen: (known?.amountFen ?? 0) + amountFen, at })
  }
  return new Map([...moved].filter(([, { amountFen }]) => amountFen > 0))
}

/** Whether that is a closed refund's money, all of it but for the fee that had come back with it (X13). Undefined when it is anything else. */
export function refundBack({ amountFen, at }: Beyond, refund: Refund, feeBackFen: number): RefundBack | undefined {
  const missing = refund.amountFen - amountFen
  if (refund.state !== 'closed' || (missing !== 0 && missing !== feeBackFen)) return undefined
  return { number: refund.id, orderId: refund.orderId, amountFen: refund.amountFen, feeFen: missing === 0 ? ZERO_FEN : fen(missing), at }
}
