import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { GoodsView, QuoteView, Reply } from '../../cloudfunctions/contract'
import { HOUR_MS, MINUTE_MS } from '../../cloudfunctions/domain/kernel/instant'
import { recordPayment } from '../../cloudfunctions/usecases/payments/record-payment'
import { aRequest, T0 } from '../support/builders'
import { alwaysBroken, leftUndone } from '../support/invariants'
import { aFlash, manage, type RuleInput } from '../support/merchant'
import { mayBeBusy, race, raced } from '../support/race'
import { TestShop } from '../support/shop'

const POOL = 'flash:noon:orange-5'

/** A shop whose flash sale starts after an hour: `orange-5` for ¥19.90 instead of ¥39.90. */
async function flashShop(pieces = 2, perOrder = 1): Promise<TestShop> {
  const shop = new TestShop({ pieces: 500 })
  await manage(shop, 'rules.save', { rule: aFlash({ startsAt: T0 + HOUR_MS, endsAt: T0 + 2 * HOUR_MS, prices: [{ skuId: 'orange-5', priceFen: 1990, limit: { pieces, perOrder } }] }) })
  shop.now = T0 + HOUR_MS
  return shop
}

function quote(shop: TestShop, openid = 'bob', quantity = 1): Promise<QuoteView> {
  return shop.value(openid, 'cart.quote', { ...aRequest({ lines: [{ productId: 'orange', skuId: 'orange-5', quantity }] }), region: null })
}

async function places(shop: TestShop, openid: string, orderId: string): Promise<string> {
  const reply = await shop.call(openid, { procedure: 'order.place', input: await shop.placeInput(openid, orderId) })
  return reply.outcome === 'refused' ? reply.refusal : reply.outcome
}

const pool = (shop: TestShop): object | undefined => shop.database.one('stocks', POOL)
const sku = (shop: TestShop): object | undefined => shop.database.one('stocks', 'orange-5')

describe('a flash sale', () => {
  it('X1: the start instant has the price, the end has not, and before it the quote says when', async () => {
    const shop = await flashShop()
    const at = async (now: number): Promise<number> => {
      shop.now = now
      return (await quote(shop)).payableFen
    }
    expect(await at(T0 + HOUR_MS - 1)).toBe(3990)
    expect((await quote(shop)).notApplied).toMatchObject([{ reason: 'not_in_group' }, { kind: 'flash_price', reason: 'not_started', params: { startsAt: T0 + HOUR_MS } }])
    expect(await at(T0 + HOUR_MS)).toBe(1990)
    expect(await at(T0 + 2 * HOUR_MS - 1)).toBe(1990)
    expect(await at(T0 + 2 * HOUR_MS)).toBe(3990)
  })

  it('X1: the goods show price, window and what is left', async () => {
    const shop = await flashShop(3)
    const shown = async (): Promise<GoodsView['flash']> => (await shop.value<GoodsView>('bob', 'goods.get', { productId: 'orange' })).flash
    shop.now = T0 + HOUR_MS - 1
    expect(await shown()).toEqual({ startsAt: T0 + HOUR_MS, endsAt: T0 + 2 * HOUR_MS, state: 'upcoming', prices: [{ skuId: 'orange-5', priceFen: 1990, left: 3, perOrder: 1 }] })
    shop.now += 1
    await shop.place('bob', 'order-bob')
    expect(await shown()).toMatchObject({ state: 'running', prices: [{ left: 2 }] })
    shop.now = T0 + 2 * HOUR_MS
    expect(await shown()).toBeNull()
  })

  it('X1, I4: of two hundred at once ten get the ten pieces; the others are told, and quoted the list price', async () => {
    const shop = await flashShop(10)
    const inputs = await Promise.all(Array.from({ length: 200 }, (_, index) => shop.placeInput(`bob${index}`, `order-bob${index}`)))
    const replies = await Promise.all(inputs.map((input, index) => shop.call(`bob${index}`, { procedure: 'order.place', input })))
    expect(replies.filter(reply => reply.outcome === 'ok')).toHaveLength(10)
    expect(replies.filter(reply => reply.outcome === 'refused' && reply.refusal === 'flash_sold_out')).toHaveLength(190)
    expect([pool(shop), sku(shop)]).toMatchObject([{ available: 0, held: 10 }, { available: 490, held: 10 }])
    const after = await quote(shop)
    expect([after.payableFen, after.notApplied.find(one => one.kind === 'flash_price')]).toMatchObject([3990, { reason: 'flash_sold_out', params: { left: 0 } }])
    expect(await places(shop, 'bob', 'order-bob')).toBe('ok')
    expect(alwaysBroken(shop)).toEqual([])
    await shop.passes(15 * MINUTE_MS)
    expect([pool(shop), sku(shop)]).toMatchObject([{ available: 10, held: 0 }, { available: 500, held: 0 }])
    expect(leftUndone(shop)).toEqual([])
  })

  it('X1: pieces sold stay sold, those of a cancelled order can be had at the price again', async () => {
    const shop = await flashShop(2)
    await shop.place('bob', 'order-bob')
    await shop.pays('bob', 'order-bob')
    await shop.place('carol', 'order-carol')
    expect(await places(shop, 'dave', 'order-d1')).toBe('ok')
    expect(shop.database.one('orders', 'order-d1')?.payableFen).toBe(3990)
    await shop.value('carol', 'order.cancel', { orderId: 'order-carol' })
    expect((await quote(shop)).payableFen).toBe(1990)
    expect(pool(shop)).toMatchObject({ available: 1, held: 0, sold: 1 })
    await shop.passes(15 * MINUTE_MS)
    expect(leftUndone(shop)).toEqual([])
  })

  it('X1: one shopper holds one unpaid order at a flash price, and may buy again once it is paid', async () => {
    const shop = await flashShop(5)
    expect([await places(shop, 'bob', 'order-b1'), await places(shop, 'bob', 'order-b2')]).toEqual(['ok', 'flash_already_held'])
    await shop.pays('bob', 'order-b1')
    expect(await places(shop, 'bob', 'order-b3')).toBe('ok')
    await shop.value('bob', 'order.cancel', { orderId: 'order-b3' })
    expect(await places(shop, 'bob', 'order-b4')).toBe('ok')
    await shop.passes(15 * MINUTE_MS)
    expect(leftUndone(shop)).toEqual([])
  })

  it('X1: more pieces than an order may have at the price cost the list price', async () => {
    const shop = await flashShop(5, 2)
    expect([(await quote(shop, 'bob', 2)).payableFen, (await quote(shop, 'bob', 3)).payableFen]).toEqual([3980, 11_970])
    expect((await quote(shop, 'bob', 3)).notApplied).toContainEqual({ kind: 'flash_price', reason: 'over_flash_limit', params: { perOrder: 2 }, name: null })
  })

  it('X1, L2: money that comes late for a closed order at the price buys the pieces again while there are any, else it goes back', async () => {
    for (const others of [0, 1]) {
      const shop = await flashShop(1)
      await shop.place('bob', 'order-bob')
      await shop.askToPay('bob', 'order-bob')
      await shop.value('bob', 'order.cancel', { orderId: 'order-bob' })
      for (let index = 0; index < others; index++) await shop.place('carol', 'order-carol')
      await recordPayment(shop.worker(), shop.pay.force('order-bob'))
      await shop.passes(15 * MINUTE_MS)
      expect(shop.database.one('orders', 'order-bob')?.state).toBe(others ? 'closed' : 'preparing')
      expect(pool(shop)).toMatchObject({ available: others ? 1 : 0, held: 0, sold: others ? 0 : 1 })
      expect(leftUndone(shop)).toEqual([])
    }
  })

  it('X1: without a limit the price is for everyone, and no pool is kept', async () => {
    const shop = new TestShop()
    await manage(shop, 'rules.save', { rule: aFlash({ prices: [{ skuId: 'orange-5', priceFen: 1990 }] }) })
    expect((await shop.place('bob', 'order-bob')).payableFen).toBe(1990)
    expect(Object.keys(shop.database.one('orders', 'order-bob')?.stock ?? {})).toEqual(['orange-5'])
  })

  it('X1, I16: a price that ends between quote and submit is refused with the new quote', async () => {
    const shop = await flashShop()
    shop.now = T0 + 2 * HOUR_MS - 1
    const input = await shop.placeInput('bob', 'order-bob')
    shop.now += 1
    expect(await shop.call('bob', { procedure: 'order.place', input })).toMatchObject({ refusal: 'quote_changed', detail: { payableFen: 3990 } })
  })

  it('X1, I4: in whatever order buyers come, cancel and stop, no piece is sold twice at the price and none is lost', async () => {
    await fc.assert(fc.asyncProperty(fc.scheduler(), fc.array(fc.integer({ min: 1, max: 24 }), { minLength: 3, maxLength: 3 }), async (scheduler, stops) => {
      const shop = await flashShop(2)
      const people = ['bob', 'carol', 'dave']
      const inputs = await Promise.all(people.map(person => shop.placeInput(person, `order-${person}`)))
      const replies = await race(scheduler, people.map((person, index) => () => {
        const stop = stops[index] ?? 1
        return mayBeBusy(shop.call(person, { procedure: 'order.place', input: inputs[index] }, shop.worker(raced(scheduler, person, stop > 14 ? Infinity : stop))))
      })) as (Reply | undefined)[]
      const charged = shop.database.all('orders').filter(order => order.state === 'placed' && order.payableFen === 1990)
      expect(charged.length).toBeLessThanOrEqual(2)
      if (stops.every(stop => stop > 14)) expect(replies.filter(reply => reply?.outcome === 'ok')).toHaveLength(2)
      expect(alwaysBroken(shop)).toEqual([])
      shop.now += 10 * MINUTE_MS
      await shop.passes(4 * MINUTE_MS)
      expect(pool(shop)).toMatchObject({ available: 2, held: 0 })
      expect(leftUndone(shop)).toEqual([])
    }), { numRuns: 300 })
  })

  it('X1: two orders of one shopper at once: one has the price, whichever comes first', async () => {
    await fc.assert(fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const shop = await flashShop(5)
      const inputs = [await shop.placeInput('bob', 'order-b1'), await shop.placeInput('bob', 'order-b2')]
      const replies = await race(scheduler, inputs.map((input, index) => () => shop.call('bob', { procedure: 'order.place', input }, shop.worker(raced(scheduler, `order ${index}`))))) as Reply[]
      expect(replies.map(reply => reply.outcome === 'refused' ? reply.refusal : reply.outcome).sort()).toEqual(['flash_already_held', 'ok'])
      expect(alwaysBroken(shop)).toEqual([])
    }), { numRuns: 300 })
  })

  const WRONG: readonly [string, Partial<Extract<RuleInput, { kind: 'flash_price' }>>][] = [
    ['limit', { prices: [{ skuId: 'orange-5', priceFen: 1990, limit: { pieces: 3, perOrder: 1 } }] }],
    ['limit', { id: 'other', prices: [{ skuId: 'orange-5', priceFen: 1990, limit: { pieces: 3, perOrder: 4 } }] }],
    ['limit', { id: 'other', prices: [{ skuId: 'orange-5', priceFen: 1990, limit: { pieces: 0, perOrder: 0 } }] }],
    ['prices', { id: 'other', prices: [{ skuId: 'pear', priceFen: 1990 }] }],
    ['prices', { id: 'other', prices: [] }],
    ['scope', { id: 'other', scope: { kind: 'product', productId: 'pear' } }],
    ['endsAt', { id: 'other', endsAt: T0 }],
  ]
  it.each(WRONG)('X1, S25: names the wrong field: %s', async (field, over) => {
    const shop = new TestShop()
    await manage(shop, 'rules.save', { rule: aFlash() })
    const before = shop.database.digest()
    expect(await shop.admin('merchant', { procedure: 'rules.save', input: { rule: aFlash(over) } })).toMatchObject({ refusal: 'rule_invalid', detail: { ruleId: over.id ?? 'noon', field } })
    expect(shop.database.digest()).toBe(before)
  })

  it('X1: an edit that leaves the limit alone keeps what is sold', async () => {
    const shop = await flashShop(2)
    await shop.place('bob', 'order-bob')
    await manage(shop, 'rules.save', { rule: aFlash({ startsAt: T0, endsAt: T0 + 3 * HOUR_MS }) })
    expect(pool(shop)).toMatchObject({ available: 1, held: 1 })
    expect(shop.database.one('orders', 'order-bob')?.lines[0]?.discounts).toMatchObject([{ ruleId: 'noon', version: 1 }])
  })
})
