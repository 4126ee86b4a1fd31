import type { InvoiceView, Page } from '../../contract'
import type { invoiceProcedures } from '../../contract/invoices'
import { decideInvoiceRequest, type Invoice, type InvoiceHead, type InvoiceRequestRefusal } from '../../domain/invoice/invoice'
import { answer, type Answer, type Call, refused } from '../answer'
import type { Implementations } from '../handle-call'
import { readCursor, toPage } from '../paging'

const PAGE_SIZE = 20

/**
 * Asks for the invoice of the caller's own order (X5). The order is marked in the same transaction, so that a refund on its way either sees the
 * invoice or is seen by it.
 */
async function requestInvoice({ ports, openid }: Call, { orderId, ...head }: InvoiceHead & { readonly orderId: string }): Promise<Answer<InvoiceView, 'order_not_found' | InvoiceRequestRefusal>> {
  const { store, clock } = ports
  const result = await store.transaction(async (tx): Promise<Invoice | 'order_not_found' | InvoiceRequestRefusal> => {
    const order = await tx.get('orders', orderId)
    if (order?.openid !== openid) return 'order_not_found'
    const before = await tx.get('invoices', orderId)
    const decision = decideInvoiceRequest(order, before, head, clock.now())
    if (!decision.ok) return decision.refusal
    const invoice = decision.value
    if (!invoice) return before as Invoice
    await tx.replace('orders', { ...order, invoiced: true, version: order.version + 1 })
    await (before ? tx.replace('invoices', invoice) : tx.insert('invoices', invoice))
    return invoice
  })
  return typeof result === 'string' ? refused(result) : answer(invoiceView(result))
}

/** The caller's invoices, newest request first. */
async function listInvoices({ ports, openid }: Call, { cursor }: { cursor: string | null }): Promise<Answer<Page<InvoiceView>, never>> {
  const after = readCursor(cursor)
  const invoices = await ports.store.page({
    collection: 'invoices',
    where: [{ field: 'openid', is: 'eq', value: openid }],
    order: { field: 'requestedAt', direction: 'desc' },
    ...(after && { after }),
    limit: PAGE_SIZE,
  })
  return answer(toPage(invoices, PAGE_SIZE, invoice => invoice.requestedAt, invoiceView))
}

export function invoiceView(invoice: Invoice): InvoiceView {
  const { id, state, title, taxNo, email, amountFen, requestedAt, number, file, issuedAt, rejectedFor } = invoice
  return {
    invoiceId: id, orderId: id, state, title, taxNo, email, amountFen, requestedAt,
    number: number ?? null, file: file ?? null, issuedAt: issuedAt ?? null, rejectedFor: rejectedFor ?? null,
  }
}

export const invoiceImplementations: Implementations<typeof invoiceProcedures> = {
  'invoice.request': requestInvoice,
  'invoice.list': listInvoices,
}
