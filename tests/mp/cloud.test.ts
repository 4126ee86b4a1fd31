import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { goodsCopy } from '../../src/copy/goods'
import { payCopy } from '../../src/copy/pay'
import { groupCopy } from '../../src/copy/group'
import { shopCopy } from '../../src/copy/shop'
import { stateCopy } from '../../src/copy/state'
import type { Launch, Phone } from './support/phone'
import { chooses, takesWeChatAddressAndSubmits } from './support/shopping'
import { Stage } from './support/stage'

let stage: Stage
let phone: Phone

beforeAll(async () => void (stage = await Stage.open('release')))
afterAll(() => stage[Symbol.asyncDispose]())
afterEach(() => phone.page.context().close())

async function opened(launch?: Launch): Promise<void> {
  phone = await stage.phone('bob', launch)
}

describe('the release build, which reaches the shop by wx.cloud', () => {
  it('knows who holds the phone and sells them a place in a new group', async () => {
    await opened({ path: 'pages/me/index' })
    await phone.sees('阿博')
    await phone.openTab('首页')
    await phone.tap(/车厘子/, 'link')
    await phone.tap(new RegExp(`^${goodsCopy.openGroup} `))
    await chooses(phone, ['J级', '1斤'], goodsCopy.openGroup)
    await takesWeChatAddressAndSubmits(phone)
    await phone.onSheet('pay')
    await phone.isOn('pages/group/index')
    await phone.sees(groupCopy.lastSeat)
    expect(phone.problems).toEqual([])
  })

  it('says so when the network is gone, and goes on when it is back', async () => {
    await opened({ path: 'pages/category/index' })
    await phone.sees(shopCopy.category.all)
    await phone.page.context().setOffline(true)
    await phone.openTab('首页')
    await phone.sees(stateCopy.offline.title)
    await phone.page.context().setOffline(false)
    await phone.tap(stateCopy.retry)
    await phone.sees(shopCopy.home.goods)
  })

  it('asks the server, not the sheet, whether a failed payment went through', async () => {
    await opened({ path: 'pages/product/index', query: { productId: 'peach' } })
    await phone.tap(new RegExp(`^${goodsCopy.alonePrice} `))
    await chooses(phone, ['4个装'], goodsCopy.alonePrice)
    await takesWeChatAddressAndSubmits(phone)
    await phone.onSheet('fail')
    await phone.page.getByText(payCopy.unknownTitle).waitFor()
    await phone.page.getByText(payCopy.unknownAction).click()
    await phone.isOn('pages-order/detail/index')
    expect(phone.problems).toEqual([])
  })
})
