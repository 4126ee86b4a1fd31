import { describe, expect, it } from 'vitest'
import { HOUR_MS } from '../../cloudfunctions/domain/kernel/instant'
import { leftUndone } from '../support/invariants'
import { aRequest } from '../support/builders'
import { TestShop } from '../support/shop'

describe('the main street', () => {
  it('S14: Alice opens, Bob joins, both pay, the group forms and both orders are prepared', async () => {
    const shop = new TestShop()
    const groupId = await shop.opensGroup('alice', 'order-alice')
    await shop.place('bob', 'order-bob', { kind: 'join', groupId })
    expect((await shop.group('bob', groupId)).missing).toBe(1)
    await shop.pays('bob', 'order-bob')
    expect(await shop.group('bob', groupId)).toMatchObject({ state: 'formed', missing: 0 })
    expect((await shop.order('alice', 'order-alice')).state).toBe('preparing')
    expect((await shop.order('bob', 'order-bob')).state).toBe('preparing')
    expect(shop.database.one('stocks', 'orange-5')).toMatchObject({ available: 98, held: 0, sold: 2 })
    await shop.passes(HOUR_MS)
    expect(leftUndone(shop)).toEqual([])
  })

  it('X10: a group that does not fill fails at its deadline and everyone gets the money back', async () => {
    const shop = new TestShop({ activity: { size: 3 } })
    const groupId = await shop.opensGroup('alice', 'order-alice')
    await shop.place('bob', 'order-bob', { kind: 'join', groupId })
    await shop.pays('bob', 'order-bob')
    await shop.passes(2 * HOUR_MS)
    expect((await shop.group('bob', groupId)).state).toBe('failed')
    for (const [person, orderId] of [['alice', 'order-alice'], ['bob', 'order-bob']] as const) {
      expect(await shop.order(person, orderId)).toMatchObject({ state: 'closed', closedReason: 'group_failed', refunds: [{ state: 'succeeded', amountFen: 2990 }] })
    }
    expect(shop.pay.accountFen).toBe(0)
    expect(leftUndone(shop)).toEqual([])
  })

  it('S17: a group past its deadline has failed for readers and joiners although no sweep has run', async () => {
    const shop = new TestShop()
    const groupId = await shop.opensGroup('alice', 'order-alice')
    shop.now += HOUR_MS
    expect((await shop.group('bob', groupId)).state).toBe('failed')
    const quote = await shop.call('bob', { procedure: 'cart.quote', input: { ...aRequest({ kind: 'join', groupId }), region: null } })
    expect(quote).toMatchObject({ outcome: 'refused', refusal: 'group_over' })
  })

  it('S2: an order bought alone goes to be prepared as soon as it is paid', async () => {
    const shop = new TestShop()
    await shop.place('alice', 'order-alone', { kind: 'alone', quantity: 2 })
    await shop.pays('alice', 'order-alone')
    expect(await shop.order('alice', 'order-alone')).toMatchObject({ state: 'preparing', payableFen: 7980, group: null })
    expect(leftUndone(shop)).toEqual([])
  })
})
