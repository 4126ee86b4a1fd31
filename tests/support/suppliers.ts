import { NO_SETUP, type Supplier } from '../../cloudfunctions/domain/shop/setup'
import { aProduct, aSku } from './builders'
import type { TestShop } from './shop'

export const FARM: Supplier = { supplierId: 'farm', name: '张家果园', sharePercent: 70, staff: ['farmer'] }
export const MILL: Supplier = { supplierId: 'mill', name: '李家米坊', sharePercent: 35, staff: ['miller'] }

/** Goods of two suppliers beside the shop's own oranges: `peach` comes from the farm, `rice` from the mill. */
export function withSuppliers(shop: TestShop): TestShop {
  shop.database.put('shop_setup', { ...NO_SETUP, suppliers: [FARM, MILL] })
  for (const [id, supplierId] of [['peach', 'farm'], ['rice', 'mill']] as const) {
    const { activity: _none, ...product } = aProduct({ id, supplierId, title: id, axes: [], skus: [aSku(`${id}-1`, { values: [] })], groupSize: 0, rank: 5 })
    shop.database.put('products', product)
    shop.database.put('stocks', { id: `${id}-1`, productId: id, available: shop.pieces, held: 0, sold: 0, inflight: {}, inflightAt: 0 })
  }
  return shop
}

/** One line of each product, one piece unless said otherwise. */
export function cartOf(...products: readonly ('orange' | 'peach' | 'rice')[]): { lines: { productId: string; skuId: string; quantity: number }[] } {
  return { lines: products.map(productId => ({ productId, skuId: productId === 'orange' ? 'orange-5' : `${productId}-1`, quantity: 1 })) }
}

export function ships(shop: TestShop, orderId: string, supplierId: string, trackingNo = `NO${supplierId}1234`): ReturnType<TestShop['admin']> {
  return shop.admin('merchant', { procedure: 'order.ship', input: { orderId, supplierId, company: 'YTO', trackingNo } })
}
