import { describe, expect, it } from 'vitest'
import type { GoodsView, HomeView, OrderView } from '../../cloudfunctions/contract'
import { newMemory } from '../../cloudfunctions/ports'
import { aGoodsShop } from '../support/goods'
import { aFlash, manage } from '../support/merchant'
import type { TestShop } from '../support/shop'

const SECOND = 1000
const PRODUCT = { productId: 'orange' }

/** A shop whose one instance shows for a second what it has read. */
function aGlancingShop(): TestShop {
  const shop = aGoodsShop()
  shop.memory = newMemory({ pagesForMs: SECOND })
  return shop
}

/** Calls of the database that showing a page takes. */
async function readsOf(shop: TestShop, procedure: string, input: unknown, openid = 'bob'): Promise<string[]> {
  const calls: string[] = []
  await shop.value(openid, procedure, input, shop.worker({ before: (call) => {
    calls.push(call)
    return Promise.resolve()
  } }))
  return calls
}

function sell(shop: TestShop, pieces: number): void {
  const stock = shop.database.one('stocks', 'orange-5')
  if (!stock) throw new Error('no stock')
  shop.database.put('stocks', { ...stock, available: stock.available - pieces })
}

const left = async (shop: TestShop, openid: string): Promise<number | undefined> => (await shop.value<GoodsView>(openid, 'goods.get', PRODUCT)).skus.find(sku => sku.skuId === 'orange-5')?.available

describe('a page shown to a crowd', () => {
  it.each([['goods.get', PRODUCT], ['home.get', {}], ['goods.list', { categoryId: 'fruit', keyword: null, cursor: null }]])('S2, S29, S30: %s is read once for all who look within the second', async (procedure, input) => {
    const shop = aGlancingShop()
    expect((await readsOf(shop, procedure, input, 'alice')).length).toBeGreaterThan(0)
    expect(await readsOf(shop, procedure, input)).toEqual([])
    shop.now += SECOND
    expect((await readsOf(shop, procedure, input)).length).toBeGreaterThan(0)
  })

  it('S2: is a second behind at most, whatever other instances do', async () => {
    const shop = aGlancingShop()
    const before = await left(shop, 'alice')
    if (before === undefined) throw new Error('no such SKU')
    sell(shop, 1)
    expect(await left(shop, 'bob')).toBe(before)
    shop.now += SECOND - 1
    expect(await left(shop, 'bob')).toBe(before)
    shop.now += 1
    expect(await left(shop, 'bob')).toBe(before - 1)
    // A clock that was set back says nothing of how old something is.
    sell(shop, 1)
    shop.now -= 5 * SECOND
    expect(await left(shop, 'bob')).toBe(before - 2)
  })

  it('I16: never decides what is charged: the quote knows the new price while the page still shows the old one', async () => {
    const shop = aGlancingShop()
    const input = await shop.placeInput('bob', 'order-bob')
    await shop.value('bob', 'goods.get', PRODUCT)
    const product = shop.database.one('products', 'orange')
    if (!product) throw new Error('no product')
    shop.database.put('products', { ...product, skus: product.skus.map(sku => ({ ...sku, priceAloneFen: sku.priceAloneFen + 100 as typeof sku.priceAloneFen })) })
    const shown = await shop.value<GoodsView>('bob', 'goods.get', PRODUCT)
    expect(shown.skus.map(sku => sku.priceAloneFen)).toEqual(product.skus.map(sku => sku.priceAloneFen))
    expect(await shop.call('bob', { procedure: 'order.place', input })).toMatchObject({ outcome: 'refused', refusal: 'quote_changed' })
    expect(shop.database.all('orders')).toEqual([])
  })

  it('I16: the shop\'s rules are a second behind at most, and a price is still charged as it was shown or not at all', async () => {
    const shop = aGlancingShop()
    const [now, later] = [await shop.placeInput('bob', 'order-bob'), await shop.placeInput('alice', 'order-alice')]
    await manage(shop, 'rules.save', { rule: aFlash({ prices: [{ skuId: 'orange-5', priceFen: 1990 }] }) })
    expect((await shop.value<OrderView>('bob', 'order.place', now)).payableFen).toBeGreaterThan(1990)
    shop.now += SECOND
    expect(await shop.call('alice', { procedure: 'order.place', input: later })).toMatchObject({ outcome: 'refused', refusal: 'quote_changed' })
    expect(shop.database.one('orders', 'order-alice')).toBeUndefined()
  })

  it('S77: whoever asks for a thousand different pages does not fill an instance', async () => {
    const shop = aGlancingShop()
    for (let page = 0; page < 250; page += 1) await shop.value(`reader ${page}`, 'goods.list', { categoryId: `category-${page}`, keyword: null, cursor: null })
    expect(shop.memory.pages.kept.size).toBe(200)
    expect((await shop.value<HomeView>('bob', 'home.get', {})).goods.items.length).toBeGreaterThan(0)
  })
})
