import type { GoodsCardView, GoodsView, HomeView, Page } from '../../contract/views'
import { MINUTE_MS, SECOND_MS } from '../../domain/kernel/instant'
import { NO_SETUP } from '../../domain/shop/setup'
import { queryTerms, rankFinds } from '../../domain/product/search-terms'
import type { Clause, PageQuery } from '../../ports'
import { flashLeft } from '../stock/flash-left'
import { flashView, nextFlash } from '../views/flash-view'
import { answer, type Answer, type Call, refused } from '../answer'
import { readCursor, toPage } from '../paging'
import { countSearch } from '../search/count-search'
import { goodsCard, goodsView, groupRow } from '../views/goods-view'
import { glance, type Reading } from './glance'

const PAGE_SIZE = 10
const GROUPS_SHOWN = 6
/** A group about to end is not offered any more: nobody could pay in time. */
const TIME_TO_PAY_MS = 2 * MINUTE_MS

/** The home page (S29, S30): content, running groups and the first goods, three round trips side by side. */
export async function getHome({ ports }: Call): Promise<Answer<HomeView, never>> {
  const store = glance(ports)
  const [content, groups, goods] = await Promise.all([
    store.get('home_content', 'home'),
    store.page(openGroups(ports.clock.now(), [])),
    listGoods(store, { categoryId: null, cursor: null }),
  ])
  return answer({
    shopName: content?.shopName ?? '',
    banners: content?.banners ?? [],
    categories: content?.categories ?? [],
    groups: groups.map(groupRow),
    goods,
  })
}

/** Goods by category, best placed first (S30), or by keywords, those that fit best first; a search is counted with its first page (S34, S36). */
export async function getGoodsList({ ports }: Call, input: GoodsFilter): Promise<Answer<Page<GoodsCardView>, never>> {
  const { keyword, cursor } = input
  if (!keyword) return answer(await listGoods(glance(ports), input))
  const found = await searchGoods(ports, { ...input, keyword })
  if (cursor === null) await countSearch(ports, keyword, found.items.length > 0)
  return answer(found)
}

interface GoodsFilter { readonly categoryId: string | null; readonly keyword: string | null; readonly cursor: string | null }

async function listGoods(store: Reading, { categoryId, cursor }: Omit<GoodsFilter, 'keyword'>): Promise<Page<GoodsCardView>> {
  const where: Clause[] = [{ field: 'state', is: 'eq', value: 'on_sale' }]
  if (categoryId) where.push({ field: 'categoryId', is: 'eq', value: categoryId })
  const after = readCursor(cursor)
  const products = await store.page({ collection: 'products', where, order: { field: 'rank', direction: 'desc' }, ...(after && { after }), limit: PAGE_SIZE })
  return toPage(products, PAGE_SIZE, product => product.rank, goodsCard)
}

/** As many finds are ranked against each other; the catalogue of a neighbourhood shop has fewer. */
const FINDS_RANKED = 100

/** Goods a keyword finds, those it fits best first (S36): one round trip for a page, however far down. */
async function searchGoods(ports: Call['ports'], { categoryId, keyword, cursor }: GoodsFilter & { readonly keyword: string }): Promise<Page<GoodsCardView>> {
  const terms = queryTerms(keyword)
  if (terms.length === 0) return { items: [], next: null }
  const where: Clause[] = [{ field: 'state', is: 'eq', value: 'on_sale' }, { field: 'terms', is: 'has_all', values: terms }]
  if (categoryId) where.push({ field: 'categoryId', is: 'eq', value: categoryId })
  const finds = await ports.store.page({ collection: 'products', where, order: { field: 'rank', direction: 'desc' }, limit: FINDS_RANKED })
  const from = Math.max(0, readCursor(cursor)?.value as number | undefined ?? 0)
  const next = from + PAGE_SIZE
  return { items: rankFinds(finds, keyword).slice(from, next).map(goodsCard), next: next < finds.length ? `${next}~k` : null }
}

/** One product with its prices, stock and the groups open on it (S2): four round trips side by side, and one more with a limited flash price. */
export async function getGoods({ ports }: Call, { productId }: { productId: string }): Promise<Answer<GoodsView, 'goods_not_found'>> {
  const now = ports.clock.now()
  const store = glance(ports)
  const [product, setup, stocks, groups] = await Promise.all([
    store.get('products', productId),
    store.get('shop_setup', 'shop'),
    store.page({ collection: 'stocks', where: [{ field: 'productId', is: 'eq', value: productId }], order: { field: 'productId', direction: 'asc' }, limit: 100 }),
    store.page(openGroups(now, [{ field: 'productId', is: 'eq', value: productId }])),
  ])
  if (!product) return refused('goods_not_found')
  const flash = nextFlash(setup?.rules ?? [], product, now)
  const left = flash && await flashLeft(store, [flash], product.skus.map(sku => sku.skuId), now)
  return answer(goodsView(product, setup ?? NO_SETUP, stocks, groups, flash ? flashView(flash, left ?? {}, now) : null, now))
}

/** Asked for to the second, so that two who look within it ask the same. */
function openGroups(now: number, where: readonly Clause[]): PageQuery<'groups'> {
  return {
    collection: 'groups',
    where: [...where, { field: 'state', is: 'eq', value: 'open' }, { field: 'listed', is: 'eq', value: true }, { field: 'deadlineAt', is: 'gt', value: Math.ceil(now / SECOND_MS) * SECOND_MS + TIME_TO_PAY_MS }],
    order: { field: 'deadlineAt', direction: 'asc' },
    limit: GROUPS_SHOWN,
  }
}
