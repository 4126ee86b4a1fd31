import { describe, expect, it } from 'vitest'
import type { CouponTemplate } from '../../cloudfunctions/domain/coupon/template'
import type { Member } from '../../cloudfunctions/domain/member/member'
import type { Stock } from '../../cloudfunctions/domain/stock/stock'
import { seedRules } from '../../emulator/seed/rules'
import { checkBooks } from './support/books'
import { type Buyer, HOUR, MINUTE, refusalOf, Shop } from './support/shop'

/** The demo shop with its rules, levels, freight and coupons. */
async function openShop(): Promise<Shop> {
  const shop = await Shop.open()
  await seedRules(shop.cloud)
  return shop
}

const DAY = 24 * HOUR
const count = (answers: readonly string[], wanted: string): number => answers.filter(answer => answer === wanted).length

async function couponsOf(buyer: Buyer, state: 'usable' | 'used'): Promise<string[]> {
  return (await buyer.ask('coupon.mine', { state, cursor: null })).items.map(coupon => coupon.name)
}

describe('coupons', () => {
  it('S21: of 250 neighbours who claim at once a hundred get the coupon, and the count is exact', async () => {
    await using shop = await openShop()
    const answers = await Promise.all(shop.people(250).map(buyer => refusalOf(buyer.ask('coupon.claim', { templateId: 'fruit-10' }))))
    expect({ got: count(answers, 'accepted'), gone: count(answers, 'coupon_gone') }).toEqual({ got: 100, gone: 150 })
    expect(await shop.document<CouponTemplate>('coupon_templates', 'fruit-10')).toMatchObject({ claimed: 100, inflight: {} })
    const held = (await shop.documents<Member>('members')).flatMap(member => Object.values(member.coupons))
    expect(held).toHaveLength(100)
    await shop.settle()
    await checkBooks(shop)
  })

  it('S21: one neighbour who taps forty times has as many as one may have', async () => {
    await using shop = await openShop()
    const alice = shop.person('alice')
    await Promise.all(Array.from({ length: 40 }, () => refusalOf(alice.ask('coupon.claim', { templateId: 'off-6' }))))
    for (let tap = 0; tap < 2; tap++) await refusalOf(alice.ask('coupon.claim', { templateId: 'off-6' }))
    expect(await couponsOf(alice, 'usable')).toEqual(['满59减6', '满59减6'])
    expect(await shop.document<CouponTemplate>('coupon_templates', 'off-6')).toMatchObject({ claimed: 2, inflight: {} })
  })

  it('S21, S22, S25: a cart is explained rule by rule, charged as explained, and its coupon is used with the payment', async () => {
    await using shop = await openShop()
    const alice = shop.person('alice')
    const { couponId } = await alice.ask('coupon.claim', { templateId: 'off-6' })
    const lines = [{ productId: 'rice', skuId: 'rice-1', quantity: 1 }, { productId: 'flower-cake', skuId: 'flower-cake-1', quantity: 3 }, { productId: 'orange', skuId: 'orange-1', quantity: 1 }]
    const order = await alice.placesCart({ lines, couponIds: [couponId] })
    expect(order.priceLines.map(line => [line.say?.key ?? line.kind, line.amountFen])).toEqual([
      ['goods', 6990 + 3 * 2990 + 2990], ['flash_price', -1000], ['threshold_count_each_piece', -600], ['threshold_amount_once', -1000], ['coupon_amount', -600], ['freight', 0],
    ])
    expect(order.payableFen).toBe(order.priceLines.reduce((sum, line) => sum + line.amountFen, 0))
    expect(order.points.earned).toBe(157)
    expect((await alice.paysAndIsSeen(order)).state).toBe('preparing')
    expect([await couponsOf(alice, 'usable'), await couponsOf(alice, 'used')]).toEqual([[], ['满59减6']])
    expect(await shop.document<Stock>('stocks', 'flash:orange-flash:orange-1')).toMatchObject({ available: 19, held: 0, sold: 1 })
    await shop.settle()
    await checkBooks(shop)
  })

  it('S21, I10: two orders at once want one coupon: one has it; cancelled, it goes into the next; a group that fails gives it back', async () => {
    await using shop = await openShop()
    const alice = shop.person('alice')
    const { couponId } = await alice.ask('coupon.claim', { templateId: 'off-6' })
    const rice = { lines: [{ productId: 'rice', skuId: 'rice-1', quantity: 1 }], couponIds: [couponId] }
    const answers = await Promise.all(['coupon-race-1', 'coupon-race-2'].map(orderId => refusalOf(alice.placesCart(rice, orderId))))
    expect(answers.sort()).toEqual(['accepted', 'coupon_not_usable'])
    const placed = (await alice.ask('order.list', { tab: 'to_pay', cursor: null })).items[0]
    await alice.ask('order.cancel', { orderId: placed?.orderId ?? '' })

    const opened = await alice.placesCart({ ...rice, kind: 'open' })
    expect(opened.payableFen).toBe(5590 - 600)
    await alice.paysAndIsSeen(opened)
    expect(await couponsOf(alice, 'used')).toEqual(['满59减6'])
    await shop.advance(48 * HOUR)
    await shop.settle()
    expect(await alice.sees(opened)).toMatchObject({ state: 'closed', closedReason: 'group_failed', refunds: [{ state: 'succeeded' }] })
    expect(await couponsOf(alice, 'usable')).toEqual(['满59减6'])
    await checkBooks(shop)
  })

  it('X1: of 60 neighbours at once twenty buy at the flash price, the others are told, and what is not paid is on sale again', async () => {
    await using shop = await openShop()
    const answers = await Promise.all(shop.people(60).map(buyer => refusalOf(buyer.buysAlone({ product: 'orange' }))))
    // Who asked when the last was gone was shown the list price and took it, or was told before.
    const orders = (await shop.documents<{ state: string; payableFen: number }>('orders')).filter(order => order.state === 'placed')
    expect(orders.filter(order => order.payableFen === 1990)).toHaveLength(20)
    expect(count(answers, 'accepted')).toBe(orders.length)
    expect(answers.filter(answer => !['accepted', 'flash_sold_out', 'quote_changed'].includes(answer))).toEqual([])
    await shop.advance(11 * MINUTE)
    await shop.settle()
    expect(await shop.document<Stock>('stocks', 'flash:orange-flash:orange-1')).toMatchObject({ available: 20, held: 0 })
    await shop.advance(3 * DAY)
    expect((await shop.person('bob').buysAlone({ product: 'orange' })).payableFen).toBe(2990)
    await shop.advance(11 * MINUTE)
    await shop.settle()
    await checkBooks(shop)
  })

  it('S43, S25: the merchant changes freight and rules, and the next quote follows; every version is kept', async () => {
    await using shop = await openShop()
    const [merchant, bob] = [shop.person('merchant'), shop.person('bob')]
    const rule = { kind: 'threshold_discount', id: 'every-order', scope: { kind: 'all' }, by: 'amount', tiers: [{ from: 6990, offFen: 990 }], repeat: 'once', capFen: null } as const
    await merchant.manage('rules.save', { rule: { ...rule, tiers: [...rule.tiers] } })
    expect((await bob.buysAlone({ product: 'rice' })).payableFen).toBe(6000)
    const { items } = await merchant.manage('rules.history', { ruleId: 'every-order', cursor: null })
    expect(items.map(item => [item.version, item.by.openid])).toEqual([[2, merchant.openid], [1, merchant.openid]])
    expect(await refusalOf(bob.manage('rules.remove', { ruleId: 'every-order' }))).toBe('not_allowed')
    await merchant.manage('freight.remove', { templateId: 'cold-chain' })
    expect((await merchant.manage('freight.list', {})).templates.map(template => template.id)).toEqual(['parcel'])
    await shop.advance(11 * MINUTE)
    await shop.settle()
    await checkBooks(shop)
  })
})
