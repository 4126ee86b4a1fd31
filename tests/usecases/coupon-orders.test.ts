import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { QuoteView, Reply } from '../../cloudfunctions/contract'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../cloudfunctions/domain/kernel/instant'
import { recordPayment } from '../../cloudfunctions/usecases/payments/record-payment'
import { dropOrder } from '../../cloudfunctions/usecases/member/holds'
import { aRequest, T0 } from '../support/builders'
import { alwaysBroken, leftUndone } from '../support/invariants'
import { aTemplate, claims, manage, type TemplateInput } from '../support/merchant'
import { mayBeBusy, race, raced } from '../support/race'
import { type Purchase, TestShop } from '../support/shop'

/** A shop where Bob has claimed so many coupons of ¥5 from ¥30 on. */
async function withCoupons(count = 1, over: Partial<TemplateInput> = {}): Promise<{ shop: TestShop; couponIds: string[] }> {
  const shop = new TestShop()
  await manage(shop, 'coupon.save', aTemplate({ perShopper: 5, ...over }))
  const couponIds: string[] = []
  for (let index = 0; index < count; index++) couponIds.push(await claims(shop, 'bob'))
  return { shop, couponIds }
}

function stateOf(shop: TestShop, couponId = ''): string | undefined {
  return shop.database.one('members', 'bob')?.coupons[couponId]?.state
}

async function places(shop: TestShop, orderId: string, purchase: Purchase): Promise<Reply> {
  return shop.call('bob', { procedure: 'order.place', input: await shop.placeInput('bob', orderId, purchase) })
}

describe('a coupon and its order', () => {
  it('S21: it is held with the order, used with the payment, and takes exactly its amount off', async () => {
    const { shop, couponIds } = await withCoupons()
    const order = await shop.place('bob', 'order-bob', { couponIds })
    expect(order).toMatchObject({ payableFen: 3490, coupons: ['满30减5'], priceLines: [{ amountFen: 3990 }, { amountFen: -500, say: { key: 'coupon_amount' } }, { amountFen: 0 }] })
    expect(stateOf(shop, couponIds[0])).toBe('held')
    await shop.pays('bob', 'order-bob')
    expect(stateOf(shop, couponIds[0])).toBe('used')
    expect(await shop.call('bob', { procedure: 'cart.quote', input: { ...aRequest({ couponIds }), region: null } })).toMatchObject({ refusal: 'coupon_not_usable' })
    expect(leftUndone(shop)).toEqual([])
  })

  it('S21: it comes back when the order is cancelled, and when its time to pay is over', async () => {
    const { shop, couponIds } = await withCoupons()
    await shop.place('bob', 'order-b1', { couponIds })
    await shop.value('bob', 'order.cancel', { orderId: 'order-b1' })
    expect(stateOf(shop, couponIds[0])).toBe('unused')
    await shop.place('bob', 'order-b2', { couponIds })
    await shop.passes(15 * MINUTE_MS)
    expect(stateOf(shop, couponIds[0])).toBe('unused')
    await shop.place('bob', 'order-b3', { couponIds })
    await shop.pays('bob', 'order-b3')
    expect(leftUndone(shop)).toEqual([])
  })

  it('S21, I10: it comes back used from a group that failed, and the money with it', async () => {
    const { shop, couponIds } = await withCoupons()
    // In a group the goods cost ¥29.90; the threshold is judged by what they cost alone.
    const groupId = await shop.opensGroup('bob', 'order-bob', { couponIds })
    expect(shop.database.one('orders', 'order-bob')?.payableFen).toBe(2490)
    expect(stateOf(shop, couponIds[0])).toBe('used')
    await shop.passes(HOUR_MS + 5 * MINUTE_MS)
    expect(shop.database.one('groups', groupId)?.state).toBe('failed')
    expect(stateOf(shop, couponIds[0])).toBe('unused')
    expect(leftUndone(shop)).toEqual([])
  })

  it('S21, I10: it does not come back when the goods are sent back', async () => {
    const { shop, couponIds } = await withCoupons()
    await shop.place('bob', 'order-bob', { couponIds })
    await shop.pays('bob', 'order-bob')
    const paid = shop.database.one('orders', 'order-bob')
    if (!paid) throw new Error('no order')
    for (let again = 0; again < 2; again++) await dropOrder(shop.worker(), { ...paid, state: 'closed', closedReason: 'returned' })
    expect(stateOf(shop, couponIds[0])).toBe('used')
  })

  it('S21: one that ends between quote and submit is refused, and nothing is held', async () => {
    const { shop, couponIds } = await withCoupons()
    shop.now = T0 + 7 * DAY_MS - 1
    const input = await shop.placeInput('bob', 'order-b1', { couponIds })
    const late = await shop.placeInput('bob', 'order-b2', { couponIds })
    expect(await shop.call('bob', { procedure: 'order.place', input })).toMatchObject({ outcome: 'ok' })
    await shop.value('bob', 'order.cancel', { orderId: 'order-b1' })
    shop.now += 1
    expect(await shop.call('bob', { procedure: 'order.place', input: late })).toMatchObject({ refusal: 'coupon_not_usable' })
    expect(shop.database.one('orders', 'order-b2')).toBeUndefined()
    expect(leftUndone(shop)).toEqual([])
  })

  it('S21: one for a window cannot be used a millisecond before it', async () => {
    const { shop, couponIds } = await withCoupons(1, { validity: { kind: 'window', from: T0 + HOUR_MS, until: T0 + 2 * DAY_MS } })
    shop.now = T0 + HOUR_MS - 1
    const quote = (): Promise<Reply> => shop.call('bob', { procedure: 'cart.quote', input: { ...aRequest({ couponIds }), region: null } })
    expect(await quote()).toMatchObject({ refusal: 'coupon_not_usable' })
    shop.now += 1
    expect(await quote()).toMatchObject({ outcome: 'ok' })
  })

  it('S21, S25: two of one template count both; one that takes nothing off is named with its reason and not used up', async () => {
    const { shop, couponIds } = await withCoupons(2)
    expect((await shop.place('bob', 'order-b1', { couponIds })).payableFen).toBe(2990)
    await shop.value('bob', 'order.cancel', { orderId: 'order-b1' })

    await manage(shop, 'coupon.save', aTemplate({ templateId: 'big', name: '满100减30', rule: { kind: 'coupon', scope: { kind: 'all' }, fromFen: 10_000, gives: { by: 'amount', offFen: 3000 } } }))
    const big = await claims(shop, 'bob', 'big')
    const quote = await shop.value<QuoteView>('bob', 'cart.quote', { ...aRequest({ couponIds: [big] }), region: null })
    expect(quote.notApplied).toContainEqual({ kind: 'coupon', reason: 'below_threshold', params: { from: 10_000, missing: 6010 }, name: '满100减30' })
    await shop.place('bob', 'order-b2', { couponIds: [big] })
    expect(stateOf(shop, big)).toBe('unused')
  })

  it('S21: of exclusive coupons the better counts and the other stays', async () => {
    const { shop, couponIds } = await withCoupons(1, { rule: { kind: 'coupon', scope: { kind: 'all' }, exclusive: 'coupon', fromFen: 3000, gives: { by: 'amount', offFen: 500 } } })
    await manage(shop, 'coupon.save', aTemplate({ templateId: 'eight', rule: { kind: 'coupon', scope: { kind: 'all' }, exclusive: 'coupon', fromFen: 3000, gives: { by: 'amount', offFen: 800 } } }))
    const eight = await claims(shop, 'bob', 'eight')
    expect((await shop.place('bob', 'order-bob', { couponIds: [...couponIds, eight] })).payableFen).toBe(3190)
    expect([stateOf(shop, couponIds[0]), stateOf(shop, eight)]).toEqual(['unused', 'held'])
  })

  it('S21, I15: nobody uses somebody else’s coupon', async () => {
    const { shop, couponIds } = await withCoupons()
    expect(await shop.call('carol', { procedure: 'cart.quote', input: { ...aRequest({ couponIds }), region: null } })).toMatchObject({ refusal: 'coupon_not_usable' })
  })

  it('S21, L2: money that comes for a closed order whose coupon went into another goes back', async () => {
    const { shop, couponIds } = await withCoupons()
    await shop.place('bob', 'order-b1', { couponIds })
    await shop.askToPay('bob', 'order-b1')
    await shop.value('bob', 'order.cancel', { orderId: 'order-b1' })
    expect((await places(shop, 'order-b2', { couponIds })).outcome).toBe('ok')
    await shop.pays('bob', 'order-b2')
    await recordPayment(shop.worker(), shop.pay.force('order-b1'))
    await shop.passes(5 * MINUTE_MS)
    expect(await shop.order('bob', 'order-b1')).toMatchObject({ state: 'closed', closedReason: 'paid_late', refunds: [{ state: 'succeeded', amountFen: 3490 }] })
    expect(stateOf(shop, couponIds[0])).toBe('used')
    expect(leftUndone(shop)).toEqual([])
  })

  it('S21, I10: two orders that want one coupon at once: one gets it, the other is refused', async () => {
    await fc.assert(fc.asyncProperty(fc.scheduler(), fc.integer({ min: 1, max: 16 }), async (scheduler, stop) => {
      const { shop, couponIds } = await withCoupons()
      const inputs = [await shop.placeInput('bob', 'order-b1', { couponIds }), await shop.placeInput('bob', 'order-b2', { couponIds })]
      const replies = await race(scheduler, inputs.map((input, index) => () =>
        mayBeBusy(shop.call('bob', { procedure: 'order.place', input }, shop.worker(raced(scheduler, `order ${index}`, index === 0 && stop < 10 ? stop : Infinity)))))) as Reply[]
      expect(replies.filter(reply => reply.outcome === 'ok').length).toBeLessThanOrEqual(1)
      if (stop >= 10) expect(replies.map(reply => reply.outcome === 'refused' ? reply.refusal : reply.outcome).sort()).toEqual(['coupon_not_usable', 'ok'])
      expect(alwaysBroken(shop)).toEqual([])
      shop.now += 10 * MINUTE_MS
      await shop.passes(4 * MINUTE_MS)
      expect(stateOf(shop, couponIds[0])).toBe('unused')
      expect(leftUndone(shop)).toEqual([])
    }), { numRuns: 300 })
  })

  it('S21, I10: paying and cancelling at once leave the coupon used or back, never both and never neither', async () => {
    await fc.assert(fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const { shop, couponIds } = await withCoupons()
      await shop.place('bob', 'order-bob', { couponIds })
      await shop.askToPay('bob', 'order-bob')
      const facts = shop.pay.force('order-bob')
      await race(scheduler, [
        () => mayBeBusy(recordPayment(shop.worker(raced(scheduler, 'pays')), facts)),
        () => mayBeBusy(shop.call('bob', { procedure: 'order.cancel', input: { orderId: 'order-bob' } }, shop.worker(raced(scheduler, 'cancels')))),
      ])
      if (shop.database.one('orders', 'order-bob')?.payment.state !== 'succeeded') await recordPayment(shop.worker(), facts)
      await shop.passes(5 * MINUTE_MS)
      const order = shop.database.one('orders', 'order-bob')
      expect(stateOf(shop, couponIds[0])).toBe(order?.state === 'closed' ? 'unused' : 'used')
      expect(leftUndone(shop)).toEqual([])
    }), { numRuns: 300 })
  })
})
