import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { QuoteView, Reply } from '../../cloudfunctions/contract'
import { fen } from '../../cloudfunctions/domain/kernel/fen'
import { DAY_MS, MINUTE_MS } from '../../cloudfunctions/domain/kernel/instant'
import type { HeldCoupon } from '../../cloudfunctions/domain/member/coupon'
import { releaseOrder } from '../../cloudfunctions/usecases/effects/release-order'
import { recordPayment } from '../../cloudfunctions/usecases/payments/record-payment'
import { sweep } from '../../cloudfunctions/usecases/sweeps/sweep'
import { aRule } from '../domain/pricing/builders'
import { T0 } from '../support/builders'
import { alwaysBroken, leftUndone } from '../support/invariants'
import { notify } from '../support/notify'
import { mayBeBusy, race, raced } from '../support/race'
import type { TestShop } from '../support/shop'
import { aWalletShop, fundsIn, givePoints, givesBack, receives, topsUp } from '../support/wallet'

const RUNS = { numRuns: 300 }
const MIXED = { points: 500, useBalance: true } as const

/** Bob with ¥10 and 500 points; an orange bought alone costs ¥39.90, so ¥24.90 are WeChat's. */
async function bobsShop(size = 2): Promise<TestShop> {
  const shop = aWalletShop({ activity: { size } })
  await topsUp(shop, 'bob', 1000)
  givePoints(shop, 'bob', 500)
  return shop
}

const call = (shop: TestShop, procedure: string, orderId: string, worker = shop.worker()): Promise<Reply> => shop.call('bob', { procedure, input: { orderId } }, worker)
const bob = (balanceFen: number, points: number): object => ({ balanceFen, points })

describe('an order paid from several sources', { timeout: 120_000 }, () => {
  it('S7, S20: each part is the server’s, shown in the quote, kept from placing on and spent with the payment', async () => {
    const shop = await bobsShop()
    const region = { province: '浙江省', city: '杭州市', district: '西湖区' }
    const asked = { kind: 'alone', lines: [{ productId: 'orange', skuId: 'orange-5', quantity: 1 }], groupId: null, couponIds: [], delivery: 'standard', platform: 'other', region }
    expect(await shop.value<QuoteView>('bob', 'cart.quote', { ...asked, ...MIXED })).toMatchObject({ payableFen: 3490, balanceFen: 1000, wechatFen: 2490, balanceHaveFen: 1000, points: { have: 500, spent: 500, earned: 34 } })
    await shop.place('bob', 'order-bob', MIXED)
    expect(fundsIn(shop, 'bob')).toEqual(bob(0, 0))
    expect(await shop.value('bob', 'balance.get', {})).toMatchObject({ balanceFen: 0, heldFen: 1000 })
    await shop.pays('bob', 'order-bob')
    expect(shop.pay.orders.get('order-bob')?.request.amountFen).toBe(2490)
    expect(await shop.order('bob', 'order-bob')).toMatchObject({ state: 'preparing', payableFen: 3490, balanceFen: 1000, wechatFen: 2490, points: { spent: 500 } })
    expect(leftUndone(shop)).toEqual([])
  })

  it('S7, S20, I1: parts go back through WeChat until that is whole again, then to the balance, points as points', async () => {
    const shop = await bobsShop()
    await shop.place('bob', 'order-bob', { ...MIXED, quantity: 3 })
    await shop.pays('bob', 'order-bob')
    await receives(shop, 'bob', 'order-bob')
    const wechatFen = 3 * 3990 - 500 - 1000
    const seen: object[] = []
    for (let piece = 0; piece < 3; piece++) {
      await givesBack(shop, 'order-bob', 1)
      await shop.passes(MINUTE_MS)
      seen.push({ ...fundsIn(shop, 'bob'), atWeChat: shop.pay.accountFen - 1000 })
    }
    expect(seen).toEqual([
      { ...bob(0, 166), atWeChat: wechatFen - 3823 },
      { ...bob(0, 333), atWeChat: wechatFen - 3823 - 3823 },
      { ...bob(1000, 500), atWeChat: 0 },
    ])
    const { refunds } = await shop.order('bob', 'order-bob')
    expect(refunds.map(({ amountFen, balanceFen, points }) => [amountFen, balanceFen, points])).toEqual([[3823, 0, 166], [3823, 0, 167], [3824, 1000, 167]])
    expect(alwaysBroken(shop)).toEqual([])
  })

  it('S20, I3: two orders at once never spend the same balance', async () => {
    await fc.assert(fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const shop = await bobsShop()
      const inputs = [await shop.placeInput('bob', 'order-one', MIXED), await shop.placeInput('bob', 'order-two', MIXED)]
      const replies = await race(scheduler, inputs.map(input => () => mayBeBusy(shop.call('bob', { procedure: 'order.place', input }, shop.worker(raced(scheduler, input.orderId))))))
      expect(replies.map(reply => (reply as Reply).outcome).sort()).toEqual(['ok', 'refused'])
      expect(fundsIn(shop, 'bob')).toEqual(bob(0, 0))
      expect(alwaysBroken(shop)).toEqual([])
      await shop.passes(12 * MINUTE_MS)
      expect(fundsIn(shop, 'bob')).toEqual(bob(1000, 500))
      expect(leftUndone(shop)).toEqual([])
    }), RUNS)
  })

  it('S7, S20: paying from the balance alone and cancelling at once: spent or back, never both', async () => {
    await fc.assert(fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const shop = await bobsShop()
      await topsUp(shop, 'bob', 10_000, 'more')
      await shop.place('bob', 'order-bob', MIXED)
      await race(scheduler, [
        () => mayBeBusy(call(shop, 'order.pay', 'order-bob', shop.worker(raced(scheduler, 'pay')))),
        () => mayBeBusy(call(shop, 'order.cancel', 'order-bob', shop.worker(raced(scheduler, 'cancel')))),
        () => mayBeBusy(call(shop, 'order.pay', 'order-bob', shop.worker(raced(scheduler, 'again')))),
      ])
      expect(alwaysBroken(shop)).toEqual([])
      await shop.passes(12 * MINUTE_MS)
      const { state } = await shop.order('bob', 'order-bob')
      expect(fundsIn(shop, 'bob')).toEqual(state === 'preparing' ? bob(12_000 - 3490, 0) : bob(12_000, 500))
      expect(['preparing', 'closed']).toContain(state)
      expect(leftUndone(shop)).toEqual([])
    }), RUNS)
  })

  it('S7, S20, L3: a mixed payment arriving while the order is cancelled: everything used, or everything back', async () => {
    await fc.assert(fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const shop = await bobsShop()
      await shop.place('bob', 'order-bob', { ...MIXED, kind: 'join', groupId: await shop.opensGroup('alice', 'order-alice') })
      await shop.askToPay('bob', 'order-bob')
      await race(scheduler, [
        () => notify(shop.worker(raced(scheduler, 'notify')), shop.pay.force('order-bob')),
        () => mayBeBusy(call(shop, 'order.cancel', 'order-bob', shop.worker(raced(scheduler, 'cancel')))),
        () => notify(shop.worker(raced(scheduler, 'twice')), shop.pay.orders.get('order-bob')?.facts ?? shop.pay.force('order-bob')),
      ])
      expect(alwaysBroken(shop)).toEqual([])
      await shop.passes(12 * MINUTE_MS)
      expect(fundsIn(shop, 'bob')).toEqual((await shop.order('bob', 'order-bob')).state === 'preparing' ? bob(0, 0) : bob(1000, 500))
    }), RUNS)
  })

  it('S7, S18, S20, X10: a failed group gives each source back what came from it, once, however many sweeps', async () => {
    await fc.assert(fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const shop = await bobsShop(3)
      const groupId = await shop.opensGroup('alice', 'order-alice')
      await shop.place('bob', 'order-bob', { ...MIXED, kind: 'join', groupId })
      await shop.pays('bob', 'order-bob')
      shop.now += 60 * MINUTE_MS
      await race(scheduler, ['s0', 's1'].map(name => () => sweep(shop.worker(raced(scheduler, name)))))
      await shop.passes(5 * MINUTE_MS)
      expect(fundsIn(shop, 'bob')).toEqual(bob(1000, 500))
      // The top-up itself is all that is left at WeChat.
      expect(shop.pay.accountFen).toBe(1000)
      expect(leftUndone(shop)).toEqual([])
    }), { numRuns: 100 })
  })
})

describe('money that comes late for an order that used balance and points', { timeout: 120_000 }, () => {
  async function cancelled(): Promise<TestShop> {
    const shop = await bobsShop()
    await shop.place('bob', 'order-bob', MIXED)
    await shop.askToPay('bob', 'order-bob')
    await shop.value('bob', 'order.cancel', { orderId: 'order-bob' })
    expect(fundsIn(shop, 'bob')).toEqual(bob(1000, 500))
    return shop
  }

  it('S7, S18, S20, L2: takes them again while they are there', async () => {
    const shop = await cancelled()
    await recordPayment(shop.worker(), shop.pay.force('order-bob'))
    await shop.passes(MINUTE_MS)
    expect((await shop.order('bob', 'order-bob')).state).toBe('preparing')
    expect(fundsIn(shop, 'bob')).toEqual(bob(0, 0))
    expect(leftUndone(shop)).toEqual([])
  })

  it('S7, S18, S20, L2: goes back through WeChat alone when they are gone, and nothing twice', async () => {
    const shop = await cancelled()
    await shop.place('bob', 'order-other', { useBalance: true })
    await recordPayment(shop.worker(), shop.pay.force('order-bob'))
    await shop.passes(3 * MINUTE_MS)
    const order = await shop.order('bob', 'order-bob')
    expect(order).toMatchObject({ state: 'closed', closedReason: 'paid_late' })
    expect(order.refunds).toMatchObject([{ amountFen: 2490, balanceFen: 0, points: 0, state: 'succeeded' }])
    expect(fundsIn(shop, 'bob')).toEqual(bob(0, 500))
    await shop.passes(12 * MINUTE_MS)
    expect(fundsIn(shop, 'bob')).toEqual(bob(1000, 500))
    expect(leftUndone(shop)).toEqual([])
  })

  it('S7, S20, I3: while another order wants them at the same instant: one has them', async () => {
    await fc.assert(fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const shop = await cancelled()
      const input = await shop.placeInput('bob', 'order-other', MIXED)
      await race(scheduler, [
        () => notify(shop.worker(raced(scheduler, 'late')), shop.pay.force('order-bob')),
        () => mayBeBusy(shop.call('bob', { procedure: 'order.place', input }, shop.worker(raced(scheduler, 'other')))),
      ])
      expect(alwaysBroken(shop)).toEqual([])
      await shop.passes(15 * MINUTE_MS)
      const { state, refunds } = await shop.order('bob', 'order-bob')
      expect(fundsIn(shop, 'bob')).toEqual(state === 'preparing' ? bob(0, 0) : bob(1000, 500))
      if (state === 'closed') expect(refunds).toMatchObject([{ amountFen: 2490, balanceFen: 0, points: 0 }])
      expect(leftUndone(shop)).toEqual([])
    }), RUNS)
  })

  it('S21, I10: a closing that is late itself frees no coupon of an order that lives again', async () => {
    const shop = await bobsShop()
    const coupon: HeldCoupon = {
      id: 'c1', templateId: 't1', name: '券', rule: aRule('coupon', { id: 'c1', fromFen: fen(0) }), state: 'unused', claimedAt: T0, validFrom: T0, expiresAt: T0 + DAY_MS,
    }
    const member = shop.database.one('members', 'bob')
    if (!member) throw new Error('no bob')
    shop.database.put('members', { ...member, coupons: { c1: coupon } })
    await shop.place('bob', 'order-bob', { ...MIXED, couponIds: ['c1'] })
    await shop.askToPay('bob', 'order-bob')
    await shop.value('bob', 'order.cancel', { orderId: 'order-bob' })
    // A second worker has read the closed order and goes on only after the payment has revived it.
    let goOn = (): void => undefined
    const revived = new Promise<void>(resolve => goOn = resolve)
    let calls = 0
    const release = releaseOrder(shop.worker({ before: () => ++calls > 1 ? revived : undefined }), 'order-bob')
    await recordPayment(shop.worker(), shop.pay.force('order-bob'))
    goOn()
    await release
    await shop.passes(3 * MINUTE_MS)
    expect((await shop.order('bob', 'order-bob')).state).toBe('preparing')
    expect(shop.database.one('members', 'bob')?.coupons.c1).toMatchObject({ state: 'used', orderId: 'order-bob' })
    expect(leftUndone(shop)).toEqual([])
  })
})
