import { describe, expect, it } from 'vitest'
import type { Posting } from '../../cloudfunctions/domain/ledger/posting'
import type { WorkItem } from '../../cloudfunctions/ports'
import { seedWallet } from '../../emulator/seed/wallet'
import { checkBooks } from './support/books'
import { type Buyer, HOUR, MINUTE, newOrderId, refusalOf, SECOND, Shop } from './support/shop'

const DAY = 24 * HOUR

async function walletShop(): Promise<Shop> {
  const shop = await Shop.open()
  await seedWallet(shop.cloud)
  return shop
}

const newTopUpId = (): string => `topup-${newOrderId()}`

/** Asks for the sheet of a top-up and confirms on it. */
async function paysTopUp(buyer: Buyer, amountFen: number): Promise<string> {
  const topUpId = newTopUpId()
  const { params } = await buyer.ask('balance.topUp', { topUpId, amountFen })
  expect(await buyer.shop.cloud.pay.pay(params.package.replace('prepay_id=', ''), buyer.openid)).toMatchObject({ ok: true })
  return topUpId
}

describe('members and their money', () => {
  it('S7 S18 S20 X3 X10: from putting in money to a mixed payment, a failed group and the points of a completed order', async () => {
    await using shop = await walletShop()
    const [alice, merchant] = [shop.person('alice'), shop.person('merchant')]

    await paysTopUp(alice, 10_000)
    await shop.advance(SECOND)
    expect(await alice.ask('balance.get', {})).toMatchObject({ balanceFen: 11_000, storedValue: true })
    expect(await alice.ask('points.checkIn', {})).toEqual({ points: 5, streak: 1, balance: 5 })
    expect(await alice.ask('points.checkIn', {})).toMatchObject({ points: 5, balance: 5 })
    await checkBooks(shop)

    // Dearer than the balance: the rest is paid through WeChat, and the group fails.
    const lines = [{ productId: 'cherry', skuId: 'cherry-2', quantity: 2 }]
    const failing = await alice.placesCart({ kind: 'open', lines, useBalance: true })
    expect(failing.payableFen).toBeGreaterThan(11_000)
    expect([failing.balanceFen, failing.wechatFen]).toEqual([11_000, failing.payableFen - 11_000])
    expect(await alice.ask('balance.get', {})).toMatchObject({ balanceFen: 0, heldFen: 11_000 })
    await alice.paysAndIsSeen(failing)
    expect(await alice.ask('balance.get', {})).toMatchObject({ balanceFen: 0, heldFen: 0 })
    await checkBooks(shop)
    await shop.advance(73 * HOUR)
    await shop.settle()
    expect(await alice.sees(failing)).toMatchObject({
      state: 'closed', closedReason: 'group_failed', refunds: [{ state: 'succeeded', amountFen: failing.payableFen, balanceFen: 11_000 }],
    })
    expect(shop.cloud.pay.refunds().map(refund => refund.refundFen)).toEqual([failing.wechatFen])
    expect(await alice.ask('balance.get', {})).toMatchObject({ balanceFen: 11_000 })
    await checkBooks(shop)

    // The same balance pays whole what is cheaper; nothing is asked of WeChat.
    const order = await alice.placesCart({ lines: [{ productId: 'rice', skuId: 'rice-1', quantity: 1 }], useBalance: true })
    expect(await alice.ask('order.pay', { orderId: order.orderId })).toEqual({ kind: 'paid' })
    await merchant.manage('order.ship', { orderId: order.orderId, supplierId: '', company: '顺丰', trackingNo: 'SF1234567890' })
    await alice.ask('order.confirmReceipt', { orderId: order.orderId })
    await alice.ask('invoice.request', { orderId: order.orderId, title: '林一', taxNo: null, email: 'lin@example.com' })
    const file = '/storage/invoices/1.pdf'
    await merchant.manage('invoice.issue', { invoiceId: order.orderId, number: '24332000000012345678', file })
    expect((await alice.ask('invoice.list', { cursor: null })).items).toMatchObject([{ state: 'issued', file, amountFen: order.payableFen }])
    await shop.advance(8 * DAY)
    await shop.settle()
    expect(await alice.sees(order)).toMatchObject({ state: 'completed' })
    expect(await alice.ask('points.get', {})).toMatchObject({ points: 5, growth: Math.floor(order.payableFen / 100) })
    const history = await alice.ask('wallet.history', { unit: 'fen', cursor: null })
    expect(history.items.map(({ kind, change }) => [kind, change])).toEqual([['order_paid', -order.payableFen], ['order_refunded', 11_000], ['order_paid', -11_000], ['topped_up', 11_000]])
    await checkBooks(shop)
  })

  it('S20 X11 I11: a top-up notified twice counts once, forged not at all, lost is found, and late is still the shopper’s', async () => {
    await using shop = await walletShop()
    const [alice, bob, carol] = [shop.person('alice'), shop.person('bob'), shop.person('carol')]

    shop.cloud.faults.add({ point: 'wechat-pay:notify', kind: 'duplicate', times: 3 })
    await paysTopUp(alice, 10_000)
    await shop.advance(SECOND)
    for (const { id } of shop.cloud.pay.notifications()) await Promise.all([shop.cloud.pay.resend(id), shop.cloud.pay.resend(id)])
    expect(await alice.ask('balance.get', {})).toMatchObject({ balanceFen: 11_000 })

    const topUpId = newTopUpId()
    const { params } = await bob.ask('balance.topUp', { topUpId, amountFen: 10_000 })
    expect((await shop.cloud.pay.forge(topUpId)).status).toBeGreaterThanOrEqual(400)
    expect(await bob.ask('balance.get', {})).toMatchObject({ balanceFen: 0 })
    shop.cloud.faults.add({ point: 'wechat-pay:notify', kind: 'delay', ms: 2 * HOUR })
    await shop.cloud.pay.pay(params.package.replace('prepay_id=', ''), bob.openid)
    expect(await bob.ask('balance.topUpSync', { topUpId })).toMatchObject({ state: 'paid' })

    // Nobody asks, and no word comes: the sweep finds it when its time is over.
    shop.cloud.faults.add({ point: 'wechat-pay:notify', kind: 'delay', ms: 2 * HOUR })
    await paysTopUp(carol, 10_000)
    await shop.advance(15 * MINUTE)
    await shop.settle(2)
    expect(await carol.ask('balance.get', {})).toMatchObject({ balanceFen: 11_000 })
    await shop.advance(3 * HOUR)
    await shop.settle(2)
    expect((await shop.documents<Posting>('postings')).filter(posting => posting.kind === 'top_up')).toHaveLength(3)
    expect(await shop.documents<WorkItem>('work_items')).toEqual([])
    await checkBooks(shop)
  })

  it('S20: a shop begins without stored value, and one that ends it still takes what is there', async () => {
    await using shop = await Shop.open()
    const [alice, merchant] = [shop.person('alice'), shop.person('merchant')]
    expect(await refusalOf(alice.ask('balance.topUp', { topUpId: newTopUpId(), amountFen: 10_000 }))).toBe('stored_value_off')
    await seedWallet(shop.cloud)
    const topUpId = newTopUpId()
    await alice.ask('balance.topUp', { topUpId, amountFen: 10_000 })
    expect(await refusalOf(shop.person('bob').ask('balance.topUp', { topUpId, amountFen: 10_000 }))).toBe('top_up_id_taken')
    await paysTopUp(alice, 20_000)
    await shop.advance(SECOND)
    await merchant.manage('switches.save', { storedValue: false })
    const order = await alice.placesCart({ lines: [{ productId: 'rice', skuId: 'rice-1', quantity: 1 }], useBalance: true })
    expect(order.wechatFen).toBe(0)
    expect(await alice.ask('order.pay', { orderId: order.orderId })).toEqual({ kind: 'paid' })
    await shop.advance(20 * MINUTE)
    await shop.settle()
    expect(await alice.ask('balance.topUpSync', { topUpId })).toMatchObject({ state: 'closed' })
    await checkBooks(shop)
  })
})
