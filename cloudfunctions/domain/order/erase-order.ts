import type { Instant } from '../kernel/instant'
import type { Order } from './order'

/** Whether nothing more can come of an order for which somebody's name or address would be needed. */
export function isOver({ state, openReturnId }: Order): boolean {
  return (state === 'completed' || state === 'closed') && openReturnId === undefined
}

/** The order without who received it and where; the province and city stay, for statistics, and what money and goods moved (S12). */
export function eraseOrder({ personalSince: _, traces: __, ...order }: Order, now: Instant): Order {
  const { address } = order
  return {
    ...order,
    address: address && { name: '', phone: '', province: address.province, city: address.city, district: '', detail: '' },
    erasedAt: now,
    version: order.version + 1,
  }
}
