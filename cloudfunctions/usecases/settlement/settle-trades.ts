import { dayOf } from '../../domain/kernel/day'
import { fen } from '../../domain/kernel/fen'
import type { Posting } from '../../domain/ledger/posting'
import { NO_SETUP } from '../../domain/shop/setup'
import { numberOf, type TradeBill, type TradeRow } from '../../domain/settlement/bill'
import type { Difference } from '../../domain/settlement/difference'
import { type Booked, matchTrade } from '../../domain/settlement/match-trade'
import { clearingOf, postingIdOf } from '../../domain/settlement/settlement-postings'
import { withRows } from '../../domain/settlement/settlement'
import type { Ports } from '../../ports'
import { recordPayment } from '../payments/record-payment'
import { recordRefund } from '../payments/record-refund'
import type { DayWork } from './day-work'

/** Each row asks for up to three postings, of which a read takes a hundred. */
const STEP_ROWS = 30

/** Goes through the trade bill row by row. False when it must go on later: WeChat did not answer, or time is up. */
export async function settleTrades(work: DayWork, bill: TradeBill | undefined): Promise<boolean> {
  const { ports } = work
  const rows = bill?.rows ?? []
  const { feeRates = [] } = await ports.store.get('shop_setup', 'shop') ?? NO_SETUP
  if (work.settlement.billHash === null) await work.save({ billHash: bill?.hash ?? '' })
  // A bill never changes; one that did is no bill to go on with.
  if (work.settlement.billHash !== (bill?.hash ?? '')) throw new Error(`the trade bill of ${work.day} is another one now`)
  while (work.settlement.rowsDone < rows.length) {
    if (work.isLate()) return false
    const step = rows.slice(work.settlement.rowsDone, work.settlement.rowsDone + STEP_ROWS)
    const known = await postingsOf(ports, step)
    const found = { postings: [] as Posting[], differences: [] as Difference[] }
    for (const row of step) {
      const booked = await lookUp(ports, row, known, work.day)
      if (!booked) return false
      const matched = matchTrade(row, work.day, booked, feeRates, ports.clock.now())
      found.postings.push(...matched.postings)
      const waited = await settleWaiting(ports, row, booked, work.day)
      found.differences.push(...matched.differences.map(one => waited && one.cause === 'other_day' ? { ...one, state: 'settled' as const } : one))
    }
    await work.saveStep(found, { rowsDone: work.settlement.rowsDone + step.length, bill: withRows(work.settlement.bill, step) })
  }
  return true
}

/** Everything our books have of some rows, and the payments and fees behind refunds, in one read. */
async function postingsOf({ store }: Ports, rows: readonly TradeRow[]): Promise<Map<string, Posting>> {
  const ids = new Set(rows.flatMap(row => [postingIdOf(row), `${row.outTradeNo}.payment`, `${row.outTradeNo}.fee`]))
  const found = await store.getMany('postings', [...ids])
  return new Map(found.map(one => [one.id, one]))
}

/** What our books know of a row. Where they know nothing WeChat is asked, and what it says is recorded through the one door; undefined without an answer. */
async function lookUp(ports: Ports, row: TradeRow, known: ReadonlyMap<string, Posting>, day: string): Promise<Booked | undefined> {
  const posting = known.get(postingIdOf(row))
  const earlier = known.get(`${row.outTradeNo}.payment`)
  const fee = known.get(`${row.outTradeNo}.fee`)
  const payment = row.kind === 'refund' && earlier && fee ? { feeFen: fen(0 - clearingOf(fee)), amountFen: clearingOf(earlier) } : undefined
  const rest = { ...(payment && { payment }), underWay: false }
  if (posting) {
    // A step done twice finds what it recorded itself the first time.
    const before = await ports.store.get('settlement_differences', `trade.${numberOf(row)}`)
    return { posting, repaired: before?.day === day && before.cause === 'lost_notification', ...rest }
  }
  const repaired = row.kind === 'payment' ? await recordPaid(ports, row.outTradeNo) : await recordRefunded(ports, row.outRefundNo)
  if (repaired === 'unknown') return undefined
  const written = await ports.store.get('postings', postingIdOf(row))
  return { ...(written && { posting: written }), repaired: written !== undefined, ...rest, underWay: repaired === 'under_way' }
}

async function recordPaid(ports: Ports, outTradeNo: string): Promise<'answered' | 'unknown'> {
  const queried = await ports.payments.query(outTradeNo)
  if (queried.outcome === 'unknown') return 'unknown'
  if (queried.outcome === 'paid') await recordPayment(ports, queried.facts)
  return 'answered'
}

async function recordRefunded(ports: Ports, outRefundNo: string): Promise<'answered' | 'under_way' | 'unknown'> {
  const refund = await ports.store.get('refunds', outRefundNo)
  if (!refund) return 'answered'
  const queried = await ports.payments.queryRefund(outRefundNo)
  if (queried.outcome === 'unknown') return 'unknown'
  if (queried.outcome === 'known') await recordRefund(ports, queried.facts)
  return 'under_way'
}

/** Our books had it on an earlier day and waited for this bill. True when that is so. */
async function settleWaiting({ store }: Ports, row: TradeRow, { posting }: Booked, day: string): Promise<boolean> {
  if (!posting || dayOf(posting.at) >= day) return false
  const id = `books.${numberOf(row)}`
  const earlier = await store.get('settlement_differences', id)
  if (!earlier || earlier.day === day) return false
  await store.update('settlement_differences', id, { set: { state: 'settled' } })
  return true
}
