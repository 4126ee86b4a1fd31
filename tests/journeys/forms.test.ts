import { describe, expect, it } from 'vitest'
import { checkBooks } from './support/books'
import { HOUR, Shop } from './support/shop'

describe('the main street', () => {
  it('S14 S2: Alice opens a group, Bob joins by her share code, it forms, the merchant ships both', async () => {
    await using shop = await Shop.open()
    const [alice, bob, merchant] = [shop.person('alice'), shop.person('bob'), shop.person('merchant')]

    const opened = await alice.opensGroup({ product: 'eggs' })
    expect(opened).toMatchObject({ state: 'placed', payableFen: 2580, actions: ['pay', 'cancel'] })
    expect(await alice.paysAndIsSeen(opened)).toMatchObject({ state: 'grouping', group: { state: 'open', missing: 1 } })

    const share = await alice.ask('share.create', { groupId: opened.groupId ?? '' })
    const { landing } = await bob.ask('session.start', { source: 'share', code: share.code, path: share.path })
    expect(landing).toEqual({ groupId: opened.groupId })
    const joined = await bob.joins(landing?.groupId ?? '', { product: 'eggs' })
    expect(await bob.paysAndIsSeen(joined)).toMatchObject({ state: 'preparing', group: { state: 'formed', missing: 0 } })
    expect(await alice.sees(opened)).toMatchObject({ state: 'preparing' })

    const { items } = await merchant.manage('order.list', { tab: 'to_ship', cursor: null })
    expect(items.map(order => order.orderId).sort()).toEqual([opened.orderId, joined.orderId].sort())
    const shipped = await merchant.manage('order.ship', { orderId: joined.orderId, supplierId: '', company: '顺丰速运', trackingNo: 'SF1234567890' })
    expect(shipped).toMatchObject({ state: 'shipped', shippingUploaded: true })
    expect(await bob.ask('order.confirmReceipt', { orderId: joined.orderId })).toMatchObject({ state: 'received' })
    await shop.settle()
    await checkBooks(shop)
    await shop.advance(8 * 24 * HOUR)
    await shop.settle(1)
    expect(await bob.sees(joined)).toMatchObject({ state: 'completed' })
    await checkBooks(shop)
  })

  it('S2: buying alone is an order without a group at the price for one', async () => {
    await using shop = await Shop.open()
    const alice = shop.person('alice')
    const order = await alice.buysAlone({ product: 'eggs', quantity: 2 })
    expect(order).toMatchObject({ payableFen: 6560, groupId: null })
    expect(await alice.paysAndIsSeen(order)).toMatchObject({ state: 'preparing' })
    await shop.settle()
    await checkBooks(shop)
  })

  it('X10: a group that does not fill gives every payer the money back, exactly once', async () => {
    await using shop = await Shop.open()
    const [alice, bob] = [shop.person('alice'), shop.person('bob')]
    const opened = await alice.opensGroup({ product: 'peach' })
    await alice.paysAndIsSeen(opened)
    const joined = await bob.joins(opened.groupId ?? '', { product: 'peach', sku: 2 })
    await bob.paysAndIsSeen(joined)

    await shop.advance(24 * HOUR)
    await shop.settle()
    for (const [buyer, order] of [[alice, opened], [bob, joined]] as const) {
      expect(await buyer.sees(order)).toMatchObject({ state: 'closed', closedReason: 'group_failed', refunds: [{ state: 'succeeded', amountFen: order.payableFen }] })
    }
    expect(shop.cloud.pay.refunds()).toHaveLength(2)
    expect(shop.cloud.pay.account().balanceFen).toBe(0)
    await checkBooks(shop)
  })
})
