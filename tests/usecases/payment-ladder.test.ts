import { describe, expect, it } from 'vitest'
import { MINUTE_MS, SECOND_MS } from '../../cloudfunctions/domain/kernel/instant'
import { nextAsk } from '../../cloudfunctions/domain/payment/ask-ladder'
import { sweep } from '../../cloudfunctions/usecases/sweeps/sweep'
import { leftUndone } from '../support/invariants'
import { TestShop } from '../support/shop'
import { aWalletShop, fundsIn, paysTopUp, topUpIdOf } from '../support/wallet'

/** Bob has paid in the sheet, his phone never came back, and WeChat's word of it is lost. */
async function nobodyTells(): Promise<TestShop> {
  const shop = new TestShop({ activity: { size: 2 } })
  const groupId = await shop.opensGroup('alice', 'order-alice')
  await shop.place('bob', 'order-bob', { kind: 'join', groupId })
  await shop.askToPay('bob', 'order-bob')
  return shop
}

function questions(shop: TestShop): { asked: string[]; run: () => Promise<unknown> } {
  const asked: string[] = []
  return { asked, run: () => sweep(shop.worker({ before: call => void (call === 'pay.query' && asked.push(`${(shop.now - start) / SECOND_MS} s`)) })) }
}

let start = 0

describe('a payment nobody tells of', () => {
  it('S7, L2: is asked about after 5 and 30 seconds, 1, 3, 5, 10 and 30 minutes', () => {
    const times: number[] = []
    for (let at = nextAsk(0, 0); at !== undefined; at = nextAsk(0, at)) times.push(at / SECOND_MS)
    expect(times).toEqual([5, 30, 60, 180, 300, 600, 1800])
    expect(nextAsk(1000, 1000 + 4 * MINUTE_MS)).toBe(1000 + 5 * MINUTE_MS)
  })

  it('S7, L2: is known with the next sweep, minutes before its lease ends, and forms the group', async () => {
    const shop = await nobodyTells()
    shop.pay.force('order-bob')
    await shop.passes(MINUTE_MS)
    expect(shop.database.one('orders', 'order-bob')).toMatchObject({ state: 'preparing', payment: { state: 'succeeded' } })
    expect(shop.database.one('groups', 'g-order-alice')).toMatchObject({ state: 'formed', paid: 2 })
    expect(shop.database.one('orders', 'order-bob')?.payment.askAt).toBeUndefined()
  })

  it('S7: is asked about ever more seldom while it is unpaid, and no more once it is closed', async () => {
    const shop = await nobodyTells()
    start = shop.now
    const { asked, run } = questions(shop)
    for (let seconds = 0; seconds < 40 * 60; seconds += 30) {
      shop.now += 30 * SECOND_MS
      await run()
    }
    // The lease is over after ten minutes: then it is closed at WeChat, which answers whether it was paid.
    expect(asked).toEqual(['30 s', '60 s', '180 s', '300 s'])
    expect(shop.database.one('orders', 'order-bob')).toMatchObject({ state: 'closed', closedReason: 'expired' })
    expect(leftUndone(shop)).toEqual([])
  })

  it('S7: that the shopper begins anew is asked about anew, and what nobody was asked for never', async () => {
    const shop = await nobodyTells()
    await shop.place('carol', 'order-carol')
    await shop.passes(4 * MINUTE_MS)
    start = shop.now
    await shop.askToPay('bob', 'order-bob')
    const { asked, run } = questions(shop)
    for (let minute = 0; minute < 2; minute++) {
      shop.now += MINUTE_MS
      await run()
    }
    expect(asked).toEqual(['60 s'])
    expect(shop.database.one('orders', 'order-bob')?.payment.askAt).toBe(start + 3 * MINUTE_MS)
    expect(shop.database.one('orders', 'order-carol')?.payment.askAt).toBeUndefined()
  })

  it('S7: WeChat that does not answer holds up nothing else, and is asked again', async () => {
    const shop = await nobodyTells()
    shop.pay.force('order-bob')
    shop.pay.down = true
    await shop.passes(2 * MINUTE_MS)
    expect(shop.database.one('orders', 'order-bob')?.state).toBe('placed')
    shop.pay.down = false
    await shop.passes(2 * MINUTE_MS)
    expect(shop.database.one('orders', 'order-bob')?.state).toBe('preparing')
  })

  it('S20, L2: of a top-up is found the same way', async () => {
    const shop = aWalletShop()
    await paysTopUp(shop, 'bob', 10_000)
    await shop.passes(MINUTE_MS)
    expect(shop.database.one('top_ups', topUpIdOf('bob'))?.state).toBe('paid')
    expect(fundsIn(shop, 'bob').balanceFen).toBe(11_000)
    expect(leftUndone(shop)).toEqual([])
  })
})
