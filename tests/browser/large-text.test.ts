import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LocalCloud } from '../../emulator/local-cloud'
import { furnish } from './support/furnish'
import { furnishDesk } from './support/furnish-desk'
import { launchBrowser, Phone } from './support/phone'
import { cutTexts, pixelsTooWide } from './support/width'

let browser: Browser
let cloud: LocalCloud

beforeAll(async () => {
  browser = await launchBrowser()
  cloud = await LocalCloud.start({ demo: true })
  await furnish(cloud)
  await furnishDesk(cloud)
})
afterAll(async () => {
  await browser?.close()
  await cloud?.stop()
})

const PAGES = [
  { name: 'home', path: '/pages/home/index', person: 'alice', loaded: '邻居正在拼' },
  { name: 'product', path: '/pages/product/index?productId=kids-cup', person: 'alice', loaded: '拼团规则' },
  { name: 'group', path: '/pages/group/index?groupId=g-seed-2-0', person: 'leader', loaded: '邀请好友参团' },
  { name: 'checkout', path: '/pages-order/checkout/index?kind=open&productId=cherry&skuId=cherry-1&quantity=1', person: 'alice', loaded: '提交订单' },
  { name: 'orders', path: '/pages/orders/index', person: 'carol', loaded: '拼团中' },
  { name: 'order-detail', path: '/pages-order/detail/index?orderId=seed-1-0', person: 'carol', loaded: '散养土鸡蛋' },
  { name: 'category', path: '/pages/category/index', person: 'alice', loaded: '阳山水蜜桃' },
  { name: 'product-ladder', path: '/pages/product/index?productId=honey-ladder', person: 'alice', loaded: '人越多越便宜' },
  { name: 'checkout-fresh', path: '/pages-order/checkout/index?kind=alone&productId=shrimp&skuId=shrimp-000&quantity=2', person: 'alice', loaded: '不支持退货' },
  { name: 'coupon-centre', path: '/pages-member/centre/index', person: 'alice', loaded: '水果八五折' },
  { name: 'balance', path: '/pages-member/balance/index', person: 'alice', loaded: '充值金额' },
  { name: 'desk-goods-form', path: '/pages-admin/goods-form/index?productId=shrimp', person: 'merchant', loaded: '规格与价格' },
  { name: 'desk-groups', path: '/pages-admin/groups/index', person: 'merchant', loaded: '补足成团' },
  { name: 'desk-records', path: '/pages-admin/records/index', person: 'merchant', loaded: '尾号' },
  { name: 'desk-coupons', path: '/pages-admin/coupons/index', person: 'merchant', loaded: '大单立减券' },
  { name: 'desk-rule-flash', path: '/pages-admin/rule-form/index?ruleId=desk-flash', person: 'merchant', loaded: '智利车厘子' },
  { name: 'supplier-orders', path: '/pages-supplier/orders/index', person: 'dan', loaded: '阳山水蜜桃' },
  { name: 'order-parts', path: '/pages-order/detail/index?orderId=parts-1', person: 'alice', loaded: '分 3 个包裹发货' },
  { name: 'order-codes', path: '/pages-order/detail/index?orderId=codes-1', person: 'alice', loaded: '查看卡密' },
  { name: 'me', path: '/pages/me/index', person: 'merchant', loaded: '商家管理' },
] as const

/** A browser whose owner reads with letters of 24 px, which is half as large again as usual and more than the app follows. */
async function openWithLargeText(person: string): Promise<Phone> {
  const phone = await Phone.open(browser, cloud, person)
  const devtools = await phone.context.newCDPSession(phone.page)
  await devtools.send('Page.setFontSizes', { fontSizes: { standard: 24 } })
  return phone
}

describe('the largest letters', () => {
  it.each(PAGES)('X19: $name is read in letters of 1.4 times the size, with nothing cut or pushed out', async ({ name, path, person, loaded }) => {
    const phone = await openWithLargeText(person)
    await phone.goes(path)
    await phone.sees(loaded)
    await phone.page.waitForLoadState('networkidle')
    await phone.onEachSize(async (size) => {
      await phone.shows(`large-${name}-${size}`)
      expect(await phone.page.locator('.page').filter({ visible: true }).first().evaluate(page => getComputedStyle(page).fontSize)).toBe('19.6px')
      expect(await pixelsTooWide(phone), size).toEqual([])
      expect(await cutTexts(phone), size).toEqual([])
    })
    await phone.close()
  })
})
