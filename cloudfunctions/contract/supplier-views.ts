import type { AddressView, ParcelView } from './views'

export interface SupplierView {
  readonly supplierId: string
  readonly name: string
  readonly sharePercent: number
  /** Openids of those who may act for it. */
  readonly staff: readonly string[]
}

/** What a supplier sees of an order: its own lines and its own share, never the rest of it, its price or who else sends (X9). */
export interface SupplierOrderView {
  readonly orderId: string
  readonly placedAt: number
  /** `waiting`: paid, and its group still open. */
  readonly state: 'waiting' | 'to_ship' | 'sent' | 'closed'
  readonly lines: readonly SupplierLineView[]
  readonly delivery: 'standard' | 'cold'
  /** Masked but for the region; `supplier.address` shows it while there is something to send (S12). */
  readonly address: AddressView | null
  readonly sent: ParcelView['sent']
  /** Its share of what was paid for its lines and not given back; earned when the order is complete. */
  readonly shareFen: number
}

export interface SupplierLineView {
  readonly productId: string
  readonly skuId: string
  readonly title: string
  readonly specText: string
  readonly cover: string
  /** Pieces to send: those not given back. */
  readonly quantity: number
  readonly packaging: string
}

/**
 * What a supplier earned, by Shanghai day, in order. One answer covers at most 500 orders; `next` goes on, and a day cut in two comes again with
 * the rest of it.
 */
export interface StatementView {
  readonly supplierId: string
  readonly days: readonly { readonly day: string; readonly orders: number; readonly shareFen: number }[]
  readonly next: string | null
}
