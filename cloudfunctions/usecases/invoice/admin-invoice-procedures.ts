import type { AdminInvoiceView, Page } from '../../contract'
import type { adminInvoiceProcedures } from '../../contract/invoices'
import { decideIssue, decideReject, decideVoid, type Invoice, type InvoiceState } from '../../domain/invoice/invoice'
import type { Decision } from '../../domain/kernel/decision'
import type { Member } from '../../domain/member/member'
import { answer, type Answer, type Call, refused } from '../answer'
import type { Implementations } from '../handle-call'
import { readCursor, toPage } from '../paging'
import { invoiceView } from './invoice-procedures'
import { outdatedItemId } from './outdate-invoice'

const PAGE_SIZE = 20

/** Invoices by what is to be done with them, newest request first (X5). */
async function listInvoices({ ports }: Call, { tab, cursor }: { tab: InvoiceState; cursor: string | null }): Promise<Answer<Page<AdminInvoiceView>, never>> {
  const { store } = ports
  const after = readCursor(cursor)
  const invoices = await store.page({
    collection: 'invoices',
    where: [{ field: 'state', is: 'eq', value: tab }],
    order: { field: 'requestedAt', direction: 'desc' },
    ...(after && { after }),
    limit: PAGE_SIZE,
  })
  const openids = [...new Set(invoices.map(invoice => invoice.openid))]
  const buyers = new Map((openids.length > 0 ? await store.getMany('members', openids) : []).map(member => [member.id, member]))
  return answer(toPage(invoices, PAGE_SIZE, invoice => invoice.requestedAt, invoice => adminView(invoice, buyers.get(invoice.openid))))
}

async function change<Refusal extends string>({ ports }: Call, invoiceId: string, decide: (invoice: Invoice) => Decision<Invoice | undefined, Refusal>): Promise<Answer<AdminInvoiceView, Refusal | 'invoice_not_found'>> {
  const { store } = ports
  const result = await store.transaction(async (tx): Promise<Decision<Invoice, Refusal | 'invoice_not_found'>> => {
    const invoice = await tx.get('invoices', invoiceId)
    if (!invoice) return { ok: false, refusal: 'invoice_not_found' }
    const decision = decide(invoice)
    if (!decision.ok) return decision
    if (decision.value) await tx.replace('invoices', decision.value)
    return { ok: true, value: decision.value ?? invoice }
  })
  if (!result.ok) return refused(result.refusal)
  return answer(adminView(result.value, await store.get('members', result.value.openid)))
}

async function voidInvoice(call: Call, { invoiceId }: { invoiceId: string }): Promise<Answer<AdminInvoiceView, 'invoice_not_found' | 'invoice_not_issued'>> {
  const { store, clock } = call.ports
  const voided = await change(call, invoiceId, invoice => decideVoid(invoice, clock.now()))
  // The item asked for just this; closing it again is harmless.
  if (voided.ok && voided.value.number !== null) await store.update('work_items', outdatedItemId(invoiceId, voided.value.number), { set: { state: 'closed' } })
  return voided
}

function adminView(invoice: Invoice, buyer: Member | undefined): AdminInvoiceView {
  return { ...invoiceView(invoice), buyer: { nickname: buyer?.nickname ?? '', avatar: buyer?.avatar ?? '' } }
}

export const adminInvoiceImplementations: Implementations<typeof adminInvoiceProcedures> = {
  'invoice.list': listInvoices,
  'invoice.issue': (call, { invoiceId, number, file }) => change(call, invoiceId, invoice => decideIssue(invoice, number, file, call.ports.clock.now())),
  'invoice.reject': (call, { invoiceId, reason }) => change(call, invoiceId, invoice => decideReject(invoice, reason)),
  'invoice.void': voidInvoice,
}
