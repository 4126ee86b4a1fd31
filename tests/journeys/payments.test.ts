import { describe, expect, it } from 'vitest'
import type { Order } from '../../cloudfunctions/domain/order/order'
import type { WorkItem } from '../../cloudfunctions/ports'
import { checkBooks } from './support/books'
import { type Buyer, HOUR, MINUTE, refusalOf, SECOND, Shop } from './support/shop'

describe('payments come late, twice, side by side, or never', () => {
  it('X10 S7: a payment that arrives after the lease is over gets seat and stock again when they are still free', async () => {
    await using shop = await Shop.open()
    const alice = shop.person('alice')
    const order = await alice.opensGroup({ product: 'eggs' })
    const prepayId = await alice.opensSheet(order)
    // The close request is lost after WeChat carried out nothing, so that paying stays possible past the lease.
    shop.cloud.faults.add({ point: 'wechat-pay:close', kind: 'reset-before', times: 1 })
    await shop.advance(8 * MINUTE)
    shop.cloud.faults.add({ point: 'wechat-pay:notify', kind: 'delay', ms: 20 * MINUTE })
    expect(await shop.cloud.pay.pay(prepayId, alice.openid)).toMatchObject({ ok: true })
    await shop.advance(3 * MINUTE)
    await shop.settle()
    expect(await alice.sees(order)).toMatchObject({ state: 'grouping', group: { missing: 1 } })
    await shop.advance(30 * MINUTE)
    await shop.settle()
    await checkBooks(shop)
  })

  it('L2: money for an order closed meanwhile revives it, or goes back when the seat is gone', async () => {
    await using shop = await Shop.open()
    const [alice, bob, carol, dan, leader] = [shop.person('alice'), shop.person('bob'), shop.person('carol'), shop.person('dan'), shop.person('leader')]
    const opened = await alice.opensGroup({ product: 'eggs' })
    await alice.paysAndIsSeen(opened)
    const groupId = opened.groupId ?? ''

    const late = await bob.joins(groupId, { product: 'eggs' })
    const sheet = await cancelsWhileTheSheetOpens(shop, bob, late)
    expect(await shop.cloud.pay.pay(sheet, bob.openid)).toMatchObject({ ok: true })
    await shop.advance(SECOND)
    expect(await bob.comesBack(late)).toMatchObject({ state: 'preparing', group: { state: 'formed' } })

    const second = await carol.opensGroup({ product: 'eggs' })
    await carol.paysAndIsSeen(second)
    const tooLate = await dan.joins(second.groupId ?? '', { product: 'eggs' })
    const secondSheet = await cancelsWhileTheSheetOpens(shop, dan, tooLate)
    await leader.paysAndIsSeen(await leader.joins(second.groupId ?? '', { product: 'eggs' }))
    expect(await shop.cloud.pay.pay(secondSheet, dan.openid)).toMatchObject({ ok: true })
    await shop.advance(SECOND)
    await shop.settle()
    expect(await dan.sees(tooLate)).toMatchObject({ state: 'closed', closedReason: 'paid_late', refunds: [{ state: 'succeeded', refundId: `${tooLate.orderId}-LATE` }] })
    await checkBooks(shop)
  })

  it('X11: forged, mistaken and foreign notifications change nothing; the true one still counts', async () => {
    await using shop = await Shop.open()
    const alice = shop.person('alice')
    const order = await alice.buysAlone({ product: 'rice' })
    const sheet = await alice.opensSheet(order)
    expect((await shop.cloud.pay.forge(order.orderId)).status).toBeGreaterThanOrEqual(400)
    expect(await alice.sees(order)).toMatchObject({ state: 'placed' })

    shop.cloud.faults.add({ point: 'wechat-pay:notify', kind: 'forged-signature' })
    await shop.cloud.pay.pay(sheet, alice.openid)
    await shop.advance(MINUTE)
    expect(await alice.comesBack(order)).toMatchObject({ state: 'preparing' })
    expect(await shop.documents<WorkItem>('work_items')).toEqual([])
    await shop.settle()
    await checkBooks(shop)
  })

  it('I11: duplicate, parallel and repeated notifications count once', async () => {
    await using shop = await Shop.open()
    const alice = shop.person('alice')
    const order = await alice.buysAlone({ product: 'rice' })
    shop.cloud.faults.add({ point: 'wechat-pay:notify', kind: 'duplicate', times: 3 })
    await alice.paysAndIsSeen(order)
    for (const { id } of shop.cloud.pay.notifications()) await Promise.all([shop.cloud.pay.resend(id), shop.cloud.pay.resend(id)])
    await shop.settle()
    expect((await shop.documents('postings'))).toHaveLength(1)
    expect(await alice.sees(order)).toMatchObject({ state: 'preparing' })
    await checkBooks(shop)
  })

  it('S7: a notification that never comes is made up for when the shopper comes back, and otherwise by asking within two minutes', async () => {
    await using shop = await Shop.open()
    const [alice, bob] = [shop.person('alice'), shop.person('bob')]
    shop.cloud.faults.add({ point: 'wechat-pay:notify', kind: 'lose', times: 1000 })
    const asked = await alice.buysAlone({ product: 'rice' })
    await alice.pays(asked)
    expect(await alice.ask('order.sync', { orderId: asked.orderId })).toMatchObject({ state: 'preparing' })

    const forgotten = await bob.opensGroup({ product: 'eggs' })
    await bob.pays(forgotten)
    await shop.advance(2 * MINUTE)
    await shop.settle()
    expect(await bob.sees(forgotten)).toMatchObject({ state: 'grouping' })
    await checkBooks(shop)
  })

  it('S7: paying and cancelling at once ends in one or the other, never in both', async () => {
    await using shop = await Shop.open()
    const buyers = shop.people(12)
    await Promise.all(buyers.map(async (buyer) => {
      const order = await buyer.opensGroup({ product: 'eggs' })
      const sheet = await buyer.opensSheet(order)
      await Promise.all([shop.cloud.pay.pay(sheet, buyer.openid), refusalOf(buyer.ask('order.cancel', { orderId: order.orderId }))])
    }))
    await shop.advance(SECOND)
    await shop.settle()
    for (const { outTradeNo, payment } of shop.cloud.pay.orders()) {
      const order = await shop.document<{ state: string; closedReason?: string }>('orders', outTradeNo)
      expect(order?.state, outTradeNo).toBe(payment ? 'grouping' : 'closed')
    }
    await shop.advance(24 * HOUR)
    await shop.settle(8)
    expect(shop.cloud.pay.account().balanceFen).toBe(0)
    await checkBooks(shop)
  })

  it('I9: an abnormal refund waits for the merchant and is then sent to a bank card under the same number', async () => {
    await using shop = await Shop.open()
    const [alice, merchant] = [shop.person('alice'), shop.person('merchant')]
    const order = await alice.opensGroup({ product: 'eggs' })
    await alice.paysAndIsSeen(order)
    shop.cloud.pay.setRefundOutcome('next', 'ABNORMAL')
    await shop.advance(24 * HOUR)
    await shop.settle()
    expect(await alice.sees(order)).toMatchObject({ state: 'closed', refunds: [{ state: 'abnormal' }] })
    const { items } = await merchant.manage('refund.listAbnormal', { cursor: null })
    expect(items).toMatchObject([{ refundId: `${order.orderId}-GF`, state: 'abnormal', amountFen: 2580 }])

    const to = { kind: 'bank_card' as const, bankType: 'ICBC_DEBIT', account: '6222020200012345678', name: '林小雨' }
    expect(await merchant.manage('refund.retry', { refundId: `${order.orderId}-GF`, to })).toMatchObject({ state: 'processing' })
    await shop.settle()
    expect(await alice.sees(order)).toMatchObject({ refunds: [{ state: 'succeeded' }] })
    expect(shop.cloud.pay.refunds()).toHaveLength(1)
    expect((await merchant.manage('refund.listAbnormal', { cursor: null })).items).toEqual([])
    await checkBooks(shop)
  })

  it('X10: answers lost while refunding never make a second refund', async () => {
    await using shop = await Shop.open()
    const buyers = shop.people(4)
    for (const buyer of buyers) await buyer.paysAndIsSeen(await buyer.opensGroup({ product: 'eggs' }))
    shop.cloud.faults.add({ point: 'wechat-pay:refund', kind: 'reset-after', times: 2 })
    shop.cloud.faults.add({ point: 'wechat-pay:refund', kind: 'error-before', times: 1 })
    shop.cloud.faults.add({ point: 'wechat-pay:refund', kind: 'rate-limited', times: 1 })
    await shop.advance(24 * HOUR)
    await shop.settle(10)
    expect(shop.cloud.pay.refunds().map(refund => refund.status)).toEqual(Array.from({ length: 4 }, () => 'SUCCESS'))
    expect(shop.cloud.pay.account().balanceFen).toBe(0)
    await checkBooks(shop)
  })
})

/**
 * The shopper cancels when the request for the payment sheet has been on its way to WeChat for so long that we take it for lost: WeChat
 * knows of no order to close, we close ours, and then the sheet opens after all. Answers its prepay id.
 */
async function cancelsWhileTheSheetOpens(shop: Shop, buyer: Buyer, { orderId }: { orderId: string }): Promise<string> {
  shop.cloud.faults.add({ point: 'wechat-pay:prepay', kind: 'delay', ms: 3000 })
  const sheet = buyer.opensSheet({ orderId })
  while (!(await shop.document<Order>('orders', orderId))?.payment.requestedAt) await new Promise(resolve => setImmediate(resolve))
  await shop.cloud.clock.advance(MINUTE)
  expect(await buyer.ask('order.cancel', { orderId })).toMatchObject({ state: 'closed', closedReason: 'cancelled' })
  return sheet
}
