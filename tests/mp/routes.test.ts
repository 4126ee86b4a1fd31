import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { adminOrderCopy, adminRefundCopy } from '../../src/copy/admin'
import { redeemCopy, returnDeskCopy } from '../../src/copy/after-sales'
import { cartCopy } from '../../src/copy/cart'
import { activityDeskCopy, goodsDeskCopy } from '../../src/copy/desk'
import { couponDeskCopy, freightDeskCopy, invoiceDeskCopy, membershipCopy, ruleDeskCopy } from '../../src/copy/desk-rules'
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
  'pages-admin/work/index': { as: 'merchant', shows: workCopy.empty.open },
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
  'pages-dev/gallery/index': { shows: galleryCopy.sections.icons, except: /there-is-no-such-picture/ },
}

interface Known { groupId: string, orderId: string }

let stage: Stage
let known: Known

beforeAll(async () => {
  stage = await Stage.open()
  const { value } = await stage.cloud.call('shop', { procedure: 'order.list', input: { tab: 'grouping', cursor: null } }, { person: 'dan' }) as { value: { items: Known[] } }
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
