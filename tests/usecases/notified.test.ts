import { describe, expect, it } from 'vitest'
import { HOUR_MS, MINUTE_MS } from '../../cloudfunctions/domain/kernel/instant'
import { NO_SETUP } from '../../cloudfunctions/domain/shop/setup'
import { recordPayment } from '../../cloudfunctions/usecases/payments/record-payment'
import { sweep } from '../../cloudfunctions/usecases/sweeps/sweep'
import { alwaysBroken, leftUndone } from '../support/invariants'
import { manage } from '../support/merchant'
import { TestShop } from '../support/shop'

/** Bob has paid for the last seat of Alice's group, and WeChat's notification was answered: nothing else has happened yet. */
async function notified(shop: TestShop): Promise<string> {
  const groupId = await shop.opensGroup('alice', 'order-alice')
  await shop.place('bob', 'order-bob', { kind: 'join', groupId })
  await shop.askToPay('bob', 'order-bob')
  await recordPayment(shop.worker(), shop.pay.force('order-bob'), { settle: false })
  expect(shop.database.one('orders', 'order-bob')).toMatchObject({ state: 'paid', payment: { state: 'succeeded' } })
  expect(alwaysBroken(shop)).toEqual([])
  return groupId
}

describe('a payment that WeChat told of, and that nobody has settled yet', () => {
  it('S7: is settled by the phone that comes back from the sheet, though WeChat need not be asked any more', async () => {
    const shop = new TestShop()
    const groupId = await notified(shop)
    expect(await shop.value('bob', 'order.sync', { orderId: 'order-bob' })).toMatchObject({ state: 'preparing', group: { state: 'formed' } })
    expect(await shop.group('alice', groupId)).toMatchObject({ state: 'formed' })
    expect(shop.database.one('outbox', 'settle_order:order-bob')).toBeUndefined()
  })

  it('S7: is settled by the next sweep when the phone never comes back', async () => {
    const shop = new TestShop()
    const groupId = await notified(shop)
    await sweep(shop.worker())
    expect(await shop.group('alice', groupId)).toMatchObject({ state: 'formed' })
    await sweep(shop.worker())
    expect(leftUndone(shop)).toEqual([])
  })

  it('S14: counts although the deadline passes before anybody settles it, and the group forms', async () => {
    const shop = new TestShop()
    const groupId = await notified(shop)
    shop.now += HOUR_MS
    await sweep(shop.worker())
    expect(await shop.group('alice', groupId)).toMatchObject({ state: 'formed' })
    expect(await shop.order('bob', 'order-bob')).toMatchObject({ state: 'preparing' })
    expect(leftUndone(shop)).toEqual([])
  })

  it('S16: counts as a person when the merchant accepts the group short of people', async () => {
    const shop = new TestShop({ activity: { size: 4 } })
    shop.database.put('shop_setup', { ...NO_SETUP, switches: { ...NO_SETUP.switches, simulatedCompletion: true } })
    const groupId = await notified(shop)
    await manage(shop, 'group.complete', { groupId, requestId: 'complete-1' })
    expect(shop.database.one('groups', groupId)).toMatchObject({ state: 'formed', completedShort: { people: 2 } })
    expect(await shop.order('bob', 'order-bob')).toMatchObject({ state: 'preparing' })
  })

  it('L2: of an order closed meanwhile is sought a seat for by the phone as well', async () => {
    const shop = new TestShop()
    const groupId = await shop.opensGroup('alice', 'order-alice')
    await shop.place('bob', 'order-bob', { kind: 'join', groupId })
    await shop.askToPay('bob', 'order-bob')
    await shop.passes(20 * MINUTE_MS)
    expect(shop.database.one('orders', 'order-bob')).toMatchObject({ state: 'closed' })
    await recordPayment(shop.worker(), shop.pay.force('order-bob'), { settle: false })
    expect(await shop.value('bob', 'order.sync', { orderId: 'order-bob' })).toMatchObject({ state: 'preparing' })
    expect(alwaysBroken(shop)).toEqual([])
  })
})
