import type { SupplierOrderView } from '../../contract/supplier-views'
import { addFen } from '../../domain/kernel/fen'
import { supplierShares } from '../../domain/ledger/postings'
import type { Order } from '../../domain/order/order'
import { linesOf } from '../../domain/order/parcel'
import { maskAddress } from './mask'
import { parcelView } from './order-view'

/** One order as one of its suppliers sees it (X9): built of named fields, so that nothing else of the order gets through. */
export function supplierOrderView(order: Order, supplierId: string): SupplierOrderView {
  const state = stateOf(order, supplierId)
  const shares = supplierShares(order).filter(one => one.supplierId === supplierId)
  return {
    orderId: order.id,
    placedAt: order.placedAt,
    state,
    lines: linesOf(order, supplierId).map(({ productId, skuId, title, specText, cover, packaging, left }) => ({ productId, skuId, title, specText, cover, packaging, quantity: left.quantity })),
    delivery: order.delivery,
    address: maskAddress(order.address),
    sent: parcelView(order, supplierId).sent,
    shareFen: addFen(...shares.map(share => share.shareFen)),
  }
}

export function stateOf(order: Order, supplierId: string): SupplierOrderView['state'] {
  if (order.parcels[supplierId]) return 'sent'
  if (order.state === 'closed') return 'closed'
  return order.state === 'preparing' ? 'to_ship' : 'waiting'
}
