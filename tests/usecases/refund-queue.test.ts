import { describe, expect, it } from 'vitest'
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../cloudfunctions/domain/kernel/instant'
import type { Ports } from '../../cloudfunctions/ports'
import { retryAt } from '../../cloudfunctions/usecases/effects/outbox'
import { sweep } from '../../cloudfunctions/usecases/sweeps/sweep'
import { leftUndone } from '../support/invariants'
import { TestShop } from '../support/shop'
import { aWalletShop, givesBack, receives } from '../support/wallet'

/** When WeChat was asked for which refund, in seconds since the first time. */
function asking(shop: TestShop): { calls: { id: string; at: number }[]; worker: () => Ports } {
  const calls: { id: string; at: number }[] = []
  const worker = (): Ports => {
    const ports = shop.worker()
    return { ...ports, payments: { ...ports.payments, refund: (request) => {
      calls.push({ id: request.outRefundNo, at: shop.now })
      return ports.payments.refund(request)
    } } }
  }
  return { calls, worker }
}

async function passes(shop: TestShop, worker: () => Ports, ms: number, stepMs = MINUTE_MS): Promise<void> {
  for (const until = shop.now + ms; shop.now < until;) {
    shop.now += stepMs
    await sweep(worker())
  }
}

/** So many people paid for a group that fails at once; nothing is sent back yet. */
async function aFailedGroup(people: number): Promise<TestShop> {
  const shop = new TestShop({ activity: { size: people + 1 } })
  const groupId = await shop.opensGroup('p0', 'order-p0')
  for (let person = 1; person < people; person++) {
    await shop.place(`p${person}`, `order-p${person}`, { kind: 'join', groupId })
    await shop.pays(`p${person}`, `order-p${person}`)
  }
  shop.now += HOUR_MS
  return shop
}

describe('the queue of refunds', () => {
  it('X10, I9: asks what became of one after each of five minutes, then after 5, 10, 20 and 30, then every hour', () => {
    const pauses = Array.from({ length: 11 }, (_, index) => retryAt(0, index + 1, 'send_refund') / MINUTE_MS)
    expect(pauses).toEqual([1, 1, 1, 1, 1, 5, 10, 20, 30, 60, 60])
    expect(retryAt(0, 1, 'settle_order')).toBe(10 * SECOND_MS)
  })

  it('I1, I9: two refunds of one order are a minute apart; those of two orders need not be', async () => {
    const shop = aWalletShop()
    for (const name of ['alice', 'bob']) {
      await shop.place(name, `order-${name}`, { quantity: 3 })
      await shop.pays(name, `order-${name}`)
      await shop.passes(MINUTE_MS)
      await receives(shop, name, `order-${name}`)
    }
    await givesBack(shop, 'order-alice', 1)
    await givesBack(shop, 'order-alice', 1)
    await givesBack(shop, 'order-bob', 1)
    const { calls, worker } = asking(shop)
    await passes(shop, worker, 5 * MINUTE_MS, 20 * SECOND_MS)
    const of = (name: string): number[] => calls.filter(({ id }) => id.startsWith(`order-${name}`)).map(call => call.at)
    const [first = 0, second = 0] = of('alice')
    expect(of('alice')).toHaveLength(2)
    expect(second - first).toBeGreaterThanOrEqual(MINUTE_MS)
    expect(of('bob')).toEqual([first])
    expect(shop.database.all('refunds').map(refund => refund.state)).toEqual(['succeeded', 'succeeded', 'succeeded'])
    expect(leftUndone(shop)).toEqual([])
  })

  it.each([['too little in the account', { outcome: 'later' as const, code: 'NOTENOUGH' }], ['a refusal', { outcome: 'rejected' as const, code: 'USERACCOUNTABNORMAL' }]])('X10: after five times %s in a run the others wait for the next, fewer than WeChat allows to fail in a second', async (_what, refusal) => {
    const shop = await aFailedGroup(12)
    const { calls, worker } = asking(shop)
    const refusing = (): Ports => {
      const ports = worker()
      return { ...ports, payments: { ...ports.payments, refund: async request => (await ports.payments.refund({ ...request, outTradeNo: 'nobody' }), refusal) } }
    }
    for (let minute = 0; minute < 4; minute++) {
      const before = calls.length
      await sweep(refusing())
      expect(calls.length - before).toBeLessThanOrEqual(5)
      shop.now += MINUTE_MS
    }
    expect(new Set(calls.map(call => call.id)).size).toBe(12)
  })

  it('X10: a failed group of sixty has its money back within the minute after', async () => {
    const shop = await aFailedGroup(60)
    await shop.passes(2 * MINUTE_MS)
    expect(shop.database.all('refunds').filter(refund => refund.state === 'succeeded')).toHaveLength(60)
    expect(leftUndone(shop)).toEqual([])
  })
})
