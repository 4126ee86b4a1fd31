import type { AddressView, GoodsView, OrderLineView, OrderView, Purchase, QuoteView, SkuView } from '@/services/types'

export const purchase: Purchase = { kind: 'open', lines: [{ productId: 'p1', skuId: 's1', quantity: 1 }], groupId: null }
export const address: AddressView = { name: '王小雨', phone: '13800001234', province: '浙江省', city: '杭州市', district: '西湖区', detail: '文三路 100 号' }

export const line: OrderLineView = {
  productId: 'p1', skuId: 's1', title: '水蜜桃', specText: '12 枚', cover: '/c.png', quantity: 1, listPriceFen: 5990, unitPriceFen: 5990, amountFen: 5990, discounts: [],
  returnPolicy: 'seven_days', noReturnAgreed: false, packaging: '', supplierId: '', supplierName: '', leftQuantity: 1,
}

export function quote(over: Partial<QuoteView> = {}): QuoteView {
  return {
    kind: 'open', goods: 'physical', lines: [{ ...line, available: 8 }], priceLines: [{ kind: 'goods', amountFen: 5990, say: null }], notApplied: [], payableFen: 5990, balanceFen: 0,
    wechatFen: 5990, methods: ['wechat', 'balance', 'mixed', 'points'], balanceHaveFen: null, points: { have: 0, spent: 0, earned: 0 }, coupons: [], freightKnown: true, needsAddress: true, undeliverable: [], mustAgree: [],
    quoteKey: 'k1', quantityLimit: 5, group: null, ...over,
  }
}

export function order(over: Partial<OrderView> = {}): OrderView {
  return {
    orderId: 'order-1', kind: 'open', state: 'placed', closedReason: null, goods: 'physical', lines: [line], payableFen: 5990, placedAt: 1, payUntil: null, groupId: 'g1',
    refundState: null, actions: ['pay', 'cancel'], priceLines: [], balanceFen: 0, wechatFen: 5990, points: { spent: 0, earned: 0 }, coupons: [], delivery: 'standard', address,
    paidAt: null, closedAt: null, group: null, parcels: [], shippedAt: null, receivedAt: null, completedAt: null, refunds: [],
    codes: null, vouchers: [], returns: [], returnUntil: null, ...over,
  }
}

export function sku(values: readonly string[], available: number, over: Partial<SkuView> = {}): SkuView {
  return { skuId: values.join('-') || 's1', values, image: '', priceAloneFen: 3000, priceGroupFen: 2000, available, returnPolicy: 'seven_days', ...over }
}

export function goods(over: Partial<GoodsView> = {}): GoodsView {
  return {
    productId: 'p1', title: '水蜜桃', cover: '/c.png', priceAloneFen: 3000, priceGroupFen: 2000, groupSize: 2, soldCount: 1, subtitle: '', gallery: [], axes: [], skus: [sku([], 8)],
    detail: [], kind: 'physical', cold: false, packaging: '', orderHours: null, service: null, rungs: [], flash: null, priceSteps: [], onSale: true, activity: null, openGroups: [], ...over,
  }
}
