import { dayOf } from '../../domain/kernel/day'
import { type Instant, MINUTE_MS } from '../../domain/kernel/instant'
import { dayAfter, dayBefore, lastBilledDay, newSettlement, type Settlement } from '../../domain/settlement/settlement'
import type { BillAnswer, Ports } from '../../ports'
import { EFFECT_LEASE_MS, retryAt } from '../effects/outbox'
import { closeDay } from '../settlement/close-day'
import { DayWork, LeaseLost } from '../settlement/day-work'
import { settleBooks } from '../settlement/settle-books'
import { settleFunds } from '../settlement/settle-funds'
import { settleTrades } from '../settlement/settle-trades'

/** A bill we cannot read is looked at again so often, in case it was WeChat's slip. */
const UNREADABLE_PAUSE_MS = 60 * MINUTE_MS

/** Whether a step came to its end, or must be gone on with at once, after a pause, or much later. */
type Progress = 'closed' | 'later' | 'unreadable'

/**
 * After ten in the morning: reconciles the days whose bills are there and are not closed yet, oldest first, once each (S8, X13). Answers how many
 * it closed. One worker at a time has a day, under a lease, and goes on where the last one stopped.
 */
export async function closeDays(ports: Ports, until: Instant): Promise<number> {
  let closed = 0
  while (ports.clock.now() < until) {
    const settlement = await nextDay(ports)
    if (!settlement || !await workOn(ports, settlement, until)) return closed
    closed += 1
  }
  return closed
}

/** The day to work on: the last one begun, or the one after it. The first is the day before our first posting, on which WeChat's clock may have stood. */
async function nextDay({ store, clock }: Ports): Promise<Settlement | undefined> {
  const now = clock.now()
  const due = lastBilledDay(now)
  const [last] = await store.page({ collection: 'settlements', where: [], order: { field: 'id', direction: 'desc' }, limit: 1 })
  if (last && last.state !== 'closed') return last.dueAt <= now ? last : undefined
  const day = last ? dayAfter(last.id) : await firstDay({ store })
  if (day === undefined || day > due) return undefined
  const settlement = newSettlement(day, now)
  await store.insert('settlements', settlement)
  return await store.get('settlements', day)
}

async function firstDay({ store }: Pick<Ports, 'store'>): Promise<string | undefined> {
  const [first] = await store.page({ collection: 'postings', where: [], order: { field: 'at', direction: 'asc' }, limit: 1 })
  return first && dayBefore(dayOf(first.at))
}

/** True when this worker closed the day. */
async function workOn(ports: Ports, settlement: Settlement, until: Instant): Promise<boolean> {
  const { store, clock } = ports
  const leaseUntil = clock.now() + EFFECT_LEASE_MS
  const claimed = await store.update('settlements', settlement.id, { set: { dueAt: leaseUntil }, inc: { tries: 1 } }, [{ field: 'dueAt', is: 'eq', value: settlement.dueAt }, { field: 'state', is: 'neq', value: 'closed' }])
  const current = claimed ? await store.get('settlements', settlement.id) : undefined
  if (!current) return false
  const work = new DayWork(ports, current, until)
  try {
    const progress = await reconcile(work)
    if (progress === 'closed') return true
    await work.save({ dueAt: progress === 'unreadable' ? clock.now() + UNREADABLE_PAUSE_MS : work.isLate() ? clock.now() : retryAt(clock.now(), current.tries) })
    return false
  }
  catch (error) {
    if (error instanceof LeaseLost) return false
    throw error
  }
}

async function reconcile(work: DayWork): Promise<Progress> {
  const [trades, funds] = [await work.trades(), await work.funds()]
  const waits = await waitsFor(work, trades) ?? await waitsFor(work, funds)
  if (waits) return waits
  const [tradeBill, fundBill] = [billIn(trades), billIn(funds)]
  if (work.settlement.state === 'trades') {
    if (!await settleTrades(work, tradeBill)) return 'later'
    await work.save({ state: 'funds' })
  }
  if (work.settlement.state === 'funds') await settleFunds(work, fundBill, tradeBill)
  if (!await settleBooks(work, tradeBill, fundBill)) return 'later'
  await closeDay(work)
  return 'closed'
}

async function waitsFor({ ports, day }: DayWork, answer: BillAnswer<unknown>): Promise<Progress | undefined> {
  if (answer.outcome === 'bill' || answer.outcome === 'none') return undefined
  if (answer.outcome !== 'unreadable') return 'later'
  await ports.store.insert('work_items', { id: `bill-${day}`, kind: 'bill_unreadable', state: 'open', subject: day, detail: answer.why.slice(0, 200), at: ports.clock.now(), day })
  return 'unreadable'
}

function billIn<Bill>(answer: BillAnswer<Bill>): Bill | undefined {
  return answer.outcome === 'bill' ? answer.bill : undefined
}
