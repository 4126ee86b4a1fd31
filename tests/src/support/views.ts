import type { AddressView, OrderView, Purchase, QuoteView } from '@/services/types'

export const purchase: Purchase = { kind: 'open', productId: 'p1', skuId: 's1', quantity: 1, groupId: null }
export const address: AddressView = { name: '王小雨', phone: '13800001234', province: '浙江省', city: '杭州市', district: '西湖区', detail: '文三路 100 号' }

const line = { productId: 'p1', skuId: 's1', title: '水蜜桃', specText: '12 枚', cover: '/c.png', quantity: 1, unitPriceFen: 5990, amountFen: 5990 }

export function quote(over: Partial<QuoteView> = {}): QuoteView {
  return {
    kind: 'open', line, priceLines: [{ kind: 'goods', amountFen: 5990 }], payableFen: 5990, quoteKey: 'k1', quantityLimit: 5, available: 8, group: null, ...over,
  }
}

export function order(over: Partial<OrderView> = {}): OrderView {
  return {
    orderId: 'order-1', kind: 'open', state: 'placed', closedReason: null, line, payableFen: 5990, placedAt: 1, payUntil: null, groupId: 'g1', refundState: null,
    actions: ['pay', 'cancel'], priceLines: [], address, paidAt: null, closedAt: null, group: null, parcels: [], shippedAt: null, receivedAt: null, completedAt: null, refund: null,
    ...over,
  }
}
