import { beginOfDay, dayOf } from '../kernel/day'
import { type Fen, fen, ZERO_FEN } from '../kernel/fen'
import { DAY_MS, HOUR_MS, type Instant } from '../kernel/instant'
import type { Transitions } from '../kernel/transition'
import { type DayBooks, EMPTY_BOOKS, netOf } from './day-books'
import type { Difference } from './difference'
import type { TradeRow } from './bill'

/** What the reconciliation of a day is at: rows of the trade bill, then the account's flow, then our own books, then it is closed for good. */
export type SettlementState = 'trades' | 'funds' | 'books' | 'closed'

export const SETTLEMENT_TRANSITIONS: Transitions<SettlementState> = {
  trades: ['funds'],
  funds: ['books'],
  books: ['closed'],
  closed: [],
}

/** Sums of the trade bill. */
export interface TradeSums {
  readonly payments: number
  readonly paymentsFen: Fen
  readonly refunds: number
  readonly refundsFen: Fen
  readonly feesFen: Fen
}

/** One Shanghai day's settlement (S8), id = day, worked on step by step under a lease and closed at T+1. */
export interface Settlement {
  readonly id: string
  readonly state: SettlementState
  /** Not before this instant; also the lease of whoever works on it. */
  readonly dueAt: Instant
  readonly tries: number
  /** Raised by every step noted: an update that changes nothing looks to the database like one that found nothing. */
  readonly steps: number
  /** Rows of the trade bill that are done, and the SHA1 of the bill they stand in. */
  readonly rowsDone: number
  readonly billHash: string | null
  /** How far our own postings of the day are gone through. */
  readonly cursor: { readonly value: number; readonly id: string } | null
  readonly bill: TradeSums
  readonly books: DayBooks
  /** What the account moved by the fund-flow bill, and held after it; null where no bill said so yet. */
  readonly fundNetFen: Fen
  readonly accountFen: Fen | null
  readonly differences: number
  /** How much further the account moved than the books, all of it explained by differences; and that of all days together. */
  readonly gapFen: Fen
  readonly carriedFen: Fen
  readonly closedAt?: Instant
}

/** Bills are made from nine on; from ten the next morning they are asked for. */
const BILLS_AFTER_MS = DAY_MS + 10 * HOUR_MS

/** The last day whose bills can be asked for now (X13). */
export function lastBilledDay(now: Instant): string {
  return dayOf(now - BILLS_AFTER_MS)
}

export function dayAfter(day: string): string {
  return dayOf(startOf(day) + DAY_MS)
}

export function dayBefore(day: string): string {
  return dayOf(startOf(day) - DAY_MS)
}

/** When a Shanghai day begins. */
export function startOf(day: string): Instant {
  const at = beginOfDay(day)
  if (at === undefined) throw new RangeError(`${day} is no day`)
  return at
}

export function newSettlement(day: string, now: Instant): Settlement {
  return {
    id: day, state: 'trades', dueAt: now, tries: 0, steps: 0, rowsDone: 0, billHash: null, cursor: null,
    bill: { payments: 0, paymentsFen: ZERO_FEN, refunds: 0, refundsFen: ZERO_FEN, feesFen: ZERO_FEN },
    books: EMPTY_BOOKS, fundNetFen: ZERO_FEN, accountFen: null, differences: 0, gapFen: ZERO_FEN, carriedFen: ZERO_FEN,
  }
}

/** The bill's sums with some rows more. */
export function withRows(sums: TradeSums, rows: readonly TradeRow[]): TradeSums {
  const total = (kind: TradeRow['kind'], value: (row: TradeRow) => number): number => rows.filter(row => row.kind === kind).reduce((sum, row) => sum + value(row), 0)
  return {
    payments: sums.payments + total('payment', () => 1),
    paymentsFen: fen(sums.paymentsFen + total('payment', row => row.amountFen)),
    refunds: sums.refunds + total('refund', () => 1),
    refundsFen: fen(sums.refundsFen + total('refund', row => row.amountFen)),
    feesFen: fen(sums.feesFen + rows.reduce((sum, row) => sum + row.feeFen, 0)),
  }
}

/** The differences of one more step counted in. */
export function withDifferences({ differences, gapFen }: Pick<Settlement, 'differences' | 'gapFen'>, more: readonly Difference[]): Pick<Settlement, 'differences' | 'gapFen'> {
  return { differences: differences + more.length, gapFen: fen(gapFen + more.reduce((sum, one) => sum + one.gapFen, 0)) }
}

/** What is left of the account's movement after the books' and all that was explained; zero, or something escaped the comparison. */
export function unexplainedFen({ fundNetFen, books, gapFen }: Settlement): Fen {
  return fen(fundNetFen - netOf(books.accounts.wechat_clearing) - gapFen)
}
