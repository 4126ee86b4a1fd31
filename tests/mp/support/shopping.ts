import { addressCopy } from '../../../src/copy/order'
import { payCopy } from '../../../src/copy/pay'
import type { Phone } from './phone'

const ADDRESS = { name: '林小雨', phone: '13812345678', province: '浙江省', city: '杭州市', district: '西湖区', detail: '邻里路 8 号 3 幢 201' } as const

/** Chooses specifications on the panel that slid up and goes on to the checkout with the button of that name. */
export async function chooses(phone: Phone, specs: readonly string[], confirm: string): Promise<void> {
  for (const spec of specs) await phone.tap(spec, 'radio')
  await phone.tap(confirm)
  await phone.isOn('pages-order/checkout/index')
}

/** Submits at the checkout and is asked for an address, which is typed in field by field. */
export async function typesAddressAndSubmits(phone: Phone): Promise<void> {
  await phone.tap(payCopy.submit)
  for (const [field, text] of Object.entries(ADDRESS)) await phone.type(addressCopy[field as keyof typeof ADDRESS], text)
  await phone.tap(addressCopy.save)
  await phone.sees(ADDRESS.name)
  await phone.tap(payCopy.submit)
}

/** Submits at the checkout with an address from WeChat's address book. */
export async function takesWeChatAddressAndSubmits(phone: Phone): Promise<void> {
  await phone.tap(payCopy.submit)
  await phone.tap(addressCopy.useWechat)
  await phone.sees('张三')
  await phone.tap(payCopy.submit)
}
