import { describe, expect, it } from 'vitest'
import type { MeView, OrderCardView, Page, ShareView } from '../../../cloudfunctions/contract'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../cloudfunctions/domain/kernel/instant'
import { balances, pointBalances } from '../../../cloudfunctions/domain/ledger/postings'
import { recordPayment } from '../../../cloudfunctions/usecases/payments/record-payment'
import { sweep } from '../../../cloudfunctions/usecases/sweeps/sweep'
import { ADDRESS } from '../../support/builders'
import { crashAnywhere } from '../../support/crash-anywhere'
import { alwaysBroken, leftUndone } from '../../support/invariants'
import { type TestShop } from '../../support/shop'
import { aWalletShop, completes, paysTopUp, topsUp } from '../../support/wallet'

/** An openid, a name and so on that occur nowhere else: whatever is left of them is found. */
const ME = 'oCanaryOfBobX7'
const CANARIES = [ME, ADDRESS.name, ADDRESS.phone, ADDRESS.detail, '小林子', '/storage/canary.png', '邻里公司', 'canary@example.com', 'gone wrong']

/** Somebody with something in every collection, all of it over; more than one batch of postings. */
async function livedHere(shop: TestShop, days = 25): Promise<void> {
  await shop.agrees(ME)
  await shop.value(ME, 'me.update', { nickname: '小林子', avatar: '/storage/canary.png' })
  await topsUp(shop, ME, 1000, 'canary')
  const groupId = await shop.opensGroup(ME, 'order-1', { useBalance: true })
  const share = await shop.value<ShareView>(ME, 'share.create', { groupId })
  await shop.value(ME, 'session.start', { source: 'share', code: share.code, path: '/' })
  await shop.value(ME, 'message.allow', { keys: ['group_formed'] })
  await shop.place('carol', 'order-2', { kind: 'join', groupId })
  await shop.pays('carol', 'order-2')
  await completes(shop, ME, 'order-1')
  await completes(shop, 'carol', 'order-2')
  await shop.value(ME, 'invoice.request', { orderId: 'order-1', title: '邻里公司', taxNo: null, email: 'canary@example.com' })
  await shop.asMerchant('invoice.issue', { invoiceId: 'order-1', number: '24332000000012345678', file: 'cloud://env/1.pdf' })
  await shop.place(ME, 'order-3')
  await shop.value(ME, 'order.cancel', { orderId: 'order-3' })
  for (let day = 0; day < days; day++) {
    shop.now += DAY_MS
    await shop.value(ME, 'points.checkIn', {})
  }
}

const leave = (shop: TestShop, worker = shop.worker()) => shop.call(ME, { procedure: 'me.delete', input: { confirmed: true } }, worker)

/** Where something of theirs is still to be read, by collection. */
function found(shop: TestShop): string[] {
  return [...shop.database.tables].flatMap(([name, table]) => CANARIES.filter(canary => [...table.values()].some(({ document }) => JSON.stringify(document).includes(canary))).map(canary => `${name}: ${canary}`))
}

describe('leaving the shop', { timeout: 60_000 }, () => {
  it('S12: nothing personal is left anywhere; the books, counts and everybody else’s orders are as before', async () => {
    const shop = aWalletShop()
    await livedHere(shop)
    const before = { money: balances(shop.database.all('postings')), points: pointBalances(shop.database.all('postings')) }
    const carols = await shop.order('carol', 'order-2')
    expect(found(shop).length).toBeGreaterThan(10)
    expect(await leave(shop)).toMatchObject({ outcome: 'ok', value: { leaving: true, agreed: false } })
    expect(await leave(shop)).toMatchObject({ outcome: 'ok', value: { leaving: true } })
    await shop.passes(9 * MINUTE_MS)
    // The openid alone stays, as that of somebody who is new here.
    expect(found(shop)).toEqual([`members: ${ME}`])
    expect(shop.database.one('members', ME)).toMatchObject({ nickname: '', points: 0, growth: 0, paidOrders: 0, coupons: {} })
    expect(balances(shop.database.all('postings'))).toEqual(before.money)
    expect(pointBalances(shop.database.all('postings')).points_outstanding).toBe(0 - (shop.database.one('members', 'carol')?.points ?? 0))
    expect(await shop.order('carol', 'order-2')).toEqual(carols)
    expect(alwaysBroken(shop)).toEqual([])
    expect(leftUndone(shop)).toEqual([])
    expect(shop.faults).toEqual([])
  })

  it('S12: whoever comes back is new: no orders, no points, asked for consent again, and can buy', async () => {
    const shop = aWalletShop()
    await livedHere(shop)
    await leave(shop)
    await shop.passes(9 * MINUTE_MS)
    expect(await shop.value<Page<OrderCardView>>(ME, 'order.list', { tab: 'all', cursor: null })).toEqual({ items: [], next: null })
    expect(await shop.call(ME, { procedure: 'order.get', input: { orderId: 'order-1' } })).toMatchObject({ refusal: 'order_not_found' })
    expect((await shop.value<MeView>(ME, 'me.get', {})).privacy).toMatchObject({ agreed: false, leaving: false })
    // The same day again: their earlier check-in is nobody's any more.
    expect(await shop.value(ME, 'points.checkIn', {})).toMatchObject({ streak: 1, balance: 5 })
    await shop.place(ME, 'order-9')
    await shop.pays(ME, 'order-9')
    await shop.passes(MINUTE_MS)
    expect(alwaysBroken(shop)).toEqual([])
  })

  const OPEN: readonly [string, string, (shop: TestShop) => Promise<unknown>][] = [
    ['an unpaid order', 'orders_open', shop => shop.place(ME, 'order-1')],
    ['a group under way', 'orders_open', shop => shop.opensGroup(ME, 'order-1')],
    ['an order that can still be sent back', 'orders_open', async (shop) => {
      await shop.place(ME, 'order-1')
      await shop.pays(ME, 'order-1')
      await shop.asMerchant('order.ship', { orderId: 'order-1', supplierId: '', company: 'SF', trackingNo: 'SF1234567' })
      await shop.value(ME, 'order.confirmReceipt', { orderId: 'order-1' })
    }],
    ['money in the balance', 'balance_left', shop => topsUp(shop, ME, 1000, 'canary')],
    ['a top-up that may still be paid', 'top_up_open', shop => paysTopUp(shop, ME, 1000, 'canary')],
    ['an invoice not yet made out', 'after_sales_open', async (shop) => {
      await shop.place(ME, 'order-1')
      await shop.pays(ME, 'order-1')
      await completes(shop, ME, 'order-1')
      await shop.value(ME, 'invoice.request', { orderId: 'order-1', title: '林一', taxNo: null, email: 'a@example.com' })
    }],
    ['a refund on its way', 'after_sales_open', async (shop) => {
      await shop.opensGroup(ME, 'order-1')
      shop.pay.refundOutcome = 'processing'
      shop.now += HOUR_MS
      await sweep(shop.worker())
    }],
  ]

  it.each(OPEN)('S12: %s is a reason not to: %s, and nothing has changed', async (_, refusal, prepare) => {
    const shop = aWalletShop()
    await shop.agrees(ME)
    await prepare(shop)
    const before = shop.database.digest()
    expect(await leave(shop)).toMatchObject({ outcome: 'refused', refusal })
    expect(shop.database.digest()).toBe(before)
  })

  it('S12: the merchant and staff cannot leave while they are that', async () => {
    const shop = aWalletShop()
    await shop.agrees('merchant')
    expect(await shop.call('merchant', { procedure: 'me.delete', input: { confirmed: true } })).toMatchObject({ refusal: 'staff_account' })
  })

  it('S12: while it is under way nothing new is taken on, and nothing stands without being asked for', async () => {
    const shop = aWalletShop()
    await livedHere(shop)
    const input = await shop.placeInput(ME, 'order-9')
    await leave(shop)
    expect(await shop.call(ME, { procedure: 'order.place', input })).toMatchObject({ refusal: 'consent_needed' })
    expect(await shop.call(ME, { procedure: 'privacy.agree', input: { version: (await shop.value<MeView>(ME, 'me.get', {})).privacy.version } })).toMatchObject({ refusal: 'account_leaving' })
    expect(await shop.call(ME, { procedure: 'balance.topUp', input: { topUpId: 'topup-0000000000000000000', amountFen: 1000 } })).toMatchObject({ refusal: 'account_leaving' })
  })

  it('S12: money for an earlier top-up that comes while somebody leaves is theirs when they are back', async () => {
    const shop = aWalletShop()
    await shop.agrees(ME)
    const facts = await paysTopUp(shop, ME, 1000, 'canary')
    // Closed without asking WeChat, as if its notification had been on the way for long.
    const topUp = shop.database.all('top_ups')[0]
    if (!topUp) throw new Error('no top-up')
    shop.database.put('top_ups', { ...topUp, state: 'closed' })
    await leave(shop)
    shop.now += 1
    await recordPayment(shop.worker(), facts)
    await shop.passes(9 * MINUTE_MS)
    expect(shop.database.one('members', ME)).toMatchObject({ balanceFen: 1000 })
    expect(alwaysBroken(shop)).toEqual([])
  })

  const gone = (shop: TestShop): string[] => shop.database.one('members', ME)?.leaving ? ['still leaving'] : []

  it('S12, L4: the worker may die at any call of the request; the sweep ends it', async () => {
    const request = await crashAnywhere({
      shop: () => aWalletShop(),
      repeated: true,
      set: async (shop) => {
        await shop.opensGroup(ME, 'order-1')
        await shop.place('carol', 'order-2', { kind: 'join', groupId: 'g-order-1' })
        await shop.pays('carol', 'order-2')
        await completes(shop, ME, 'order-1')
        await completes(shop, 'carol', 'order-2')
        return worker => leave(shop, worker)
      },
      end: shop => [...gone(shop), ...found(shop).filter(where => where.includes(ME) && !where.startsWith('members'))],
    })
    expect(request.found).toEqual([])
  }, 120_000)

  it('S12, L4: the worker may die at any call of the removal; the next run ends it', async () => {
    const removal = await crashAnywhere({
      shop: () => aWalletShop(),
      set: async (shop) => {
        await livedHere(shop, 1)
        await leave(shop)
        shop.now += 4 * MINUTE_MS
        return worker => sweep(worker)
      },
      end: shop => [...gone(shop), ...found(shop).filter(where => where !== `members: ${ME}`)],
    })
    expect(removal.found).toEqual([])
    expect(removal.points).toBeGreaterThan(100)
  }, 240_000)
})
