import { describe, expect, it } from 'vitest'
import { balances } from '../../cloudfunctions/domain/ledger/postings'
import type { Posting } from '../../cloudfunctions/domain/ledger/posting'
import type { Refund } from '../../cloudfunctions/domain/refund/refund'
import { seedLadder } from '../../emulator/seed/ladder'
import { checkBooks } from './support/books'
import { HOUR, MINUTE, refusalOf, Shop } from './support/shop'

/** Milk: 6990 alone, 6490 in a group, 5592 from 10 people on, 3495 from 50. */
const GROUP_FEN = 6490
const BEST_FEN = 3495

describe('a ladder group', () => {
  it('S39 X10: of 52 people closes two rungs better, and each of the 52 gets the exact difference back', async () => {
    await using shop = await Shop.open()
    await seedLadder(shop.cloud)
    const [leader, ...neighbours] = shop.people(52)
    if (!leader) throw new Error('nobody came')
    const opened = await leader.opensGroup({ product: 'milk' })
    expect(opened).toMatchObject({ payableFen: GROUP_FEN })
    await leader.paysAndIsSeen(opened)
    const groupId = opened.groupId ?? ''

    // All take their seats while the group has one who paid, so that all pay the price below the first step; every tenth buys two.
    const joined: [(typeof neighbours)[number], { orderId: string; payableFen: number }, number][] = []
    for (const [index, neighbour] of neighbours.entries()) {
      const quantity = index % 10 === 0 ? 2 : 1
      const order = await neighbour.joins(groupId, { product: 'milk', quantity })
      expect(order.payableFen).toBe(GROUP_FEN * quantity)
      joined.push([neighbour, order, quantity])
    }
    for (const [neighbour, order] of joined) await neighbour.pays(order)
    await shop.advance(1000)
    for (const [neighbour, order] of joined) await neighbour.comesBack(order)
    expect(await leader.ask('group.get', { groupId })).toMatchObject({ state: 'open', people: 52, missing: 0, product: { priceGroupFen: BEST_FEN } })

    await shop.advance(48 * HOUR)
    await shop.settle(8)

    const pieces = 1 + joined.reduce((sum, [, , quantity]) => sum + quantity, 0)
    expect(pieces).toBe(58)
    for (const [buyer, order, quantity] of [[leader, opened, 1] as const, ...joined]) {
      expect(await buyer.sees(order)).toMatchObject({
        state: 'preparing', group: { state: 'formed' }, payableFen: GROUP_FEN * quantity,
        refunds: [{ reason: 'better_rung', state: 'succeeded', amountFen: (GROUP_FEN - BEST_FEN) * quantity }],
      })
    }
    const refunds = await shop.documents<Refund>('refunds')
    const atWeChat = shop.cloud.pay.refunds()
    expect([refunds.length, atWeChat.length]).toEqual([52, 52])
    expect(atWeChat.every(refund => refund.status === 'SUCCESS')).toBe(true)
    expect(refunds.reduce((sum, refund) => sum + refund.amountFen, 0)).toBe(pieces * (GROUP_FEN - BEST_FEN))
    expect(shop.cloud.pay.account().balanceFen).toBe(pieces * BEST_FEN)
    expect(balances(await shop.documents<Posting>('postings'))).toMatchObject({ wechat_clearing: pieces * BEST_FEN, customer_prepaid: -pieces * BEST_FEN, refund_payable: 0 })
    await checkBooks(shop)
  }, 180_000)

  it('S16: short of people it is completed by the merchant once that is turned on, and says so', async () => {
    await using shop = await Shop.open()
    const [alice, bob, merchant] = [shop.person('alice'), shop.person('bob'), shop.person('merchant')]
    const opened = await alice.opensGroup({ product: 'rice' })
    await alice.paysAndIsSeen(opened)
    const groupId = opened.groupId ?? ''
    const joined = await bob.joins(groupId, { product: 'rice' })
    await bob.paysAndIsSeen(joined)
    expect(await refusalOf(merchant.manage('group.complete', { groupId, requestId: 'ask-1' }))).toBe('completion_off')
    await merchant.manage('switches.save', { simulatedCompletion: true })
    expect((await merchant.manage('group.list', { state: 'open', cursor: null })).items).toMatchObject([{ groupId, people: 2, missing: 3, actions: ['complete'] }])
    expect(await merchant.manage('group.complete', { groupId, requestId: 'ask-1' })).toMatchObject({ state: 'formed', completedShort: 2 })
    expect(await bob.sees(joined)).toMatchObject({ state: 'preparing', group: { state: 'formed', size: 5, completedShort: 2 } })
    expect((await bob.ask('group.get', { groupId })).seats).toHaveLength(2)
    // Both at one instant of the frozen clock, so that neither is the newer.
    expect((await merchant.manage('audit.list', { cursor: null })).items.map(({ act, subject, detail }) => `${act} ${subject} ${detail}`).sort()).toEqual([
      `group.complete ${groupId} people=2 formAt=5 size=5`, 'switch.turn simulatedCompletion on',
    ])
    expect((await merchant.manage('stats.groups', { from: '2026-11-23', to: '2026-11-23' })).days).toEqual([{ day: '2026-11-23', formed: 0, completedShort: 1, failed: 0 }])
    await shop.advance(11 * MINUTE)
    await shop.settle()
    await checkBooks(shop)
  })
})
