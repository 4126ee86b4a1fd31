import { fen } from '../../domain/kernel/fen'
import { closeBooks, netOf } from '../../domain/settlement/day-books'
import { type Difference, type DifferenceCause } from '../../domain/settlement/difference'
import { dayBefore, unexplainedFen } from '../../domain/settlement/settlement'
import type { DayWork } from './day-work'

/**
 * Closes a day for good at T+1 (S8): its books are written on top of the day before, and the account must stand where the books and the explained
 * differences of all days say, to the fen (L5).
 */
export async function closeDay(work: DayWork): Promise<void> {
  const { ports, day, settlement } = work
  const { store, clock } = ports
  const [before, last] = [await store.get('ledger_days', dayBefore(day)), await store.get('settlements', dayBefore(day))]
  const books = closeBooks(day, settlement.books, before)
  await store.insert('ledger_days', books)
  const differences: Difference[] = []
  const add = (cause: DifferenceCause, billFen: number, booksFen: number): void => {
    differences.push({ id: `${cause}.${day}`, day, cause, number: day, billFen: fen(billFen), booksFen: fen(booksFen), gapFen: fen(billFen - booksFen), state: 'open', at: clock.now() })
  }
  const unexplained = unexplainedFen(settlement)
  if (unexplained !== 0) add('unexplained', unexplained, 0)
  const standsFen = netOf(books.standing.accounts.wechat_clearing)
  const carriedFen = fen((last?.carriedFen ?? 0) + settlement.gapFen + unexplained)
  if (settlement.accountFen !== null && settlement.accountFen !== standsFen + carriedFen) add('account', settlement.accountFen, standsFen + carriedFen)
  const account = differences.find(one => one.cause === 'account')?.gapFen ?? 0
  await work.saveStep({ postings: [], differences }, { state: 'closed', carriedFen: fen(carriedFen + account), closedAt: clock.now() })
}
