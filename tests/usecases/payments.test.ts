import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HOUR_MS, MINUTE_MS } from '../../cloudfunctions/domain/kernel/instant'
import type { PaymentFacts } from '../../cloudfunctions/domain/payment/payment'
import { closeUnpaid } from '../../cloudfunctions/usecases/order/close-unpaid'
import { recordPayment } from '../../cloudfunctions/usecases/payments/record-payment'
import { sweep } from '../../cloudfunctions/usecases/sweeps/sweep'
import { leftUndone } from '../support/invariants'
import type { Hooks } from '../support/memory-store'
import { notify } from '../support/notify'
import { mayBeBusy, race, raced } from '../support/race'
import { TestShop } from '../support/shop'

/** Alice's group is open and Bob is about to pay for the second of its seats. */
async function bobIsPaying(options: ConstructorParameters<typeof TestShop>[0] = {}): Promise<TestShop> {
  const shop = new TestShop(options)
  await shop.place('bob', 'order-bob', { kind: 'join', groupId: await shop.opensGroup('alice', 'order-alice') })
  await shop.askToPay('bob', 'order-bob')
  return shop
}

describe('money that comes in', () => {
  it('I11: told once, twice and in parallel, it is recorded once', async () => {
    await fc.assert(fc.asyncProperty(fc.scheduler(), fc.integer({ min: 2, max: 4 }), async (scheduler, times) => {
      const shop = await bobIsPaying()
      const facts = shop.pay.force('order-bob')
      const results = await race(scheduler, Array.from({ length: times }, (_, index) => () => notify(shop.worker(raced(scheduler, `notice ${index}`)), facts))) as { outcome: string }[]
      expect(results.filter(result => result.outcome === 'recorded')).toHaveLength(1)
      expect(await recordPayment(shop.worker(), facts)).toEqual({ outcome: 'already_recorded' })
      await shop.passes(3 * MINUTE_MS)
      expect(shop.database.all('postings').filter(posting => posting.orderId === 'order-bob')).toHaveLength(1)
      expect(leftUndone(shop)).toEqual([])
    }), { numRuns: 150 })
  })

  it('X11: facts that are not ours change nothing and are put before a person', async () => {
    const wrong: Partial<PaymentFacts>[] = [
      { amountFen: 1 }, { appid: 'wxother' }, { mchid: '1' }, { openid: 'mallory' }, { currency: 'USD' }, { outTradeNo: 'order-nobody' },
    ]
    for (const change of wrong) {
      const shop = await bobIsPaying()
      const facts = { ...shop.pay.force('order-bob'), ...change }
      const before = shop.database.all('orders')
      expect((await recordPayment(shop.worker(), facts)).outcome).toBe('mismatch')
      expect(shop.database.all('orders')).toEqual(before)
      expect(shop.database.all('work_items')).toMatchObject([{ kind: 'payment_mismatch', state: 'open' }])
    }
  })

  it('pays and cancels at once: the order ends paid or closed, never with money kept for nothing (pitfall 6)', async () => {
    const endings = new Set<string>()
    await fc.assert(fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const shop = await bobIsPaying()
      await race(scheduler, [
        () => shop.call('bob', { procedure: 'order.cancel', input: { orderId: 'order-bob' } }, shop.worker(raced(scheduler, 'cancel'))),
        async () => {
          const worker = shop.worker(raced(scheduler, 'pay'))
          await worker.store.get('orders', 'order-bob')
          const facts = shop.pay.pay('order-bob')
          if (facts) await notify(worker, facts)
        },
      ])
      await shop.passes(20 * MINUTE_MS)
      const order = await shop.order('bob', 'order-bob')
      endings.add(order.state)
      expect(['preparing', 'closed']).toContain(order.state)
      expect(shop.pay.orders.get('order-bob')?.state).toBe(order.state === 'closed' ? 'closed' : 'paid')
      await shop.passes(HOUR_MS)
      expect(leftUndone(shop)).toEqual([])
    }), { numRuns: 200 })
    expect(endings).toEqual(new Set(['preparing', 'closed']))
  })

  it('money that crosses its closing revives the order, or goes back, whatever the order of events (L2, L3)', async () => {
    const endings = new Set<string>()
    const crossing = async (scarce: boolean, run: (events: readonly (() => Promise<unknown>)[]) => Promise<unknown>, hooks: (worker: string) => Hooks): Promise<string> => {
      const shop = await bobIsPaying({ pieces: scarce ? 2 : 10, activity: { size: 3 } })
      const order = shop.database.one('orders', 'order-bob')
      if (!order) throw new Error('no order')
      const carol = await shop.placeInput('carol', 'order-carol')
      await run([
        () => mayBeBusy(closeUnpaid(shop.worker(hooks('close')), order, 'expired')),
        () => shop.call('carol', { procedure: 'order.place', input: carol }, shop.worker(hooks('carol'))),
        async () => {
          const worker = shop.worker(hooks('money'))
          await worker.store.get('orders', 'order-bob')
          await notify(worker, shop.pay.force('order-bob'))
        },
      ])
      await shop.passes(2 * HOUR_MS)
      const ended = await shop.order('bob', 'order-bob')
      expect(ended).toMatchObject({ state: 'closed', refunds: [{ state: 'succeeded' }] })
      expect(leftUndone(shop)).toEqual([])
      endings.add(`${ended.closedReason}`)
      return `${ended.closedReason}`
    }
    // Chance need not meet both endings, so each is met once for certain: Carol takes the last pieces before the money comes, or there are enough for both.
    const oneByOne = async (events: readonly (() => Promise<unknown>)[]): Promise<void> => {
      for (const event of events) await event()
    }
    expect(await crossing(true, oneByOne, () => ({}))).toBe('paid_late')
    expect(await crossing(false, oneByOne, () => ({}))).toBe('group_failed')
    await fc.assert(fc.asyncProperty(fc.scheduler(), fc.boolean(), async (scheduler, scarce) => {
      await crossing(scarce, events => race(scheduler, events), worker => raced(scheduler, worker))
    }), { numRuns: 200 })
    expect(endings).toEqual(new Set(['group_failed', 'paid_late']))
  })

  it('money that crosses its closing and completes the group: the order stands with all that is its own, or goes back whole', async () => {
    const endings = new Set<string>()
    await fc.assert(fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const shop = await bobIsPaying()
      const order = shop.database.one('orders', 'order-bob')
      if (!order) throw new Error('no order')
      await race(scheduler, [
        () => mayBeBusy(closeUnpaid(shop.worker(raced(scheduler, 'close')), order, 'expired')),
        async () => {
          const worker = shop.worker(raced(scheduler, 'money'))
          for (let call = 0; call < 4; call++) await worker.store.get('orders', 'order-bob')
          await notify(worker, shop.pay.force('order-bob'))
        },
      ])
      await shop.passes(2 * HOUR_MS)
      endings.add((await shop.order('bob', 'order-bob')).state)
      expect(leftUndone(shop)).toEqual([])
    }), { numRuns: 400 })
    expect(endings).toContain('preparing')
  })

  it('late money finds its seat still free: the order lives again and forms the group', async () => {
    const shop = await bobIsPaying()
    await shop.value('bob', 'order.cancel', { orderId: 'order-bob' })
    expect(await shop.order('bob', 'order-bob')).toMatchObject({ state: 'closed', closedReason: 'cancelled' })
    await recordPayment(shop.worker(), shop.pay.force('order-bob'))
    expect(await shop.order('bob', 'order-bob')).toMatchObject({ state: 'preparing', closedReason: null, closedAt: null, group: { state: 'formed' } })
    await shop.passes(20 * MINUTE_MS)
    expect(leftUndone(shop)).toEqual([])
  })

  it('late money finds its seat taken: it goes back under its own number, and nobody loses a seat', async () => {
    const shop = await bobIsPaying()
    await shop.value('bob', 'order.cancel', { orderId: 'order-bob' })
    await shop.place('carol', 'order-carol', { kind: 'join', groupId: 'g-order-alice' })
    await shop.pays('carol', 'order-carol')
    await recordPayment(shop.worker(), shop.pay.force('order-bob'))
    await shop.passes(5 * MINUTE_MS)
    expect(await shop.order('bob', 'order-bob')).toMatchObject({ state: 'closed', closedReason: 'paid_late', refunds: [{ refundId: 'order-bob-LATE', state: 'succeeded' }] })
    expect((await shop.group('carol', 'g-order-alice')).state).toBe('formed')
    expect(leftUndone(shop)).toEqual([])
  })

  it('a lost notification is found out when the lease ends', async () => {
    const shop = await bobIsPaying()
    shop.pay.force('order-bob')
    await shop.passes(12 * MINUTE_MS)
    expect((await shop.order('bob', 'order-bob')).state).toBe('preparing')
    expect(leftUndone(shop)).toEqual([])
  })

  it('gives nothing back while WeChat cannot say whether the order was paid', async () => {
    const shop = await bobIsPaying()
    shop.pay.down = true
    await shop.passes(30 * MINUTE_MS)
    expect(shop.database.one('orders', 'order-bob')?.state).toBe('placed')
    expect(shop.database.one('groups', 'g-order-alice')?.seats.bob?.state).toBe('held')
    shop.pay.down = false
    await shop.passes(MINUTE_MS)
    expect(await shop.order('bob', 'order-bob')).toMatchObject({ state: 'closed', closedReason: 'expired' })
  })

  it('takes no money after its time: the sheet, a second sheet and the shop agree', async () => {
    const shop = await bobIsPaying()
    shop.now += 9 * MINUTE_MS
    expect(shop.pay.pay('order-bob')).toBeUndefined()
    expect(await shop.call('bob', { procedure: 'order.pay', input: { orderId: 'order-bob' } })).toMatchObject({ outcome: 'refused', refusal: 'order_not_payable' })
  })

  it('the time to pay for opening a group ends with the group at the latest', async () => {
    const shop = new TestShop({ activity: { durationMs: 5 * MINUTE_MS, leaseMs: 60 * MINUTE_MS } })
    const order = await shop.place('alice', 'order-alice', { kind: 'open' })
    expect(order.payUntil).toBe(shop.now + 5 * MINUTE_MS)
  })
})

describe('money that goes back', () => {
  async function failedGroup(outcome: TestShop['pay']['refundOutcome']): Promise<TestShop> {
    const shop = new TestShop()
    await shop.opensGroup('alice', 'order-alice')
    shop.pay.refundOutcome = outcome
    await shop.passes(65 * MINUTE_MS)
    return shop
  }

  it('I9: is called returned only when WeChat says so', async () => {
    const shop = await failedGroup('processing')
    expect(await shop.order('alice', 'order-alice')).toMatchObject({ state: 'closed', refunds: [{ state: 'processing' }] })
    shop.pay.endRefund('order-alice-GF', 'succeeded')
    await shop.passes(HOUR_MS)
    expect((await shop.order('alice', 'order-alice')).refunds[0]?.state).toBe('succeeded')
    expect(shop.wechat.messages).toEqual([])
    expect(leftUndone(shop)).toEqual([])
  })

  it('stuck at WeChat, it waits on the list of the merchant, who sends it to a card', async () => {
    const shop = await failedGroup('abnormal')
    expect(await shop.admin('merchant', { procedure: 'refund.listAbnormal', input: { cursor: null } })).toMatchObject({ outcome: 'ok', value: { items: [{ refundId: 'order-alice-GF', state: 'abnormal' }] } })
    const to = { kind: 'bank_card', bankType: 'ICBC_DEBIT', account: '6222020200112233', name: '林一' }
    expect(await shop.admin('merchant', { procedure: 'refund.retry', input: { refundId: 'order-alice-GF', to } })).toMatchObject({ outcome: 'ok', value: { state: 'succeeded' } })
    expect(shop.database.all('work_items')).toMatchObject([{ kind: 'refund_abnormal', state: 'closed' }])
    await shop.passes(MINUTE_MS)
    expect(leftUndone(shop)).toEqual([])
  })

  it('refused outright by WeChat, it can be asked for again under its one number', async () => {
    const shop = await failedGroup('rejected')
    expect((await shop.order('alice', 'order-alice')).refunds[0]?.state).toBe('abnormal')
    shop.pay.refundOutcome = 'succeeded'
    const reply = await shop.admin('merchant', { procedure: 'refund.retry', input: { refundId: 'order-alice-GF', to: { kind: 'ask_again' } } })
    expect(reply).toMatchObject({ outcome: 'ok', value: { state: 'succeeded' } })
    expect([...shop.pay.refunds.keys()]).toEqual(['order-alice-GF'])
    await shop.passes(MINUTE_MS)
    expect(leftUndone(shop)).toEqual([])
  })

  it('overlapping sweeps ask for each refund under one number and record it once', async () => {
    await fc.assert(fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const shop = new TestShop()
      await shop.opensGroup('alice', 'order-alice')
      shop.now += HOUR_MS
      await race(scheduler, [() => sweep(shop.worker(raced(scheduler, 's0'))), () => sweep(shop.worker(raced(scheduler, 's1')))])
      await shop.passes(5 * MINUTE_MS)
      expect(shop.pay.accountFen).toBe(0)
      expect(leftUndone(shop)).toEqual([])
    }), { numRuns: 150 })
  })
})

describe('messages', () => {
  it('S35: each permission is spent once, on the event it was given for', async () => {
    const shop = new TestShop()
    await shop.value('alice', 'message.allow', { keys: ['group_formed', 'group_failed'] })
    const groupId = await shop.opensGroup('alice', 'order-alice')
    await shop.place('bob', 'order-bob', { kind: 'join', groupId })
    await shop.pays('bob', 'order-bob')
    await shop.passes(10 * MINUTE_MS)
    expect(shop.wechat.messages).toMatchObject([{ openid: 'alice', templateId: 'T1', fields: { thing1: '赣南脐橙', amount2: '29.90元' } }])
    expect(shop.database.one('message_quotas', 'alice:group_formed')?.left).toBe(0)
    expect(shop.database.one('message_quotas', 'alice:group_failed')?.left).toBe(1)
  })
})
