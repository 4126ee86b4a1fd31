import { fen, type Fen, ZERO_FEN } from '../kernel/fen'
import { type Account, ACCOUNTS, type PointAccount, POINT_ACCOUNTS, type Posting, type PostingKind } from '../ledger/posting'

export interface Sides {
  readonly debitFen: Fen
  readonly creditFen: Fen
}

/** What a day's postings moved, account by account; added up page by page. */
export interface DayBooks {
  readonly accounts: Readonly<Record<Account, Sides>>
  readonly points: Readonly<Record<PointAccount, number>>
  /** What each kind of posting moved on the account at WeChat. */
  readonly clearing: Readonly<Partial<Record<PostingKind, Fen>>>
  readonly postings: number
}

export const EMPTY_BOOKS: DayBooks = {
  accounts: Object.fromEntries(ACCOUNTS.map(account => [account, { debitFen: ZERO_FEN, creditFen: ZERO_FEN }])) as Record<Account, Sides>,
  points: Object.fromEntries(POINT_ACCOUNTS.map(account => [account, 0])) as Record<PointAccount, number>,
  clearing: {},
  postings: 0,
}

/** The books with some postings more. */
export function withPostings(books: DayBooks, postings: readonly Posting[]): DayBooks {
  const accounts = { ...books.accounts }
  const points = { ...books.points }
  const clearing = { ...books.clearing }
  for (const { kind, entries, pointEntries } of postings) {
    for (const { account, amountFen } of entries) {
      accounts[account] = withSide(accounts[account], amountFen)
      if (account === 'wechat_clearing') clearing[kind] = fen((clearing[kind] ?? 0) + amountFen)
    }
    for (const entry of pointEntries) points[entry.account] += entry.points
  }
  return { accounts, points, clearing, postings: books.postings + postings.length }
}

/** Movements of a period on top of what stood before it. An account that is younger than the older books stood at nothing. */
export function addBooks(before: Pick<DayBooks, 'accounts' | 'points'>, more: Pick<DayBooks, 'accounts' | 'points'>): Pick<DayBooks, 'accounts' | 'points'> {
  const sides = (books: Pick<DayBooks, 'accounts'>, account: Account): Sides => (books.accounts as Partial<Record<Account, Sides>>)[account] ?? EMPTY_BOOKS.accounts[account]
  return {
    accounts: Object.fromEntries(ACCOUNTS.map((account) => {
      const [one, other] = [sides(before, account), sides(more, account)]
      return [account, { debitFen: fen(one.debitFen + other.debitFen), creditFen: fen(one.creditFen + other.creditFen) }]
    })) as Record<Account, Sides>,
    points: Object.fromEntries(POINT_ACCOUNTS.map(account => [account, (before.points[account] ?? 0) + (more.points[account] ?? 0)])) as Record<PointAccount, number>,
  }
}

/** What an account moved or stands at, debits positive. */
export function netOf({ debitFen, creditFen }: Sides): Fen {
  return fen(debitFen - creditFen)
}

function withSide({ debitFen, creditFen }: Sides, amountFen: Fen): Sides {
  return amountFen >= 0 ? { debitFen: fen(debitFen + amountFen), creditFen } : { debitFen, creditFen: fen(creditFen - amountFen) }
}

/** The books of one closed Shanghai day, id = day: what it moved, and what every account stands at after it, by both sides (X13). */
export interface LedgerDay {
  readonly id: string
  readonly moved: DayBooks
  readonly standing: Pick<DayBooks, 'accounts' | 'points'>
}

/** Closes a day on top of the one before it. Throws when debits and credits are not the same (I2). */
export function closeBooks(day: string, moved: DayBooks, before: LedgerDay | undefined): LedgerDay {
  const standing = addBooks(before?.standing ?? EMPTY_BOOKS, moved)
  if (ACCOUNTS.reduce((sum, account) => sum + netOf(standing.accounts[account]), 0) !== 0) throw new Error(`the books of ${day} do not balance`)
  return { id: day, moved, standing }
}
