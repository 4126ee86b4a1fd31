import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LocalCloud } from '../../emulator/local-cloud'
import { FRESH_PAGES } from '../support/fresh-pages'
import { launchBrowser, Phone } from './support/phone'
import { ordersFromPanel } from './support/purchase'

let browser: Browser
let cloud: LocalCloud

beforeAll(async () => {
  browser = await launchBrowser()
  cloud = await LocalCloud.start({ demo: true, variables: FRESH_PAGES })
})
afterAll(async () => {
  await browser?.close()
  await cloud?.stop()
})

describe('three people, three browsers', () => {
  it('S1 S2 S14 S7 X17: Alice opens a group and pays, Bob enters by her link and joins, it forms, the merchant ships', async () => {
    const alice = await Phone.open(browser, cloud, 'alice')
    await alice.goes('/pages/home/index')
    await alice.sees('邻居正在拼')
    await alice.shows('1-home')
    await alice.goes('/pages/product/index?productId=orange')
    await alice.sees('赣南脐橙')
    await alice.shows('2-product')
    await alice.presses(/开团/)
    await alice.page.getByRole('radio', { name: '10斤' }).waitFor()
    await alice.shows('3-sku-panel')
    await ordersFromPanel(alice, ['5斤'], /开团|确定/)
    await alice.sheet.getByRole('button', { name: '确认支付' }).waitFor()
    await alice.shows('4-payment-sheet')
    await alice.sheet.getByRole('button', { name: '确认支付' }).click()
    await alice.sees('仅剩最后 1 席')
    await alice.shows('5-group-open')

    await alice.presses('邀请好友参团')
    await alice.presses('小程序码')
    await alice.page.locator('.qr image, .qr uni-image').first().waitFor()
    await alice.shows('6-share')
    await alice.presses('复制链接')
    const link = await alice.page.evaluate(() => navigator.clipboard.readText())
    expect(link).toMatch(/#\/pages\/group\/index\?c=[0-9A-Za-z]{6,16}$/)

    const bob = await Phone.open(browser, cloud, 'bob')
    await bob.follows(link)
    await bob.sees('仅剩最后 1 席')
    await bob.shows('7-bob-enters')
    await bob.presses(/立即参团/)
    await ordersFromPanel(bob, ['5斤'], /立即参团/)
    await bob.sheet.getByRole('button', { name: '确认支付' }).click()
    await bob.sees('拼团成功')
    await bob.shows('8-group-formed')
    await alice.goes('/pages/orders/index')
    await alice.sees('待发货')
    await alice.shows('9-orders')

    const merchant = await Phone.open(browser, cloud, 'merchant')
    await merchant.goes('/pages/me/index')
    await merchant.page.getByText('待发货订单').click()
    await expect.poll(() => merchant.page.getByRole('button', { name: /^发货/ }).count()).toBe(2)
    await merchant.shows('10-merchant-orders')
    await merchant.presses(/^发货/)
    await merchant.sees('填写发货信息')
    await merchant.shows('11-ship-form')
    await merchant.page.getByText('顺丰').filter({ visible: true }).first().click()
    await merchant.fills('运单号', 'SF1234567890123')
    await merchant.presses('确认发货')
    await expect.poll(() => merchant.page.getByRole('button', { name: /^发货/ }).count()).toBe(1)
    expect(cloud.wechat.shipping()).toHaveLength(1)

    await bob.close()
    await alice.close()
    await merchant.close()
  })

  it('X10: a group that does not fill: the deadline passes and the payer watches the money come back', async () => {
    const carol = await Phone.open(browser, cloud, 'carol', 'small')
    await carol.goes('/pages/product/index?productId=tomato')
    await carol.presses(/开团/)
    await ordersFromPanel(carol, ['5斤'], /开团|确定/)
    await carol.shows('12-checkout-small')
    await carol.sheet.getByRole('button', { name: '确认支付' }).click()
    await carol.sees('仅剩最后 1 席')
    await carol.shows('13-group-small')

    await cloud.timers.jump(24 * 3_600_000 + 60_000)
    await cloud.settle({ timers: true })
    await cloud.timers.jump(60_000)
    await cloud.settle({ timers: true })
    await carol.goes('/pages/orders/index')
    await carol.sees('已退款')
    await carol.page.locator('.order-card', { hasText: '普罗旺斯番茄' }).first().click()
    await carol.sees('退款到账')
    await carol.shows('14-refunded-small')
    await carol.close()
  })

  it('S7: closing the payment sheet keeps the order, which is paid later from the list', async () => {
    const dan = await Phone.open(browser, cloud, 'dan')
    await dan.goes('/pages/product/index?productId=rice')
    await dan.presses(/单独购买/)
    await ordersFromPanel(dan, ['5kg'], /单独购买|确定/)
    await dan.sheet.getByRole('button', { name: '取消' }).click()
    await dan.sees('待付款')
    await dan.shows('15-unpaid')
    await dan.goes('/pages/orders/index')
    await dan.presses('去支付')
    await dan.sheet.getByRole('button', { name: '确认支付' }).click()
    await dan.sees('待发货')
    await dan.close()
  })
})
