import { it } from 'vitest'
import { LocalCloud } from '../../emulator/local-cloud'
import { launchBrowser, Phone } from './support/phone'
import { furnish } from './support/furnish'

it('scratch', async () => {
  const browser = await launchBrowser()
  const cloud = await LocalCloud.start({ demo: true })
  await furnish(cloud)
  const phone = await Phone.open(browser, cloud, 'alice', (process.env.SIZE ?? 'phone') as 'phone')
  const see = async (path: string, name: string) => {
    await phone.goes(path)
    await phone.page.waitForLoadState('networkidle')
    await phone.page.waitForTimeout(600)
    await phone.page.screenshot({ path: `/tmp/shots/${name}.png`, fullPage: true })
  }
  await see('/pages/product/index?productId=honey-ladder', 'product-ladder')
  await see('/pages/product/index?productId=shrimp', 'product-shrimp')
  await phone.presses('加购')
  await phone.page.waitForTimeout(600)
  for (const spec of ['小号', '1斤']) await phone.page.getByRole('radio', { name: spec, exact: true }).filter({ visible: true }).click()
  await phone.page.screenshot({ path: '/tmp/shots/sku.png' })
  await phone.page.getByRole('radio', { name: '鲜活', exact: true }).filter({ visible: true }).click()
  await phone.presses('加入购物车')
  await see('/pages/product/index?productId=rice', 'product-rice')
  await phone.presses('加购')
  await phone.page.waitForTimeout(600)
  await phone.page.getByRole('radio', { name: '10kg', exact: true }).filter({ visible: true }).click()
  await phone.page.locator('.wd-popup').getByRole('button', { name: '加入购物车' }).filter({ visible: true }).click()
  await see('/pages/cart/index', 'cart')
  await phone.presses(/结算/)
  await phone.page.waitForTimeout(1200)
  await phone.page.screenshot({ path: '/tmp/shots/checkout.png', fullPage: true })
  await phone.page.getByRole('button', { name: /^优惠券/ }).click()
  await phone.page.waitForTimeout(700)
  await phone.page.screenshot({ path: '/tmp/shots/coupons.png' })
  for (const page of ['coupons', 'centre', 'points', 'balance', 'invoices']) await see(`/pages-member/${page}/index`, `member-${page}`)
  await see('/pages/me/index', 'me')
  await see('/pages-order/checkout/index?kind=alone&productId=massage&skuId=massage-1&quantity=1', 'checkout-service')
  console.log(phone.errors)
  await browser.close()
  await cloud.stop()
}, 200_000)
