import type { AdminProcedures, ParsedInputOf } from '../../contract'
import { fen } from '../../domain/kernel/fen'
import { checkSkus, type ProductRefusal } from '../../domain/product/check-product'
import type { Product } from '../../domain/product/product'
import { searchTerms } from '../../domain/product/search-terms'
import { Busy } from '../../ports'
import { answer, type Answer, type Call, refused } from '../answer'
import { activityIdOf } from '../shop/load-purchase'

type Input<Name extends keyof AdminProcedures> = ParsedInputOf<AdminProcedures[Name]>

/** Writes a product as it shall be sold; what was sold and its activity stay as they are. */
export async function saveGoods({ ports }: Call, input: Input<'goods.save'>): Promise<Answer<{ productId: string }, ProductRefusal>> {
  const skus = input.skus.map(({ image, ...sku }) => ({ ...sku, priceAloneFen: fen(sku.priceAloneFen), priceGroupFen: fen(sku.priceGroupFen), ...(image && { image }) }))
  const refusal = checkSkus(input.axes, skus)
  if (refusal) return refused(refusal)
  const { productId, onSale, ...rest } = input
  await ports.store.transaction(async (tx) => {
    const before = await tx.get('products', productId)
    const product: Product = {
      ...rest,
      id: productId,
      skus,
      state: onSale ? 'on_sale' : 'off_sale',
      ...(before?.activityId && { activityId: before.activityId }),
      groupSize: before?.groupSize ?? 0,
      soldCount: before?.soldCount ?? 0,
      terms: searchTerms(input.title),
      fromAloneFen: fen(Math.min(...skus.map(sku => sku.priceAloneFen))),
      fromGroupFen: fen(Math.min(...skus.map(sku => sku.priceGroupFen))),
      updatedAt: ports.clock.now(),
    }
    await (before ? tx.replace('products', product) : tx.insert('products', product))
  })
  return answer({ productId })
}

/** Changes how many pieces there are (I4). One conditional update, recognised when repeated. */
export async function adjustStock({ ports }: Call, { adjustmentId, skuId, productId, pieces }: Input<'stock.adjust'>): Promise<Answer<{ available: number }, 'sku_not_found' | 'stock_too_low'>> {
  const { store } = ports
  const product = await store.get('products', productId)
  if (!product?.skus.some(sku => sku.skuId === skuId)) return refused('sku_not_found')
  await store.insert('stocks', { id: skuId, productId, available: 0, held: 0, sold: 0, inflight: {}, inflightAt: 0 })
  const applied = await store.update('stocks', skuId, { inc: { available: pieces }, set: { adjustmentId } }, [
    { field: 'adjustmentId', is: 'neq', value: adjustmentId },
    { field: 'available', is: 'gte', value: Math.max(0, -pieces) },
  ])
  const stock = await store.get('stocks', skuId)
  if (!stock) throw new Busy(`stock of ${skuId}`)
  return applied || stock.adjustmentId === adjustmentId ? answer({ available: stock.available }) : refused('stock_too_low')
}

/** Sets the terms under which new groups of a product are opened; running groups keep theirs. */
export async function saveActivity({ ports }: Call, input: Input<'activity.save'>): Promise<Answer<{ activityId: string }, 'goods_not_found' | 'period_invalid'>> {
  if (input.endsAt <= input.startsAt) return refused('period_invalid')
  const activityId = activityIdOf(input.productId)
  const saved = await ports.store.transaction(async (tx) => {
    const product = await tx.get('products', input.productId)
    if (!product) return false
    const activity = { ...input, id: activityId }
    await (await tx.get('activities', activityId) ? tx.replace('activities', activity) : tx.insert('activities', activity))
    await tx.replace('products', { ...product, activityId, groupSize: input.size })
    return true
  })
  return saved ? answer({ activityId }) : refused('goods_not_found')
}

export async function saveHome({ ports }: Call, { messageTemplates, ...content }: Input<'home.save'>): Promise<Answer<{ saved: true }, never>> {
  await ports.store.transaction(async (tx) => {
    const home = { id: 'home', ...content, messageTemplates }
    await (await tx.get('home_content', 'home') ? tx.replace('home_content', home) : tx.insert('home_content', home))
  })
  return answer({ saved: true })
}
