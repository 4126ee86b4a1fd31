import { describe, expect, it } from 'vitest'
import { HOUR_MS, MINUTE_MS } from '../../cloudfunctions/domain/kernel/instant'
import type { SizeLadderRule } from '../../cloudfunctions/domain/pricing/rules/size-ladder'
import { NO_SETUP } from '../../cloudfunctions/domain/shop/setup'
import { closeUnpaid } from '../../cloudfunctions/usecases/order/close-unpaid'
import { recordPayment } from '../../cloudfunctions/usecases/payments/record-payment'
import { sweep } from '../../cloudfunctions/usecases/sweeps/sweep'
import { settleOrder } from '../../cloudfunctions/usecases/effects/settle-order'
import { settleGroup } from '../../cloudfunctions/usecases/effects/settle-group'
import { dyingAt } from '../support/crash'
import { crashAnywhere, dyingAfter, type Scenario } from '../support/crash-anywhere'
import { exchangeForCoupon } from '../../cloudfunctions/usecases/coupon/claim-coupon'
import { aFlash, aTemplate, claims, manage } from '../support/merchant'
import { givePoints } from '../support/wallet'
import { joins, ladderShop, orderOf, person, TABLE } from '../support/ladder'
import { TestShop } from '../support/shop'
import { cartOf, ships, withSuppliers } from '../support/suppliers'

/** A scenario of a shop that needs only so much said about it. */
interface Small extends Omit<Scenario, 'shop'> {
  readonly pieces?: number
  readonly size?: number
  /** Groups follow a size ladder and form with two. */
  readonly ladder?: boolean
}

const SCENARIOS: Readonly<Record<string, Small>> = {
  'order.place alone': { set: async (shop) => {
    const input = await shop.placeInput('alice', 'order-alice')
    return worker => shop.call('alice', { procedure: 'order.place', input }, worker)
  } },
  'order.place of a cart of two': { set: async (shop) => {
    const input = await shop.placeInput('alice', 'order-alice', { lines: CART })
    return worker => shop.call('alice', { procedure: 'order.place', input }, worker)
  } },
  'order.place of a cart whose second goods are sold out': { pieces: 1, set: async (shop) => {
    const input = await shop.placeInput('alice', 'order-alice', { lines: CART })
    await shop.place('carol', 'order-carol', { skuId: 'orange-10' })
    return worker => shop.call('alice', { procedure: 'order.place', input }, worker)
  } },
  'the sweep of a cart left half-placed': { set: async (shop) => {
    const input = await shop.placeInput('alice', 'order-alice', { lines: CART })
    // Dies with the first line held and the second in flight.
    const died = dyingAt({ call: 9, effect: 'after', fatal: true })
    await shop.call('alice', { procedure: 'order.place', input }, shop.worker(died))
    expect(shop.database.one('orders', 'order-alice')).toMatchObject({ state: 'placing', stock: { 'orange-5': { state: 'held' }, 'orange-10': { state: 'none' } } })
    expect(shop.database.one('stocks', 'orange-10')?.inflight).toHaveProperty('order-alice')
    shop.now += MINUTE_MS
    return worker => sweep(worker)
  } },
  'recordPayment of a cart of two': { set: async (shop) => {
    await shop.place('alice', 'order-alice', { lines: CART })
    await shop.askToPay('alice', 'order-alice')
    const facts = shop.pay.force('order-alice')
    return worker => recordPayment(worker, facts)
  } },
  'order.place opening a group': { set: async (shop) => {
    const input = await shop.placeInput('alice', 'order-alice', { kind: 'open' })
    return worker => shop.call('alice', { procedure: 'order.place', input }, worker)
  } },
  'order.place joining a group': { set: async (shop) => {
    const input = await shop.placeInput('bob', 'order-bob', { kind: 'join', groupId: await shop.opensGroup('alice', 'order-alice') })
    return worker => shop.call('bob', { procedure: 'order.place', input }, worker)
  } },
  'order.place that finds the goods sold out, its seat already taken': {
    pieces: 2,
    size: 3,
    set: async (shop) => {
      const input = await shop.placeInput('bob', 'order-bob', { kind: 'join', groupId: await shop.opensGroup('alice', 'order-alice') })
      await shop.place('carol', 'order-carol')
      return worker => shop.call('bob', { procedure: 'order.place', input }, worker)
    },
  },
  'coupon.claim': { set: async (shop) => {
    await manage(shop, 'coupon.save', aTemplate({ quota: 1 }))
    return worker => shop.call('bob', { procedure: 'coupon.claim', input: { templateId: 'five' } }, worker)
  } },
  'a claim for points': { set: async (shop) => {
    await manage(shop, 'coupon.save', aTemplate({ quota: 1, costPoints: 100 }))
    givePoints(shop, 'bob', 100)
    return worker => exchangeForCoupon(worker, 'bob', 'five', 'request-1')
  } },
  'the sweep of a claim left half-way': { set: async (shop) => {
    await manage(shop, 'coupon.save', aTemplate())
    const died = dyingAt({ call: 6, effect: 'after', fatal: true })
    await shop.call('bob', { procedure: 'coupon.claim', input: { templateId: 'five' } }, shop.worker(died))
    expect(Object.keys(shop.database.one('coupon_templates', 'five')?.inflight ?? {})).toHaveLength(1)
    shop.now += 3 * MINUTE_MS
    return worker => sweep(worker)
  } },
  'order.place with a coupon': { set: async (shop) => {
    await manage(shop, 'coupon.save', aTemplate())
    const input = await shop.placeInput('bob', 'order-bob', { couponIds: [await claims(shop, 'bob')] })
    return worker => shop.call('bob', { procedure: 'order.place', input }, worker)
  } },
  'order.place at a limited flash price': { set: async (shop) => {
    await manage(shop, 'rules.save', { rule: aFlash() })
    const input = await shop.placeInput('bob', 'order-bob')
    return worker => shop.call('bob', { procedure: 'order.place', input }, worker)
  } },
  'order.place that finds the flash price sold out, the goods already kept': { set: async (shop) => {
    await manage(shop, 'rules.save', { rule: aFlash({ prices: [{ skuId: 'orange-5', priceFen: 1990, limit: { pieces: 1, perOrder: 1 } }] }) })
    const input = await shop.placeInput('bob', 'order-bob')
    await shop.place('carol', 'order-carol')
    return worker => shop.call('bob', { procedure: 'order.place', input }, worker)
  } },
  'recordPayment of an order with a coupon at a limited flash price': { set: async (shop) => {
    await manage(shop, 'rules.save', { rule: aFlash() })
    await manage(shop, 'coupon.save', aTemplate())
    await shop.place('bob', 'order-bob', { couponIds: [await claims(shop, 'bob')] })
    await shop.askToPay('bob', 'order-bob')
    const facts = shop.pay.force('order-bob')
    return worker => recordPayment(worker, facts)
  } },
  'the sweep of an order left half-placed': { set: async (shop) => {
    const input = await shop.placeInput('bob', 'order-bob', { kind: 'join', groupId: await shop.opensGroup('alice', 'order-alice') })
    const died = dyingAt({ call: 7, effect: 'after', fatal: true })
    await shop.call('bob', { procedure: 'order.place', input }, shop.worker(died))
    expect(shop.database.one('orders', 'order-bob')?.state).toBe('placing')
    shop.now += MINUTE_MS
    return worker => sweep(worker)
  } },
  'recordPayment alone': { set: async (shop) => {
    await shop.place('alice', 'order-alice')
    await shop.askToPay('alice', 'order-alice')
    const facts = shop.pay.force('order-alice')
    return worker => recordPayment(worker, facts)
  } },
  'recordPayment that forms the group': { set: async (shop) => {
    await shop.place('bob', 'order-bob', { kind: 'join', groupId: await shop.opensGroup('alice', 'order-alice') })
    await shop.askToPay('bob', 'order-bob')
    const facts = shop.pay.force('order-bob')
    return worker => recordPayment(worker, facts)
  } },
  'recordPayment for an order that was closed meanwhile': { repeated: true, set: async (shop) => {
    await shop.place('bob', 'order-bob', { kind: 'join', groupId: await shop.opensGroup('alice', 'order-alice') })
    await shop.askToPay('bob', 'order-bob')
    await shop.value('bob', 'order.cancel', { orderId: 'order-bob' })
    const facts = shop.pay.force('order-bob')
    return worker => recordPayment(worker, facts)
  } },
  'recordPayment for a closed order whose goods are gone': { repeated: true, pieces: 2, size: 3, set: async (shop) => {
    await shop.place('bob', 'order-bob', { kind: 'join', groupId: await shop.opensGroup('alice', 'order-alice') })
    await shop.askToPay('bob', 'order-bob')
    await shop.value('bob', 'order.cancel', { orderId: 'order-bob' })
    await shop.place('carol', 'order-carol')
    await shop.pays('carol', 'order-carol')
    const facts = shop.pay.force('order-bob')
    return worker => recordPayment(worker, facts)
  } },
  'recordPayment after the group is over': { set: async (shop) => {
    await shop.place('bob', 'order-bob', { kind: 'join', groupId: await shop.opensGroup('alice', 'order-alice') })
    await shop.askToPay('bob', 'order-bob')
    shop.now += HOUR_MS
    const facts = shop.pay.force('order-bob')
    return worker => recordPayment(worker, facts)
  } },
  'closeUnpaid': { set: async (shop) => {
    await shop.place('bob', 'order-bob', { kind: 'join', groupId: await shop.opensGroup('alice', 'order-alice') })
    await shop.askToPay('bob', 'order-bob')
    const order = shop.database.one('orders', 'order-bob')
    if (!order) throw new Error('no order')
    return worker => closeUnpaid(worker, order, 'cancelled')
  } },
  'closeUnpaid of an order that was paid at the last moment': { set: async (shop) => {
    await shop.place('bob', 'order-bob', { kind: 'join', groupId: await shop.opensGroup('alice', 'order-alice') })
    await shop.askToPay('bob', 'order-bob')
    shop.pay.force('order-bob')
    const order = shop.database.one('orders', 'order-bob')
    if (!order) throw new Error('no order')
    return worker => closeUnpaid(worker, order, 'expired')
  } },
  'settleGroup of a failed group': { size: 3, set: async (shop) => {
    const groupId = await shop.opensGroup('alice', 'order-alice')
    await shop.place('bob', 'order-bob', { kind: 'join', groupId })
    await shop.pays('bob', 'order-bob')
    shop.now += HOUR_MS
    await sweep(shop.worker(dyingAfter('commit'))).catch(() => undefined)
    expect(shop.database.one('groups', groupId)?.state).toBe('failed')
    return worker => settleGroup(worker, groupId)
  } },
  'order.sync of a payment told of before, which forms the group': { set: async (shop) => {
    const groupId = await shop.opensGroup('alice', 'order-alice')
    await shop.place('bob', 'order-bob', { kind: 'join', groupId })
    await shop.askToPay('bob', 'order-bob')
    await recordPayment(shop.worker(), shop.pay.force('order-bob'), { settle: false })
    return worker => shop.call('bob', { procedure: 'order.sync', input: { orderId: 'order-bob' } }, worker)
  } },
  'the sweep that ends a group whose last payment nobody has settled': { set: async (shop) => {
    const groupId = await shop.opensGroup('alice', 'order-alice')
    await shop.place('bob', 'order-bob', { kind: 'join', groupId })
    await shop.askToPay('bob', 'order-bob')
    await recordPayment(shop.worker(), shop.pay.force('order-bob'), { settle: false })
    shop.now += HOUR_MS
    return worker => sweep(worker)
  } },
  'settleGroup of a formed group': { set: async (shop) => {
    const groupId = await shop.opensGroup('alice', 'order-alice')
    await shop.place('bob', 'order-bob', { kind: 'join', groupId })
    await shop.askToPay('bob', 'order-bob')
    await recordPayment(shop.worker(), shop.pay.force('order-bob'), { settle: false })
    await settleOrder(shop.worker(dyingAfter('commit')), 'order-bob').catch(() => undefined)
    expect(shop.database.one('groups', groupId)?.state).toBe('formed')
    return worker => settleGroup(worker, groupId)
  } },
  'settleGroup of a ladder group that closed on a better rung': { ladder: true, size: 4, set: async (shop) => {
    const groupId = await shop.opensGroup(person(1), orderOf(1))
    await joins(shop, groupId, 2, 3, 'all_place_first')
    shop.now += HOUR_MS
    await sweep(shop.worker(dyingAfter('commit'))).catch(() => undefined)
    expect(shop.database.one('groups', groupId)).toMatchObject({ state: 'formed', paid: 3 })
    return worker => settleGroup(worker, groupId)
  } },
  'group.complete': { size: 4, set: async (shop) => {
    shop.database.put('shop_setup', { ...NO_SETUP, switches: { ...NO_SETUP.switches, simulatedCompletion: true } })
    const groupId = await shop.opensGroup('alice', 'order-alice')
    await shop.place('bob', 'order-bob', { kind: 'join', groupId })
    await shop.pays('bob', 'order-bob')
    await shop.place('carol', 'order-carol', { kind: 'join', groupId })
    return worker => shop.admin('merchant', { procedure: 'group.complete', input: { groupId, requestId: 'request-1' } }, worker)
  } },
  'order.ship of the last of two parcels': { set: async (shop) => {
    withSuppliers(shop)
    await shop.place('alice', 'order-alice', cartOf('orange', 'peach'))
    await shop.pays('alice', 'order-alice')
    await ships(shop, 'order-alice', 'farm')
    return worker => shop.admin('merchant', { procedure: 'order.ship', input: { orderId: 'order-alice', supplierId: '', company: 'YTO', trackingNo: 'NO1234567' } }, worker)
  } },
  'supplier.ship of the first of two parcels': { set: async (shop) => {
    withSuppliers(shop)
    await shop.place('alice', 'order-alice', cartOf('peach', 'rice'))
    await shop.pays('alice', 'order-alice')
    return worker => shop.admin('farmer', { procedure: 'supplier.ship', input: { orderId: 'order-alice', company: 'YTO', trackingNo: 'NO1234567' } }, worker)
  } },
  'the sweep that fails a group and sends the refunds': { size: 3, set: async (shop) => {
    await shop.opensGroup('alice', 'order-alice')
    shop.now += HOUR_MS
    return worker => sweep(worker)
  } },
}

const CART = [{ productId: 'orange', skuId: 'orange-5', quantity: 1 }, { productId: 'orange', skuId: 'orange-10', quantity: 1 }]

/** Three people are enough for a better price. */
const SHORT_LADDER: SizeLadderRule = { ...TABLE, ladder: { by: 'table', rungs: [{ people: 3, payPercent: 80 }] } }

const shopOf = ({ ladder, pieces = 10, size = 2 }: Small): TestShop => ladder ? ladderShop([SHORT_LADDER], { size }) : new TestShop({ pieces, activity: { size } })

describe('a worker may die or lose an answer at any of its calls, before or after the effect, and the sweeps bring everything to an end', () => {
  for (const [name, scenario] of Object.entries(SCENARIOS)) {
    it(`L4, I4, I5, I2: ${name}`, async () => {
      const { found, points } = await crashAnywhere({ ...scenario, shop: () => shopOf(scenario) })
      expect(found).toEqual([])
      expect(points).toBeGreaterThan(16)
    }, 60_000)
  }
})
