import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asMerchant } from '../../emulator/seed/shop-client'
import { adminOrderCopy, adminRefundCopy } from '../../src/copy/admin'
import { redeemCopy, returnDeskCopy } from '../../src/copy/after-sales'
import { cartCopy } from '../../src/copy/cart'
import { activityDeskCopy, goodsDeskCopy } from '../../src/copy/desk'
import { importCopy } from '../../src/copy/desk-codes'
import { groupDeskCopy, recordsCopy } from '../../src/copy/desk-groups'
import { couponDeskCopy, freightDeskCopy, invoiceDeskCopy, membershipCopy, ruleDeskCopy } from '../../src/copy/desk-rules'
import { searchDeskCopy } from '../../src/copy/desk-search'
import { galleryCopy } from '../../src/copy/gallery'
import { groupCopy } from '../../src/copy/group'
import { orderCopy } from '../../src/copy/order'
import { orderPageCopy } from '../../src/copy/order-page'
import { payCopy } from '../../src/copy/pay'
import { paymentDeskCopy } from '../../src/copy/payment-desk'
import { privacyCopy } from '../../src/copy/privacy'
import { refusalCopy } from '../../src/copy/refusal'
import { settlementCopy } from '../../src/copy/settlement'
import { shopCopy } from '../../src/copy/shop'
import { statementCopy, supplierPageCopy } from '../../src/copy/supplier'
import { balanceCopy, couponPageCopy, invoiceCopy, pointsCopy } from '../../src/copy/wallet'
import { workCopy } from '../../src/copy/work'
import { localBuild } from './support/builds'
import { MiniProgram } from './support/files'
import { Stage } from './support/stage'

interface Opening {
  as?: string
  query?: (known: Known) => Record<string, string>
  /** A text that only stands there when the page shows what it is for. */
  shows: string | RegExp
  /** What a page does wrong on purpose. */
  except?: RegExp
}

const SUPPLIER = '张家果园'

const OPENINGS: Record<string, Opening> = {
  'pages/home/index': { shows: shopCopy.home.goods },
  'pages/category/index': { shows: /水蜜桃/ },
  'pages/orders/index': { as: 'dan', shows: orderCopy.kind.join },
  'pages/me/index': { shows: '小雨' },
  'pages/product/index': { query: () => ({ productId: 'peach' }), shows: groupCopy.rulesTitle },
  'pages/group/index': { query: ({ groupId }) => ({ groupId }), shows: groupCopy.rulesTitle },
  'pages-order/checkout/index': { query: () => ({ kind: 'open', productId: 'peach', skuId: 'peach-1', quantity: '1' }), shows: payCopy.submit },
  'pages-order/detail/index': { as: 'dan', query: ({ orderId }) => ({ orderId }), shows: orderPageCopy.orderId },
  'pages-admin/orders/index': { as: 'merchant', shows: adminOrderCopy.empty.to_ship },
  'pages-admin/refunds/index': { as: 'merchant', shows: adminRefundCopy.emptyRefunds },
  'pages-admin/work/index': { as: 'merchant', shows: workCopy.tabs.open },
  'pages-admin/settlement/index': { as: 'merchant', shows: settlementCopy.tabs.balance },
  'pages-admin/settlement-day/index': { as: 'merchant', query: () => ({ day: '2000-01-01' }), shows: refusalCopy.settlement_not_found },
  'pages-admin/returns/index': { as: 'merchant', shows: returnDeskCopy.empty.requested },
  'pages-admin/redeem/index': { as: 'merchant', shows: redeemCopy.code },
  'pages/cart/index': { shows: cartCopy.emptyTitle },
  'pages-member/coupons/index': { shows: couponPageCopy.empty.usable },
  'pages-member/centre/index': { shows: new RegExp(couponPageCopy.scopes.category) },
  'pages-member/points/index': { shows: pointsCopy.have },
  'pages-member/balance/index': { shows: balanceCopy.have },
  'pages-member/invoices/index': { shows: invoiceCopy.empty },
  'pages-member/privacy/index': { shows: privacyCopy.exportTitle },
  'pages-admin/goods/index': { as: 'merchant', shows: goodsDeskCopy.create },
  'pages-admin/goods-form/index': { as: 'merchant', query: () => ({ productId: 'peach' }), shows: goodsDeskCopy.sections.specs },
  'pages-admin/stock/index': { as: 'merchant', query: () => ({ productId: 'peach' }), shows: goodsDeskCopy.adjust },
  'pages-admin/activity/index': { as: 'merchant', query: () => ({ productId: 'peach' }), shows: activityDeskCopy.size },
  'pages-admin/coupons/index': { as: 'merchant', shows: couponDeskCopy.create },
  'pages-admin/rules/index': { as: 'merchant', shows: ruleDeskCopy.create },
  'pages-admin/freight/index': { as: 'merchant', shows: freightDeskCopy.create },
  'pages-admin/membership/index': { as: 'merchant', shows: membershipCopy.switches.storedValue },
  'pages-admin/payment/index': { as: 'merchant', shows: paymentDeskCopy.methods.wechat },
  'pages-admin/invoices/index': { as: 'merchant', shows: invoiceDeskCopy.empty },
  'pages-admin/codes/index': { as: 'merchant', query: () => ({ productId: 'gift-card' }), shows: importCopy.lines },
  'pages-admin/groups/index': { as: 'merchant', shows: groupDeskCopy.off },
  'pages-admin/records/index': { as: 'merchant', shows: recordsCopy.audits },
  'pages-admin/suppliers/index': { as: 'merchant', shows: SUPPLIER },
  'pages-admin/supplier-report/index': { as: 'merchant', query: () => ({ supplierId: 'orchard' }), shows: statementCopy.periods[7] },
  'pages-admin/coupon-form/index': { as: 'merchant', shows: couponDeskCopy.quota },
  'pages-admin/rule-form/index': { as: 'merchant', shows: ruleDeskCopy.kind },
  'pages-admin/search/index': { as: 'merchant', shows: searchDeskCopy.hotLines },
  'pages-supplier/orders/index': { as: 'dan', shows: supplierPageCopy.empty.to_ship },
  'pages-supplier/goods/index': { as: 'dan', shows: supplierPageCopy.noGoods },
  'pages-supplier/statement/index': { as: 'dan', shows: statementCopy.empty },
  'pages-dev/gallery/index': { shows: galleryCopy.sections.icons, except: /there-is-no-such-picture/ },
}

interface Known { groupId: string, orderId: string }

let stage: Stage
let known: Known

beforeAll(async () => {
  stage = await Stage.open()
  const { value } = await stage.cloud.call('shop', { procedure: 'order.list', input: { tab: 'grouping', cursor: null } }, { person: 'dan' }) as { value: { items: Known[] } }
  await asMerchant(stage.cloud, 'supplier.save', { supplierId: 'orchard', name: SUPPLIER, sharePercent: 70, staff: [stage.cloud.people.get('dan')?.openid ?? ''] })
  known = value.items[0] ?? { groupId: '', orderId: '' }
})
afterAll(() => stage[Symbol.asyncDispose]())

describe('every page of the compiled mini-program', async () => {
  const { pages } = new MiniProgram(await localBuild())

  it.each(pages)('%s shows itself without an error', async (page) => {
    const { as = 'alice', query, shows, except } = OPENINGS[page] ?? { shows: /./ }
    const phone = await stage.phone(as, { path: page, query: query?.(known) })
    await phone.isOn(page)
    await phone.sees(shows)
    await phone.hasLoadedPictures()
    await phone.picture(page.replaceAll('/', '-'))
    expect(phone.problems.filter(problem => !except?.test(problem))).toEqual([])
    await phone.page.context().close()
  })

  it('are all told how to be opened here', () => {
    expect(Object.keys(OPENINGS).sort()).toEqual([...pages].sort())
  })
})
