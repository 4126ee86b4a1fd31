import { describe, expect, it } from 'vitest'
import { MINUTE_MS } from '../../../cloudfunctions/domain/kernel/instant'
import { recordPayment } from '../../../cloudfunctions/usecases/payments/record-payment'
import { sweep } from '../../../cloudfunctions/usecases/sweeps/sweep'
import { Crashed } from '../../support/crash'
import { aGoodsShop, receives } from '../../support/goods'
import { alwaysBroken, leftUndone } from '../../support/invariants'
import type { TestShop } from '../../support/shop'

/** An order whose sale is marked on it, while the pieces still wait in the counters: the worker lost the call that would have moved them. */
async function anUnsettledSale(): Promise<TestShop> {
  const shop = aGoodsShop()
  await shop.place('alice', 'order-alice')
  await shop.askToPay('alice', 'order-alice')
  await recordPayment(shop.worker(), shop.pay.force('order-alice'), { settle: false })
  let moves = 0
  const losing = shop.worker({ before: (call) => {
    if (call === 'update stocks' && ++moves === 2) throw new Crashed('the letting-go')
  } })
  await shop.value('alice', 'order.sync', { orderId: 'order-alice' }, losing).catch(() => undefined)
  shop.now += 10_000
  await shop.value('alice', 'order.sync', { orderId: 'order-alice' })
  expect((await shop.order('alice', 'order-alice')).state).toBe('preparing')
  expect(Object.keys(shop.database.one('stocks', 'orange-5')?.inflight ?? {})).toEqual(['order-alice'])
  return shop
}

describe('a sale whose pieces still wait in the counters', () => {
  it('S88, I4: is finished before its pieces are put on sale again, so that no counter falls below zero', async () => {
    const shop = await anUnsettledSale()
    await receives(shop, 'alice', 'order-alice')
    await shop.value('alice', 'return.request', { orderId: 'order-alice', lines: [{ skuId: 'orange-5', quantity: 1 }], reason: '不合适' })
    await shop.asMerchant('return.approve', { returnId: 'order-alice-R1', restock: true })
    expect(shop.database.one('stocks', 'orange-5')).toMatchObject({ available: shop.pieces, held: 0, sold: 0, inflight: {} })
    expect(alwaysBroken(shop)).toEqual([])
  })

  it('I4, L4: is finished by the next sweeps, however often the goods are bought meanwhile', async () => {
    const shop = await anUnsettledSale()
    for (let minute = 1; minute <= 4; minute += 1) {
      shop.now += MINUTE_MS
      await shop.place('bob', `order-bob-${minute}`)
      await shop.value('bob', 'order.cancel', { orderId: `order-bob-${minute}` })
      await sweep(shop.worker())
    }
    expect(shop.database.one('stocks', 'orange-5')).toMatchObject({ available: shop.pieces - 1, held: 0, sold: 1, inflight: {} })
    expect(leftUndone(shop)).toEqual([])
  })
})
