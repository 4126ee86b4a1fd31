import { afterRefund } from '../../domain/invoice/invoice'
import type { Instant } from '../../domain/kernel/instant'
import type { Order } from '../../domain/order/order'
import type { Transaction } from '../../ports'

/** In the transaction that gives money back: an invoice still to be issued is for less, an issued one must be voided by a person (X5). */
export async function outdateInvoice(tx: Transaction, order: Order, now: Instant): Promise<void> {
  if (!order.invoiced) return
  const invoice = await tx.get('invoices', order.id)
  if (!invoice) throw new Error(`order ${order.id} is marked as invoiced and has no invoice`)
  const next = afterRefund(invoice, order)
  await tx.replace('invoices', next)
  if (invoice.state !== 'issued' || invoice.number === undefined) return
  const id = outdatedItemId(invoice.id, invoice.number)
  if (await tx.get('work_items', id)) return
  await tx.insert('work_items', { id, kind: 'invoice_outdated', state: 'open', subject: invoice.id, detail: invoice.number, at: now })
}

/** One item for each issued document. */
export function outdatedItemId(invoiceId: string, number: string): string {
  return `iv-${invoiceId}-${number}`
}
