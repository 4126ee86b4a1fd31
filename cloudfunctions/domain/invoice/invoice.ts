import { accept, type Decision, refuse } from '../kernel/decision'
import { type Fen, fen } from '../kernel/fen'
import type { Instant } from '../kernel/instant'
import { assertMove, type Transitions } from '../kernel/transition'
import { type Order, paidLeftFen } from '../order/order'

/** `outdated`: money was given back after it was issued, so the merchant must void it with a red one (红冲). */
export type InvoiceState = 'requested' | 'issued' | 'outdated' | 'voided' | 'rejected'

/** One invoice an order at a time: another can be asked for once the last one is voided or rejected (X5). */
export const INVOICE_TRANSITIONS: Transitions<InvoiceState> = {
  requested: ['issued', 'rejected'],
  issued: ['outdated', 'voided'],
  outdated: ['voided'],
  voided: ['requested'],
  rejected: ['requested'],
}

/** To whom it is made out and where it is sent. */
export interface InvoiceHead {
  readonly title: string
  /** Null for a person. */
  readonly taxNo: string | null
  readonly email: string
}

/** The invoice of an order, under the order's id (X5). */
export interface Invoice extends InvoiceHead {
  readonly id: string
  readonly openid: string
  readonly state: InvoiceState
  /** Money paid for the order and not given back; stays what it was once issued. */
  readonly amountFen: Fen
  readonly requestedAt: Instant
  /** When personal data came in with it; absent once that was removed (S12). */
  readonly personalSince?: Instant
  /** The issued document: its number and where its file lies. */
  readonly number?: string
  readonly file?: string
  readonly issuedAt?: Instant
  readonly voidedAt?: Instant
  readonly rejectedFor?: string
  /** Numbers of voided ones. */
  readonly earlier: readonly string[]
  readonly version: number
}

export type InvoiceRequestRefusal = 'order_not_invoiceable' | 'nothing_to_invoice' | 'invoice_exists'

/** Asks for the invoice of a received order over what is paid and not given back (X5). The same request again changes nothing: undefined. */
export function decideInvoiceRequest(order: Order, before: Invoice | undefined, head: InvoiceHead, now: Instant): Decision<Invoice | undefined, InvoiceRequestRefusal> {
  if (order.state !== 'received' && order.state !== 'completed') return refuse('order_not_invoiceable')
  const open = before !== undefined && before.state !== 'voided' && before.state !== 'rejected'
  if (open) return isSameHead(before, head) ? accept(undefined) : refuse('invoice_exists')
  const amountFen = paidLeftFen(order)
  if (amountFen <= 0) return refuse('nothing_to_invoice')
  const { title, taxNo, email } = head
  if (before) assertMove('invoice', INVOICE_TRANSITIONS, before.state, 'requested')
  return accept({
    id: order.id, openid: order.openid, state: 'requested', title, taxNo, email, amountFen, requestedAt: now, personalSince: now,
    earlier: before ? [...before.earlier, ...(before.number === undefined ? [] : [before.number])] : [], version: (before?.version ?? 0) + 1,
  })
}

function isSameHead(invoice: Invoice, { title, taxNo, email }: InvoiceHead): boolean {
  return invoice.title === title && invoice.taxNo === taxNo && invoice.email === email
}

/** The merchant made it out. The same number again changes nothing: undefined. */
export function decideIssue(invoice: Invoice, number: string, file: string, now: Instant): Decision<Invoice | undefined, 'invoice_not_requested' | 'invoice_number_taken'> {
  if (invoice.state === 'issued' && invoice.number === number) return accept(undefined)
  // Nothing is left to invoice once everything was given back.
  if (invoice.state !== 'requested' || invoice.amountFen <= 0) return refuse('invoice_not_requested')
  if (invoice.earlier.includes(number)) return refuse('invoice_number_taken')
  return accept(moveInvoice(invoice, 'issued', { number, file, issuedAt: now }))
}

/** The merchant will not make it out, and says why. */
export function decideReject(invoice: Invoice, reason: string): Decision<Invoice | undefined, 'invoice_not_requested'> {
  if (invoice.state === 'rejected' && invoice.rejectedFor === reason) return accept(undefined)
  return invoice.state === 'requested' ? accept(moveInvoice(invoice, 'rejected', { rejectedFor: reason })) : refuse('invoice_not_requested')
}

/** The merchant has voided it with a red one. */
export function decideVoid(invoice: Invoice, now: Instant): Decision<Invoice | undefined, 'invoice_not_issued'> {
  if (invoice.state === 'voided') return accept(undefined)
  return invoice.state === 'issued' || invoice.state === 'outdated' ? accept(moveInvoice(invoice, 'voided', { voidedAt: now })) : refuse('invoice_not_issued')
}

/** Money of its order was given back: one still to be made out is for less, an issued one must be voided. Always written, so that issuing and refunding cannot pass each other unseen. */
export function afterRefund(invoice: Invoice, order: Order): Invoice {
  if (invoice.state === 'requested') return { ...invoice, amountFen: fen(paidLeftFen(order)), version: invoice.version + 1 }
  return invoice.state === 'issued' ? moveInvoice(invoice, 'outdated', {}) : { ...invoice, version: invoice.version + 1 }
}

function moveInvoice(invoice: Invoice, to: InvoiceState, known: Partial<Invoice>): Invoice {
  assertMove('invoice', INVOICE_TRANSITIONS, invoice.state, to)
  return { ...invoice, ...known, state: to, version: invoice.version + 1 }
}
