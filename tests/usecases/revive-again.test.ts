import { expect, it } from 'vitest'
import { MINUTE_MS } from '../../cloudfunctions/domain/kernel/instant'
import { reviveOrder } from '../../cloudfunctions/usecases/effects/revive-order'
import { recordPayment } from '../../cloudfunctions/usecases/payments/record-payment'
import { takeHold } from '../../cloudfunctions/usecases/member/holds'
import { dyingAfter } from '../support/crash-anywhere'
import { leftUndone } from '../support/invariants'
import { TestShop } from '../support/shop'

it('L1: late money is revived again after a worker that had already taken the hold died', async () => {
  const shop = new TestShop()
  await shop.place('alice', 'order-alice')
  await shop.askToPay('alice', 'order-alice')
  // Dies before anything of the closing is given back: the shopper keeps the hold.
  await shop.call('alice', { procedure: 'order.cancel', input: { orderId: 'order-alice' } }, shop.worker(dyingAfter('commit')))
  expect(shop.database.one('orders', 'order-alice')?.state).toBe('closed')
  const facts = shop.pay.force('order-alice')
  await recordPayment(shop.worker(dyingAfter('commit')), facts).catch(() => undefined)
  const order = shop.database.one('orders', 'order-alice')
  expect(order?.state).toBe('paid')
  if (!order) return
  expect(await takeHold(shop.worker(), order, undefined)).toEqual({ ok: true, value: undefined })
  expect(await takeHold(shop.worker(), order, undefined)).toEqual({ ok: true, value: undefined })
  await reviveOrder(shop.worker(), 'order-alice')
  await shop.passes(5 * MINUTE_MS)
  expect(leftUndone(shop)).toEqual([])
})
