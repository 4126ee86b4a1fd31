import type { Phone } from './phone'

export const ADDRESS = { 收货人: '林小雨', 手机号码: '13812345678', 省份: '浙江省', 城市: '杭州市', 区县: '西湖区', 详细地址: '邻里路 8 号 3 幢 201' }

/** From the panel of specifications to the payment sheet: chooses, fills in the address when asked, submits. */
export async function ordersFromPanel(phone: Phone, specs: readonly string[], confirm: string | RegExp): Promise<void> {
  await phone.page.locator('.wd-popup').filter({ visible: true }).first().waitFor()
  for (const spec of specs) {
    const choice = phone.page.getByRole('radio', { name: spec, exact: true }).filter({ visible: true })
    if (await choice.getAttribute('aria-checked') !== 'true') await choice.click()
  }
  await phone.page.locator('.wd-popup').getByRole('button', { name: confirm }).filter({ visible: true }).click()
  await phone.page.locator('.address-card').waitFor()
  if (await phone.page.locator('.address-card', { hasText: '添加收货地址' }).count() > 0) {
    await phone.page.locator('.address-card').click()
    for (const [label, value] of Object.entries(ADDRESS)) await phone.fills(label, value)
    await phone.presses('保存地址')
  }
  await phone.presses('提交订单')
}
