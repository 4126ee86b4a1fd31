import type { InputOf, AdminProcedures } from '../../../cloudfunctions/contract'
import type { Product } from '../../../cloudfunctions/domain/product/product'
import type { Errand } from '../people/buying'
import { MILL } from '../people/goods-plan'
import type { Actor } from './actor'

export const ships: Actor = {
  name: 'ships', who: 'merchant', weight: 4,
  act: async ({ world, phone, random }) => {
    const orders = await phone.admin('order.list', { tab: 'to_ship', cursor: null })
    if (orders.kind !== 'ok' || orders.value.items.length === 0) return
    const { orderId } = random.pick(orders.value.items)
    // What the mill sends, the shop may send for it.
    const supplierId = world.plan.trades.suppliers && random.chance(0.5) ? MILL : ''
    await phone.admin('order.ship', { orderId, supplierId, company: 'SF', trackingNo: trackingOf(orderId) })
  },
}

export const trackingOf = (orderId: string): string => `SF${orderId.replace(/\W/g, '')}0000`

/** Counts the shelves. A number once sent is sent until its fate is known. */
export const adjustsStock: Actor = {
  name: 'adjusts stock', who: 'merchant', weight: 2,
  act: async ({ world, phone, random }) => {
    const skuId = random.pick(Object.keys(world.plan.pieces))
    const pieces = random.pick([-2, -1, 1, 2, 3])
    const input = { adjustmentId: `adj-${world.nextNumber(4)}`, skuId, productId: world.plan.products.find(product => product.skus.some(sku => sku.skuId === skuId))?.id ?? '', pieces }
    world.stocktaking.changing(skuId, pieces)
    for (;;) {
      const done = await phone.admin('stock.adjust', input)
      if (done.kind === 'ok' || (done.kind === 'refused' && done.refusal === 'stock_too_low')) {
        world.stocktaking.changed(skuId, done.kind === 'ok')
        if (done.kind === 'ok' && pieces < 0) world.sometimes.saw('stock written off')
        // What of an earlier call is still on its way must not meet the next number.
        return world.timeline.sleep(60_000)
      }
      await world.timeline.sleep(random.int(1000, 30_000))
    }
  },
}

/** Another price, while shoppers have the old one before their eyes. */
export const changesPrice: Actor = {
  name: 'changes a price', who: 'merchant', weight: 2,
  act: async ({ world, phone, random }) => {
    const product = world.documents.one('products', random.pick(['orange', 'rice']))
    if (product) await phone.admin('goods.save', formOf(product, random.pick([-137, -100, 100, 211])))
  },
}

function formOf(product: Product, byFen: number): InputOf<AdminProcedures['goods.save']> {
  const { id, kind, title, subtitle, cover, gallery, categoryId, axes, skus, supplierId, freightTemplateId, cold, packaging, rank } = product
  return {
    productId: id, kind, title, subtitle, cover, gallery: [...gallery], categoryId, axes: axes.map(({ name, values }) => ({ name, values: [...values] })),
    skus: skus.map(({ skuId, values, priceAloneFen, priceGroupFen, image, weightGram, volumeCm3, returnPolicy }) =>
      ({ skuId, values: [...values], priceAloneFen: priceAloneFen + byFen, priceGroupFen: priceGroupFen + byFen, image: image ?? null, weightGram, volumeCm3, returnPolicy })),
    detail: [], supplierId, freightTemplateId, cold, packaging, orderHours: null, service: null, onSale: true, rank,
  }
}

export const handlesRefunds: Actor = { name: 'handles refunds', who: 'merchant', weight: 3, act: errand => retriesAbnormal(errand) }

/** Sends on what WeChat could not return: to a bank card, or, as one who does not know better, the same way again, which alone never ends it. */
export async function retriesAbnormal({ world, phone, random }: Errand, { knowsBetter = false } = {}): Promise<void> {
  const list = await phone.admin('refund.listAbnormal', { cursor: null })
  if (list.kind !== 'ok') return
  for (const { refundId, state } of list.value.items) {
    const to = random.chance(0.7) || (knowsBetter && state === 'abnormal') ? { kind: 'bank_card' as const, bankType: 'ICBC_DEBIT', account: '6222020200112233', name: '林一' } : { kind: 'ask_again' as const }
    await phone.admin('refund.retry', { refundId, to })
    await world.timeline.sleep(random.int(500, 5000))
  }
}
