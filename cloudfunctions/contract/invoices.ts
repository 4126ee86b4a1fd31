import * as v from 'valibot'
import { cursor, orderId, text } from './fields'
import { procedure } from './procedure'
import type { Page, PersonView } from './views'

export interface InvoiceView {
  /** The order's id: an order has one invoice at a time. */
  readonly invoiceId: string
  readonly orderId: string
  readonly state: 'requested' | 'issued' | 'outdated' | 'voided' | 'rejected'
  readonly title: string
  readonly taxNo: string | null
  readonly email: string
  readonly amountFen: number
  readonly requestedAt: number
  readonly number: string | null
  /** Where the issued document can be fetched. */
  readonly file: string | null
  readonly issuedAt: number | null
  readonly rejectedFor: string | null
}

export interface AdminInvoiceView extends InvoiceView { readonly buyer: PersonView }

/** Numbers of electronic invoices have 20 digits, older ones fewer and a code before them. */
const number = v.pipe(v.string(), v.trim(), v.regex(/^[0-9A-Z-]{8,30}$/))
/** An id of the storage or an address. */
const file = v.pipe(v.string(), v.maxLength(300), v.regex(/^(https:\/\/|cloud:\/\/|\/)\S+$/))

export const invoiceProcedures = {
  /** Asks for the invoice of a received order; a shop that was asked the same before answers the same (X5). */
  'invoice.request': procedure<InvoiceView>()({
    caller: 'shopper',
    consent: 'asked',
    input: v.strictObject({
      orderId,
      title: text(100),
      /** Null for a person; companies have 15 to 20 characters. */
      taxNo: v.nullable(v.pipe(v.string(), v.trim(), v.regex(/^[0-9A-Z]{15,20}$/))),
      email: v.pipe(v.string(), v.trim(), v.maxLength(100), v.email()),
    }),
    refusals: ['order_not_found', 'order_not_invoiceable', 'nothing_to_invoice', 'invoice_exists', 'consent_needed'],
  }),
  'invoice.list': procedure<Page<InvoiceView>>()({ caller: 'shopper', input: v.strictObject({ cursor }) }),
}

const byInvoice = { invoiceId: orderId }

export const adminInvoiceProcedures = {
  'invoice.list': procedure<Page<AdminInvoiceView>>()({
    caller: 'merchant',
    input: v.strictObject({ tab: v.picklist(['requested', 'issued', 'outdated', 'voided', 'rejected']), cursor }),
  }),
  'invoice.issue': procedure<AdminInvoiceView>()({ caller: 'merchant', input: v.strictObject({ ...byInvoice, number, file }), refusals: ['invoice_not_found', 'invoice_not_requested', 'invoice_number_taken'] }),
  'invoice.reject': procedure<AdminInvoiceView>()({ caller: 'merchant', input: v.strictObject({ ...byInvoice, reason: text(100) }), refusals: ['invoice_not_found', 'invoice_not_requested'] }),
  /** It was voided with a red one; the shopper can ask for another over what is left. */
  'invoice.void': procedure<AdminInvoiceView>()({ caller: 'merchant', input: v.strictObject(byInvoice), refusals: ['invoice_not_found', 'invoice_not_issued'] }),
}
