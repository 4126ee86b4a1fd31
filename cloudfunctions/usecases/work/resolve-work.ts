import type { ParsedInputOf, RefusalOf } from '../../contract/procedure'
import type { workProcedures } from '../../contract/work'
import { impossible } from '../../domain/kernel/decision'
import { fen } from '../../domain/kernel/fen'
import type { Instant } from '../../domain/kernel/instant'
import { explainedPosting } from '../../domain/settlement/settlement-postings'
import { gotBackPosting, paidByHandPosting, payByHand, unpaidShares } from '../../domain/split/by-hand'
import { recordReturn } from '../../domain/split/split'
import { resolvedItem, WORK_GUIDE, type WorkItem } from '../../domain/work/work-item'
import type { Ports, Transaction } from '../../ports'

type Procedure = (typeof workProcedures)['work.resolve']
export type Resolving = ParsedInputOf<Procedure> & { readonly openid: string }
export type ResolveRefusal = RefusalOf<Procedure>
type Resolution = Resolving['resolution']

/**
 * Ends what only a person can settle with what was done about it: postings, the difference between bill and books, the split, the outbox, the item and the
 * audit entry in one transaction (I2, I18). The id is of whoever asked, so that asking again is answered and does nothing.
 */
export function resolveWork({ store, clock }: Ports, { id, requestId, resolution, openid }: Resolving): Promise<WorkItem | ResolveRefusal> {
  return store.transaction(async (tx) => {
    const [item, audit] = [await tx.get('work_items', id), await tx.get('audits', requestId)]
    if (audit) return item && audit.subject === id ? item : 'request_id_taken'
    if (!item) return 'work_item_not_found'
    if (item.state !== 'open') return 'work_already_done'
    if (!WORK_GUIDE[item.kind].ways.includes(resolution.way)) return 'way_not_possible'
    const now = clock.now()
    const done = await carryOut(tx, item, resolution, requestId, now)
    if (typeof done === 'string') return done
    const next = done.ended ? resolvedItem(item, resolution.way, noteOf(resolution), openid, now) : item
    if (done.ended) await tx.replace('work_items', next)
    await tx.insert('audits', { id: requestId, at: now, openid, act: resolution.way === 'paid_by_hand' ? 'split.paidByHand' : 'work.resolve', subject: id, detail: auditOf(resolution) })
    return next
  })
}

/** What a resolution changes beside its item. `ended`: nothing of the item is left. */
async function carryOut(tx: Transaction, item: WorkItem, resolution: Resolution, requestId: string, now: Instant): Promise<{ readonly ended: boolean } | ResolveRefusal> {
  switch (resolution.way) {
    case 'noted':
      await settleDifference(tx, item)
      return { ended: true }
    case 'paid_by_hand': return paidByHand(tx, item, resolution, requestId, now)
    case 'got_back': return gotBack(tx, item, now)
    case 'explained': return explained(tx, item, resolution.account, now)
    case 'try_again': return tryAgain(tx, item, now)
    default: return impossible(resolution)
  }
}

/** A person has seen to the difference; by how much bill and books differ stays in its day. */
async function settleDifference(tx: Transaction, { differenceId }: WorkItem): Promise<void> {
  const difference = differenceId === undefined ? undefined : await tx.get('settlement_differences', differenceId)
  if (difference && difference.state !== 'settled') await tx.replace('settlement_differences', { ...difference, state: 'settled' })
}

async function paidByHand(tx: Transaction, { subject }: WorkItem, { supplierId, amountFen }: Extract<Resolution, { way: 'paid_by_hand' }>, requestId: string, now: Instant): Promise<{ ended: boolean } | ResolveRefusal> {
  const split = await tx.get('splits', subject)
  if (!split) return 'way_not_possible'
  const paid = payByHand(split, supplierId, fen(amountFen))
  if (!paid.ok) return paid.refusal
  await tx.replace('splits', paid.value)
  await tx.insert('postings', paidByHandPosting(requestId, split, supplierId, fen(amountFen), now))
  return { ended: unpaidShares(paid.value).length === 0 }
}

/** The item is about one return of one supplier's. */
async function gotBack(tx: Transaction, { subject }: WorkItem, now: Instant): Promise<{ ended: boolean } | ResolveRefusal> {
  const [, refundId] = subject.match(/^(.+)-B\d+$/) ?? []
  const refund = refundId === undefined ? undefined : await tx.get('refunds', refundId)
  const split = refund && await tx.get('splits', refund.orderId)
  const one = split?.returns.find(entry => entry.id === subject && entry.state === 'failed')
  if (!split || !one) return 'way_not_possible'
  await tx.replace('splits', recordReturn(split, one.id, 'returned_by_hand'))
  await tx.insert('postings', gotBackPosting(split, one, now))
  return { ended: true }
}

async function explained(tx: Transaction, item: WorkItem, account: 'revenue' | 'bank', now: Instant): Promise<{ ended: boolean } | ResolveRefusal> {
  const suspended = await tx.get('postings', `${item.subject}.suspense`)
  if (!suspended) return 'way_not_possible'
  await tx.insert('postings', explainedPosting(suspended, account, now))
  await settleDifference(tx, item)
  return { ended: true }
}

async function tryAgain(tx: Transaction, { subject }: WorkItem, now: Instant): Promise<{ ended: boolean } | ResolveRefusal> {
  const row = await tx.get('outbox', subject)
  if (row?.state !== 'dead') return 'way_not_possible'
  await tx.replace('outbox', { ...row, state: 'waiting', dueAt: now, tries: 0, faults: 0 })
  return { ended: true }
}

/** All that was said, for the audit. */
function auditOf({ way, ...said }: Resolution): string {
  return `${way}: ${Object.values(said).join(' ')}`.slice(0, 300)
}

/** What the list shows beside an item that is done: its proof or its explanation. */
function noteOf(resolution: Resolution): string {
  switch (resolution.way) {
    case 'noted': return resolution.note
    case 'paid_by_hand':
    case 'got_back': return resolution.proof
    case 'explained': return resolution.note
    case 'try_again': return ''
    default: return impossible(resolution)
  }
}
