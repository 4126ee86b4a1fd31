import { describe, expect, it } from 'vitest'
import { HOUR_MS, MINUTE_MS } from '../../cloudfunctions/domain/kernel/instant'
import { settleGroup } from '../../cloudfunctions/usecases/effects/settle-group'
import { closeUnpaid } from '../../cloudfunctions/usecases/order/close-unpaid'
import { recordPayment } from '../../cloudfunctions/usecases/payments/record-payment'
import { sweep } from '../../cloudfunctions/usecases/sweeps/sweep'
import { crashAnywhere, dyingAfter, type Scenario } from '../support/crash-anywhere'
import type { TestShop } from '../support/shop'
import { aWalletShop, fundsIn, givePoints, paysTopUp, topsUp, topUpIdOf } from '../support/wallet'

/** Bob has ¥10, less than an orange costs, so that the rest is WeChat's, and 500 points. ¥100 would bring ¥10 on top and pay for everything. */
async function bobHasSome(shop: TestShop, amountFen = 1000): Promise<void> {
  await topsUp(shop, 'bob', amountFen)
  givePoints(shop, 'bob', 500)
}

const MIXED = { points: 500, useBalance: true } as const

/** After everything: what Bob has again, to the fen and the point. */
function bobHas(balanceFen: number, points: number): (shop: TestShop) => string[] {
  return (shop) => {
    const funds = fundsIn(shop, 'bob')
    return funds.balanceFen === balanceFen && funds.points === points ? [] : [`bob has ${JSON.stringify(funds)}, not ${balanceFen} fen and ${points} points`]
  }
}

function oneOf(...ends: ((shop: TestShop) => string[])[]): (shop: TestShop) => string[] {
  return (shop) => {
    const all = ends.map(end => end(shop))
    return all.some(wrong => wrong.length === 0) ? [] : all.flat()
  }
}

const wallet = (size = 2): (() => TestShop) => () => aWalletShop({ pieces: 10, activity: { size } })

const SCENARIOS: Readonly<Record<string, Scenario>> = {
  'order.place with balance and points': {
    shop: wallet(),
    // Nobody pays: whatever was kept is back when the lease is over.
    end: bobHas(1000, 500),
    set: async (shop) => {
      await bobHasSome(shop)
      const input = await shop.placeInput('bob', 'order-bob', { ...MIXED, kind: 'join', groupId: await shop.opensGroup('alice', 'order-alice') })
      return worker => shop.call('bob', { procedure: 'order.place', input }, worker)
    },
  },
  'order.pay with funds alone': {
    shop: wallet(),
    // Spent for good, or back with the lease, when the worker died before it was saved.
    end: oneOf(bobHas(10_000 + 1000 - 3490, 0), bobHas(11_000, 500)),
    set: async (shop) => {
      await bobHasSome(shop, 10_000)
      await shop.place('bob', 'order-bob', MIXED)
      return worker => shop.call('bob', { procedure: 'order.pay', input: { orderId: 'order-bob' } }, worker)
    },
  },
  'order.pay with funds alone that forms a group': {
    shop: wallet(),
    end: oneOf(bobHas(10_000 + 1000 - 2490, 0), bobHas(11_000, 500)),
    set: async (shop) => {
      await bobHasSome(shop, 10_000)
      await shop.place('bob', 'order-bob', { ...MIXED, kind: 'join', groupId: await shop.opensGroup('alice', 'order-alice') })
      return worker => shop.call('bob', { procedure: 'order.pay', input: { orderId: 'order-bob' } }, worker)
    },
  },
  'recordPayment of a mixed payment': {
    shop: wallet(),
    end: bobHas(0, 0),
    set: async (shop) => {
      await bobHasSome(shop)
      await shop.place('bob', 'order-bob', MIXED)
      await shop.askToPay('bob', 'order-bob')
      const facts = shop.pay.force('order-bob')
      return worker => recordPayment(worker, facts)
    },
  },
  'recordPayment of a mixed payment after the group is over': {
    shop: wallet(),
    repeated: true,
    end: bobHas(1000, 500),
    set: async (shop) => {
      await bobHasSome(shop)
      await shop.place('bob', 'order-bob', { ...MIXED, kind: 'join', groupId: await shop.opensGroup('alice', 'order-alice') })
      await shop.askToPay('bob', 'order-bob')
      shop.now += HOUR_MS
      const facts = shop.pay.force('order-bob')
      return worker => recordPayment(worker, facts)
    },
  },
  'recordPayment for a closed order whose balance and points are still there': {
    shop: wallet(),
    repeated: true,
    end: bobHas(0, 0),
    set: async (shop) => {
      await bobHasSome(shop)
      await shop.place('bob', 'order-bob', MIXED)
      await shop.askToPay('bob', 'order-bob')
      await shop.value('bob', 'order.cancel', { orderId: 'order-bob' })
      const facts = shop.pay.force('order-bob')
      return worker => recordPayment(worker, facts)
    },
  },
  'recordPayment for a closed order of someone who has its balance and points twice over': {
    shop: wallet(),
    repeated: true,
    end: bobHas(1000, 500),
    set: async (shop) => {
      await bobHasSome(shop)
      await shop.place('bob', 'order-bob', MIXED)
      await shop.askToPay('bob', 'order-bob')
      await shop.value('bob', 'order.cancel', { orderId: 'order-bob' })
      await topsUp(shop, 'bob', 1000, 'more')
      givePoints(shop, 'bob', 500)
      const facts = shop.pay.force('order-bob')
      return worker => recordPayment(worker, facts)
    },
  },
  'recordPayment for a closed order whose balance is spent meanwhile': {
    shop: wallet(),
    repeated: true,
    // The other order took the balance; the points stay, and WeChat's part went back through WeChat.
    end: bobHas(0, 500),
    set: async (shop) => {
      await bobHasSome(shop)
      await shop.place('bob', 'order-bob', MIXED)
      await shop.askToPay('bob', 'order-bob')
      await shop.value('bob', 'order.cancel', { orderId: 'order-bob' })
      await shop.place('bob', 'order-other', { useBalance: true })
      await shop.pays('bob', 'order-other')
      const facts = shop.pay.force('order-bob')
      return worker => recordPayment(worker, facts)
    },
  },
  'closeUnpaid of an order with balance and points': {
    shop: wallet(),
    end: bobHas(1000, 500),
    set: async (shop) => {
      await bobHasSome(shop)
      await shop.place('bob', 'order-bob', { ...MIXED, kind: 'join', groupId: await shop.opensGroup('alice', 'order-alice') })
      await shop.askToPay('bob', 'order-bob')
      const order = shop.database.one('orders', 'order-bob')
      if (!order) throw new Error('no order')
      return worker => closeUnpaid(worker, order, 'cancelled')
    },
  },
  'settleGroup of a failed group paid in part by balance and points': {
    shop: wallet(3),
    end: bobHas(1000, 500),
    set: async (shop) => {
      const groupId = await shop.opensGroup('alice', 'order-alice')
      await bobHasSome(shop)
      await shop.place('bob', 'order-bob', { ...MIXED, kind: 'join', groupId })
      await shop.pays('bob', 'order-bob')
      shop.now += HOUR_MS
      await sweep(shop.worker(dyingAfter('commit'))).catch(() => undefined)
      return worker => settleGroup(worker, groupId)
    },
  },
  'the sweep that fails a group paid by balance alone': {
    shop: wallet(3),
    end: bobHas(11_000, 500),
    set: async (shop) => {
      await bobHasSome(shop, 10_000)
      await shop.opensGroup('bob', 'order-bob', MIXED)
      shop.now += HOUR_MS
      return worker => sweep(worker)
    },
  },
  'balance.topUp, then nobody pays': {
    shop: wallet(),
    end: bobHas(0, 0),
    set: async shop => worker => shop.call('bob', { procedure: 'balance.topUp', input: { topUpId: topUpIdOf('bob'), amountFen: 10_000 } }, worker),
  },
  'the notification of a top-up': {
    shop: wallet(),
    repeated: true,
    end: bobHas(11_000, 0),
    set: async (shop) => {
      const facts = await paysTopUp(shop, 'bob', 10_000)
      return worker => recordPayment(worker, facts)
    },
  },
  'the sweep that finds a top-up paid at the last moment': {
    shop: wallet(),
    end: bobHas(11_000, 0),
    set: async (shop) => {
      await paysTopUp(shop, 'bob', 10_000)
      shop.now += 15 * MINUTE_MS
      return worker => sweep(worker)
    },
  },
  'points.checkIn': {
    shop: wallet(),
    end: oneOf(bobHas(0, 5), bobHas(0, 0)),
    set: async shop => worker => shop.call('bob', { procedure: 'points.checkIn', input: {} }, worker),
  },
}

describe('a worker may die or lose an answer at any of its calls while it moves balance and points, and the sweeps bring everything to an end', { timeout: 60_000 }, () => {
  for (const [name, scenario] of Object.entries(SCENARIOS)) {
    it(`S7, S18, S20, I2, I3, L4: ${name}`, async () => {
      const { found, points } = await crashAnywhere(scenario)
      expect(found).toEqual([])
      expect(points).toBeGreaterThan(16)
    })
  }
})
