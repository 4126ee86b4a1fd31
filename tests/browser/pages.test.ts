import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asMerchant } from '../../emulator/seed/shop-client'
import { LocalCloud } from '../../emulator/local-cloud'
import { launchBrowser, Phone, SIZES } from './support/phone'

let browser: Browser
let cloud: LocalCloud

beforeAll(async () => {
  browser = await launchBrowser()
  cloud = await LocalCloud.start({ demo: true })
})
afterAll(async () => {
  await browser?.close()
  await cloud?.stop()
})

/** Every page a person can open, who opens it, and a word that shows it has loaded. */
const PAGES: readonly { name: string; path: string; person: string; loaded: string | RegExp }[] = [
  { name: 'home', path: '/pages/home/index', person: 'alice', loaded: '邻居正在拼' },
  { name: 'category', path: '/pages/category/index', person: 'alice', loaded: '阳山水蜜桃' },
  { name: 'product', path: '/pages/product/index?productId=cherry', person: 'alice', loaded: '智利车厘子' },
  { name: 'product-long-name', path: '/pages/product/index?productId=kids-cup', person: 'alice', loaded: '儿童保温杯' },
  { name: 'product-upcoming', path: '/pages/product/index?productId=walnut', person: 'alice', loaded: '临安山核桃' },
  { name: 'product-alone-only', path: '/pages/product/index?productId=noodles', person: 'alice', loaded: '手工挂面' },
  { name: 'product-missing', path: '/pages/product/index?productId=nothing', person: 'alice', loaded: /没有找到|不存在|下架/ },
  { name: 'group-open', path: '/pages/group/index?groupId=g-seed-2-0', person: 'alice', loaded: '原生木浆抽纸' },
  { name: 'group-mine', path: '/pages/group/index?groupId=g-seed-2-0', person: 'leader', loaded: '邀请好友参团' },
  { name: 'group-missing', path: '/pages/group/index?groupId=nothing', person: 'alice', loaded: '没有找到这个团' },
  { name: 'checkout', path: '/pages-order/checkout/index?kind=open&productId=cherry&skuId=cherry-1&quantity=1', person: 'alice', loaded: '提交订单' },
  { name: 'orders', path: '/pages/orders/index', person: 'carol', loaded: '拼团中' },
  { name: 'orders-empty', path: '/pages/orders/index', person: 'bob', loaded: /没有|还没/ },
  { name: 'order-detail', path: '/pages-order/detail/index?orderId=seed-1-0', person: 'carol', loaded: '散养土鸡蛋' },
  { name: 'order-foreign', path: '/pages-order/detail/index?orderId=seed-1-0', person: 'bob', loaded: '没有找到这个订单' },
  { name: 'me', path: '/pages/me/index', person: 'alice', loaded: '我的订单' },
  { name: 'me-merchant', path: '/pages/me/index', person: 'merchant', loaded: '商家管理' },
  { name: 'admin-orders', path: '/pages-admin/orders/index', person: 'merchant', loaded: '异常退款与待办' },
  { name: 'admin-refunds', path: '/pages-admin/refunds/index', person: 'merchant', loaded: '没有异常退款' },
  { name: 'admin-refused', path: '/pages-admin/orders/index', person: 'bob', loaded: '这里是商家的页面' },
]

describe.each(Object.keys(SIZES) as (keyof typeof SIZES)[])('pages on a %s screen', (size) => {
  it.each(PAGES)('X19: $name fits the width and its buttons can be hit with a thumb', async ({ name, path, person, loaded }) => {
    const phone = await Phone.open(browser, cloud, person, size)
    await phone.goes(path)
    await phone.sees(loaded)
    await phone.page.waitForLoadState('networkidle')
    await phone.shows(`page-${name}-${size}`)
    expect(await phone.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth), 'pixels wider than the screen').toBeLessThanOrEqual(0)
    expect(await tooSmall(phone), 'buttons under 44 px').toEqual([])
    await phone.close()
  })
})

/** Visible buttons of the app whose tap area is under 44 px either way; what a transparent edge adds counts. */
function tooSmall(phone: Phone): Promise<string[]> {
  return phone.page.evaluate(() => {
    const hits = (x: number, y: number, element: Element): boolean => {
      const hit = document.elementFromPoint(x, y)
      return hit !== null && (element === hit || element.contains(hit))
    }
    return [...document.querySelectorAll('uni-page-body :is([role="button"], [role="link"], [role="tab"], [role="radio"])')].flatMap((element) => {
      const box = element.getBoundingClientRect()
      const [x, y] = [box.left + box.width / 2, box.top + box.height / 2]
      const inside = box.width > 0 && y - 22 > 44 && y + 22 < window.innerHeight - 60 && x > 0 && x < window.innerWidth
      if (!inside || !hits(x, y, element)) return []
      const tall = box.height >= 43.5 || (hits(x, y - 21.5, element) && hits(x, y + 21.5, element))
      return tall && box.width >= 43.5 ? [] : [`${element.getAttribute('aria-label') ?? element.textContent} ${Math.round(box.width)}×${Math.round(box.height)}`]
    })
  })
}

describe('the shop is changed while it is looked at', () => {
  it('I16: a price that changed between looking and submitting is shown and asked about, never charged silently', async () => {
    const alice = await Phone.open(browser, cloud, 'alice')
    await alice.goes('/pages-order/checkout/index?kind=alone&productId=noodles&skuId=noodles-1&quantity=1')
    await alice.sees('提交订单')
    await asMerchant(cloud, 'goods.save', {
      productId: 'noodles', title: '手工挂面 石磨面粉', subtitle: '久煮不烂，汤清面滑', cover: '/storage/goods/noodles.jpg', gallery: ['/storage/goods/noodles.jpg'], categoryId: 'grain',
      axes: [{ name: '规格', values: ['1kg', '2.5kg'] }],
      skus: [{ skuId: 'noodles-1', values: ['1kg'], priceAloneFen: 1690, priceGroupFen: 1690, image: null }, { skuId: 'noodles-2', values: ['2.5kg'], priceAloneFen: 3490, priceGroupFen: 3490, image: null }],
      detail: [{ kind: 'text', text: '只有面粉、水和盐。' }], onSale: true, rank: 1,
    })
    await alice.page.locator('.address-card').click()
    for (const [label, value] of Object.entries({ 收货人: '林小雨', 手机号码: '13812345678', 省份: '浙江省', 城市: '杭州市', 区县: '西湖区', 详细地址: '邻里路 8 号' })) await alice.fills(label, value)
    await alice.presses('保存地址')
    await alice.presses('提交订单')
    await alice.sees('价格有变化')
    await alice.shows('price-changed')
    await alice.presses('按新价格提交')
    await alice.sheet.getByText('16.90').waitFor()
    await alice.close()
  })
})
