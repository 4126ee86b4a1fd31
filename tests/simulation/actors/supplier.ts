import type { Actor } from './actor'
import { trackingOf } from './merchant'

/** The mill sends its part of an order (X9). */
export const supplierShips: Actor = {
  name: 'sends its part', who: 'supplier', weight: 3, trade: 'suppliers',
  act: async ({ phone, random }) => {
    const orders = await phone.admin('supplier.orders', { tab: 'to_ship', cursor: null })
    if (orders.kind !== 'ok' || orders.value.items.length === 0) return
    const { orderId } = random.pick(orders.value.items)
    await phone.admin('supplier.ship', { orderId, company: 'YTO', trackingNo: trackingOf(orderId) })
  },
}
