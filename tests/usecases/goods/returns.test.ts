import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AdminReturnView, Page, Reply, ReturnView } from '../../../cloudfunctions/contract'
import { startOfDay } from '../../../cloudfunctions/domain/kernel/day'
import { DAY_MS, MINUTE_MS } from '../../../cloudfunctions/domain/kernel/instant'
import { decideReturn, returnUntil } from '../../../cloudfunctions/domain/returns/decide-return'
import { anOrder, aSku } from '../../support/builders'
import { aGoodsShop, buys, receives } from '../../support/goods'
import { alwaysBroken, leftUndone } from '../../support/invariants'
import { race, raced } from '../../support/race'
import type { TestShop } from '../../support/shop'
import { aWalletShop, fundsIn, givePoints, topsUp } from '../../support/wallet'

function asks(shop: TestShop, quantity: number, skuId = 'orange-5'): Promise<Reply> {
  return shop.call('alice', { procedure: 'return.request', input: { orderId: 'order-alice', lines: [{ skuId, quantity }], reason: '不合适' } })
}

function approves(shop: TestShop, place: number, restock = false): Promise<AdminReturnView> {
  return shop.asMerchant('return.approve', { returnId: `order-alice-R${place}`, restock })
}

async function received(quantity = 3): Promise<TestShop> {
  const shop = aGoodsShop()
  await buys(shop, 'alice', 'order-alice', { quantity })
  await receives(shop, 'alice', 'order-alice')
  return shop
}

describe('asking to give goods back', () => {
  it.each([
    ['early in the morning', 1],
    ['at noon', DAY_MS / 2],
    ['a moment before midnight', DAY_MS - 1],
  ])('S88: goods received %s can be given back until the seventh day after that is over in Shanghai', (_, intoDay) => {
    const receivedAt = startOfDay(Date.UTC(2026, 2, 1)) + intoDay
    const midnight = Date.parse('2026-03-09T00:00:00+08:00')
    expect(returnUntil(receivedAt)).toBe(midnight)
    const order = anOrder({ state: 'received', receivedAt, payment: { ...anOrder().payment, state: 'succeeded' } })
    const lines = [{ skuId: 'orange-5', quantity: 1 }]
    expect(decideReturn(order, [], lines, '', midnight - 1)).toMatchObject({ ok: true })
    expect(decideReturn(order, [], lines, '', midnight)).toEqual({ ok: false, refusal: 'return_window_over' })
  })

  it('S88: the sale is earned only after that, and not while a return is open', async () => {
    const shop = await received(1)
    const until = (await shop.order('alice', 'order-alice')).returnUntil ?? 0
    shop.now = until - 1
    expect(await asks(shop, 1)).toMatchObject({ outcome: 'ok' })
    await shop.passes(1 + DAY_MS / 24)
    expect((await shop.order('alice', 'order-alice')).state).toBe('received')
    await shop.asMerchant('return.reject', { returnId: 'order-alice-R1', reason: '已拆封' })
    await shop.passes(MINUTE_MS)
    expect(await shop.order('alice', 'order-alice')).toMatchObject({ state: 'completed', returns: [{ state: 'rejected', rejectReason: '已拆封' }] })
    expect(leftUndone(shop)).toEqual([])
  })

  it('S88: goods that cannot be sent back say so before they are bought, need an agreement, and are refused', async () => {
    const shop = aGoodsShop()
    const orange = shop.database.one('products', 'orange')
    if (!orange) throw new Error('no oranges')
    shop.database.put('products', { ...orange, skus: [aSku('orange-5', { returnPolicy: 'none' }), ...orange.skus.slice(1)] })
    const input = await shop.placeInput('alice', 'order-alice')
    expect(await shop.value('alice', 'goods.get', { productId: 'orange' })).toMatchObject({ skus: [{ returnPolicy: 'none' }, { returnPolicy: 'seven_days' }] })
    expect(await shop.call('alice', { procedure: 'order.place', input })).toMatchObject({ refusal: 'no_return_not_agreed' })
    await buys(shop, 'alice', 'order-alice', { agreed: ['orange-5'] })
    await receives(shop, 'alice', 'order-alice')
    expect(await shop.order('alice', 'order-alice')).toMatchObject({ lines: [{ returnPolicy: 'none', noReturnAgreed: true }], actions: ['buy_again'] })
    expect(await asks(shop, 1)).toMatchObject({ refusal: 'goods_not_returnable' })
  })

  it('S88, I15: only what was received, by whom it belongs to, no more than there is, one return at a time', async () => {
    const shop = aGoodsShop()
    await buys(shop, 'alice', 'order-alice', { quantity: 3 })
    expect(await asks(shop, 1)).toMatchObject({ refusal: 'order_not_returnable' })
    await receives(shop, 'alice', 'order-alice')
    const event = { procedure: 'return.request', input: { orderId: 'order-alice', lines: [{ skuId: 'orange-5', quantity: 1 }], reason: '不合适' } }
    expect(await shop.call('bob', event)).toMatchObject({ refusal: 'order_not_found' })
    expect(await asks(shop, 4)).toMatchObject({ refusal: 'return_too_many' })
    expect(await asks(shop, 1, 'orange-10')).toMatchObject({ refusal: 'return_too_many' })
    const first = await asks(shop, 2)
    expect(first).toMatchObject({ outcome: 'ok', value: { returnId: 'order-alice-R1', state: 'requested', percent: 100 } })
    expect(await asks(shop, 2)).toEqual(first)
    expect(await asks(shop, 1)).toMatchObject({ refusal: 'return_open' })
    expect((await shop.order('alice', 'order-alice')).actions).not.toContain('request_return')
    expect(await shop.asMerchant<Page<AdminReturnView>>('return.list', { state: 'requested', cursor: null })).toMatchObject({ items: [{ returnId: 'order-alice-R1', buyer: {}, orderLines: [{ skuId: 'orange-5' }] }], next: null })
    expect(await shop.admin('alice', { procedure: 'return.approve', input: { returnId: 'order-alice-R1', restock: false } })).toMatchObject({ refusal: 'not_allowed' })
  })
})

describe('taking goods back', () => {
  it('S88: pieces go back on sale only when the merchant says so, and what is left stays the shopper\'s', async () => {
    const shop = await received(3)
    await asks(shop, 1)
    expect(await approves(shop, 1, false)).toMatchObject({ state: 'approved', restock: false, refund: { amountFen: 3990, reason: 'returned' } })
    expect(shop.database.one('stocks', 'orange-5')).toMatchObject({ available: 97, sold: 3 })
    await asks(shop, 1)
    await approves(shop, 2, true)
    await shop.passes(5 * MINUTE_MS)
    expect(shop.database.one('stocks', 'orange-5')).toMatchObject({ available: 98, sold: 2 })
    expect(await shop.order('alice', 'order-alice')).toMatchObject({ state: 'received', lines: [{ quantity: 3, leftQuantity: 1 }], refunds: [{ state: 'succeeded' }, { state: 'succeeded' }] })
    await asks(shop, 1)
    await approves(shop, 3, true)
    await shop.passes(5 * MINUTE_MS)
    expect(await shop.order('alice', 'order-alice')).toMatchObject({ state: 'closed', closedReason: 'returned' })
    expect(shop.database.one('stocks', 'orange-5')).toMatchObject({ available: 99, sold: 1 })
    expect(shop.pay.accountFen).toBe(0)
    expect(leftUndone(shop)).toEqual([])
  })

  it('S88, S18, S20, S21: each source gets its own back, coupons stay used, and points are earned on what is kept', async () => {
    const shop = aWalletShop()
    await topsUp(shop, 'alice', 1000)
    givePoints(shop, 'alice', 500)
    await buys(shop, 'alice', 'order-alice', { quantity: 2, useBalance: true, points: 500 })
    await receives(shop, 'alice', 'order-alice')
    const paid = await shop.order('alice', 'order-alice')
    await asks(shop, 1)
    const first = await approves(shop, 1)
    await asks(shop, 1)
    const second = await approves(shop, 2)
    await shop.passes(5 * MINUTE_MS)
    expect((first.refund?.amountFen ?? 0) + (second.refund?.amountFen ?? 0)).toBe(paid.payableFen)
    expect(fundsIn(shop, 'alice')).toEqual({ balanceFen: 1000, points: 500 })
    expect(shop.pay.accountFen).toBe(1000)
    expect(leftUndone(shop)).toEqual([])
  })

  it('S88: deciding twice changes nothing, and one decision is final', async () => {
    const shop = await received(2)
    await asks(shop, 1)
    const replies = await Promise.all([approves(shop, 1), approves(shop, 1)])
    expect(replies.map(reply => reply.refund?.amountFen)).toEqual([3990, 3990])
    expect(shop.database.all('refunds')).toHaveLength(1)
    expect(await shop.admin('merchant', { procedure: 'return.reject', input: { returnId: 'order-alice-R1', reason: '不行' } })).toMatchObject({ refusal: 'return_already_decided' })
    await asks(shop, 1)
    await shop.asMerchant('return.reject', { returnId: 'order-alice-R2', reason: '不行' })
    await shop.asMerchant('return.reject', { returnId: 'order-alice-R2', reason: '不行' })
    expect(await shop.admin('merchant', { procedure: 'return.approve', input: { returnId: 'order-alice-R2', restock: true } })).toMatchObject({ refusal: 'return_already_decided' })
    await shop.passes(5 * MINUTE_MS)
    expect(leftUndone(shop)).toEqual([])
  })

  it('S88, I1: approving and rejecting at once is one decision', async () => {
    const outcomes = new Set<string>()
    await fc.assert(fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const shop = await received(1)
      await asks(shop, 1)
      await race(scheduler, [
        () => shop.admin('merchant', { procedure: 'return.approve', input: { returnId: 'order-alice-R1', restock: true } }, shop.worker(raced(scheduler, 'approve'))),
        () => shop.admin('merchant', { procedure: 'return.approve', input: { returnId: 'order-alice-R1', restock: false } }, shop.worker(raced(scheduler, 'approve again'))),
        () => shop.admin('merchant', { procedure: 'return.reject', input: { returnId: 'order-alice-R1', reason: '不行' } }, shop.worker(raced(scheduler, 'reject'))),
      ])
      outcomes.add(shop.database.one('returns', 'order-alice-R1')?.state ?? '')
      expect(alwaysBroken(shop)).toEqual([])
      await shop.passes(5 * MINUTE_MS)
      expect(leftUndone(shop)).toEqual([])
    }), { numRuns: 100 })
    expect([...outcomes].sort()).toEqual(['approved', 'rejected'])
  }, 30_000)

  it('S88, I1, X12: whatever is given back in whatever parts, all of it together is exactly what was paid, to each source', async () => {
    await fc.assert(fc.asyncProperty(
      fc.array(fc.record({ quantity: fc.integer({ min: 1, max: 3 }), restock: fc.boolean() }), { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 0, max: 900 }), fc.constantFrom(0, 1000, 1777, 30_000),
      async (parts, points, balanceFen) => {
        const shop = aWalletShop({}, { topUpBonuses: [] })
        if (balanceFen > 0) await topsUp(shop, 'alice', balanceFen)
        if (points > 0) givePoints(shop, 'alice', points)
        const before = fundsIn(shop, 'alice')
        const account = shop.pay.accountFen
        const quantity = parts.reduce((sum, part) => sum + part.quantity, 0)
        await buys(shop, 'alice', 'order-alice', { quantity, useBalance: true, points })
        await receives(shop, 'alice', 'order-alice')
        for (const [index, part] of parts.entries()) {
          await asks(shop, part.quantity)
          await approves(shop, index + 1, part.restock)
        }
        // Refunds of one order go a minute apart.
        await shop.passes(20 * MINUTE_MS)
        expect(fundsIn(shop, 'alice')).toEqual(before)
        expect(shop.pay.accountFen).toBe(account)
        expect((await shop.order('alice', 'order-alice')).state).toBe('closed')
        const back = parts.filter(part => part.restock).reduce((sum, part) => sum + part.quantity, 0)
        expect(shop.database.one('stocks', 'orange-5')).toMatchObject({ available: 100 - quantity + back, sold: quantity - back })
        expect(leftUndone(shop)).toEqual([])
      },
    ), { numRuns: 100 })
  }, 60_000)

  it('S88: a cart is given back line by line', async () => {
    const shop = aGoodsShop()
    await buys(shop, 'alice', 'order-alice', { lines: [{ productId: 'orange', skuId: 'orange-5', quantity: 2 }, { productId: 'orange', skuId: 'orange-10', quantity: 1 }] })
    await receives(shop, 'alice', 'order-alice')
    const both = [{ skuId: 'orange-5', quantity: 1 }, { skuId: 'orange-10', quantity: 1 }]
    const asked = await shop.value<ReturnView>('alice', 'return.request', { orderId: 'order-alice', lines: both, reason: '买多了' })
    expect(asked.lines).toEqual(both)
    expect(await approves(shop, 1, true)).toMatchObject({ refund: { amountFen: 3990 + 6990 } })
    await shop.passes(5 * MINUTE_MS)
    expect(await shop.order('alice', 'order-alice')).toMatchObject({ state: 'received', lines: [{ leftQuantity: 1 }, { leftQuantity: 0 }] })
    expect(shop.database.one('stocks', 'orange-10')).toMatchObject({ available: 100, sold: 0 })
    expect(leftUndone(shop)).toEqual([])
  })

  it('S88: a return of a group order frees no seat and leaves the group formed', async () => {
    const shop = aGoodsShop()
    const groupId = await shop.opensGroup('bob', 'order-bob')
    await buys(shop, 'alice', 'order-alice', { kind: 'join', groupId })
    await receives(shop, 'alice', 'order-alice')
    await asks(shop, 1)
    await approves(shop, 1, true)
    await shop.passes(5 * MINUTE_MS)
    expect(await shop.order('alice', 'order-alice')).toMatchObject({ state: 'closed', closedReason: 'returned' })
    expect(shop.database.one('groups', groupId)).toMatchObject({ state: 'formed', paid: 2, free: 0 })
    expect(leftUndone(shop)).toEqual([])
  })
})
