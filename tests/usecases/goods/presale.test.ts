import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HOUR_MS, MINUTE_MS } from '../../../cloudfunctions/domain/kernel/instant'
import { prepareOrder } from '../../../cloudfunctions/usecases/effects/settle-order'
import { settleGroup } from '../../../cloudfunctions/usecases/effects/settle-group'
import { recordPayment } from '../../../cloudfunctions/usecases/payments/record-payment'
import { dyingAfter } from '../../support/crash-anywhere'
import { alwaysBroken, leftUndone } from '../../support/invariants'
import { mayBeBusy, race, raced } from '../../support/race'
import { TestShop } from '../../support/shop'

/** A group of so many, all paid and formed, that nobody has settled yet. */
async function formedGroup(shop: TestShop, people: readonly string[]): Promise<string> {
  const [leader = '', ...others] = people
  const groupId = await shop.opensGroup(leader, `order-${leader}`)
  for (const [index, person] of others.entries()) {
    await shop.place(person, `order-${person}`, { kind: 'join', groupId })
    if (index < others.length - 1) await shop.pays(person, `order-${person}`)
  }
  const last = others.at(-1) ?? ''
  await shop.askToPay(last, `order-${last}`)
  const facts = shop.pay.force(`order-${last}`)
  await recordPayment(shop.worker(dyingAfter('commit')), facts).catch(() => undefined)
  return groupId
}

describe('presale', () => {
  it('S40: takes no pieces while the group is open, and all of them when it forms', async () => {
    const shop = new TestShop({ pieces: 5, activity: { presale: true } })
    const groupId = await shop.opensGroup('alice', 'order-alice', { quantity: 2 })
    expect(shop.database.one('stocks', 'orange-5')).toMatchObject({ available: 5, held: 0, sold: 0 })
    await shop.place('bob', 'order-bob', { kind: 'join', groupId })
    expect(shop.database.one('stocks', 'orange-5')).toMatchObject({ available: 5, held: 0, sold: 0 })
    await shop.pays('bob', 'order-bob')
    expect(shop.database.one('stocks', 'orange-5')).toMatchObject({ available: 2, held: 0, sold: 3 })
    expect((await shop.order('alice', 'order-alice')).state).toBe('preparing')
    await shop.passes(2 * MINUTE_MS)
    expect(leftUndone(shop)).toEqual([])
  })

  it('S40: more may be promised than there is: who comes too late for the pieces has all the money back', async () => {
    const shop = new TestShop({ pieces: 3, activity: { presale: true, size: 5 } })
    const people = ['alice', 'bob', 'carol', 'dave', 'erin']
    const groupId = await shop.opensGroup('alice', 'order-alice')
    for (const person of people.slice(1)) {
      await shop.place(person, `order-${person}`, { kind: 'join', groupId })
      await shop.pays(person, `order-${person}`)
    }
    await shop.passes(10 * MINUTE_MS)
    const orders = await Promise.all(people.map(person => shop.order(person, `order-${person}`)))
    expect(orders.map(order => order.state)).toEqual(['preparing', 'preparing', 'preparing', 'closed', 'closed'])
    expect(orders[3]).toMatchObject({ closedReason: 'presale_short', refunds: [{ reason: 'presale_short', amountFen: 2990, state: 'succeeded' }] })
    expect(shop.database.one('stocks', 'orange-5')).toMatchObject({ available: 0, held: 0, sold: 3 })
    expect(shop.pay.accountFen).toBe(3 * 2990)
    expect(leftUndone(shop)).toEqual([])
  })

  it('S40: a group that fails leaves the pieces as they were', async () => {
    const shop = new TestShop({ pieces: 5, activity: { presale: true } })
    await shop.opensGroup('alice', 'order-alice', { quantity: 2 })
    await shop.passes(HOUR_MS + 10 * MINUTE_MS)
    expect((await shop.order('alice', 'order-alice')).closedReason).toBe('group_failed')
    expect(shop.database.one('stocks', 'orange-5')).toMatchObject({ available: 5, held: 0, sold: 0 })
    expect(leftUndone(shop)).toEqual([])
  })

  it('S40, I4: buyers of several groups deducted side by side: never below zero, each has its pieces or its money, and no piece lies idle', async () => {
    await fc.assert(fc.asyncProperty(fc.scheduler(), fc.integer({ min: 0, max: 4 }), async (scheduler, pieces) => {
      const shop = new TestShop({ pieces, activity: { presale: true } })
      const groups = [await formedGroup(shop, ['alice', 'bob']), await formedGroup(shop, ['carol', 'dave'])]
      await race(scheduler, [...groups, ...groups].map((groupId, index) => () => mayBeBusy(settleGroup(shop.worker(raced(scheduler, `worker ${index}`)), groupId))))
      expect(alwaysBroken(shop)).toEqual([])
      await shop.passes(10 * MINUTE_MS)
      const sold = Math.min(pieces, 4)
      expect(shop.database.all('orders').filter(order => order.state === 'preparing')).toHaveLength(sold)
      expect(shop.database.all('refunds').filter(refund => refund.reason === 'presale_short')).toHaveLength(4 - sold)
      expect(shop.database.one('stocks', 'orange-5')).toMatchObject({ available: pieces - sold, held: 0, sold })
      expect(leftUndone(shop)).toEqual([])
    }), { numRuns: 80 })
  }, 60_000)

  it('S40: an order deducted by one worker is not given back by another that finds nothing left', async () => {
    await fc.assert(fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const shop = new TestShop({ pieces: 1, activity: { presale: true } })
      await formedGroup(shop, ['alice', 'bob'])
      const formed = shop.database.one('orders', 'order-alice')!
      await race(scheduler, [1, 2, 3].map(worker => () => mayBeBusy(prepareOrder(shop.worker(raced(scheduler, `worker ${worker}`)), formed))))
      await shop.passes(10 * MINUTE_MS)
      expect((await shop.order('alice', 'order-alice')).state).toBe('preparing')
      expect((await shop.order('bob', 'order-bob')).closedReason).toBe('presale_short')
      expect(leftUndone(shop)).toEqual([])
    }), { numRuns: 100 })
  }, 60_000)
})
