import { describe, expect, it } from 'vitest'
import type { AdminProcedures, GoodsCardView, GoodsView, InputOf, Page, Reply, SearchReportRow, TitleHintView } from '../../../cloudfunctions/contract'
import { DAY_MS, MINUTE_MS } from '../../../cloudfunctions/domain/kernel/instant'
import { Busy } from '../../../cloudfunctions/ports'
import { TestShop } from '../../support/shop'

type SaveGoods = InputOf<AdminProcedures['goods.save']>

function goods(productId: string, title: string, changes: Partial<SaveGoods> = {}): SaveGoods {
  return {
    productId, kind: 'physical', title, subtitle: '邻里好物', cover: '/storage/a.jpg', gallery: ['/storage/a.jpg'], categoryId: 'fruit', axes: [],
    skus: [{ skuId: `${productId}-1`, values: [], priceAloneFen: 1000, priceGroupFen: 900, image: null, weightGram: 0, volumeCm3: 0, returnPolicy: 'seven_days' }],
    detail: [], supplierId: '', freightTemplateId: null, cold: false, packaging: '', orderHours: null, service: null, onSale: true, rank: 1, ...changes,
  }
}

async function catalogue(...all: SaveGoods[]): Promise<TestShop> {
  const shop = new TestShop()
  shop.database.put('home_content', { id: 'home', shopName: '邻里', banners: [], categories: [{ categoryId: 'fruit', name: '水果', icon: '/a.png' }, { categoryId: 'drink', name: '饮品', icon: '/a.png' }], messageTemplates: {} })
  for (const one of all) await shop.asMerchant('goods.save', one)
  return shop
}

async function found(shop: TestShop, keyword: string, cursor: string | null = null): Promise<Page<GoodsCardView>> {
  return shop.value('alice', 'goods.list', { categoryId: null, keyword, cursor })
}

const ids = (page: Page<GoodsCardView>): string[] => page.items.map(item => item.productId)

describe('finding goods', () => {
  it('S36: by words of title, subtitle and category, those in the title first', async () => {
    const shop = await catalogue(
      goods('juice', '冷榨果汁礼盒装', { categoryId: 'drink', subtitle: '用当季脐橙榨成', rank: 9 }),
      goods('mixed', '橙子与柚子拼箱 南丰脐橙', { rank: 5 }),
      goods('navel', '赣南脐橙家庭装', { rank: 1 }),
    )
    expect(ids(await found(shop, '脐橙'))).toEqual(['mixed', 'navel', 'juice'])
    expect(ids(await found(shop, '赣南脐橙'))).toEqual(['navel'])
    expect(ids(await found(shop, '饮品'))).toEqual(['juice'])
    expect(ids(await found(shop, '脐橙 南丰'))).toEqual(['mixed'])
    expect(ids(await found(shop, '榴莲'))).toEqual([])
  })

  it('S36: page by page, each find once', async () => {
    const shop = await catalogue(...Array.from({ length: 23 }, (_, index) => goods(`p${index}`, `脐橙第${index}号`, { rank: index })))
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const page = await found(shop, '脐橙', cursor)
      seen.push(...ids(page))
      cursor = page.next
    } while (cursor)
    expect(seen).toEqual(Array.from({ length: 23 }, (_, index) => `p${22 - index}`))
  })
})

describe('what is searched for', () => {
  it('S34: is counted a Shanghai day and a word, once a search however many pages are looked at', async () => {
    const shop = await catalogue(goods('navel', '赣南脐橙家庭装'))
    for (const keyword of ['脐橙', ' 脐橙 ', '脐橙', '榴莲']) await found(shop, keyword)
    await found(shop, '脐橙', '0~k')
    await shop.value('alice', 'goods.list', { categoryId: null, keyword: null, cursor: null })
    shop.now += DAY_MS
    await found(shop, '脐橙')
    const report = await shop.asMerchant<{ rows: SearchReportRow[] }>('search.report', { days: 7 })
    expect(report.rows).toEqual([{ word: '脐橙', count: 4, found: true }, { word: '榴莲', count: 1, found: false }])
    expect((await shop.asMerchant<{ rows: SearchReportRow[] }>('search.report', { days: 1 })).rows).toEqual([{ word: '脐橙', count: 1, found: true }])
    expect(await shop.admin('alice', { procedure: 'search.report', input: { days: 7 } })).toMatchObject({ refusal: 'not_allowed' })
  })

  it('S34: hot words are the merchant\'s first, then what shoppers look for and find; nobody else\'s words are shown', async () => {
    const shop = await catalogue(goods('navel', '赣南脐橙家庭装'), goods('pomelo', '平和蜜柚两只装'))
    for (const keyword of ['蜜柚', '脐橙', '脐橙', '随便乱写的词', '随便乱写的词', '随便乱写的词']) await found(shop, keyword)
    expect(await shop.value('bob', 'search.hot', {})).toEqual({ words: ['脐橙', '蜜柚'] })
    await shop.asMerchant('search.saveHotWords', { words: ['中秋礼盒', '蜜柚'] })
    expect(await shop.value('bob', 'search.hot', {})).toEqual({ words: ['中秋礼盒', '蜜柚', '脐橙'] })
    expect(await shop.asMerchant('search.words', {})).toMatchObject({ hot: ['中秋礼盒', '蜜柚'] })
    shop.now += 8 * DAY_MS
    expect(await shop.value('bob', 'search.hot', {})).toEqual({ words: ['中秋礼盒', '蜜柚'] })
    expect(await shop.admin('alice', { procedure: 'search.saveHotWords', input: { words: [] } })).toMatchObject({ refusal: 'not_allowed' })
  })

  it('S34: a search that cannot be counted is answered all the same, and no text that is no word is kept', async () => {
    const shop = await catalogue(goods('navel', '赣南脐橙家庭装'))
    const failing = shop.worker({ before: (call) => {
      if (call.endsWith('search_counts')) throw new Busy('no')
    } })
    const reply: Reply = await shop.call('alice', { procedure: 'goods.list', input: { categoryId: null, keyword: '脐橙', cursor: null } }, failing)
    expect(reply).toMatchObject({ outcome: 'ok', value: { items: [{ productId: 'navel' }] } })
    for (const keyword of ['=cmd()', '<b>', '一二三四五六七八九十一二三四五六七八九十一']) await found(shop, keyword)
    expect(shop.database.all('search_counts')).toEqual([])
  })

  it('S34: is forgotten after thirty days', async () => {
    const shop = await catalogue(goods('navel', '赣南脐橙家庭装'))
    await found(shop, '脐橙')
    shop.now += 30 * DAY_MS
    await shop.passes(MINUTE_MS)
    expect(shop.database.all('search_counts')).toHaveLength(1)
    shop.now += DAY_MS
    await shop.passes(MINUTE_MS)
    expect(shop.database.all('search_counts')).toEqual([])
  })
})

describe('describing goods', () => {
  async function hints(shop: TestShop, title: string): Promise<TitleHintView[]> {
    return (await shop.asMerchant<{ hints: TitleHintView[] }>('goods.check', { title, categoryId: 'fruit' })).hints
  }

  it('S36: a title is told what it lacks: length from 8 to 30, its category, a word people look for; and what only shouts', async () => {
    const shop = await catalogue()
    await shop.asMerchant('search.saveHotWords', { words: ['脐橙'] })
    expect(await hints(shop, '新鲜水果脐橙家庭')).toEqual([])
    expect(await hints(shop, '水果脐橙家庭装')).toEqual([{ kind: 'too_short', length: 7, limit: 8 }])
    expect(await hints(shop, `水果脐橙${'甜'.repeat(26)}`)).toEqual([])
    expect(await hints(shop, `水果脐橙${'甜'.repeat(27)}`)).toEqual([{ kind: 'too_long', length: 31, limit: 30 }])
    expect(await hints(shop, '赣南高山新鲜蜜柚')).toEqual([{ kind: 'no_category_word', word: '水果' }, { kind: 'no_hot_word' }])
    expect(await hints(shop, '全网第一水果脐橙')).toEqual([{ kind: 'emphatic_word', word: '第一' }, { kind: 'emphatic_word', word: '全网' }])
    await shop.asMerchant('search.saveTitleWords', { emphatic: ['神仙'] })
    expect(await shop.asMerchant('search.words', {})).toEqual({ hot: ['脐橙'], emphatic: ['神仙'] })
    expect(await hints(shop, '第一神仙水果脐橙')).toEqual([{ kind: 'emphatic_word', word: '神仙' }])
  })

  it.each([
    [640, 560, 'ok'], [1280, 1120, 'ok'], [639, 560, 'picture_too_small'], [640, 559, 'picture_too_small'], [560, 640, 'picture_too_small'],
  ])('S37: a main picture of %i×%i: %s', async (width, height, expected) => {
    const shop = await catalogue()
    const reply = await shop.admin('merchant', { procedure: 'goods.save', input: goods('navel', '赣南脐橙家庭装', { coverSize: { width, height } }) })
    expect(reply.outcome === 'refused' ? reply.refusal : reply.outcome).toBe(expected)
    expect(shop.database.one('products', 'navel') !== undefined).toBe(expected === 'ok')
  })

  it('S38: the detail page comes back block by block as it was saved', async () => {
    const detail: SaveGoods['detail'] = [
      { kind: 'text', text: '现摘现发，坏果包赔' },
      { kind: 'image', image: '/storage/orchard.jpg' },
      { kind: 'video', video: 'cloud://shop/orchard.mp4', poster: '/storage/poster.jpg' },
      { kind: 'table', rows: [{ name: '产地', value: '江西赣州' }, { name: '净重', value: '5斤' }] },
      { kind: 'image', image: '/storage/box.jpg' },
    ]
    const shop = await catalogue(goods('navel', '赣南脐橙家庭装', { detail }))
    expect((await shop.value<GoodsView>('alice', 'goods.get', { productId: 'navel' })).detail).toEqual(detail)
    for (const wrong of [{ kind: 'html', html: '<b>' }, { kind: 'image', image: 'javascript:alert(1)' }, { kind: 'table', rows: [] }, { kind: 'text', text: '好', onclick: 'x' }]) {
      expect(await shop.admin('merchant', { procedure: 'goods.save', input: { ...goods('navel', '赣南脐橙家庭装'), detail: [wrong] } })).toMatchObject({ outcome: 'bad_input' })
    }
  })

  it('S43: up to three axes and their whole matrix, each SKU with its own price, picture and weight', async () => {
    const axes = [{ name: '规格', values: ['5斤', '10斤'] }, { name: '果径', values: ['中', '大'] }, { name: '包装', values: ['简装', '礼盒'] }]
    const skus = axes[0]?.values.flatMap(size => ['中', '大'].flatMap(width => ['简装', '礼盒'].map((box, index) => ({
      skuId: `n-${parseInt(size)}-${width === '大' ? 'large' : 'medium'}-${index}`, values: [size, width, box], priceAloneFen: 3000 + index * 500, priceGroupFen: 2500 + index * 500,
      image: index === 1 ? '/storage/gift.jpg' : null, weightGram: size === '5斤' ? 2500 : 5000, volumeCm3: 9000, returnPolicy: 'seven_days' as const,
    })))) ?? []
    const shop = await catalogue(goods('navel', '赣南脐橙家庭装', { axes, skus }))
    const view = await shop.value<GoodsView>('alice', 'goods.get', { productId: 'navel' })
    expect(view.axes).toEqual(axes)
    expect(view.skus.map(({ values, priceAloneFen, image }) => ({ values, priceAloneFen, image }))).toEqual(skus.map(({ values, priceAloneFen, image }) => ({ values, priceAloneFen, image: image ?? '/storage/a.jpg' })))
    const tries: [string, Partial<SaveGoods>][] = [
      ['a combination twice', { axes, skus: [...skus.slice(0, 1), { ...skus[0] as SaveGoods['skus'][number], skuId: 'twice' }] }],
      ['an unknown value', { axes, skus: [{ ...skus[0] as SaveGoods['skus'][number], values: ['5斤', '中', '散装'] }] }],
      ['an axis left out', { axes, skus: [{ ...skus[0] as SaveGoods['skus'][number], values: ['5斤', '中'] }] }],
      ['an id twice', { axes, skus: [...skus.slice(0, 2)].map(sku => ({ ...sku, skuId: 'same' })) }],
    ]
    for (const [what, changes] of tries) expect(await shop.admin('merchant', { procedure: 'goods.save', input: goods('navel', '赣南脐橙家庭装', changes) }), what).toMatchObject({ refusal: 'sku_matrix_invalid' })
    const fourth = { axes: [...axes, { name: '产地', values: ['江西'] }] }
    expect(await shop.admin('merchant', { procedure: 'goods.save', input: goods('navel', '赣南脐橙家庭装', fourth) })).toMatchObject({ outcome: 'bad_input' })
  })
})
