import { fen } from '../../cloudfunctions/domain/kernel/fen'
import { DAY_MS } from '../../cloudfunctions/domain/kernel/instant'
import { activityIdOf } from '../../cloudfunctions/domain/group/activity'
import type { Product, ServiceTerms } from '../../cloudfunctions/domain/product/product'
import { NO_SETUP, type ShopSetup } from '../../cloudfunctions/domain/shop/setup'
import { anActivity, aProduct, aSku, T0 } from './builders'
import { type Purchase, TestShop } from './shop'

export const SERVICE: ServiceTerms = {
  uses: 2,
  validFrom: T0 + 3 * DAY_MS,
  validUntil: T0 + 30 * DAY_MS,
  refundSteps: [{ beforeMs: 2 * DAY_MS, percent: 100 }, { beforeMs: DAY_MS, percent: 50 }],
}

/** What one person buys of each kind, in the plainest way. */
export const WISHES = {
  card: { lines: [{ productId: 'card', skuId: 'card-50', quantity: 1 }], address: null },
  spa: { lines: [{ productId: 'spa', skuId: 'spa-2', quantity: 1 }], address: null },
  fish: { lines: [{ productId: 'fish', skuId: 'fish-1', quantity: 1 }], delivery: 'cold' },
} as const satisfies Record<string, Purchase>

const CARRIER = {
  id: 'cold-chain', by: 'piece' as const, rate: { firstUnits: 1, firstFen: fen(800), nextUnits: 1, nextFen: fen(200) }, regionRates: [],
  freeFromFen: null, coldFen: fen(500), excludedRegions: [],
}

function product(id: string, changes: Partial<Product>): Product {
  return aProduct({ id, axes: [], activity: anActivity({ id: activityIdOf(id) }), ...changes })
}

/** The test shop with a gift card, a service of two uses and a fish beside its oranges. Card codes are still to be imported. */
export function aGoodsShop(options: ConstructorParameters<typeof TestShop>[0] = {}, { service = SERVICE, setup = {} }: { service?: ServiceTerms; setup?: Partial<ShopSetup> } = {}): TestShop {
  const shop = new TestShop(options)
  shop.database.put('shop_setup', { ...NO_SETUP, freightTemplates: [CARRIER], ...setup })
  shop.database.put('products', product('card', { kind: 'virtual', title: '邻里礼品卡', skus: [aSku('card-50', { values: [] })] }))
  shop.database.put('products', product('spa', { kind: 'service', title: '肩颈推拿两次', service, skus: [aSku('spa-2', { values: [], priceAloneFen: fen(9999) })] }))
  shop.database.put('products', product('fish', { title: '舟山带鱼', cold: true, freightTemplateId: 'cold-chain', packaging: '泡沫箱加两个冰袋', skus: [aSku('fish-1', { values: [] })] }))
  for (const [productId, skuId] of [['spa', 'spa-2'], ['fish', 'fish-1']] as const) {
    shop.database.put('stocks', { id: skuId, productId, available: shop.pieces, held: 0, sold: 0, inflight: {}, inflightAt: 0 })
  }
  return shop
}

/** So many different codes, as a merchant has them in a file. */
export function someCodes(count: number, from = 1): string[] {
  return Array.from({ length: count }, (_, index) => `LT-${String(from + index).padStart(6, '0')}`)
}

export function importInput(codes: readonly string[], importId = 'batch-1'): { importId: string; skuId: string; productId: string; codes: string[] } {
  return { importId, skuId: 'card-50', productId: 'card', codes: [...codes] }
}

export async function imports(shop: TestShop, codes: readonly string[], importId?: string): Promise<{ received: number; fresh: number }> {
  return shop.asMerchant('codes.import', importInput(codes, importId))
}

/** Buys and pays; what follows from the payment at once has happened. */
export async function buys(shop: TestShop, openid: string, orderId: string, wish: Purchase): Promise<void> {
  await shop.place(openid, orderId, wish)
  await shop.pays(openid, orderId)
}

/** Ships and receives a paid order of goods. */
export async function receives(shop: TestShop, openid: string, orderId: string): Promise<void> {
  await shop.asMerchant('order.ship', { orderId, supplierId: '', company: 'SF', trackingNo: 'SF1234567', packedAsAsked: true })
  await shop.value(openid, 'order.confirmReceipt', { orderId })
}

/** Does something while the codes cannot be found, so that what is paid meanwhile waits for its delivery. */
export async function withoutCodes(shop: TestShop, work: () => Promise<unknown>): Promise<void> {
  const codes = shop.database.all('card_codes')
  for (const { id } of codes) shop.database.table('card_codes').delete(id)
  await work()
  for (const code of codes) shop.database.put('card_codes', code)
}
