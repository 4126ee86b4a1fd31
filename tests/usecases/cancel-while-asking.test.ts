import { expect, it } from 'vitest'
import { MINUTE_MS } from '../../cloudfunctions/domain/kernel/instant'
import type { Hooks } from '../support/memory-store'
import { TestShop } from '../support/shop'

/** A worker whose request for the payment stays on the way to WeChat until it is let go. */
function slowToAsk(): { hooks: Hooks; onItsWay: Promise<void>; arrives: () => void } {
  let arrives = (): void => undefined
  const held = new Promise<void>(resolve => arrives = resolve)
  let left = (): void => undefined
  const onItsWay = new Promise<void>(resolve => left = resolve)
  const before: Hooks['before'] = (call) => {
    if (call !== 'pay.create') return
    left()
    return held
  }
  return { hooks: { before }, onItsWay, arrives: () => arrives() }
}

const cancels = (shop: TestShop): Promise<unknown> => shop.call('alice', { procedure: 'order.cancel', input: { orderId: 'order-alice' } })

it('L2: an order that WeChat does not know yet is not cancelled while a request for its payment may be on its way', async () => {
  const shop = new TestShop()
  await shop.place('alice', 'order-alice')
  const slow = slowToAsk()
  const asking = shop.call('alice', { procedure: 'order.pay', input: { orderId: 'order-alice' } }, shop.worker(slow.hooks))
  await slow.onItsWay
  expect(await cancels(shop)).toMatchObject({ outcome: 'refused', refusal: 'payment_unavailable' })
  slow.arrives()
  await asking
  expect(await cancels(shop)).toMatchObject({ outcome: 'ok' })
  expect(shop.pay.pay('order-alice')).toBeUndefined()
})

it('L2: nor when it was asked for before and that request came to nothing', async () => {
  const shop = new TestShop()
  await shop.place('alice', 'order-alice')
  shop.pay.down = true
  await shop.call('alice', { procedure: 'order.pay', input: { orderId: 'order-alice' } })
  shop.pay.down = false
  shop.now += 2 * MINUTE_MS
  const slow = slowToAsk()
  const asking = shop.call('alice', { procedure: 'order.pay', input: { orderId: 'order-alice' } }, shop.worker(slow.hooks))
  await slow.onItsWay
  expect(await cancels(shop)).toMatchObject({ outcome: 'refused', refusal: 'payment_unavailable' })
  slow.arrives()
  await asking
})

it('an order that WeChat never heard of is cancelled a minute after the last request', async () => {
  const shop = new TestShop()
  await shop.place('alice', 'order-alice')
  shop.pay.down = true
  await shop.call('alice', { procedure: 'order.pay', input: { orderId: 'order-alice' } })
  shop.pay.down = false
  shop.now += MINUTE_MS
  expect(await cancels(shop)).toMatchObject({ outcome: 'ok' })
})
