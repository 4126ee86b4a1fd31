import type { DeskGoodsView, GoodsDraftView, SkuNameView } from '../../contract/goods-desk'
import type { Page } from '../../contract/views'
import type { Product } from '../../domain/product/product'
import type { Stock } from '../../domain/stock/stock'
import { answer, type Answer, type Call, refused } from '../answer'
import { readCursor, toPage } from '../paging'

const PAGE_SIZE = 20

/** The merchant's goods, those on sale or those that are not, best placed first. */
export async function listDeskGoods({ ports }: Call, { onSale, cursor }: { onSale: boolean; cursor: string | null }): Promise<Answer<Page<DeskGoodsView>, never>> {
  const after = readCursor(cursor)
  const products = await ports.store.page({
    collection: 'products', where: [{ field: 'state', is: 'eq', value: onSale ? 'on_sale' : 'off_sale' }], order: { field: 'rank', direction: 'desc' }, ...(after && { after }), limit: PAGE_SIZE,
  })
  const stocks = await Promise.all(products.map(product => stocksOf(ports, product.id)))
  const available = new Map(products.map((product, index) => [product.id, (stocks[index] ?? []).reduce((sum, stock) => sum + stock.available, 0)]))
  return answer(toPage(products, PAGE_SIZE, product => product.rank, product => deskCard(product, available.get(product.id) ?? 0)))
}

/** Goods as they were saved, with what there is of each SKU. */
export async function readGoods({ ports }: Call, { productId }: { productId: string }): Promise<Answer<GoodsDraftView, 'goods_not_found'>> {
  const [product, stocks] = await Promise.all([ports.store.get('products', productId), stocksOf(ports, productId)])
  return product ? answer(draft(product, stocks)) : refused('goods_not_found')
}

/** What SKUs are called (S25): their goods are found by their stock, which is there from the first piece on. */
export async function nameSkus({ ports }: Call, { skuIds }: { skuIds: readonly string[] }): Promise<Answer<{ skus: readonly SkuNameView[] }, never>> {
  const wanted = new Set(skuIds)
  const stocks = await ports.store.getMany('stocks', [...wanted])
  const productIds = [...new Set(stocks.map(stock => stock.productId))]
  const products = productIds.length > 0 ? await ports.store.getMany('products', productIds) : []
  return answer({ skus: products.flatMap(({ id, title, skus }) => skus.flatMap(({ skuId, values }) => wanted.has(skuId) ? [{ skuId, productId: id, title, specText: values.join(' ') }] : [])) })
}

function stocksOf(ports: Call['ports'], productId: string): Promise<readonly Stock[]> {
  return ports.store.page({ collection: 'stocks', where: [{ field: 'productId', is: 'eq', value: productId }], order: { field: 'productId', direction: 'asc' }, limit: 100 })
}

function deskCard({ id, title, cover, kind, fromAloneFen, state, soldCount, groupSize }: Product, available: number): DeskGoodsView {
  return { productId: id, title, cover, kind, priceAloneFen: fromAloneFen, onSale: state === 'on_sale', soldCount, available, groupSize }
}

function draft(product: Product, stocks: readonly Stock[]): GoodsDraftView {
  const { id, kind, title, subtitle, cover, gallery, categoryId, axes, detail, supplierId, freightTemplateId, cold, packaging, orderHours, service, state, rank } = product
  const available = new Map(stocks.map(stock => [stock.id, stock.available]))
  const skus = product.skus.map(({ skuId, values, priceAloneFen, priceGroupFen, image, weightGram, volumeCm3, returnPolicy }) => ({
    skuId, values, priceAloneFen, priceGroupFen, image: image ?? null, weightGram, volumeCm3, returnPolicy, available: available.get(skuId) ?? 0,
  }))
  return {
    productId: id, kind, title, subtitle, cover, gallery, categoryId, axes, skus, detail, supplierId, freightTemplateId, cold, packaging, orderHours, service,
    onSale: state === 'on_sale', rank,
  }
}
