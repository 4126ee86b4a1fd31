import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Reply } from '../../cloudfunctions/contract'
import { MINUTE_MS } from '../../cloudfunctions/domain/kernel/instant'
import { alwaysBroken, leftUndone } from '../support/invariants'
import { notify } from '../support/notify'
import { race, raced } from '../support/race'
import { TestShop } from '../support/shop'

describe('seats', () => {
  it('X18, S14: two hundred want the last seat: one gets it, 199 are told that the group is full, and the stock is exact', async () => {
    const shop = new TestShop({ pieces: 500 })
    const groupId = await shop.opensGroup('alice', 'order-alice')
    const inputs = await Promise.all(Array.from({ length: 200 }, (_, index) => shop.placeInput(`bob${index}`, `order-bob${index}`, { kind: 'join', groupId })))
    const replies = await Promise.all(inputs.map((input, index) => shop.call(`bob${index}`, { procedure: 'order.place', input })))
    expect(replies.filter(reply => reply.outcome === 'ok')).toHaveLength(1)
    expect(replies.filter(reply => reply.outcome === 'refused' && reply.refusal === 'group_full')).toHaveLength(199)
    expect(shop.database.one('stocks', 'orange-5')).toMatchObject({ available: 498, held: 2 })
    expect(alwaysBroken(shop)).toEqual([])
    await shop.passes(70 * MINUTE_MS)
    expect(leftUndone(shop)).toEqual([])
  })

  it('S14, I5: whoever goes first, a group never has more seats than its size, and every loser gives back what it took', async () => {
    await fc.assert(fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const shop = new TestShop({ pieces: 5, activity: { size: 3 } })
      const groupId = await shop.opensGroup('alice', 'order-alice')
      const people = ['bob', 'carol', 'dave']
      const inputs = await Promise.all(people.map(person => shop.placeInput(person, `order-${person}`, { kind: 'join', groupId })))
      const replies = await race(scheduler, people.map((person, index) => () =>
        shop.call(person, { procedure: 'order.place', input: inputs[index] }, shop.worker(raced(scheduler, person))))) as Reply[]
      expect(replies.map(reply => reply.outcome).sort()).toEqual(['ok', 'ok', 'refused'])
      expect(shop.database.one('groups', groupId)?.free).toBe(0)
      expect(shop.database.one('stocks', 'orange-5')).toMatchObject({ available: 2, held: 3 })
      expect(alwaysBroken(shop)).toEqual([])
    }), { numRuns: 200 })
  })

  it('I12: the same order submitted twice at once is one order, and each submit is told so or asked to wait', async () => {
    await fc.assert(fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const shop = new TestShop()
      const input = await shop.placeInput('bob', 'order-bob', { kind: 'join', groupId: await shop.opensGroup('alice', 'order-alice') })
      const replies = await race(scheduler, [1, 2].map(tap => () => shop.call('bob', { procedure: 'order.place', input }, shop.worker(raced(scheduler, `tap ${tap}`))))) as Reply[]
      expect(replies.some(reply => reply.outcome === 'ok')).toBe(true)
      for (const reply of replies) if (reply.outcome !== 'ok') expect(reply).toMatchObject({ outcome: 'refused', refusal: 'busy' })
      expect(shop.database.one('stocks', 'orange-5')).toMatchObject({ available: 98, held: 2 })
      expect(shop.database.one('members', 'bob')).toMatchObject({ holdCount: 1 })
    }), { numRuns: 200 })
  })

  it('I5: one shopper with two orders for one group gets one seat', async () => {
    await fc.assert(fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const shop = new TestShop({ activity: { size: 5 } })
      const groupId = await shop.opensGroup('alice', 'order-alice')
      const inputs = [await shop.placeInput('bob', 'order-bob1', { kind: 'join', groupId }), await shop.placeInput('bob', 'order-bob2', { kind: 'join', groupId })]
      const replies = await race(scheduler, inputs.map((input, tap) => () => shop.call('bob', { procedure: 'order.place', input }, shop.worker(raced(scheduler, `tap ${tap}`))))) as Reply[]
      expect(replies.filter(reply => reply.outcome === 'ok')).toHaveLength(1)
      expect(replies.find(reply => reply.outcome === 'refused')).toMatchObject({ refusal: 'already_in_group' })
      expect(alwaysBroken(shop)).toEqual([])
    }), { numRuns: 200 })
  })

  it('keeps a shopper to three unpaid orders, also when they are placed at once', async () => {
    await fc.assert(fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const shop = new TestShop()
      const inputs = await Promise.all([1, 2, 3, 4].map(number => shop.placeInput('alice', `order-${number}`)))
      const replies = await race(scheduler, inputs.map((input, index) => () => shop.call('alice', { procedure: 'order.place', input }, shop.worker(raced(scheduler, `order ${index}`))))) as Reply[]
      expect(replies.filter(reply => reply.outcome === 'ok')).toHaveLength(3)
      expect(replies.find(reply => reply.outcome === 'refused')).toMatchObject({ refusal: 'too_many_unpaid' })
      expect(alwaysBroken(shop)).toEqual([])
    }), { numRuns: 100 })
  })

  it('counts an order towards its activity only while it stands: a failed group lets its shopper try again', async () => {
    const shop = new TestShop({ activity: { perShopperLimit: 1 } })
    await shop.opensGroup('alice', 'order-a1')
    const second = await shop.call('alice', { procedure: 'order.place', input: await shop.placeInput('alice', 'order-a2', { kind: 'open' }) })
    expect(second).toMatchObject({ outcome: 'refused', refusal: 'over_shopper_limit' })
    await shop.passes(65 * MINUTE_MS)
    expect((await shop.order('alice', 'order-a1')).closedReason).toBe('group_failed')
    expect((await shop.place('alice', 'order-a3', { kind: 'open' })).state).toBe('placed')
  })

  it('S14, I6: two last seats paid at the same time form the group once', async () => {
    await fc.assert(fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const shop = new TestShop({ activity: { size: 3 } })
      const groupId = await shop.opensGroup('alice', 'order-alice')
      const facts = []
      for (const person of ['bob', 'carol']) {
        await shop.place(person, `order-${person}`, { kind: 'join', groupId })
        await shop.askToPay(person, `order-${person}`)
        facts.push(shop.pay.force(`order-${person}`))
      }
      await race(scheduler, facts.map(fact => () => notify(shop.worker(raced(scheduler, fact.outTradeNo)), fact)))
      expect(shop.database.one('groups', groupId)).toMatchObject({ state: 'formed', paid: 3 })
      await shop.passes(3 * MINUTE_MS)
      expect(leftUndone(shop)).toEqual([])
    }), { numRuns: 150 })
  })
})
