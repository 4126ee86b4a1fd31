import { describe, expect, it } from 'vitest'
import type { Effect } from '../../cloudfunctions/domain/effect/effect'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../cloudfunctions/domain/kernel/instant'
import { completeOrder } from '../../cloudfunctions/usecases/order/receive-order'
import { recordPayment } from '../../cloudfunctions/usecases/payments/record-payment'
import { RETENTION } from '../../cloudfunctions/domain/shop/retention'
import { recordRefund } from '../../cloudfunctions/usecases/payments/record-refund'
import { sweep, type SweepReport } from '../../cloudfunctions/usecases/sweeps/sweep'
import { aliceEarns, leaderShop, TRANSFER } from '../support/commission'
import { aGoodsShop, buys, imports, receives, someCodes, WISHES } from '../support/goods'
import { type Act, stopAtEveryCall } from '../support/nth-call'
import { dyingWhen, leavesTo } from '../support/nth-sweep'
import { settlementShop, TO_TEN } from '../support/settlement'
import { TestShop } from '../support/shop'
import { farmOrder, farmShop } from '../support/splits'
import { aWalletShop, completes, paysTopUp, topsUp } from '../support/wallet'

type Stands = () => Promise<TestShop>

async function grouped(size = 2): Promise<TestShop> {
  const shop = new TestShop({ pieces: 10, activity: { size } })
  const groupId = await shop.opensGroup('alice', 'order-alice')
  await shop.place('bob', 'order-bob', { kind: 'join', groupId })
  await shop.askToPay('bob', 'order-bob')
  return shop
}

const pays = (shop: TestShop, orderId: string) => (worker: Parameters<typeof recordPayment>[0]) => recordPayment(worker, shop.pay.force(orderId))

async function bought(shop = new TestShop({ pieces: 10 }), wish = {}): Promise<TestShop> {
  await shop.place('alice', 'order-alice', wish)
  await shop.askToPay('alice', 'order-alice')
  return shop
}

/** For each part of the sweep, a shop in which it has something to do. */
const PARTS: Readonly<Record<keyof SweepReport, Stands>> = {
  abandoned: async () => {
    const shop = await grouped(3)
    const input = await shop.placeInput('carol', 'order-carol', { kind: 'join', groupId: 'g-order-alice' })
    const dying = dyingWhen(() => shop.database.one('groups', 'g-order-alice')?.seats.carol !== undefined)
    await shop.call('carol', { procedure: 'order.place', input }, shop.worker(dying))
    expect(dying.died()).toBe(true)
    shop.now += MINUTE_MS
    return shop
  },
  asked: async () => {
    const shop = await grouped()
    shop.pay.force('order-bob')
    shop.now += MINUTE_MS
    return shop
  },
  expired: async () => {
    const shop = await grouped(3)
    shop.now += 10 * MINUTE_MS
    return shop
  },
  topUps: async () => {
    const shop = aWalletShop()
    await paysTopUp(shop, 'bob', 10_000)
    shop.now += 15 * MINUTE_MS
    return shop
  },
  failed: async () => {
    const shop = await grouped(3)
    await pays(shop, 'order-bob')(shop.worker())
    await shop.passes(MINUTE_MS)
    shop.now += HOUR_MS
    return shop
  },
  tidied: async () => {
    const shop = new TestShop({ pieces: 10 })
    const input = await shop.placeInput('alice', 'order-alice')
    const inFlight = (): boolean => shop.database.one('orders', 'order-alice')?.state === 'placed' && Object.keys(shop.database.one('stocks', 'orange-5')?.inflight ?? {}).length > 0
    const dying = dyingWhen(inFlight)
    await shop.call('alice', { procedure: 'order.place', input }, shop.worker(dying))
    expect(dying.died()).toBe(true)
    shop.now += 3 * MINUTE_MS
    return shop
  },
  finished: async () => {
    const shop = await bought()
    await pays(shop, 'order-alice')(shop.worker())
    await shop.passes(MINUTE_MS)
    await shop.asMerchant('order.ship', { orderId: 'order-alice', supplierId: '', company: 'SF', trackingNo: 'SF1234567' })
    await shop.passes(5 * MINUTE_MS)
    // The days in between are closed already.
    for (let day = 0; day < 9; day++) {
      shop.now += DAY_MS
      await shop.passes(10 * MINUTE_MS)
    }
    shop.now += DAY_MS
    return shop
  },
  effects: async () => {
    const shop = await bought()
    return leavesTo(shop, 'settle_order', pays(shop, 'order-alice'))
  },
  forgotten: async () => {
    const shop = aWalletShop()
    await buys(shop, 'bob', 'order-bob', {})
    await completes(shop, 'bob', 'order-bob')
    const order = shop.database.one('orders', 'order-bob')
    if (!order) throw new Error('no order')
    shop.database.put('orders', { ...order, personalSince: shop.now - RETENTION.orderDays * DAY_MS })
    shop.now += HOUR_MS - (shop.now % HOUR_MS) + 7 * MINUTE_MS
    return shop
  },
  daysClosed: async () => {
    const shop = settlementShop()
    await shop.place('alice', 'order-alice')
    await shop.pays('alice', 'order-alice')
    await shop.passes(5 * MINUTE_MS)
    shop.now += TO_TEN
    return shop
  },
}

/** For each effect, a shop in which it is promised and due, and whoever promised it is dead. */
const EFFECTS: Readonly<Record<Effect['kind'], Stands>> = {
  settle_order: PARTS.effects,
  release_order: async () => {
    const shop = await grouped(3)
    return leavesTo(shop, 'release_order', worker => shop.call('bob', { procedure: 'order.cancel', input: { orderId: 'order-bob' } }, worker))
  },
  revive_order: async () => {
    const shop = await grouped(3)
    await shop.value('bob', 'order.cancel', { orderId: 'order-bob' })
    return leavesTo(shop, 'revive_order', pays(shop, 'order-bob'))
  },
  settle_group: async () => {
    const shop = await grouped()
    return leavesTo(shop, 'settle_group', pays(shop, 'order-bob'))
  },
  send_refund: async () => {
    const shop = await PARTS.failed()
    return leavesTo(shop, 'send_refund', () => Promise.resolve())
  },
  pay_split: async () => {
    const shop = farmShop()
    await farmOrder(shop)
    return leavesTo(shop, 'pay_split', worker => completeOrder(worker, 'order-alice'))
  },
  upload_shipping: async () => {
    const shop = await bought()
    await pays(shop, 'order-alice')(shop.worker())
    await shop.passes(MINUTE_MS)
    return leavesTo(shop, 'upload_shipping', worker => shop.admin('merchant', { procedure: 'order.ship', input: { orderId: 'order-alice', supplierId: '', company: 'SF', trackingNo: 'SF1234567' } }, worker))
  },
  correct_shipping: async () => {
    const shop = await bought()
    await pays(shop, 'order-alice')(shop.worker())
    await shop.passes(MINUTE_MS)
    const parcel = { orderId: 'order-alice', supplierId: '', company: 'SF' }
    await shop.asMerchant('order.ship', { ...parcel, trackingNo: 'SF1234567' })
    await shop.passes(5 * MINUTE_MS)
    return leavesTo(shop, 'correct_shipping', worker => shop.admin('merchant', { procedure: 'order.correctParcel', input: { ...parcel, trackingNo: 'SF7654321', requestId: 'correct-1' } }, worker))
  },
  deliver_codes: async () => {
    const shop = await bought(await cards(), WISHES.card)
    return leavesTo(shop, 'deliver_codes', pays(shop, 'order-alice'))
  },
  issue_vouchers: async () => {
    const shop = await bought(aGoodsShop(), WISHES.spa)
    return leavesTo(shop, 'issue_vouchers', pays(shop, 'order-alice'))
  },
  send_transfer: async () => {
    const shop = leaderShop()
    await aliceEarns(shop)
    await shop.value('alice', 'commission.withdraw', { transferId: TRANSFER, amountFen: 100, name: null })
    shop.pay.money.confirmTransfer(TRANSFER)
    return leavesTo(shop, 'send_transfer', () => Promise.resolve())
  },
  erase_member: async () => {
    const shop = new TestShop()
    await shop.place('bob', 'order-bob')
    await shop.value('bob', 'order.cancel', { orderId: 'order-bob' })
    await shop.passes(MINUTE_MS)
    return leavesTo(shop, 'erase_member', worker => shop.call('bob', { procedure: 'me.delete', input: { confirmed: true } }, worker))
  },
  restock_return: async () => {
    const shop = new TestShop()
    await buys(shop, 'alice', 'order-alice', {})
    await shop.passes(MINUTE_MS)
    await receives(shop, 'alice', 'order-alice')
    const { returnId } = await shop.value<{ returnId: string }>('alice', 'return.request', { orderId: 'order-alice', lines: [{ skuId: 'orange-5', quantity: 1 }], reason: '坏了' })
    return leavesTo(shop, 'restock_return', worker => shop.admin('merchant', { procedure: 'return.approve', input: { returnId, restock: true } }, worker))
  },
  send_message: async () => {
    const shop = await grouped()
    await shop.value('bob', 'message.allow', { keys: ['group_formed'] })
    return leavesTo(shop, 'send_message', pays(shop, 'order-bob'))
  },
}

async function cards(): Promise<TestShop> {
  const shop = aGoodsShop()
  await imports(shop, someCodes(2))
  return shop
}

/** What WeChat tells of, again and again until it is taken. */
const TOLD: Readonly<Record<'payment' | 'payment_that_forms_a_group' | 'payment_in_part' | 'top_up' | 'refund', { readonly stands: Stands; readonly told: (shop: TestShop) => Act['run'] }>> = {
  payment: { stands: () => bought(), told: tellsOfPayment('order-alice') },
  payment_that_forms_a_group: { stands: () => grouped(), told: tellsOfPayment('order-bob') },
  payment_in_part: {
    stands: async () => {
      const shop = aWalletShop()
      await topsUp(shop, 'alice', 1000)
      return bought(shop, { useBalance: true })
    },
    told: tellsOfPayment('order-alice'),
  },
  top_up: {
    stands: async () => {
      const shop = aWalletShop()
      await paysTopUp(shop, 'bob', 10_000)
      return shop
    },
    told: (shop) => {
      const [facts] = [...shop.pay.orders.values()].flatMap(order => order.facts ?? [])
      if (!facts) throw new Error('nothing was paid')
      return (_shop, worker) => recordPayment(worker, facts)
    },
  },
  refund: {
    stands: async () => {
      const shop = await PARTS.failed()
      shop.pay.refundOutcome = 'processing'
      await shop.passes(2 * MINUTE_MS)
      const [refund] = shop.database.all('refunds')
      if (refund?.state !== 'processing') throw new Error(`the refund is ${refund?.state}`)
      for (const { id } of shop.database.all('refunds')) shop.pay.endRefund(id, 'succeeded')
      return shop
    },
    told: (shop) => {
      const [facts] = [...shop.pay.refunds.values()]
      if (!facts) throw new Error('nothing was refunded')
      return (_shop, worker) => recordRefund(worker, facts)
    },
  },
}

function tellsOfPayment(orderId: string) {
  return (shop: TestShop): Act['run'] => {
    const facts = shop.pay.force(orderId)
    return (_shop, worker) => recordPayment(worker, facts)
  }
}

async function survives(act: Omit<Act, 'shop'>, base: TestShop): Promise<void> {
  const { broken, calls, states } = await stopAtEveryCall({ ...act, shop: () => Promise.resolve(base.fork()) })
  expect(broken.slice(0, 8)).toEqual([])
  expect(calls).toBeGreaterThan(5)
  expect(states).toBeGreaterThan(1)
}

describe('L4: the sweep may be stopped at any of its calls, and the next ones bring it to the same end', { timeout: 60_000 }, () => {
  it.each(Object.entries(PARTS))('in its part %s', async (part, stands) => {
    const base = await stands()
    expect((await sweep(base.fork().worker()))[part as keyof SweepReport], 'it has nothing to do').toBeGreaterThan(0)
    await survives({ run: (_shop, worker) => sweep(worker), again: 'gives_up' }, base)
  })

  it.each(Object.entries(EFFECTS))('in the effect %s', async (kind, stands) => {
    const base = await stands()
    const waiting = (shop: TestShop): boolean => shop.database.all('outbox').some(row => row.effect.kind === kind && row.dueAt <= shop.now)
    expect(waiting(base), 'it is not due').toBe(true)
    await survives({ run: (_shop, worker) => sweep(worker), again: 'gives_up' }, base)
  })
})

describe('I11, L2: whoever takes WeChat\'s word may be stopped at any call, and it counts once', { timeout: 60_000 }, () => {
  it.each(Object.entries(TOLD))('of a %s', async (_kind, { stands, told }) => {
    const base = await stands()
    const run = told(base)
    await survives({ run, again: 'asks_again' }, base)
  })
})
