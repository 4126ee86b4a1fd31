import type { InspectionView, oversightProcedures, RestrictionsView } from '../../contract/oversight'
import type { ParsedInputOf } from '../../contract/procedure'
import type { Page } from '../../contract/views'
import { dayOf } from '../../domain/kernel/day'
import type { Decision } from '../../domain/kernel/decision'
import { decideInspection, type Inspection, inspectionId, targetOf } from '../../domain/oversight/inspection'
import { isRestricted, NO_RESTRICTIONS, type Restrictions } from '../../domain/oversight/restriction'
import type { Product } from '../../domain/product/product'
import type { AuditAct, Ports, Transaction } from '../../ports'
import { answer, type Answer, type Call, refused } from '../answer'
import type { Implementations } from '../handle-call'
import { setupOf } from '../member/role'
import { readCursor, toPage } from '../paging'
import { imposeIn, liftIn, subjectOf } from './restrict'

type Input<Name extends keyof typeof oversightProcedures> = ParsedInputOf<(typeof oversightProcedures)[Name]>

const PAGE_SIZE = 20
/** Pages of goods a draw looks at: more goods than a shop of this kind has. */
const DRAW_PAGES = 10

/** Every product on sale has the same chance, which follows from the id of whoever asked: nobody can guess it, and asking again draws the same. */
async function draw({ ports, openid }: Call, { count, requestId }: Input<'inspection.draw'>): Promise<Answer<{ drawn: number }, 'request_id_taken'>> {
  const { clock, ids } = ports
  const [goods, { restrictions = NO_RESTRICTIONS }] = await Promise.all([goodsOnSale(ports), setupOf(ports)])
  const now = clock.now()
  const chosen = goods
    .filter(product => !isRestricted(restrictions, { kind: 'goods', productId: product.id }))
    .map(product => ({ product, chance: ids.derive(`inspection:${requestId}:${product.id}`) }))
    .sort((a, b) => a.chance < b.chance ? -1 : 1)
    .slice(0, count)
  const drawn = await once(ports, { requestId, openid, act: 'inspection.draw', subject: 'goods' }, async (tx) => {
    let fresh = 0
    for (const { product } of chosen) {
      const id = inspectionId(dayOf(now), product.id)
      if (await tx.get('inspections', id)) continue
      await tx.insert('inspections', { id, productId: product.id, title: product.title, state: 'open', drawnAt: now })
      fresh += 1
    }
    return { detail: `${fresh} of ${count}`, value: { ok: true, value: undefined } }
  })
  return drawn === 'request_id_taken' ? refused(drawn) : answer({ drawn: Number(drawn.detail.split(' ')[0]) })
}

async function goodsOnSale({ store }: Ports): Promise<readonly Product[]> {
  const goods: Product[] = []
  for (let page = 0; page < DRAW_PAGES; page++) {
    const last = goods.at(-1)
    const more = await store.page({ collection: 'products', where: [{ field: 'state', is: 'eq', value: 'on_sale' }], order: { field: 'rank', direction: 'desc' }, ...(last && { after: { value: last.rank, id: last.id } }), limit: 100 })
    goods.push(...more)
    if (more.length < 100) break
  }
  return goods
}

async function list({ ports }: Call, { state, cursor }: Input<'inspection.list'>): Promise<Answer<Page<InspectionView>, never>> {
  const after = readCursor(cursor)
  const inspections = await ports.store.page({
    collection: 'inspections', where: [{ field: 'state', is: 'eq', value: state }], order: { field: 'drawnAt', direction: state === 'open' ? 'asc' : 'desc' }, ...(after && { after }), limit: PAGE_SIZE,
  })
  return answer(toPage(inspections, PAGE_SIZE, one => one.drawnAt, inspectionView))
}

/** The verdict, what it takes from sale, what the merchant is told and the audit entry are one transaction. */
async function decide({ ports, openid }: Call, { inspectionId: id, verdict, note, requestId }: Input<'inspection.decide'>): Promise<Answer<InspectionView, 'inspection_not_found' | 'inspection_decided' | 'too_many_restricted' | 'request_id_taken'>> {
  const now = ports.clock.now()
  const done = await once(ports, { requestId, openid, act: 'inspection.decide', subject: id }, async (tx): Promise<Done<Inspection, 'inspection_not_found' | 'inspection_decided' | 'too_many_restricted'>> => {
    const detail = `${verdict}: ${note}`
    const inspection = await tx.get('inspections', id)
    if (!inspection) return { detail, value: { ok: false, refusal: 'inspection_not_found' } }
    const decided = decideInspection(inspection, { at: now, by: openid, verdict, note })
    const target = targetOf(inspection, verdict)
    if (!decided.ok || !target) {
      if (decided.ok) await tx.replace('inspections', decided.value)
      return { detail, value: decided }
    }
    const imposed = await imposeIn(tx, target, { at: now, by: openid, reason: note })
    // Somebody else has restricted it meanwhile: the verdict stands all the same.
    if (!imposed.ok && imposed.refusal === 'too_many_restricted') return { detail, value: { ok: false, refusal: imposed.refusal } }
    await tx.replace('inspections', decided.value)
    return { detail, value: decided }
  })
  if (done === 'request_id_taken') return refused(done)
  if (done.value && !done.value.ok) return refused(done.value.refusal)
  const current = await ports.store.get('inspections', id)
  return current ? answer(inspectionView(current)) : refused('inspection_not_found')
}

async function listRestrictions({ ports }: Call): Promise<Answer<RestrictionsView, never>> {
  return answer(restrictionsView((await setupOf(ports)).restrictions ?? NO_RESTRICTIONS))
}

function restrict(call: Call, { target, reason, requestId }: Input<'restriction.impose'>): Promise<Answer<RestrictionsView, 'already_restricted' | 'too_many_restricted' | 'request_id_taken'>> {
  const { ports, openid } = call
  return changed(call, { requestId, openid, act: 'restriction.impose', subject: subjectOf(target) }, reason, tx => imposeIn(tx, target, { at: ports.clock.now(), by: openid, reason }))
}

function restore(call: Call, { target, note, requestId }: Input<'restriction.lift'>): Promise<Answer<RestrictionsView, 'not_restricted' | 'request_id_taken'>> {
  return changed(call, { requestId, openid: call.openid, act: 'restriction.lift', subject: subjectOf(target) }, note, tx => liftIn(tx, target))
}

async function changed<Refusal extends string>(call: Call, entry: Entry, detail: string, change: (tx: Transaction) => Promise<Decision<Restrictions, Refusal>>): Promise<Answer<RestrictionsView, Refusal | 'request_id_taken'>> {
  const done = await once(call.ports, entry, async tx => ({ detail, value: await change(tx) }))
  if (done === 'request_id_taken') return refused(done)
  return done.value && !done.value.ok ? refused(done.value.refusal) : listRestrictions(call)
}

interface Entry { readonly requestId: string; readonly openid: string; readonly act: AuditAct; readonly subject: string }
interface Done<Value, Refusal extends string> { readonly detail: string; /** Left out when it was done before. */ readonly value?: Decision<Value, Refusal> }

/** Does something and writes down who did it, in one transaction, once however often it is asked for; a refusal writes nothing. */
function once<Value, Refusal extends string = never>({ store, clock }: Ports, { requestId, openid, act, subject }: Entry, work: (tx: Transaction) => Promise<Done<Value, Refusal>>): Promise<Done<Value, Refusal> | 'request_id_taken'> {
  return store.transaction(async (tx) => {
    const before = await tx.get('audits', requestId)
    if (before) return before.act === act && before.subject === subject && before.openid === openid ? { detail: before.detail } : 'request_id_taken'
    const done = await work(tx)
    if (done.value?.ok) await tx.insert('audits', { id: requestId, at: clock.now(), openid, act, subject, detail: done.detail })
    return done
  })
}

function inspectionView({ id, productId, title, drawnAt, decided }: Inspection): InspectionView {
  return { inspectionId: id, productId, title, drawnAt, decided: decided ?? null }
}

function restrictionsView({ shop, goods }: Restrictions): RestrictionsView {
  return { shop: shop ? { at: shop.at, reason: shop.reason } : null, goods: goods.map(({ productId, at, reason }) => ({ productId, at, reason })) }
}

export const oversightImplementations: Implementations<typeof oversightProcedures> = {
  'inspection.draw': draw,
  'inspection.list': list,
  'inspection.decide': decide,
  'restriction.list': listRestrictions,
  'restriction.impose': restrict,
  'restriction.lift': restore,
}
