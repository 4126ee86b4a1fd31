import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { groupPageCopy } from '../../src/copy/group-page'
import { goodsCopy } from '../../src/copy/goods'
import { payCopy } from '../../src/copy/pay'
import { addressCopy } from '../../src/copy/order'
import { stateCopy } from '../../src/copy/state'
import type { Launch, Phone } from './support/phone'
import { Stage } from './support/stage'

let stage: Stage
let phone: Phone

beforeAll(async () => void (stage = await Stage.open()))
afterAll(() => stage[Symbol.asyncDispose]())
afterEach(async () => {
  expect(phone.problems).toEqual([])
  await phone.page.context().close()
})

async function opened(person: string, launch?: Launch): Promise<void> {
  phone = await stage.phone(person, launch)
}

describe('what differs most between a browser and WeChat', () => {
  it('a category of the home page opens the tab of categories, which shows its goods alone', async () => {
    await opened('alice')
    await phone.screen.getByText('新鲜蔬菜').click()
    await phone.isOn('pages/category/index')
    await phone.control(/番茄/, 'link').waitFor()
    expect(await phone.screen.getByRole('link', { name: /水蜜桃/ }).count()).toBe(0)
  })

  it('the search field takes what is typed and searches on the keyboard\'s button', async () => {
    await opened('alice', { path: 'pages/category/index' })
    await phone.control(/土鸡蛋/, 'link').waitFor()
    const field = phone.screen.getByLabel(goodsCopy.search).locator('input').or(phone.screen.locator('input'))
    await field.first().fill('水蜜桃')
    await field.first().press('Enter')
    await phone.control(/土鸡蛋/, 'link').waitFor({ state: 'detached' })
    await phone.control(/水蜜桃/, 'link').waitFor()
    await field.first().fill('没有这种东西')
    await field.first().press('Enter')
    await phone.sees(stateCopy.emptySearch.title)
  })

  it('a page under another is there again when one goes back, and a tab keeps its state behind other tabs', async () => {
    await opened('alice', { path: 'pages/category/index' })
    await phone.tap('禽蛋鲜品', 'tab')
    await phone.control(/水蜜桃/, 'link').waitFor({ state: 'detached' })
    await phone.tap(/土鸡蛋/, 'link')
    await phone.isOn('pages/product/index')
    await phone.ask('back()')
    await phone.isOn('pages/category/index')
    await phone.openTab('我的')
    await phone.isOn('pages/me/index')
    await phone.openTab('分类')
    await phone.control(/土鸡蛋/, 'link').waitFor()
    expect(await phone.screen.getByRole('link', { name: /水蜜桃/ }).count()).toBe(0)
  })

  it('the panel says which specification is missing, and the checkout which field of the address', async () => {
    await opened('alice', { path: 'pages/product/index', query: { productId: 'cherry' } })
    await phone.tap(new RegExp(`^${goodsCopy.openGroup} `))
    await phone.tap('J级', 'radio')
    await phone.tap(goodsCopy.openGroup)
    await phone.page.locator('.mp-toast').getByText('净重').waitFor()
    await phone.tap('1斤', 'radio')
    await phone.tap(goodsCopy.increase)
    await phone.tap(goodsCopy.openGroup)
    await phone.isOn('pages-order/checkout/index')
    expect(await phone.ask('query()')).toMatchObject({ skuId: 'cherry-1', quantity: '2' })
    await phone.tap(payCopy.submit)
    await phone.type(addressCopy.phone, '123')
    await phone.tap(addressCopy.save)
    await phone.sees(addressCopy.invalid.phone)
    await phone.sees(addressCopy.invalid.detail)
    await phone.picture('browse-address-form')
  })

  it('S35: a member of a running group asks for messages, and WeChat is told', async () => {
    const reply = await stage.cloud.call('shop', { procedure: 'order.list', input: { tab: 'grouping', cursor: null } }, { person: 'carol' })
    const [{ groupId }] = (reply as { value: { items: [{ groupId: string }] } }).value.items
    await opened('carol', { path: 'pages/group/index', query: { groupId } })
    await phone.screen.getByText(groupPageCopy.remind).click()
    await phone.sees(groupPageCopy.reminded)
    const { openid } = stage.cloud.people.get('carol')!
    const { value: me } = await stage.cloud.call('shop', { procedure: 'me.get', input: {} }, { person: 'carol' }) as { value: { messageTemplates: { key: string, templateId: string }[] } }
    const quotas = ['group_formed', 'group_failed', 'refund_succeeded'].map(key => stage.cloud.wechat.quota(openid, me.messageTemplates.find(template => template.key === key)?.templateId ?? ''))
    expect(quotas).toEqual([1, 1, 1])
  })
})
