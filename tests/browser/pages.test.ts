import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AdminProcedures, InputOf } from '../../cloudfunctions/contract'
import { asMerchant } from '../../emulator/seed/shop-client'
import { LocalCloud } from '../../emulator/local-cloud'
import { furnish } from './support/furnish'
import { furnishDesk } from './support/furnish-desk'
import { launchBrowser, Phone } from './support/phone'

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
  { name: 'admin-orders', path: '/pages-admin/orders/index', person: 'merchant', loaded: '待办事项' },
  { name: 'desk-work', path: '/pages-admin/work/index', person: 'merchant', loaded: '待处理' },
  { name: 'desk-settlement', path: '/pages-admin/settlement/index', person: 'merchant', loaded: /还没有对过账|账户净变动/ },
  { name: 'admin-refunds', path: '/pages-admin/refunds/index', person: 'merchant', loaded: '没有异常退款' },
  { name: 'desk-returns', path: '/pages-admin/returns/index', person: 'merchant', loaded: '没有待处理的退货' },
  { name: 'desk-redeem', path: '/pages-admin/redeem/index', person: 'merchant', loaded: '券码' },
  { name: 'cart-empty', path: '/pages/cart/index', person: 'alice', loaded: '购物车还是空的' },
  { name: 'product-ladder', path: '/pages/product/index?productId=honey-ladder', person: 'alice', loaded: '人越多越便宜' },
  { name: 'product-fresh', path: '/pages/product/index?productId=shrimp', person: 'alice', loaded: '冷链配送' },
  { name: 'product-service', path: '/pages/product/index?productId=massage', person: 'alice', loaded: '到店核销' },
  { name: 'checkout-fresh', path: '/pages-order/checkout/index?kind=alone&productId=shrimp&skuId=shrimp-000&quantity=2', person: 'alice', loaded: '不支持退货' },
  { name: 'checkout-service', path: '/pages-order/checkout/index?kind=alone&productId=massage&skuId=massage-1&quantity=1', person: 'alice', loaded: '无需收货地址' },
  { name: 'coupons', path: '/pages-member/coupons/index', person: 'alice', loaded: '邻里见面礼' },
  { name: 'coupon-centre', path: '/pages-member/centre/index', person: 'alice', loaded: '水果八五折' },
  { name: 'points', path: '/pages-member/points/index', person: 'alice', loaded: '签到领' },
  { name: 'balance', path: '/pages-member/balance/index', person: 'alice', loaded: '充值金额' },
  { name: 'invoices', path: '/pages-member/invoices/index', person: 'alice', loaded: '还没有发票' },
  { name: 'desk-goods', path: '/pages-admin/goods/index', person: 'merchant', loaded: '新建商品' },
  { name: 'desk-goods-new', path: '/pages-admin/goods-form/index', person: 'merchant', loaded: '单一规格' },
  { name: 'desk-goods-form', path: '/pages-admin/goods-form/index?productId=shrimp', person: 'merchant', loaded: '规格与价格' },
  { name: 'desk-stock', path: '/pages-admin/stock/index?productId=shrimp', person: 'merchant', loaded: '增减数量' },
  { name: 'desk-activity', path: '/pages-admin/activity/index?productId=honey-ladder', person: 'merchant', loaded: '成团人数' },
  { name: 'desk-coupons', path: '/pages-admin/coupons/index', person: 'merchant', loaded: '大单立减券' },
  { name: 'desk-rules', path: '/pages-admin/rules/index', person: 'merchant', loaded: '会员折扣' },
  { name: 'desk-freight', path: '/pages-admin/freight/index', person: 'merchant', loaded: 'parcel' },
  { name: 'desk-membership', path: '/pages-admin/membership/index', person: 'merchant', loaded: '会员等级' },
  { name: 'desk-invoices', path: '/pages-admin/invoices/index', person: 'merchant', loaded: '没有发票' },
  { name: 'desk-groups', path: '/pages-admin/groups/index', person: 'merchant', loaded: '补足成团' },
  { name: 'desk-records', path: '/pages-admin/records/index', person: 'merchant', loaded: '尾号' },
  { name: 'desk-suppliers', path: '/pages-admin/suppliers/index', person: 'merchant', loaded: '李家米坊' },
  { name: 'desk-supplier-report', path: '/pages-admin/supplier-report/index?supplierId=orchard', person: 'merchant', loaded: '近 7 天' },
  { name: 'desk-search', path: '/pages-admin/search/index', person: 'merchant', loaded: '榴莲千层' },
  { name: 'desk-codes', path: '/pages-admin/codes/index?productId=gift-card', person: 'merchant', loaded: '每行一个卡密' },
  { name: 'desk-coupon-form', path: '/pages-admin/coupon-form/index', person: 'merchant', loaded: '发放总量' },
  { name: 'desk-coupon-edit', path: '/pages-admin/coupon-form/index?templateId=neighbour', person: 'merchant', loaded: '已经有人领取' },
  { name: 'desk-rule-new', path: '/pages-admin/rule-form/index', person: 'merchant', loaded: '规则类型' },
  { name: 'desk-rule-flash', path: '/pages-admin/rule-form/index?ruleId=desk-flash', person: 'merchant', loaded: '智利车厘子' },
  { name: 'desk-rule-countdown', path: '/pages-admin/rule-form/index?ruleId=desk-countdown', person: 'merchant', loaded: '第 2 档开始' },
  { name: 'desk-rule-formula', path: '/pages-admin/rule-form/index?ruleId=desk-formula', person: 'merchant', loaded: '每满 5 人' },
  { name: 'desk-rule-bundle', path: '/pages-admin/rule-form/index?ruleId=desk-bundle', person: 'merchant', loaded: '阳山水蜜桃' },
  { name: 'desk-rule-gone', path: '/pages-admin/rule-form/index?ruleId=nothing', person: 'merchant', loaded: '没有找到这条规则' },
  { name: 'supplier-orders', path: '/pages-supplier/orders/index', person: 'dan', loaded: '阳山水蜜桃' },
  { name: 'supplier-goods', path: '/pages-supplier/goods/index', person: 'dan', loaded: '阳山水蜜桃' },
  { name: 'supplier-statement', path: '/pages-supplier/statement/index', person: 'dan', loaded: '近 7 天' },
  { name: 'supplier-refused', path: '/pages-supplier/orders/index', person: 'bob', loaded: '这里是供货商的页面' },
  { name: 'order-parts', path: '/pages-order/detail/index?orderId=parts-1', person: 'alice', loaded: '分 3 个包裹发货' },
  { name: 'order-voucher', path: '/pages-order/detail/index?orderId=voucher-1', person: 'alice', loaded: '出示' },
  { name: 'order-codes', path: '/pages-order/detail/index?orderId=codes-1', person: 'alice', loaded: '查看卡密' },
  { name: 'desk-refused', path: '/pages-admin/goods/index', person: 'bob', loaded: '这里是商家的页面' },
  { name: 'admin-refused', path: '/pages-admin/orders/index', person: 'bob', loaded: '这里是商家的页面' },
]

describe('pages on a phone and on a small screen', () => {
  it.each(PAGES)('X19: $name fits the width and its buttons can be hit with a thumb', async ({ name, path, person, loaded }) => {
    const phone = await Phone.open(browser, cloud, person)
    await phone.goes(path)
    await phone.sees(loaded)
    await phone.page.waitForLoadState('networkidle')
    await phone.onEachSize(async (size) => {
      await phone.shows(`page-${name}-${size}`)
      expect(await phone.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth), `pixels wider than the ${size} screen`).toBeLessThanOrEqual(0)
      expect(await tooSmall(phone), `buttons under 44 px, ${size}`).toEqual([])
    })
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
    return [...document.querySelectorAll('uni-page-body :is([role="button"], [role="link"], [role="tab"], [role="radio"], [role="checkbox"], [role="switch"])')].flatMap((element) => {
      const box = element.getBoundingClientRect()
      const [x, y] = [box.left + box.width / 2, box.top + box.height / 2]
      const inside = box.width > 0 && y - 22 > 44 && y + 22 < window.innerHeight - 60 && x > 0 && x < window.innerWidth
      if (!inside || !hits(x, y, element)) return []
      const tall = box.height >= 43.5 || (hits(x, y - 21.5, element) && hits(x, y + 21.5, element))
      return tall && box.width >= 43.5 ? [] : [`${element.getAttribute('aria-label') ?? element.textContent} ${Math.round(box.width)}×${Math.round(box.height)}`]
    })
  })
}

/** A view as input: the same fields, which the caller may change. */
type Writable = Omit<InputOf<AdminProcedures['goods.save']>, 'skus'> & { skus: (InputOf<AdminProcedures['goods.save']>['skus'][number] & { available: number })[] }

describe('the shop is changed while it is looked at', () => {
  it('I16: a price that changed between looking and submitting is shown and asked about, never charged silently', async () => {
    const alice = await Phone.open(browser, cloud, 'alice')
    await alice.goes('/pages-order/checkout/index?kind=alone&productId=noodles&skuId=noodles-1&quantity=1')
    await alice.sees('提交订单')
    await alice.page.locator('.address-card').click()
    for (const [label, value] of Object.entries({ 收货人: '林小雨', 手机号码: '13812345678', 省份: '浙江省', 城市: '杭州市', 区县: '西湖区', 详细地址: '邻里路 8 号' })) await alice.fills(label, value)
    await alice.presses('保存地址')
    await alice.page.getByText('¥6.00').filter({ visible: true }).first().waitFor()
    const { skus, ...goods } = await asMerchant(cloud, 'goods.read', { productId: 'noodles' }) as Writable
    await asMerchant(cloud, 'goods.save', { ...goods, skus: skus.map(({ available: _, ...sku }) => ({ ...sku, priceAloneFen: 1690, priceGroupFen: 1690 })) })
    await alice.presses('提交订单')
    await alice.sees('价格有变化')
    await alice.shows('price-changed')
    await alice.presses('按新价格提交')
    await alice.sheet.getByText('22.90').waitFor()
    await alice.close()
  })
})
