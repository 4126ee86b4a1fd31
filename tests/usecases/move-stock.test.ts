import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../cloudfunctions/domain/kernel/instant'
import type { OrderState } from '../../cloudfunctions/domain/order/order'
import type { StockMove } from '../../cloudfunctions/domain/stock/stock'
import { moveStock } from '../../cloudfunctions/usecases/stock/move-stock'
import { sweep } from '../../cloudfunctions/usecases/sweeps/sweep'
import { aLine, anOrder } from '../support/builders'
import { alwaysBroken } from '../support/invariants'
import { race, raced } from '../support/race'
import { TestShop } from '../support/shop'

const SKU = 'orange-5'

/** An order alone, so that nothing but stock is at stake. */
function put(shop: TestShop, id: string, state: OrderState, stock: 'none' | 'held' | 'sold', quantity = 1): void {
  const base = anOrder({
    id, openid: id, kind: 'alone', state, lines: [aLine({ quantity })], stock: { [SKU]: { state: stock, quantity, seq: stock === 'none' ? 0 : stock === 'held' ? 1 : 2 } },
    workUntil: shop.now + DAY_MS, leaseUntil: shop.now + DAY_MS,
  })
  shop.database.put('orders', { ...base, groupId: undefined, activityId: undefined } as typeof base)
  if (stock === 'none') return
  const counters = shop.database.one('stocks', SKU)
  if (!counters) throw new Error('no stock')
  shop.database.put('stocks', { ...counters, available: counters.available - quantity, [stock]: counters[stock] + quantity })
}

/** One worker's attempt at a move, as a use case makes it: the order is read first. */
async function attempt(shop: TestShop, scheduler: fc.Scheduler, worker: string, orderId: string, move: StockMove, stopsAfter?: number): Promise<string> {
  const ports = shop.worker(raced(scheduler, worker, stopsAfter))
  const order = await ports.store.get('orders', orderId)
  return order ? moveStock(ports, order, SKU, move, move === 'hold' ? { state: 'placed' } : {}) : 'not_applicable'
}

/** Orders and counters agree, and nothing is left in flight. */
function unsettled(shop: TestShop): string[] {
  const stock = shop.database.one('stocks', SKU)
  const pieces = (state: string): number => shop.database.all('orders').flatMap(order => order.stock[SKU] ?? []).filter(line => line.state === state).reduce((sum, line) => sum + line.quantity, 0)
  const broken = alwaysBroken(shop)
  if (stock?.held !== pieces('held') || stock.sold !== pieces('sold')) broken.push(`orders hold ${pieces('held')}, bought ${pieces('sold')}: ${JSON.stringify(stock)}`)
  if (Object.keys(stock?.inflight ?? {}).length > 0) broken.push(`in flight: ${JSON.stringify(stock?.inflight)}`)
  return broken
}

describe('moveStock among many', () => {
  it('I4: many orders want few pieces: exactly as many get them as there are, the others are sold out', async () => {
    await fc.assert(fc.asyncProperty(fc.scheduler(), fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 2, maxLength: 6 }), async (scheduler, quantities) => {
      const shop = new TestShop({ pieces: 4 })
      quantities.forEach((quantity, index) => put(shop, `order-${index}`, 'placing', 'none', quantity))
      const results = await race(scheduler, quantities.map((_, index) => () => attempt(shop, scheduler, `w${index}`, `order-${index}`, 'hold')))
      const taken = quantities.reduce((sum, quantity, index) => sum + (results[index] === 'moved' ? quantity : 0), 0)
      expect(taken).toBeLessThanOrEqual(4)
      expect(results.every(result => result === 'moved' || result === 'sold_out')).toBe(true)
      expect(shop.database.one('stocks', SKU)).toMatchObject({ available: 4 - taken, held: taken })
      expect(unsettled(shop)).toEqual([])
    }), { numRuns: 300 })
  })

  it('I4: two or three workers make the same move for one order: it happens once', async () => {
    const moves = fc.constantFrom<readonly [StockMove, OrderState, 'none' | 'held' | 'sold']>(
      ['hold', 'placing', 'none'], ['sell', 'grouping', 'held'], ['release', 'closed', 'held'], ['restock', 'closed', 'sold'],
    )
    await fc.assert(fc.asyncProperty(fc.scheduler(), moves, fc.integer({ min: 2, max: 3 }), async (scheduler, [move, state, stock], workers) => {
      const shop = new TestShop({ pieces: 2 })
      put(shop, 'order-a', state, stock)
      const results = await race(scheduler, Array.from({ length: workers }, (_, index) => () => attempt(shop, scheduler, `w${index}`, 'order-a', move)))
      expect(results).toContain('moved')
      expect(unsettled(shop)).toEqual([])
    }), { numRuns: 500 })
  })

  it('I4: a piece given back twice at once is never sold to two others', async () => {
    await fc.assert(fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const shop = new TestShop({ pieces: 1 })
      put(shop, 'order-a', 'closed', 'held')
      put(shop, 'order-b', 'placing', 'none')
      put(shop, 'order-c', 'placing', 'none')
      await race(scheduler, [
        () => attempt(shop, scheduler, 'w0', 'order-a', 'release'),
        () => attempt(shop, scheduler, 'w1', 'order-a', 'release'),
        () => attempt(shop, scheduler, 'w2', 'order-b', 'hold'),
        () => attempt(shop, scheduler, 'w3', 'order-c', 'hold'),
      ])
      expect(unsettled(shop)).toEqual([])
    }), { numRuns: 1000 })
  })

  it('I4: workers stop anywhere, sweeps overlap each other and a second worker: pieces are conserved and nothing stays in flight', async () => {
    const moves = fc.constantFrom<readonly [StockMove, OrderState, 'none' | 'held' | 'sold']>(
      ['hold', 'placing', 'none'], ['sell', 'grouping', 'held'], ['release', 'closed', 'held'], ['restock', 'closed', 'sold'],
    )
    await fc.assert(fc.asyncProperty(fc.scheduler(), moves, fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }), async (scheduler, [move, state, stock], first, second) => {
      const shop = new TestShop({ pieces: 2 })
      put(shop, 'order-a', state, stock)
      await race(scheduler, [() => attempt(shop, scheduler, 'w0', 'order-a', move, first), () => attempt(shop, scheduler, 'w1', 'order-a', move, second)])
      shop.now += 3 * MINUTE_MS
      await race(scheduler, [
        () => attempt(shop, scheduler, 'w2', 'order-a', move),
        () => sweep(shop.worker(raced(scheduler, 's0'))),
        () => sweep(shop.worker(raced(scheduler, 's1'))),
      ])
      shop.now += HOUR_MS
      await sweep(shop.worker())
      expect(unsettled(shop)).toEqual([])
    }), { numRuns: 1000 })
  })

  it('L2: an order that is closed, paid late and closed again while its stock is given back keeps its books', async () => {
    await fc.assert(fc.asyncProperty(fc.scheduler(), fc.integer({ min: 1, max: 6 }), async (scheduler, stops) => {
      const shop = new TestShop({ pieces: 1 })
      put(shop, 'order-a', 'closed', 'held')
      put(shop, 'order-b', 'placing', 'none')
      const turn = async (state: OrderState): Promise<void> => {
        const ports = shop.worker(raced(scheduler, `turn ${state}`))
        await ports.store.update('orders', 'order-a', { set: { state }, inc: { version: 1 } })
      }
      await race(scheduler, [
        () => attempt(shop, scheduler, 'w0', 'order-a', 'release', stops),
        () => attempt(shop, scheduler, 'w1', 'order-b', 'hold'),
        async () => {
          await turn('paid')
          await turn('closed')
          await attempt(shop, scheduler, 'w2', 'order-a', 'release')
        },
      ])
      shop.now += HOUR_MS
      await sweep(shop.worker())
      const order = shop.database.one('orders', 'order-a')
      if (order?.stock[SKU]?.state === 'held') await moveStock(shop.worker(), order, SKU, 'release')
      expect(unsettled(shop)).toEqual([])
    }), { numRuns: 1000 })
  })
})
