import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { adminOrderCopy } from '../../src/copy/admin'
import { goodsCopy } from '../../src/copy/goods'
import { groupCopy } from '../../src/copy/group'
import { orderCopy } from '../../src/copy/order'
import { orderPageCopy } from '../../src/copy/order-page'
import { payCopy } from '../../src/copy/pay'
import { shareCopy } from '../../src/copy/share'
import { shopCopy } from '../../src/copy/shop'
import { Shop } from '../journeys/support/shop'
import { codePicture } from './support/mini-code'
import type { Launch, Phone } from './support/phone'
import { chooses, takesWeChatAddressAndSubmits, typesAddressAndSubmits } from './support/shopping'
import { Stage } from './support/stage'

const GROUP = 'pages/group/index'
const CODED = /^\/pages\/group\/index\?c=[0-9A-Za-z]{6,16}$/
const JOIN = new RegExp(`^${groupCopy.joinNow} `)

let stage: Stage
let phones: Phone[] = []

beforeAll(async () => void (stage = await Stage.open()))
afterAll(() => stage[Symbol.asyncDispose]())
afterEach(async () => {
  for (const phone of phones) await phone.page.context().close()
  phones = []
})

async function phoneOf(person: string, launch?: Launch): Promise<Phone> {
  const phone = await stage.phone(person, launch)
  phones.push(phone)
  return phone
}

async function groupsOf(person: string): Promise<{ groupId: string, lines: { title: string }[] }[]> {
  const reply = await stage.cloud.call('shop', { procedure: 'order.list', input: { tab: 'grouping', cursor: null } }, { person })
  return (reply as { value: { items: { groupId: string, lines: { title: string }[] }[] } }).value.items
}

describe('the compiled mini-program in the hands of its users', () => {
  it('S1, S2, S7: Alice opens a group and pays, Bob joins by the card she sent, and both see that it is formed', async () => {
    const alice = await phoneOf('alice')
    await alice.tap(/车厘子/, 'link')
    await alice.isOn('pages/product/index')
    await alice.tap(new RegExp(`^${goodsCopy.openGroup} `))
    await chooses(alice, ['J级', '1斤'], goodsCopy.openGroup)
    await typesAddressAndSubmits(alice)
    await alice.onSheet('pay')
    await alice.isOn(GROUP)
    await alice.sees(groupCopy.lastSeat)
    await alice.picture('story-1-alice-waits')

    // The short code is fetched when the page opens; WeChat asks for the card at once.
    await expect.poll(async () => (await alice.cardFromMenu()).path).toMatch(CODED)
    await alice.tap(groupCopy.invite)
    await alice.tap(shareCopy.wechat)
    const [card] = await alice.cards()
    expect(card?.title).toMatch(/车厘子/)
    expect(card?.path).toMatch(CODED)
    await alice.control(shareCopy.wechat).waitFor({ state: 'hidden' })

    const bob = await phoneOf('bob')
    await bob.openCard(card!)
    await bob.sees(groupCopy.lastSeat)
    await bob.tap(JOIN)
    await chooses(bob, ['J级', '1斤'], groupCopy.joinNow)
    await takesWeChatAddressAndSubmits(bob)
    await bob.onSheet('pay')
    await bob.isOn(GROUP)
    await bob.sees(groupCopy.formed)
    await bob.picture('story-2-bob-joined')

    await alice.ask('pullDown()')
    await alice.sees(groupCopy.formed)
    expect([...alice.problems, ...bob.problems]).toEqual([])
  })

  it('S1: Bob scans the mini-program code on Carol\'s phone and completes her group', async () => {
    const { groupId } = (await groupsOf('carol')).find(({ lines }) => lines[0]?.title.includes('土鸡蛋'))!
    const carol = await phoneOf('carol', { path: GROUP, query: { groupId } })
    await carol.tap(groupCopy.invite)
    await carol.tap(shareCopy.qr)
    const shown = await carol.imageOf(shareCopy.qr)
    const { path } = await carol.cardFromMenu()
    const code = new URLSearchParams(path.split('?')[1]).get('c') ?? ''
    expect(shown.src).toBe(await codePicture(stage.cloud.url, GROUP, code, shown.width))
    await carol.picture('story-3-carol-shows-code')

    const bob = await phoneOf('bob')
    await bob.scan(GROUP, code)
    await bob.tap(JOIN)
    await chooses(bob, ['30枚'], groupCopy.joinNow)
    await typesAddressAndSubmits(bob)
    await bob.onSheet('pay')
    await bob.isOn(GROUP)
    await bob.sees(groupCopy.formed)
    expect([...carol.problems, ...bob.problems]).toEqual([])
  })

  it('S7: an order whose payment was cancelled stays unpaid and is paid from the order list', async () => {
    const dan = await phoneOf('dan', { path: 'pages/product/index', query: { productId: 'rice' } })
    await dan.tap(new RegExp(`^${goodsCopy.alonePrice} `))
    await chooses(dan, ['5kg'], goodsCopy.alonePrice)
    await takesWeChatAddressAndSubmits(dan)
    await dan.onSheet('cancel')
    await dan.isOn('pages-order/detail/index')
    await dan.sees(orderCopy.stateWords.placed)
    await dan.picture('story-4-dan-cancelled')

    // Dan closes the program and comes back later.
    await dan.launch({})
    await dan.openTab('订单')
    await dan.isOn('pages/orders/index')
    await dan.tap(orderPageCopy.tabs.to_pay, 'tab')
    await dan.sees(orderCopy.stateWords.placed)
    await dan.tap(orderCopy.actions.pay)
    await dan.onSheet('pay')
    await dan.page.getByText(payCopy.paid).waitFor()
    await dan.tap(orderPageCopy.tabs.to_receive, 'tab')
    await dan.sees(orderCopy.stateWords.preparing)
    await dan.picture('story-5-dan-paid')
    expect(dan.problems).toEqual([])
  })

  it('the merchant ships an order on her phone, and the buyer confirms that it came', async () => {
    const buyer = new Shop(stage.cloud).person('alice')
    const order = await buyer.buysAlone({ product: 'tissue' })
    await buyer.pays(order)
    await buyer.ask('order.sync', { orderId: order.orderId })

    const merchant = await phoneOf('merchant', { path: 'pages/me/index' })
    await merchant.screen.getByText(shopCopy.me.toShip).click()
    await merchant.isOn('pages-admin/orders/index')
    await merchant.screen.locator('.card', { hasText: order.orderId }).getByRole('button', { name: adminOrderCopy.ship }).click()
    await merchant.tap('顺丰速运', 'radio')
    await merchant.type(adminOrderCopy.trackingNo, 'SF1234567890')
    await merchant.tap(adminOrderCopy.shipNow)
    await merchant.control(adminOrderCopy.shipNow).waitFor({ state: 'hidden' })
    await merchant.picture('story-6-merchant-shipped')

    const alice = await phoneOf('alice', { path: 'pages-order/detail/index', query: { orderId: order.orderId } })
    await alice.sees(orderCopy.stateWords.shipped)
    await alice.sees('SF1234567890')
    await alice.tap(orderCopy.actions.confirm_receipt)
    await alice.tap(orderCopy.confirm)
    await alice.sees(orderCopy.stateWords.received)
    expect([...merchant.problems, ...alice.problems]).toEqual([])
  })
})
