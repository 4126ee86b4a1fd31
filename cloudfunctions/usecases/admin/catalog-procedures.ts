import type { AdminProcedures, ParsedInputOf } from '../../contract'
import { fen } from '../../domain/kernel/fen'
import { type Activity, activityIdOf } from '../../domain/group/activity'
import { checkProduct, isLargeEnough, type ProductRefusal } from '../../domain/product/check-product'
import { chosenFrom } from '../../domain/pricing/freight'
import { hasLadder } from '../../domain/pricing/rules/size-ladder'
import type { Product } from '../../domain/product/product'
import { searchTerms } from '../../domain/product/search-terms'
import { NO_SETUP } from '../../domain/shop/setup'
import { Busy } from '../../ports'
import { answer, type Answer, type Call, refused } from '../answer'

type Input<Name extends keyof AdminProcedures> = ParsedInputOf<AdminProcedures[Name]>

type GoodsRefusal = ProductRefusal | 'freight_template_not_found' | 'supplier_not_found' | 'goods_kind_fixed' | 'sku_taken'

/**
 * Writes a product as it shall be sold; what was sold and its activity stay as they are, and so does its kind, for the pieces there are would be something
 * else (S45). A SKU is counted under its own number, so no two products have one.
 */
export async function saveGoods({ ports }: Call, input: Input<'goods.save'>): Promise<Answer<{ productId: string }, GoodsRefusal>> {
  const skus = input.skus.map(({ image, ...sku }) => ({ ...sku, priceAloneFen: fen(sku.priceAloneFen), priceGroupFen: fen(sku.priceGroupFen), ...(image && { image }) }))
  const [setup, home, stocks] = await Promise.all([ports.store.get('shop_setup', 'shop'), ports.store.get('home_content', 'home'), ports.store.getMany('stocks', skus.map(sku => sku.skuId))])
  const { freightTemplates, suppliers } = setup ?? NO_SETUP
  const refusal = checkProduct({ ...input, skus })
  if (refusal) return refused(refusal)
  if (input.coverSize && !isLargeEnough(input.coverSize)) return refused('picture_too_small')
  if (input.freightTemplateId !== null && !chosenFrom(freightTemplates).some(one => one.id === input.freightTemplateId)) return refused('freight_template_not_found')
  if (input.supplierId !== '' && !suppliers.some(one => one.supplierId === input.supplierId)) return refused('supplier_not_found')
  const { productId, onSale, coverSize: _, ...rest } = input
  if (stocks.some(stock => stock.productId !== productId)) return refused('sku_taken')
  const category = home?.categories.find(one => one.categoryId === input.categoryId)?.name ?? ''
  const saved = await ports.store.transaction(async (tx) => {
    const before = await tx.get('products', productId)
    if (before && before.kind !== input.kind) return false
    const product: Product = {
      ...rest,
      id: productId,
      skus,
      state: onSale ? 'on_sale' : 'off_sale',
      ...(before?.activity && { activity: before.activity }),
      groupSize: before?.groupSize ?? 0,
      soldCount: before?.soldCount ?? 0,
      terms: searchTerms([input.title, input.subtitle, category].join(' ')),
      fromAloneFen: fen(Math.min(...skus.map(sku => sku.priceAloneFen))),
      fromGroupFen: fen(Math.min(...skus.map(sku => sku.priceGroupFen))),
      updatedAt: ports.clock.now(),
    }
    await (before ? tx.replace('products', product) : tx.insert('products', product))
    return true
  })
  return saved ? answer({ productId }) : refused('goods_kind_fixed')
}

/** Changes how many pieces there are (I4); of card codes there are as many as were taken in (S45). One conditional update, recognised when repeated. */
export async function adjustStock({ ports }: Call, { adjustmentId, skuId, productId, pieces }: Input<'stock.adjust'>): Promise<Answer<{ available: number }, 'sku_not_found' | 'stock_too_low' | 'stock_is_codes'>> {
  const { store } = ports
  const product = await store.get('products', productId)
  if (!product?.skus.some(sku => sku.skuId === skuId)) return refused('sku_not_found')
  if (product.kind === 'virtual') return refused('stock_is_codes')
  await store.insert('stocks', { id: skuId, productId, available: 0, held: 0, sold: 0, inflight: {}, inflightAt: 0 })
  const applied = await store.update('stocks', skuId, { inc: { available: pieces }, set: { adjustmentId } }, [
    { field: 'adjustmentId', is: 'neq', value: adjustmentId },
    { field: 'available', is: 'gte', value: Math.max(0, -pieces) },
  ])
  const stock = await store.get('stocks', skuId)
  if (!stock) throw new Busy(`stock of ${skuId}`)
  return applied || stock.adjustmentId === adjustmentId ? answer({ available: stock.available }) : refused('stock_too_low')
}

/** Sets the terms under which new groups of a product are opened; running groups keep theirs. Only on a ladder a group may form short of full (S39). */
export async function saveActivity({ ports }: Call, { productId, ...terms }: Input<'activity.save'>): Promise<Answer<{ activityId: string }, 'goods_not_found' | 'period_invalid' | 'form_at_above_size' | 'form_at_needs_ladder'>> {
  if (terms.endsAt <= terms.startsAt) return refused('period_invalid')
  if (terms.formAt > terms.size) return refused('form_at_above_size')
  if (terms.formAt < terms.size) {
    const [product, setup] = await Promise.all([ports.store.get('products', productId), ports.store.get('shop_setup', 'shop')])
    if (!product) return refused('goods_not_found')
    if (!hasLadder((setup ?? NO_SETUP).rules, product, ports.clock.now())) return refused('form_at_needs_ladder')
  }
  const activity: Activity = { ...terms, id: activityIdOf(productId) }
  const saved = await ports.store.update('products', productId, { set: { activity, groupSize: terms.formAt } })
  // Saving what is there already changes nothing, which is no reason to refuse it.
  return saved || await ports.store.get('products', productId) ? answer({ activityId: activity.id }) : refused('goods_not_found')
}

export async function saveHome({ ports }: Call, { messageTemplates, ...content }: Input<'home.save'>): Promise<Answer<{ saved: true }, never>> {
  await ports.store.transaction(async (tx) => {
    const home = { id: 'home', ...content, messageTemplates }
    await (await tx.get('home_content', 'home') ? tx.replace('home_content', home) : tx.insert('home_content', home))
  })
  return answer({ saved: true })
}
