import { describe, expect, it } from 'vitest'
import type { CommissionView } from '../../cloudfunctions/contract/commission'
import { fen } from '../../cloudfunctions/domain/kernel/fen'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../cloudfunctions/domain/kernel/instant'
import { newMember } from '../../cloudfunctions/domain/member/member'
import { completeOrder } from '../../cloudfunctions/usecases/order/receive-order'
import { withdraw } from '../../cloudfunctions/usecases/commission/commission-procedures'
import { aliceEarns, books, completesAll, EARNED, leaderShop, synced, TRANSFER, withdraws } from '../support/commission'
import { crashAnywhere } from '../support/crash-anywhere'
import { alwaysBroken } from '../support/invariants'
import { dayCloses } from '../support/settlement'
import { givesBack } from '../support/splits'
import type { TestShop } from '../support/shop'

const available = async (shop: TestShop): Promise<number> => (await shop.value<CommissionView>('alice', 'commission.get', {})).availableFen

/** Alice has a lot to take out, as after a good month. */
function rich(shop: TestShop, amountFen = 1_000_000): void {
  const at = shop.now
  shop.database.put('members', { ...shop.database.one('members', 'alice') ?? newMember('alice', at), commissionFen: fen(amountFen) })
  shop.database.put('postings', { id: 'month', kind: 'commission_earned', orderId: '', at, pointEntries: [], entries: [{ account: 'commission', amountFen: fen(amountFen) }, { account: 'commission_payable', amountFen: fen(-amountFen), party: 'alice' }] })
  shop.pay.money.foreign('float', 2_000_000)
}

describe('what a leader earns', () => {
  it('I14: is the rate of what others in the group paid and kept, once their sales are over, and nothing of the leader\'s own order', async () => {
    const shop = leaderShop()
    await aliceEarns(shop)
    expect(await available(shop)).toBe(EARNED)
    expect(books(shop)).toMatchObject({ commission: EARNED, commission_payable: -EARNED })
    expect(shop.database.one('orders', 'order-bob')?.commission).toEqual({ leaderOpenid: 'alice', amountFen: EARNED, baseFen: 2990, backFen: 0 })
    expect(shop.database.one('orders', 'order-alice')?.commission).toBeUndefined()
    await completeOrder(shop.worker(), 'order-bob')
    expect(await available(shop)).toBe(EARNED)
    expect(alwaysBroken(shop)).toEqual([])
  })

  it('I14: nothing without a rate, for somebody who is no leader of the shop, or for an order bought alone', async () => {
    for (const change of ['no rate', 'no leader'] as const) {
      const shop = leaderShop()
      if (change === 'no leader') shop.database.put('staff', { id: 'alice', role: 'merchant' })
      else await shop.asMerchant('commission.saveTerms', { rates: [{ from: 0, perMyriad: 500 }, { from: shop.now + 1, perMyriad: 0 }], perTransferFen: 1000, perDayFen: 1000 })
      shop.now += MINUTE_MS
      await aliceEarns(shop)
      expect(await available(shop), change).toBe(0)
    }
    const alone = leaderShop()
    await alone.place('bob', 'order-bob')
    await alone.pays('bob', 'order-bob')
    await completesAll(alone, [['bob', 'order-bob']])
    expect(await available(alone)).toBe(0)
  })

  it('I14: nothing from sales that are over after the shop took somebody off its list; the role is read at every call', async () => {
    const shop = leaderShop()
    expect((await shop.value<{ role: string }>('alice', 'me.get', {})).role).toBe('leader')
    expect(await shop.admin('alice', { procedure: 'leader.save', input: { openid: 'alice', active: true } })).toMatchObject({ refusal: 'not_allowed' })
    expect(await shop.admin('merchant', { procedure: 'leader.save', input: { openid: 'merchant', active: true } })).toMatchObject({ refusal: 'staff_is_merchant' })
    for (const _ of [1, 2]) await shop.asMerchant('leader.save', { openid: 'alice', active: false })
    expect((await shop.value<{ role: string }>('alice', 'me.get', {})).role).toBe('shopper')
    await aliceEarns(shop)
    expect(await available(shop)).toBe(0)
    await shop.asMerchant('leader.save', { openid: 'alice', active: true })
    await aliceEarns(shop, '2')
    expect(await available(shop)).toBe(EARNED)
    expect(shop.database.all('audits').filter(audit => audit.act !== 'access.deny').map(audit => `${audit.act} ${audit.subject} ${audit.detail}`).sort()).toEqual(['leader.save alice former', 'leader.save alice leader'])
  })

  it('I14: by the rate the order was placed under, and a rate that has begun cannot be changed', async () => {
    const shop = leaderShop()
    const groupId = await shop.opensGroup('alice', 'order-alice')
    await shop.place('bob', 'order-bob', { kind: 'join', groupId })
    await shop.pays('bob', 'order-bob')
    const terms = (rates: object[]) => shop.admin('merchant', { procedure: 'commission.saveTerms', input: { rates, perTransferFen: 50_000, perDayFen: 200_000 } })
    expect(await terms([{ from: 0, perMyriad: 900 }])).toMatchObject({ refusal: 'past_rate_fixed' })
    expect(await terms([])).toMatchObject({ refusal: 'past_rate_fixed' })
    expect(await terms([{ from: 0, perMyriad: 500 }, { from: shop.now + HOUR_MS, perMyriad: 1000 }])).toMatchObject({ outcome: 'ok' })
    await completesAll(shop, [['alice', 'order-alice'], ['bob', 'order-bob']])
    expect(await available(shop)).toBe(EARNED)
    await aliceEarns(shop, '2')
    expect(await available(shop)).toBe(EARNED + 299)
  })

  it('I14: goes back with what is given back of the sale, in part and whole, even when it was taken out', async () => {
    const shop = leaderShop()
    await aliceEarns(shop)
    await givesBack(shop, 'order-bob', 1000)
    expect(await available(shop)).toBe(Math.floor(EARNED * 1990 / 2990))
    expect(alwaysBroken(shop)).toEqual([])
    await withdraws(shop, 99)
    await givesBack(shop, 'order-bob', 1990)
    expect(await available(shop)).toBe(-99)
    expect(books(shop)).toMatchObject({ commission: 0 })
    expect(alwaysBroken(shop)).toEqual([])
    expect(await withdraws(shop, 10, { transferId: 'transfer00000002' })).toMatchObject({ refusal: 'commission_too_low' })
  })
})

describe('taking commission out', () => {
  it('I2, X13: waits for the leader to confirm, is paid once, and the bills agree', async () => {
    const shop = leaderShop()
    await aliceEarns(shop)
    expect(await withdraws(shop)).toMatchObject({ value: { state: 'waiting', amountFen: 100, actions: ['confirm', 'cancel'], confirm: { params: { package: `package-${TRANSFER}`, mchId: '1900000001' }, until: shop.now + DAY_MS } } })
    expect(await withdraws(shop)).toMatchObject({ value: { state: 'waiting' } })
    expect(await withdraws(shop, 101)).toMatchObject({ refusal: 'transfer_id_taken' })
    expect(await available(shop)).toBe(EARNED - 100)
    expect(books(shop)).toMatchObject({ commission_payable: 100 - EARNED, transfer_payable: 0, wechat_clearing: shop.pay.accountFen })
    shop.pay.money.confirmTransfer(TRANSFER)
    expect(await synced(shop)).toMatchObject({ state: 'succeeded', confirm: null, actions: [] })
    expect(shop.pay.money.transfers.size).toBe(1)
    for (let day = 0; day < 12; day++) await dayCloses(shop)
    expect(shop.database.all('settlement_differences')).toEqual([])
    expect(books(shop).wechat_clearing).toBe(shop.pay.accountFen)
    expect(shop.database.all('outbox')).toEqual([])
  })

  it('I2: nobody confirmed for a day, or the leader took it back: the money is there again, the day\'s limit too', async () => {
    for (const end of ['overdue', 'cancelled'] as const) {
      const shop = leaderShop()
      await aliceEarns(shop)
      await withdraws(shop)
      if (end === 'overdue') await shop.passes(DAY_MS + 2 * HOUR_MS)
      else expect(await shop.call('alice', { procedure: 'commission.cancel', input: { transferId: TRANSFER } })).toMatchObject({ value: { state: 'cancelling' } })
      expect(await synced(shop)).toMatchObject({ state: end === 'overdue' ? 'failed' : 'cancelled' })
      expect(await available(shop), end).toBe(EARNED)
      expect(await shop.value('alice', 'commission.get', {})).toMatchObject({ leftTodayFen: 200_000 })
      expect(books(shop)).toMatchObject({ commission_payable: -EARNED, transfer_payable: 0 })
      for (let day = 0; day < 13; day++) await dayCloses(shop)
      expect(shop.database.all('settlement_differences'), end).toEqual([])
      expect(alwaysBroken(shop)).toEqual([])
    }
  })

  it('an answer that did not come is asked for again under the same number, and a refusal gives the money back', async () => {
    const lost = leaderShop()
    await aliceEarns(lost)
    lost.pay.down = true
    expect(await withdraws(lost)).toMatchObject({ value: { state: 'promised', confirm: null, actions: [] } })
    expect(books(lost)).toMatchObject({ transfer_payable: -100 })
    lost.pay.down = false
    await lost.passes(5 * MINUTE_MS)
    expect(lost.database.one('transfers', TRANSFER)).toMatchObject({ state: 'waiting' })
    const refusing = leaderShop()
    await aliceEarns(refusing)
    refusing.pay.money.transferRefused = 'NOAUTH'
    expect(await withdraws(refusing)).toMatchObject({ value: { state: 'failed', why: 'NOAUTH' } })
    expect(await available(refusing)).toBe(EARNED)
    expect(books(refusing)).toMatchObject({ commission_payable: -EARNED, transfer_payable: 0 })
  })

  it('X13: a transfer whose answer never came is found by the bill of its day', async () => {
    const shop = leaderShop()
    await aliceEarns(shop)
    shop.now += 5 * HOUR_MS
    const dying = shop.worker({ after: call => call === 'pay.transfer' ? Promise.reject(new Error('lost')) : Promise.resolve() })
    await shop.call('alice', { procedure: 'commission.withdraw', input: { transferId: TRANSFER, amountFen: 100, name: null } }, dying)
    for (const row of shop.database.all('outbox')) shop.database.put('outbox', { ...row, dueAt: shop.now + 40 * DAY_MS })
    for (let day = 0; day < 12; day++) await dayCloses(shop)
    expect(shop.database.one('transfers', TRANSFER)?.sentAt).toBeGreaterThan(0)
    expect(shop.database.all('settlement_differences').map(one => `${one.cause} ${one.state}`)).toEqual(['other_day settled', 'other_day settled'])
    expect(shop.database.all('work_items')).toEqual([])
  })

  it('has limits for one transfer and for a day, and wants the real name from ¥2000 on, which is kept sealed until WeChat has it', async () => {
    const shop = leaderShop()
    rich(shop)
    expect(await withdraws(shop, 50_001)).toMatchObject({ refusal: 'transfer_over_limit' })
    for (const wrong of [9, 0.5, -1]) expect((await withdraws(shop, wrong)).outcome).toBe('bad_input')
    await shop.asMerchant('commission.saveTerms', { rates: [{ from: 0, perMyriad: 500 }], perTransferFen: 300_000, perDayFen: 400_000 })
    expect(await withdraws(shop, 200_000)).toMatchObject({ refusal: 'transfer_name_missing' })
    shop.pay.down = true
    expect(await withdraws(shop, 250_000, { name: '李雷' })).toMatchObject({ value: { state: 'promised' } })
    expect(JSON.stringify(shop.database.all('transfers'))).not.toContain('李雷')
    expect(shop.database.one('transfers', TRANSFER)?.sealedName).toBeDefined()
    shop.pay.down = false
    expect(await synced(shop)).toMatchObject({ state: 'waiting' })
    expect(shop.pay.money.transfers.get(TRANSFER)?.name).toBe('李雷')
    expect(shop.database.one('transfers', TRANSFER)?.sealedName).toBeUndefined()
    expect(await withdraws(shop, 150_001, { transferId: 'transfer00000002' })).toMatchObject({ refusal: 'transfer_over_day' })
    expect(await withdraws(shop, 150_000, { transferId: 'transfer00000002' })).toMatchObject({ value: { state: 'waiting' } })
    shop.now += DAY_MS
    expect(await withdraws(shop, 150_000, { transferId: 'transfer00000003' })).toMatchObject({ value: { state: 'waiting' } })
  })

  it('I15: is each leader\'s own: another\'s transfer is the same as none', async () => {
    const shop = leaderShop()
    await aliceEarns(shop)
    await withdraws(shop)
    const before = shop.database.digest()
    for (const procedure of ['commission.sync', 'commission.cancel']) {
      const other = await shop.call('bob', { procedure, input: { transferId: TRANSFER } })
      expect(other).toMatchObject({ refusal: 'transfer_not_found' })
      expect(await shop.call('bob', { procedure, input: { transferId: 'transfer00000009' } })).toEqual(other)
    }
    expect(await shop.call('bob', { procedure: 'commission.withdraw', input: { transferId: TRANSFER, amountFen: 100, name: null } })).toMatchObject({ refusal: 'transfer_id_taken' })
    expect(shop.database.digest()).toBe(before)
    expect(await shop.asMerchant('commission.listTransfers', { cursor: null })).toMatchObject({ items: [{ transferId: TRANSFER, state: 'waiting' }] })
    expect(await shop.admin('alice', { procedure: 'commission.listTransfers', input: { cursor: null } })).toMatchObject({ refusal: 'not_allowed' })
  })
})

describe('a worker dies at any call', () => {
  /** Left the account once and is confirmed or back; or never left. */
  const whole = (shop: TestShop): string[] => {
    const transfer = shop.database.one('transfers', TRANSFER)
    const left = shop.pay.money.flows.filter(flow => flow.business === '商家转账').length
    const { commission_payable: payable } = books(shop)
    const out = transfer === undefined || transfer.state === 'failed' || transfer.state === 'cancelled' ? 0 : 100
    return [...left > 1 ? [`left ${left} times`] : [], ...payable === out - EARNED ? [] : [`payable ${payable} with the transfer ${transfer?.state}`]]
  }

  it('I2, L4: while it completes a sale, and the leader earns once', async () => {
    const { found, points } = await crashAnywhere({
      shop: leaderShop,
      set: async (shop) => {
        const groupId = await shop.opensGroup('alice', 'order-alice')
        await shop.place('bob', 'order-bob', { kind: 'join', groupId })
        await shop.pays('bob', 'order-bob')
        for (const [openid, orderId] of [['alice', 'order-alice'], ['bob', 'order-bob']] as const) {
          await shop.asMerchant('order.ship', { orderId, supplierId: '', company: 'SF', trackingNo: 'SF1234567' })
          await shop.value(openid, 'order.confirmReceipt', { orderId })
        }
        shop.now += 8 * DAY_MS
        shop.pay.money.feePerMyriad = 0
        return worker => completeOrder(worker, 'order-bob')
      },
      end: shop => shop.database.one('members', 'alice')?.commissionFen === EARNED ? [] : [`earned ${shop.database.one('members', 'alice')?.commissionFen}`],
    })
    expect(found).toEqual([])
    expect(points).toBeGreaterThan(16)
  }, 120_000)

  it('I2, L4, X13: while a leader takes commission out, and it leaves the account once or not at all', async () => {
    const { found, points } = await crashAnywhere({
      shop: leaderShop,
      set: async (shop) => {
        await aliceEarns(shop)
        for (let day = 0; day < 10; day++) await dayCloses(shop)
        return worker => withdraw({ ports: worker, openid: 'alice' }, { transferId: TRANSFER, amountFen: 100, name: null })
      },
      settle: async (shop) => {
        if (shop.pay.money.transfers.get(TRANSFER)?.state === 'waiting') shop.pay.money.confirmTransfer(TRANSFER)
        await shop.passes(2 * HOUR_MS)
      },
      end: whole,
    })
    expect(found).toEqual([])
    expect(points).toBeGreaterThan(16)
  }, 120_000)

  it('I2, L4: while it notes that a transfer was taken back, and the leader has the amount again once', async () => {
    const { found, points } = await crashAnywhere({
      shop: leaderShop,
      set: async (shop) => {
        await aliceEarns(shop)
        for (let day = 0; day < 10; day++) await dayCloses(shop)
        await withdraws(shop)
        return worker => shop.call('alice', { procedure: 'commission.cancel', input: { transferId: TRANSFER } }, worker)
      },
      settle: async (shop) => {
        if (shop.pay.money.transfers.get(TRANSFER)?.state === 'waiting') shop.pay.money.confirmTransfer(TRANSFER)
        await shop.passes(2 * HOUR_MS)
      },
      end: whole,
    })
    expect(found).toEqual([])
    expect(points).toBeGreaterThan(8)
  }, 120_000)
})
