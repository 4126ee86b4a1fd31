import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as v from 'valibot'
import { orderId } from '../../cloudfunctions/contract/fields'
import { topUpId } from '../../cloudfunctions/contract/wallet'
import type { BalanceView, MembershipView, Page, TopUpPayView, TopUpView, WalletEntryView } from '../../cloudfunctions/contract'
import { isTopUpId, TOP_UP_TRANSITIONS } from '../../cloudfunctions/domain/balance/top-up'
import { MINUTE_MS } from '../../cloudfunctions/domain/kernel/instant'
import type { PaymentFacts } from '../../cloudfunctions/domain/payment/payment'
import { recordPayment } from '../../cloudfunctions/usecases/payments/record-payment'
import { sweep } from '../../cloudfunctions/usecases/sweeps/sweep'
import { alwaysBroken, leftUndone } from '../support/invariants'
import { notify } from '../support/notify'
import { mayBeBusy, race, raced } from '../support/race'
import { TestShop } from '../support/shop'
import { aWalletShop, fundsIn, paysTopUp, topsUp, topUpIdOf } from '../support/wallet'

const ID = topUpIdOf('bob')
const ask = (shop: TestShop, amountFen: number, id = ID, openid = 'bob'): ReturnType<TestShop['call']> => shop.call(openid, { procedure: 'balance.topUp', input: { topUpId: id, amountFen } })
const sync = (shop: TestShop, openid = 'bob'): ReturnType<TestShop['call']> => shop.call(openid, { procedure: 'balance.topUpSync', input: { topUpId: ID } })
const refusedFor = (refusal: string): object => ({ outcome: 'refused', refusal })

describe('the number of a top-up', () => {
  it('S20, X11: is never an order’s, so that money goes to the right machine', () => {
    fc.assert(fc.property(fc.stringMatching(/^[0-9A-Za-z_-]{6,24}$/), fc.stringMatching(/^topup-[0-9A-Za-z_-]{19,26}$/), (order, topUp) => {
      fc.pre(!(order in Object.prototype))
      expect([isTopUpId(order), v.safeParse(topUpId, order).success]).toEqual([false, false])
      expect([isTopUpId(topUp), v.safeParse(orderId, topUp).success]).toEqual([true, false])
      expect(isTopUpId(`topup-${order}`.slice(0, 24))).toBe(false)
    }))
  })

  it('I7: a top-up is paid for good, and one closed can still be', () => {
    expect(TOP_UP_TRANSITIONS).toEqual({ requested: ['paid', 'closed'], closed: ['paid'], paid: [] })
  })
})

describe('putting in money', { timeout: 60_000 }, () => {
  it('S20: brings the amount and the best bonus it reaches, as they were shown when it was asked for', async () => {
    const shop = aWalletShop()
    const asked = await shop.value<TopUpPayView>('bob', 'balance.topUp', { topUpId: ID, amountFen: 15_000 })
    expect(asked.topUp).toEqual({ topUpId: ID, state: 'requested', amountFen: 15_000, bonusFen: 1000, payUntil: shop.now + 15 * MINUTE_MS })
    await shop.admin('merchant', { procedure: 'bonus.save', input: { topUpBonuses: [] } })
    // Fresh parameters for the same top-up.
    expect((await shop.value<TopUpPayView>('bob', 'balance.topUp', { topUpId: ID, amountFen: 15_000 })).topUp.bonusFen).toBe(1000)
    const facts = shop.pay.pay(ID) as PaymentFacts
    expect(facts.amountFen).toBe(15_000)
    await recordPayment(shop.worker(), facts)
    expect(await shop.value<BalanceView>('bob', 'balance.get', {})).toMatchObject({ balanceFen: 16_000, heldFen: 0, storedValue: true, bonuses: [], note: 'stored_value_terms' })
    expect((await shop.value<Page<WalletEntryView>>('bob', 'wallet.history', { unit: 'fen', cursor: null })).items).toMatchObject([{ kind: 'topped_up', change: 16_000, orderId: null }])
    expect(leftUndone(shop)).toEqual([])
  })

  it('S20: is off until the merchant turns it on, with the note about the filing beside the switch', async () => {
    const shop = new TestShop()
    expect(await ask(shop, 10_000)).toMatchObject(refusedFor('stored_value_off'))
    const saved = await shop.admin('merchant', { procedure: 'switches.save', input: { storedValue: true } })
    expect((saved as { value: MembershipView }).value.switches).toEqual([{ name: 'simulatedCompletion', on: false, note: null }, { name: 'storedValue', on: true, note: 'prepaid_card_filing' }])
    expect(await ask(shop, 10_000)).toMatchObject({ outcome: 'ok' })
    expect(await shop.admin('bob', { procedure: 'switches.save', input: { storedValue: false } })).toMatchObject(refusedFor('not_allowed'))
  })

  it('S20: turned off, takes no new money; what is there is spent and given back as before, and money on its way is credited', async () => {
    const shop = aWalletShop({ activity: { size: 3 } })
    await topsUp(shop, 'bob', 10_000)
    const late = await paysTopUp(shop, 'bob', 10_000, 'late')
    await shop.admin('merchant', { procedure: 'switches.save', input: { storedValue: false } })
    expect(await ask(shop, 10_000, topUpIdOf('third'))).toMatchObject(refusedFor('stored_value_off'))
    await recordPayment(shop.worker(), late)
    expect(fundsIn(shop, 'bob').balanceFen).toBe(22_000)
    await shop.opensGroup('bob', 'order-bob', { useBalance: true })
    expect(fundsIn(shop, 'bob').balanceFen).toBe(22_000 - 2990)
    await shop.passes(65 * MINUTE_MS)
    expect(fundsIn(shop, 'bob').balanceFen).toBe(22_000)
    expect(leftUndone(shop)).toEqual([])
  })

  it('S20: keeps to its limits; the same id for another amount or another shopper is a refusal', async () => {
    const shop = aWalletShop()
    expect(await ask(shop, 99)).toMatchObject(refusedFor('top_up_amount'))
    expect(await ask(shop, 100_001)).toMatchObject(refusedFor('top_up_amount'))
    expect(await ask(shop, 0)).toMatchObject({ outcome: 'bad_input' })
    expect(await ask(shop, 100.5)).toMatchObject({ outcome: 'bad_input' })
    expect(await ask(shop, 1000)).toMatchObject({ outcome: 'ok' })
    expect(await ask(shop, 2000)).toMatchObject(refusedFor('top_up_id_taken'))
    expect(await ask(shop, 1000, ID, 'carol')).toMatchObject(refusedFor('top_up_id_taken'))
    expect(await sync(shop, 'carol')).toMatchObject(refusedFor('top_up_not_found'))
    for (let more = 0; more < 4; more++) await topsUp(shop, 'bob', 100_000, `more${more}`)
    expect(await ask(shop, 100_000, topUpIdOf('above'))).toMatchObject(refusedFor('balance_limit'))
  })

  it('S20, I11: notified twice, in parallel and found by asking, it is credited once', async () => {
    await fc.assert(fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const shop = aWalletShop()
      const facts = await paysTopUp(shop, 'bob', 10_000)
      await race(scheduler, [
        () => notify(shop.worker(raced(scheduler, 'n1')), facts),
        () => notify(shop.worker(raced(scheduler, 'n2')), facts),
        () => mayBeBusy(shop.call('bob', { procedure: 'balance.topUpSync', input: { topUpId: ID } }, shop.worker(raced(scheduler, 'sync')))),
        () => mayBeBusy(shop.call('bob', { procedure: 'points.checkIn', input: {} }, shop.worker(raced(scheduler, 'check-in')))),
      ])
      expect(fundsIn(shop, 'bob').balanceFen).toBe(11_000)
      expect(shop.database.all('postings').filter(posting => posting.kind === 'top_up').length).toBe(1)
      expect(leftUndone(shop)).toEqual([])
    }), { numRuns: 300 })
  })

  it('X11: facts that are not ours change nothing and raise an alert; the true ones still count', async () => {
    const shop = aWalletShop()
    const facts = await paysTopUp(shop, 'bob', 10_000)
    const wrong: readonly Partial<PaymentFacts>[] = [
      { amountFen: 20_000 }, { amountFen: 1 }, { openid: 'carol' }, { appid: 'wxother' }, { mchid: '1900009999' }, { currency: 'USD' }, { outTradeNo: topUpIdOf('unknown') },
    ]
    for (const [index, change] of wrong.entries()) {
      expect(await recordPayment(shop.worker(), { ...facts, ...change, transactionId: `wrong-${index}` })).toMatchObject({ outcome: 'mismatch' })
    }
    expect(fundsIn(shop, 'bob').balanceFen).toBe(0)
    expect(shop.database.all('postings')).toEqual([])
    expect(shop.database.all('work_items').map(item => item.detail.split(':')[0])).toEqual(['amount', 'amount', 'payer', 'appid', 'mchid', 'currency', 'unknown_top_up'])
    await recordPayment(shop.worker(), facts)
    expect(await recordPayment(shop.worker(), { ...facts, transactionId: 'second' })).toEqual({ outcome: 'mismatch', what: 'second_transaction' })
    expect(fundsIn(shop, 'bob').balanceFen).toBe(11_000)
  })
})

describe('a top-up that is not paid in time', { timeout: 60_000 }, () => {
  it('S20: is closed at WeChat first; money that comes after all is still the shopper’s', async () => {
    const shop = aWalletShop()
    expect(await ask(shop, 10_000)).toMatchObject({ outcome: 'ok' })
    await shop.passes(16 * MINUTE_MS)
    expect(shop.pay.orders.get(ID)?.state).toBe('closed')
    expect(await sync(shop)).toMatchObject({ outcome: 'ok', value: { state: 'closed' } })
    expect(await ask(shop, 10_000)).toMatchObject(refusedFor('top_up_over'))
    await recordPayment(shop.worker(), shop.pay.force(ID))
    expect(await shop.value<TopUpView>('bob', 'balance.topUpSync', { topUpId: ID })).toMatchObject({ state: 'paid' })
    expect(fundsIn(shop, 'bob').balanceFen).toBe(11_000)
    expect(leftUndone(shop)).toEqual([])
  })

  it('S20, L2: its notification lost, it is found by asking, by the shopper or at the latest by the sweep; not while WeChat is silent', async () => {
    const shop = aWalletShop()
    await paysTopUp(shop, 'bob', 10_000)
    shop.pay.down = true
    await shop.passes(20 * MINUTE_MS)
    expect(shop.database.one('top_ups', ID)?.state).toBe('requested')
    shop.pay.down = false
    await shop.passes(MINUTE_MS)
    expect(fundsIn(shop, 'bob').balanceFen).toBe(11_000)

    await paysTopUp(shop, 'carol', 1000)
    expect(await shop.value<TopUpView>('carol', 'balance.topUpSync', { topUpId: topUpIdOf('carol') })).toMatchObject({ state: 'paid' })
    expect(await ask(shop, 10_000)).toMatchObject(refusedFor('already_paid'))
    expect(leftUndone(shop)).toEqual([])
  })

  it('S20: closing and paying at the same instant end in money credited once, or in nothing', async () => {
    await fc.assert(fc.asyncProperty(fc.scheduler(), fc.boolean(), async (scheduler, pays) => {
      const shop = aWalletShop()
      await ask(shop, 10_000)
      shop.now += 15 * MINUTE_MS
      await race(scheduler, [
        () => sweep(shop.worker(raced(scheduler, 's0'))),
        () => sweep(shop.worker(raced(scheduler, 's1'))),
        async () => {
          if (pays) await notify(shop.worker(raced(scheduler, 'notify')), shop.pay.force(ID))
        },
      ])
      await shop.passes(2 * MINUTE_MS)
      expect(fundsIn(shop, 'bob').balanceFen).toBe(pays ? 11_000 : 0)
      expect(alwaysBroken(shop)).toEqual([])
      expect(leftUndone(shop)).toEqual([])
    }), { numRuns: 300 })
  })
})
