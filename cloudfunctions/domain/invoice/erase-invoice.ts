import type { Invoice } from './invoice'

/** The invoice without whom it was made out to; its number, sum and state stay (S12). */
export function eraseInvoice({ personalSince: _, ...invoice }: Invoice): Invoice {
  return { ...invoice, title: '', taxNo: null, email: '', version: invoice.version + 1 }
}
