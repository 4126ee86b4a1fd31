import { dayOf } from '../../domain/kernel/day'
import { DAY_MS } from '../../domain/kernel/instant'
import { fen, ZERO_FEN } from '../../domain/kernel/fen'
import type { Posting, PostingKind } from '../../domain/ledger/posting'
import { type FundBill, numberOf, type TradeBill } from '../../domain/settlement/bill'
import { withPostings } from '../../domain/settlement/day-books'
import { type Difference, type DifferenceCause, firstState } from '../../domain/settlement/difference'
import { postingIdsOf } from '../../domain/settlement/match-funds'
import { clearingOf } from '../../domain/settlement/settlement-postings'
import { startOf } from '../../domain/settlement/settlement'
import type { Ports } from '../../ports'
import type { DayWork } from './day-work'

const STEP_POSTINGS = 100

/** Postings that a bill must know of, and what their ids end in after the merchant's number. */
const BILLED: Partial<Readonly<Record<PostingKind, string>>> = { payment: '.payment', top_up: '.payment', refund_returned: '.returned' }

/** Postings that the account's own flow must know of, under their own ids. */
const OUTGOING: ReadonlySet<PostingKind> = new Set<PostingKind>(['split', 'split_returned', 'transfer', 'transfer_returned'])

/** Goes through our own postings of the day, page by page along their index: sums for the ledger, and whatever the bills do not know of. */
export async function settleBooks(work: DayWork, trades: TradeBill | undefined, funds: FundBill | undefined): Promise<boolean> {
  const { ports, day } = work
  const billed = new Set((trades?.rows ?? []).map(numberOf))
  const moved = new Set((funds?.rows ?? []).flatMap(postingIdsOf))
  for (;;) {
    if (work.isLate()) return false
    const { cursor, books } = work.settlement
    const page = await ports.store.page({
      collection: 'postings',
      where: [{ field: 'at', is: 'gte', value: startOf(day) }, { field: 'at', is: 'lt', value: startOf(day) + DAY_MS }],
      order: { field: 'at', direction: 'asc' },
      ...(cursor && { after: cursor }),
      limit: STEP_POSTINGS,
    })
    const differences: Difference[] = []
    for (const posting of page) {
      const cause = await causeOf(ports, posting, day, billed, moved)
      if (cause === 'unknown') return false
      if (cause) differences.push(differenceOf(posting, cause, day, ports.clock.now()))
    }
    const last = page.at(-1)
    await work.saveStep({ postings: [], differences }, { books: withPostings(books, page), ...(last && { cursor: { value: last.at, id: last.id } }) })
    if (page.length < STEP_POSTINGS) return true
  }
}

interface Cause { readonly cause: DifferenceCause; readonly settled: boolean }

/** Why a posting of that day stands in no bill of it; undefined when one has it, or none needs to. */
async function causeOf(ports: Ports, posting: Posting, day: string, billed: ReadonlySet<string>, moved: ReadonlySet<string>): Promise<Cause | 'unknown' | undefined> {
  const { store } = ports
  if (OUTGOING.has(posting.kind)) {
    if (moved.has(posting.id)) return undefined
    return { cause: 'other_day', settled: await settleEarlier(ports, `fund.${posting.id}`) }
  }
  const suffix = BILLED[posting.kind]
  if (suffix === undefined || clearingOf(posting) === ZERO_FEN) return undefined
  const number = posting.id.slice(0, -suffix.length)
  if (billed.has(number)) return undefined
  const earlier = await store.get('settlement_differences', `trade.${number}`)
  if (earlier && earlier.day < day) return { cause: 'other_day', settled: await settleEarlier(ports, earlier.id) }
  return posting.kind === 'refund_returned' ? refundCause(ports, number, day) : paymentCause(ports, number, day)
}

/** The bill of an earlier day had it and waited for our books. */
async function settleEarlier({ store }: Ports, id: string): Promise<boolean> {
  await store.update('settlement_differences', id, { set: { state: 'settled' } }, [{ field: 'state', is: 'neq', value: 'settled' }])
  return true
}

async function paymentCause({ payments }: Ports, number: string, day: string): Promise<Cause | 'unknown'> {
  const queried = await payments.query(number)
  if (queried.outcome === 'unknown') return 'unknown'
  return { cause: queried.outcome === 'paid' && dayOf(queried.facts.paidAt) !== day ? 'other_day' : 'ours_only', settled: false }
}

/** WeChat does not say when it accepted a refund, only when it succeeded; one of another day stands in another bill. */
async function refundCause({ payments }: Ports, number: string, day: string): Promise<Cause | 'unknown'> {
  const queried = await payments.queryRefund(number)
  if (queried.outcome === 'unknown') return 'unknown'
  return { cause: queried.outcome === 'known' && queried.facts.succeededAt !== undefined && dayOf(queried.facts.succeededAt) !== day ? 'other_day' : 'ours_only', settled: false }
}

function differenceOf(posting: Posting, { cause, settled }: Cause, day: string, now: number): Difference {
  const amountFen = clearingOf(posting)
  const suffix = BILLED[posting.kind] ?? ''
  const number = suffix ? posting.id.slice(0, -suffix.length) : posting.id
  return { id: `books.${number}`, day, cause, number, billFen: ZERO_FEN, booksFen: amountFen, gapFen: fen(0 - amountFen), state: settled ? 'settled' : firstState(cause), at: now }
}
