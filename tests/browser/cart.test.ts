import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LocalCloud } from '../../emulator/local-cloud'
import { FRESH_PAGES } from '../support/fresh-pages'
import { furnish } from './support/furnish'
import { launchBrowser, Phone } from './support/phone'
import { ADDRESS, ordersFromPanel } from './support/purchase'

let browser: Browser
let cloud: LocalCloud

beforeAll(async () => {
  browser = await launchBrowser()
  cloud = await LocalCloud.start({ demo: true, variables: FRESH_PAGES })
  await furnish(cloud)
})
afterAll(async () => {
  await browser?.close()
  await cloud?.stop()
})

async function addsToCart(phone: Phone, productId: string, specs: readonly string[]): Promise<void> {
  await phone.goes(`/pages/product/index?productId=${productId}`)
  await phone.presses('加购')
  const popup = phone.page.locator('.wd-popup').filter({ visible: true })
  for (const spec of specs) await popup.getByRole('radio', { name: spec, exact: true }).click()
  await popup.getByRole('button', { name: '加入购物车' }).click()
  await popup.waitFor({ state: 'hidden' })
}

async function fillsAddress(phone: Phone): Promise<void> {
  await phone.page.locator('.address-card').click()
  for (const [label, value] of Object.entries(ADDRESS)) await phone.fills(label, value)
  await phone.presses('保存地址')
  await phone.page.locator('.address-card', { hasText: ADDRESS.收货人 }).waitFor()
}

/** What a labelled line of the price says. */
function priceLine(phone: Phone, label: string | RegExp) {
  return phone.page.locator('.price-lines .line', { hasText: label }).filter({ visible: true }).first()
}

describe('a cart', () => {
  it('S18, S21, S22, S41, S88: Alice puts two goods in, sees every rule explained, pays with her coupon and finds both in the order', async () => {
    const alice = await Phone.open(browser, cloud, 'alice')
    await addsToCart(alice, 'rice', ['10kg'])
    await addsToCart(alice, 'shrimp', ['小号', '1斤', '鲜活'])
    // The program is closed and opened again; the cart is what it was.
    await alice.goes('/pages/cart/index')
    await alice.sees('五常大米')
    await expect.poll(() => priceLine(alice, '满¥99减¥10').innerText()).toContain('-¥10.00')
    await alice.sees('再买 2 件可减 ¥2')
    await alice.shows('cart-1-two-goods')
    await alice.presses(/结算/)

    await expect.poll(() => priceLine(alice, '优惠券 满¥50减¥5').innerText()).toContain('-¥5.00')
    await fillsAddress(alice)
    await expect.poll(() => priceLine(alice, '运费').innerText()).toContain('¥16.00')
    await alice.shows('cart-2-checkout')
    await alice.presses('提交订单')
    await alice.page.getByRole('checkbox', { name: /鲜活基围虾/ }).filter({ visible: true }).click()
    await alice.presses('提交订单')
    await alice.sheet.getByText('186.80').waitFor()
    await alice.sheet.getByRole('button', { name: '确认支付' }).click()
    await alice.sees('待发货')
    await alice.sees('已确认不支持退货')
    await alice.sees('优惠与支付')
    await alice.shows('cart-3-order')
    await alice.goes('/pages/cart/index')
    await alice.sees('购物车还是空的')
    await alice.close()
  })

  it('what is sold out is grey, says why and does not stand in the way; what was taken out comes back', async () => {
    const bob = await Phone.open(browser, cloud, 'bob', 'small')
    await addsToCart(bob, 'rice', ['5kg'])
    await addsToCart(bob, 'orange', ['5斤'])
    await soldOut('orange')
    await bob.goes('/pages/cart/index')
    await bob.sees('已售罄')
    await bob.sees('结算（1）')
    await bob.shows('cart-4-sold-out-small')
    await bob.presses(/删除 五常大米/)
    await bob.sees('已删除')
    await bob.shows('cart-5-undo-small')
    await bob.presses('撤销')
    await bob.sees('结算（1）')
    await bob.close()
  })
})

/** The merchant writes off all there is. */
async function soldOut(productId: string): Promise<void> {
  const { value } = await cloud.call('admin', { procedure: 'goods.read', input: { productId } }, { person: 'merchant' }) as { value: { skus: { skuId: string; available: number }[] } }
  for (const { skuId, available } of value.skus) {
    if (available > 0) await cloud.call('admin', { procedure: 'stock.adjust', input: { adjustmentId: `gone-${skuId}`, skuId, productId, pieces: -available } }, { person: 'merchant' })
  }
}

describe('a ladder', () => {
  it('S39: the price falls as the group grows, and everybody sees how far it is to the next rung', async () => {
    const bob = await Phone.open(browser, cloud, 'bob')
    await bob.goes('/pages/product/index?productId=honey-ladder')
    await bob.sees('再邀 1 人降到 ¥53.91')
    await bob.shows('ladder-1-product')
    await bob.presses(/开团/)
    await ordersFromPanel(bob, [], /开团/)
    await bob.sheet.getByRole('button', { name: '确认支付' }).click()
    await bob.sees('已有 1 人付款')

    const link = bob.page.url().split('#')[1]!
    const carol = await Phone.open(browser, cloud, 'carol')
    await carol.goes(link)
    await carol.presses(/立即参团/)
    await ordersFromPanel(carol, [], /立即参团/)
    await carol.sheet.getByRole('button', { name: '确认支付' }).click()
    await carol.sees('人数已够，到时成团')
    await carol.sees('再邀 8 人降到 ¥47.92')
    await carol.shows('ladder-2-group')
    await bob.close()
    await carol.close()
  })
})

describe('a wallet', () => {
  it('S20, X3: Dan checks in, puts money in with its bonus, and pays an order from the balance alone', async () => {
    const dan = await Phone.open(browser, cloud, 'dan')
    await dan.goes('/pages-member/points/index')
    await dan.presses('签到领 10 积分')
    await dan.sees('今天已签到')
    await dan.goes('/pages-member/balance/index')
    await dan.page.getByRole('radio', { name: /¥100 / }).click()
    await dan.presses('微信支付 ¥100')
    await dan.sheet.getByRole('button', { name: '确认支付' }).click()
    await dan.sees('¥105.00')
    await dan.shows('wallet-1-balance')

    await dan.goes('/pages-order/checkout/index?kind=alone&productId=noodles&skuId=noodles-1&quantity=1')
    await fillsAddress(dan)
    await dan.page.getByRole('switch', { name: '使用余额' }).click()
    await expect.poll(() => dan.page.locator('.paid-by').innerText()).toContain('微信支付')
    await dan.shows('wallet-2-checkout')
    await dan.presses('提交订单')
    await dan.sees('待发货')
    await dan.shows('wallet-3-order')
    await dan.close()
  })
})
