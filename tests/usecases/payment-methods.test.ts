import { describe, expect, it } from 'vitest'
import type { BalanceView, MethodView, QuoteView, Reply } from '../../cloudfunctions/contract'
import { alwaysBroken } from '../support/invariants'
import { aRequest } from '../support/builders'
import { MCHID } from '../support/pay-peer'
import type { Purchase, TestShop } from '../support/shop'
import { aWalletShop, givePoints, topsUp, topUpIdOf } from '../support/wallet'

const ALL = { wechat: true, balance: true, mixed: true, points: true }

async function shopWithout(...off: MethodView[]): Promise<TestShop> {
  const shop = aWalletShop()
  await topsUp(shop, 'bob', 1000)
  givePoints(shop, 'bob', 500)
  await turnsOff(shop, ...off)
  return shop
}

function turnsOff(shop: TestShop, ...off: MethodView[]): Promise<unknown> {
  return shop.asMerchant('payment.save', { methods: { ...ALL, ...Object.fromEntries(off.map(method => [method, false])) }, account: null })
}

const quote = (shop: TestShop, wanted: object = {}): Promise<Reply> => shop.call('bob', { procedure: 'cart.quote', input: { ...aRequest(), region: null, ...wanted } })

/** An order as a phone that does not know of the change would send it. */
async function places(shop: TestShop, wanted: Purchase, ...off: MethodView[]): Promise<Reply> {
  await turnsOff(shop)
  const input = await shop.placeInput('bob', 'order-bob', wanted)
  await turnsOff(shop, ...off)
  return shop.call('bob', { procedure: 'order.place', input })
}

describe('ways to pay', () => {
  it('S54: the merchant sets them and the settlement account, and sees the merchant number; some way must be left', async () => {
    const shop = aWalletShop()
    expect(await shop.asMerchant('payment.get', {})).toEqual({ mchid: MCHID, methods: ALL, account: null })
    const account = { holder: '杭州邻里科技有限公司', bank: '招商银行杭州分行', lastDigits: '0123' }
    expect(await shop.asMerchant('payment.save', { methods: { ...ALL, mixed: false }, account })).toEqual({ mchid: MCHID, methods: { ...ALL, mixed: false }, account })
    expect(await shop.admin('merchant', { procedure: 'payment.save', input: { methods: { ...ALL, wechat: false, balance: false }, account } })).toMatchObject({ refusal: 'no_method_left' })
    expect(await shop.admin('merchant', { procedure: 'payment.save', input: { methods: ALL, account: { ...account, lastDigits: '6225880212345678' } } })).toMatchObject({ outcome: 'bad_input' })
    expect(await shop.admin('bob', { procedure: 'payment.save', input: { methods: ALL, account } })).toMatchObject({ refusal: 'not_allowed' })
    expect(await shop.asMerchant('payment.get', {})).toMatchObject({ methods: { mixed: false }, account })
  })

  const OFF: readonly [MethodView, Purchase][] = [
    ['wechat', {}],
    ['balance', { useBalance: true }],
    ['mixed', { useBalance: true }],
    ['points', { points: 500 }],
  ]

  it.each(OFF)('S54: without %s an order that needs it is refused, whatever the phone showed, and nothing is taken', async (method, wanted) => {
    const shop = await shopWithout()
    await shop.agrees('bob')
    expect(await places(shop, wanted, method)).toMatchObject({ outcome: 'refused', refusal: 'method_off' })
    expect(shop.database.one('orders', 'order-bob')).toBeUndefined()
    expect(shop.database.one('members', 'bob')).toMatchObject({ balanceFen: 1000, points: 500, holdCount: 0 })
    expect(alwaysBroken(shop)).toEqual([])
  })

  it('S54: what is off is not offered: no balance, no points, no way by WeChat', async () => {
    expect(await quote(await shopWithout())).toMatchObject({ value: { methods: ['wechat', 'balance', 'mixed', 'points'], balanceHaveFen: 1000, points: { have: 500 } } })
    expect(await quote(await shopWithout('balance'))).toMatchObject({ value: { methods: ['wechat', 'mixed', 'points'], balanceHaveFen: null } })
    expect(await quote(await shopWithout('points'))).toMatchObject({ value: { points: { have: 0, spent: 0 } } })
    expect(await quote(await shopWithout('wechat'))).toMatchObject({ value: { methods: ['balance', 'mixed', 'points'] } })
    expect(await quote(await shopWithout('balance'), { useBalance: true })).toMatchObject({ refusal: 'method_off' })
  })

  it('S54: without mixed payment the balance is offered only where it covers the whole order', async () => {
    const shop = await shopWithout('mixed')
    expect(await quote(shop)).toMatchObject({ value: { balanceHaveFen: null } })
    await topsUp(shop, 'bob', 5000, 'more')
    expect(await quote(shop)).toMatchObject({ value: { balanceHaveFen: 6000 } })
    await shop.place('bob', 'order-bob', { useBalance: true })
    await shop.pays('bob', 'order-bob')
    expect(await shop.order('bob', 'order-bob')).toMatchObject({ state: 'preparing', balanceFen: 3990, wechatFen: 0 })
    expect(alwaysBroken(shop)).toEqual([])
  })

  it('S54: an order placed before is paid as agreed; money cannot be put in without WeChat Pay', async () => {
    const shop = await shopWithout()
    await shop.place('bob', 'order-bob', { useBalance: true })
    await turnsOff(shop, 'wechat')
    await shop.pays('bob', 'order-bob')
    expect(await shop.order('bob', 'order-bob')).toMatchObject({ state: 'preparing' })
    expect(await shop.call('bob', { procedure: 'balance.topUp', input: { topUpId: topUpIdOf('late'), amountFen: 1000 } })).toMatchObject({ refusal: 'method_off' })
    expect((await shop.value<BalanceView>('bob', 'balance.get', {})).storedValue).toBe(false)
  })

  it('S54: a shop that said nothing takes every way', async () => {
    const shop = aWalletShop()
    expect(((await quote(shop)) as { value: QuoteView }).value.methods).toEqual(['wechat', 'balance', 'mixed', 'points'])
  })
})
