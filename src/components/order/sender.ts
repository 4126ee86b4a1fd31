import { orderCopy } from '@/copy/order'
import type { OrderLineView } from '@/services/types'

/** Who sends this part of an order; a supplier whose name the order does not have goes by a number (X9, S55). */
export function senderName(lines: readonly Pick<OrderLineView, 'supplierId' | 'supplierName'>[], supplierId: string): string {
  if (supplierId === '') return orderCopy.ownGoods
  const named = lines.find(line => line.supplierId === supplierId)?.supplierName
  const others = [...new Set(lines.map(line => line.supplierId))].filter(Boolean)
  return named ? orderCopy.supplierNamed(named) : orderCopy.supplier(others.indexOf(supplierId) + 1)
}
