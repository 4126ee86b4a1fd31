import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seedPictures } from '../../emulator/seed'
import { demoGoods } from '../../emulator/seed/goods'
import { goodsForm } from '../../emulator/seed/goods-form'
import { elsewhereIsPaid } from '../journeys/support/elsewhere'
import { HOUR, MINUTE, Shop } from '../journeys/support/shop'
import { launchBrowser, Phone, SIZES } from './support/phone'
import { cutTexts, pixelsTooWide } from './support/width'

const DAY = 24 * HOUR
const FARM = '1900000109'

let browser: Browser
let shop: Shop

/** A supplier WeChat could not pay, money of somebody else in the bill of yesterday, and an order sent today. */
beforeAll(async () => {
  browser = await launchBrowser()
  shop = await Shop.open({ feeRate: 0.006 })
  await seedPictures(shop.cloud)
  const [alice, merchant] = [shop.person('alice'), shop.person('merchant')]
  await merchant.manage('supplier.save', { supplierId: 'orchard', name: '大丹果园', sharePercent: 25, staff: [] })
  const peach = demoGoods.find(goods => goods.picture === 'peach')
  if (!peach) throw new Error('no peaches')
  await merchant.manage('goods.save', { ...goodsForm(peach, 1000), supplierId: 'orchard' })
  await merchant.manage('payout.savePayee', { supplierId: 'orchard', payee: { type: 'merchant', account: FARM, name: '大丹果园有限公司' } })
  shop.cloud.pay.failShare(FARM, 'RECEIVER_HIGH_RISK')
  const shared = await alice.buysAlone({ product: 'peach' })
  await alice.paysAndIsSeen(shared)
  await merchant.manage('order.ship', { orderId: shared.orderId, supplierId: 'orchard', company: 'SF', trackingNo: 'SF1000001' })
  await shop.advance(10 * DAY)
  await shop.settle(2)
  await shop.advance(8 * DAY + HOUR)
  await shop.settle(4)
  await elsewhereIsPaid(shop, 'ELSEWHERE0001', 5000)
  const sent = await alice.buysAlone({ product: 'eggs' })
  await alice.paysAndIsSeen(sent)
  await shop.settle(1)
  const now = shop.cloud.clock.now() + 8 * HOUR
  await shop.advance(DAY - now % DAY + 10 * HOUR + 30 * MINUTE)
  await shop.settle(4)
  for (let day = 0; day < 19; day++) await shop.settle(1)
  await merchant.manage('order.ship', { orderId: sent.orderId, supplierId: '', company: 'SF', trackingNo: 'SF1000002' })
})
afterAll(async () => {
  await browser?.close()
  await shop?.[Symbol.asyncDispose]()
})

async function fits(phone: Phone, name: string): Promise<void> {
  await phone.page.waitForLoadState('networkidle')
  await phone.shows(name)
  expect(await pixelsTooWide(phone), 'wider than the screen').toEqual([])
  expect(await cutTexts(phone), 'cut texts').toEqual([])
}

describe.each(Object.keys(SIZES) as (keyof typeof SIZES)[])('what the merchant must see to, on a %s screen', (size) => {
  it('X13: the day by day report, its difference with cause and way to the work list, and the trial balance', async () => {
    const phone = await Phone.open(browser, shop.cloud, 'merchant', size)
    await phone.goes('/pages-admin/settlement/index')
    await phone.sees('1 处差异')
    await fits(phone, `books-days-${size}`)
    await phone.page.getByRole('link').filter({ hasText: '1 处差异' }).first().click()
    await phone.sees('账单有，小店没有')
    await fits(phone, `books-day-${size}`)
    await phone.presses('去处理')
    await phone.sees('账单有、账上无')
    await phone.goes('/pages-admin/settlement/index')
    await phone.page.getByRole('tab', { name: '试算平衡' }).click()
    await phone.sees('借贷平衡')
    await fits(phone, `books-balance-${size}`)
    await phone.close()
  })

  it('X8: an order that was sent shows when its money comes, and offers the one correction', async () => {
    const phone = await Phone.open(browser, shop.cloud, 'merchant', size)
    await phone.goes('/pages-admin/orders/index')
    await phone.page.getByRole('tab', { name: '已发货' }).click()
    await phone.sees(/9天 \d\d:\d\d:\d\d 后结算/)
    await fits(phone, `books-shipped-${size}`)
    if (size === 'phone') {
      await phone.presses('改运单号')
      await phone.sees('只能改一次')
      await phone.fills('运单号', 'SF1000003')
      await fits(phone, `books-correct-${size}`)
      await phone.presses('确认修改')
      await phone.sees('微信已更新（只能改一次）')
    }
    expect(await phone.page.getByRole('button', { name: '改运单号' }).filter({ visible: true }).count()).toBe(0)
    await phone.close()
  })

  it('S55, X13: the work list says who does what next, and ends an item with what proves it', async () => {
    const phone = await Phone.open(browser, shop.cloud, 'merchant', size)
    await phone.goes('/pages-admin/work/index')
    await phone.sees(/供应商货款未付清|账单有、账上无/)
    await fits(phone, `books-work-${size}`)
    if (size === 'phone') {
      await phone.presses('登记付款')
      await phone.page.locator('.text-field', { hasText: '金额（元）' }).waitFor()
      await fits(phone, `books-pay-${size}`)
      await phone.presses('提交')
      await phone.sees('请填写')
      await phone.fills('凭证', '回单 20261212-01')
      await phone.presses('提交')
      await phone.sees('已登记')
      await phone.page.getByText('供应商货款未付清').first().waitFor({ state: 'detached' })
    }
    else {
      await phone.presses('记入科目')
      await phone.fills('处理说明', '老系统的订单')
      await fits(phone, `books-explain-${size}`)
      await phone.presses('提交')
      await phone.sees('已登记')
    }
    await phone.page.getByRole('tab', { name: '已处理' }).click()
    await phone.sees(size === 'phone' ? '回单 20261212-01' : '老系统的订单')
    await fits(phone, `books-work-done-${size}`)
    await phone.close()
  })
})
