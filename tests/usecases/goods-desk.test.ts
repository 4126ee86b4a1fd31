import { describe, expect, it } from 'vitest'
import type { GoodsDraftView } from '../../cloudfunctions/contract'
import { TestShop } from '../support/shop'

describe('the merchant reads what was saved', () => {
  it('goods that are read and saved again are the same', async () => {
    const shop = new TestShop()
    const [first] = shop.database.all('products')
    const read = async () => (await shop.admin('merchant', { procedure: 'goods.read', input: { productId: first!.id } }) as { value: GoodsDraftView }).value
    const before = await read()
    const { skus, ...goods } = before
    const input = { ...goods, skus: skus.map(({ available: _, ...sku }) => sku) }
    expect(await shop.admin('merchant', { procedure: 'goods.save', input })).toMatchObject({ outcome: 'ok' })
    expect(await read()).toEqual(before)
  })

  it('goods off sale are in a list of their own, and there are none of nobody\'s', async () => {
    const shop = new TestShop()
    const list = async (onSale: boolean) => (await shop.admin('merchant', { procedure: 'goods.list', input: { onSale, cursor: null } }) as { value: { items: { productId: string }[] } }).value.items
    expect((await list(true)).length).toBe(shop.database.all('products').length)
    expect(await list(false)).toEqual([])
    expect(await shop.admin('merchant', { procedure: 'goods.read', input: { productId: 'nothing' } })).toMatchObject({ refusal: 'goods_not_found' })
    expect(await shop.admin('alice', { procedure: 'goods.list', input: { onSale: true, cursor: null } })).toMatchObject({ refusal: 'not_allowed' })
  })

  it('S25: SKUs that a rule knows by number are told by name, and those that are no more are left out', async () => {
    const shop = new TestShop()
    const [stock] = shop.database.all('stocks')
    const product = shop.database.all('products').find(one => one.id === stock!.productId)!
    const answer = await shop.admin('merchant', { procedure: 'goods.skus', input: { skuIds: [stock!.id, 'nothing'] } })
    expect(answer).toMatchObject({ outcome: 'ok', value: { skus: [{ skuId: stock!.id, productId: product.id, title: product.title }] } })
    expect((answer as { value: { skus: unknown[] } }).value.skus).toHaveLength(1)
    expect(await shop.admin('alice', { procedure: 'goods.skus', input: { skuIds: [stock!.id] } })).toMatchObject({ refusal: 'not_allowed' })
  })
})
