import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asShopper } from '../../emulator/seed/shop-client'
import { LocalCloud } from '../../emulator/local-cloud'
import { readQr } from '../emulator/wechat/support/qr'
import { FRESH_PAGES } from '../support/fresh-pages'
import { furnish } from './support/furnish'
import { furnishDesk } from './support/furnish-desk'
import { launchBrowser, Phone } from './support/phone'

let browser: Browser
let cloud: LocalCloud

beforeAll(async () => {
  browser = await launchBrowser()
  cloud = await LocalCloud.start({ demo: true, variables: FRESH_PAGES })
  await furnish(cloud)
  await furnishDesk(cloud)
})
afterAll(async () => {
  await browser?.close()
  await cloud?.stop()
})

/** A picture out of an album, of this size. */
async function picture(width: number, height: number): Promise<{ name: string; mimeType: string; buffer: Buffer }> {
  const page = await browser.newPage({ viewport: { width, height } })
  await page.setContent(`<body style="margin:0;background:linear-gradient(120deg,#f4c542,#d93a1e)">`)
  const buffer = await page.screenshot()
  await page.close()
  return { name: 'goods.png', mimeType: 'image/png', buffer }
}

async function uploads(phone: Phone, label: string, width: number, height: number): Promise<void> {
  const chooser = phone.page.waitForEvent('filechooser')
  await phone.page.getByRole('button', { name: `上传图片 ${label}` }).filter({ visible: true }).first().click()
  await (await chooser).setFiles(await picture(width, height))
}

async function chooses(phone: Phone, name: string): Promise<void> {
  await phone.page.getByRole('radio', { name, exact: true }).filter({ visible: true }).first().click()
}

const TITLE = '高山土蜂蜜礼盒装 秦岭新蜜零食'

describe('a merchant fills in forms', () => {
  it('S36, S37, S43: goods with pictures and two specifications are saved, and the shopper sees each with its own picture, cut to size', async () => {
    const merchant = await Phone.open(browser, cloud, 'merchant')
    await merchant.goes('/pages-admin/goods/index')
    await merchant.presses('新建商品')
    await merchant.sees('规格与价格')
    await merchant.presses('保存')
    await merchant.sees('请填写')
    await merchant.fills('标题', TITLE)
    await merchant.fills('卖点', '一年一收')
    await chooses(merchant, '休闲零食')
    await merchant.sees(`${[...TITLE].length} 字`)
    await chooses(merchant, '李家米坊')

    await uploads(merchant, '主图', 600, 600)
    await merchant.sees('图片太小')
    await uploads(merchant, '主图', 1280, 1280)
    await expect.poll(() => merchant.page.getByRole('button', { name: '删除图片' }).count()).toBe(2)

    await merchant.presses('添加一种规格')
    await merchant.fills('规格 1 名称', '净重')
    await merchant.fills('规格 1 选项', '半斤，一斤')
    await merchant.page.locator('.sku').nth(1).waitFor()
    const small = merchant.page.locator('.sku').nth(0)
    await small.locator('.text-field', { hasText: '单买价' }).locator('input').fill('39.9')
    await small.locator('.text-field', { hasText: '拼团价' }).locator('input').fill('35')
    await merchant.presses('价格填到所有规格')
    const chooser = merchant.page.waitForEvent('filechooser')
    await merchant.page.locator('.sku').nth(1).getByRole('button', { name: '上传图片 规格图' }).click()
    await (await chooser).setFiles(await picture(900, 800))
    await merchant.page.locator('.sku').nth(1).getByRole('button', { name: '删除图片' }).waitFor()
    await merchant.shows('merchant-goods-filled')
    await merchant.presses('保存')
    await expect.poll(() => merchant.page.url()).not.toContain('goods-form')

    const alice = await Phone.open(browser, cloud, 'alice')
    await alice.goes('/pages/category/index')
    await alice.page.locator('.search-bar input').fill('土蜂蜜礼盒')
    await alice.page.locator('.search-bar input').press('Enter')
    await alice.page.getByText(TITLE).filter({ visible: true }).first().click()
    await alice.sees('¥39')
    const sizes = async () => [...new Set(await alice.page.evaluate(() => [...document.querySelectorAll('uni-page-body img')].flatMap(image => image instanceof HTMLImageElement && image.src.includes('/uploads/') ? [`${image.naturalWidth}×${image.naturalHeight}`] : [])))]
    await expect.poll(sizes).toEqual(['640×560'])
    await alice.shows('merchant-goods-seen')
    await alice.close()
    await merchant.close()
  })

  it('S22, S25: a rule about goods chosen from the list counts at the shopper\'s checkout, and so does a change of it', async () => {
    const merchant = await Phone.open(browser, cloud, 'merchant', 'small')
    await merchant.goes('/pages-admin/rules/index')
    await merchant.presses('添加规则')
    await merchant.sees('规则类型')
    await chooses(merchant, '一件商品')
    await merchant.page.locator('.pick-row').filter({ visible: true }).first().click()
    await merchant.page.getByRole('button', { name: /手工挂面/ }).filter({ visible: true }).first().click()
    await merchant.page.locator('.text-area', { hasText: '每行一档' }).locator('textarea').fill('十减三')
    await merchant.presses('保存')
    await merchant.sees('请按格式填写')
    await merchant.page.locator('.text-area', { hasText: '每行一档' }).locator('textarea').fill('10-3')
    await merchant.shows('merchant-rule-filled')
    await merchant.presses('保存')
    await merchant.sees('满¥10减¥3')

    const alice = await Phone.open(browser, cloud, 'alice')
    const checkout = '/pages-order/checkout/index?kind=alone&productId=noodles&skuId=noodles-1&quantity=1'
    await alice.goes(checkout)
    await alice.sees('满¥10减¥3')
    await merchant.page.locator('.card', { hasText: '满¥10减¥3' }).getByRole('button', { name: '修改' }).click()
    await merchant.sees('修改规则')
    await expect.poll(() => merchant.page.locator('textarea').filter({ visible: true }).inputValue()).toBe('10-3')
    await merchant.page.locator('textarea').filter({ visible: true }).fill('10-4')
    await merchant.presses('保存')
    await merchant.sees('满¥10减¥4')
    await alice.goes(checkout)
    await alice.sees('满¥10减¥4')
    await alice.shows('merchant-rule-seen')
    await alice.close()
    await merchant.close()
  })
})

describe('what staff and suppliers do', () => {
  it('S44: a voucher is held up as a picture that a scanner reads, is taken once, and says so', async () => {
    const alice = await Phone.open(browser, cloud, 'alice')
    await alice.goes('/pages-order/detail/index?orderId=voucher-1')
    await alice.presses('出示')
    const qr = alice.page.locator('.qr-code').filter({ visible: true })
    await qr.waitFor()
    await alice.shows('voucher-shown')
    const code = ((await qr.getAttribute('aria-label')) ?? '').replace(/\D/g, '')
    expect(code).toMatch(/^\d{16}$/)
    expect(readQr(await qr.screenshot({ animations: 'disabled' })).text).toBe(code)

    const merchant = await Phone.open(browser, cloud, 'merchant')
    await merchant.goes('/pages-admin/redeem/index')
    await merchant.fills('券码', code)
    await merchant.presses('核销')
    await merchant.sees('核销成功')
    await merchant.fills('券码', code)
    await merchant.presses('核销')
    await merchant.sees('使用过')
    await alice.presses('关闭')
    await alice.sees('已使用')
    await alice.close()
    await merchant.close()
  })

  it('S44: another time for a voucher is chosen in the sheet and noted with who did it', async () => {
    const merchant = await Phone.open(browser, cloud, 'merchant', 'small')
    const { vouchers: [voucher] } = await asShopper(cloud, 'alice', 'order.get', { orderId: 'voucher-2' })
    await merchant.goes('/pages-admin/redeem/index')
    await merchant.page.getByText('改有效期').filter({ visible: true }).first().click()
    await merchant.page.locator('.text-field', { hasText: '券码' }).last().locator('input').fill(voucher?.code ?? '')
    const day = merchant.page.getByRole('button', { name: /^停止使用 日期/ })
    await day.click()
    await merchant.page.getByText('完成', { exact: true }).filter({ visible: true }).click()
    await merchant.shows('voucher-rescheduling')
    await merchant.page.getByRole('dialog').getByRole('button', { name: '保存' }).click()
    await merchant.sees('已改有效期')
    await merchant.goes('/pages-admin/records/index')
    await merchant.sees(/改为 .+ 至/)
    await merchant.close()
  })

  it('S45: pasted codes are counted, the shop\'s own passed over, and nothing of them stays on the screen', async () => {
    const merchant = await Phone.open(browser, cloud, 'merchant', 'small')
    await merchant.goes('/pages-admin/codes/index?productId=gift-card')
    await merchant.sees('每行一个卡密')
    await merchant.page.locator('textarea').fill('NEW-1\nNEW-2\nNEW-2\nDEMO-0001-7919')
    await merchant.presses('导入')
    await merchant.sees('导入 3 个卡密？')
    await merchant.page.getByRole('alertdialog').getByRole('button', { name: '导入' }).click()
    await merchant.sees('新增 2 个')
    await merchant.sees('1 个店里已经有了')
    await expect.poll(() => merchant.page.locator('textarea').inputValue()).toBe('')
    await merchant.close()
  })

  it('S55, X9: a supplier sends its own part, and the shopper sees who sent what', async () => {
    const dan = await Phone.open(browser, cloud, 'dan', 'small')
    await dan.goes('/pages/me/index')
    await dan.page.getByText('我的发货').filter({ visible: true }).click()
    await dan.sees('阳山水蜜桃')
    expect(await dan.page.getByText('五常大米').count()).toBe(0)
    await dan.presses('发货')
    await dan.page.getByText('顺丰').filter({ visible: true }).first().click()
    await dan.fills('运单号', 'SF7654321098765')
    await dan.presses('确认发货')
    await dan.sees('没有待发货的订单')
    const alice = await Phone.open(browser, cloud, 'alice')
    await alice.goes('/pages-order/detail/index?orderId=parts-1')
    await alice.sees('分 3 个包裹发货')
    await alice.sees('SF7654321098765')
    expect(await alice.page.locator('.part', { hasText: '种植专业合作社' }).filter({ hasText: '已发货' }).count()).toBe(1)
    await alice.close()
    await dan.close()
  })

  it('S16: a short group is completed after a question that tells the true head count, which then stands in the records', async () => {
    const merchant = await Phone.open(browser, cloud, 'merchant')
    await merchant.goes('/pages-admin/groups/index')
    const card = merchant.page.locator('.card', { hasText: '抽纸' }).first()
    await card.getByRole('button', { name: '补足成团' }).click()
    await merchant.sees('按实际 3 人成团？')
    await merchant.shows('group-complete-asked')
    await merchant.page.getByRole('alertdialog').getByRole('button', { name: '补足成团' }).click()
    await expect.poll(() => merchant.page.locator('.card', { hasText: '抽纸' }).count()).toBe(0)
    await merchant.page.getByText('成团统计与操作记录').filter({ visible: true }).click()
    await merchant.sees('实际 3 人，5 人成团，共 5 席')
    await merchant.close()
  })
})
