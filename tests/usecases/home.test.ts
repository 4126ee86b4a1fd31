import { describe, expect, it } from 'vitest'
import type { GoodsCardView, HomeView, Page } from '../../cloudfunctions/contract'
import { aGoodsShop } from '../support/goods'

const HOME = {
  shopName: '邻里', messageTemplates: {},
  banners: [{ image: '/storage/b.jpg', title: '开市', path: '/pages/product/index?id=orange' }, { image: '/storage/a.jpg', title: '尝鲜', path: '/pages/home/index' }],
  categories: [{ categoryId: 'fruit', name: '水果', icon: '/storage/fruit.png' }, { categoryId: 'fish', name: '水产', icon: '/storage/fish.png' }],
}

describe('the home page', () => {
  it('S29: shows the banners the merchant set, in their order; a banner leads to a page of the shop and nowhere else', async () => {
    const shop = aGoodsShop()
    await shop.asMerchant('home.save', HOME)
    expect((await shop.value<HomeView>('alice', 'home.get', {})).banners).toEqual(HOME.banners)
    for (const path of ['https://example.com', 'pages/home/index', '//example.com', 'javascript:alert(1)', '']) {
      const reply = await shop.admin('merchant', { procedure: 'home.save', input: { ...HOME, banners: [{ ...HOME.banners[0], path }] } })
      expect(reply.outcome, path).toBe('bad_input')
    }
    expect((await shop.value<HomeView>('alice', 'home.get', {})).banners).toEqual(HOME.banners)
  })

  it('S30: shows the categories, and a category lists its goods alone', async () => {
    const shop = aGoodsShop()
    await shop.asMerchant('home.save', HOME)
    const fish = shop.database.one('products', 'fish')
    if (!fish) throw new Error('no fish')
    shop.database.put('products', { ...fish, categoryId: 'fish' })
    expect((await shop.value<HomeView>('alice', 'home.get', {})).categories).toEqual(HOME.categories)
    const list = async (categoryId: string | null): Promise<string[]> => (await shop.value<Page<GoodsCardView>>('alice', 'goods.list', { categoryId, keyword: null, cursor: null })).items.map(goods => goods.productId).sort()
    expect(await list('fish')).toEqual(['fish'])
    expect(await list('fruit')).toEqual(['card', 'orange', 'spa'])
    expect(await list(null)).toEqual(['card', 'fish', 'orange', 'spa'])
    expect(await list('nothing')).toEqual([])
  })
})
