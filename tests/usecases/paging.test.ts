import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { OrderCardView, Page } from '../../cloudfunctions/contract'
import { readCursor } from '../../cloudfunctions/usecases/paging'
import { anOrder, T0 } from '../support/builders'
import { TestShop } from '../support/shop'

async function everyPage(shop: TestShop, openid: string): Promise<string[]> {
  const seen: string[] = []
  for (let cursor: string | null = null, more = true; more;) {
    const page: Page<OrderCardView> = await shop.value(openid, 'order.list', { tab: 'all', cursor })
    seen.push(...page.items.map(item => item.orderId))
    cursor = page.next
    more = cursor !== null
  }
  return seen
}

describe('pages', () => {
  it('show every order once, newest first, also those placed in the same millisecond', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 35 }), async (instants) => {
      const shop = new TestShop()
      const orders = instants.map((later, index) => anOrder({ id: `order-${index}`, placedAt: T0 + later, state: 'preparing' }))
      for (const order of orders) shop.database.put('orders', order)
      const seen = await everyPage(shop, 'bob')
      expect(new Set(seen).size).toBe(seen.length)
      expect(seen.map(id => orders.find(order => order.id === id)?.placedAt)).toEqual(orders.map(order => order.placedAt).sort((a, b) => b - a))
    }), { numRuns: 50 })
  })

  it('I15: show nobody else’s orders, and none that were never placed', async () => {
    const shop = new TestShop()
    shop.database.put('orders', anOrder({ id: 'order-mine' }))
    shop.database.put('orders', anOrder({ id: 'order-theirs', openid: 'carol' }))
    shop.database.put('orders', anOrder({ id: 'order-half', state: 'placing' }))
    shop.database.put('orders', anOrder({ id: 'order-given-up', state: 'closed', closedReason: 'not_placed' }))
    expect(await everyPage(shop, 'bob')).toEqual(['order-mine'])
  })

  it('a cursor that is none begins at the beginning', () => {
    expect(readCursor('1777600000000~order-1')).toEqual({ value: 1777600000000, id: 'order-1' })
    for (const wrong of [null, '', '~', '1~', '~order-1', '1~a b', '1~{"$gt":""}', '1e5~order-1', `${'9'.repeat(17)}~order-1`]) expect(readCursor(wrong)).toBeUndefined()
  })
})
