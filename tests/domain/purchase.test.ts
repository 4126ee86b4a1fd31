import { describe, expect, it } from 'vitest'
import { fen } from '../../cloudfunctions/domain/kernel/fen'
import { HOUR_MS, MINUTE_MS } from '../../cloudfunctions/domain/kernel/instant'
import { isSameRequest, newOrder, openGroup, PAYMENT_MARGIN_MS, PLACING_LEASE_MS } from '../../cloudfunctions/domain/order/new-order'
import { ALONE_QUANTITY_LIMIT, decidePurchase, type PurchaseFacts, type PurchaseRequest } from '../../cloudfunctions/domain/order/purchase'
import { type Activity, activityState } from '../../cloudfunctions/domain/group/activity'
import type { HeldCoupon } from '../../cloudfunctions/domain/member/coupon'
import { offerOf } from '../../cloudfunctions/domain/product/product'
import { NO_SETUP } from '../../cloudfunctions/domain/shop/setup'
import { ADDRESS, aGroup, aMember, anActivity, aProduct, aRequest, aSeat, aSku, T0 } from '../support/builders'

const facts = (changes: Partial<PurchaseFacts> = {}): PurchaseFacts => ({ products: [aProduct()], group: aGroup(), setup: NO_SETUP, member: aMember(), ...changes })
const withActivity = (activity: Activity | undefined): Partial<PurchaseFacts> => {
  const { activity: _, ...product } = aProduct()
  return { products: [{ ...product, ...(activity && { activity }) }] }
}

function refusal(changes: Partial<PurchaseRequest>, known: Partial<PurchaseFacts> = {}, openid = 'bob', now = T0): string | undefined {
  const decision = decidePurchase(aRequest(changes), facts(known), null, openid, now)
  return decision.ok ? undefined : decision.refusal
}

const open = { kind: 'open' } as const
const join = { kind: 'join', groupId: 'g-order-alice' } as const
const pieces = (quantity: number, skuId = 'orange-5', productId = 'orange'): Pick<PurchaseRequest, 'lines'> => ({ lines: [{ productId, skuId, quantity }] })

const coupon: HeldCoupon = {
  id: 'c-1', templateId: 't', name: '满30减5', state: 'unused', claimedAt: T0, validFrom: T0, expiresAt: T0 + HOUR_MS,
  rule: { id: 'c-1', version: 1, kind: 'coupon', scope: { kind: 'all' }, order: 0, fromFen: fen(3000), gives: { by: 'amount', offFen: fen(500) } },
}

describe('decidePurchase', () => {
  it('S2: accepts buying alone, opening and joining at their prices, and describes the goods as they are now', () => {
    const alone = decidePurchase(aRequest(pieces(2)), facts(), null, 'bob', T0)
    expect(alone).toMatchObject({ ok: true, value: { lines: [{ title: '赣南脐橙', specText: '5斤', cover: '/storage/orange.jpg', quantity: 2, unitPriceFen: 3990, amountFen: 7980 }], quantityLimit: ALONE_QUANTITY_LIMIT } })
    for (const kind of [open, join]) expect(decidePurchase(aRequest(kind), facts(), null, 'bob', T0)).toMatchObject({ ok: true, value: { lines: [{ unitPriceFen: 2990 }], quantityLimit: 5 } })
    expect(decidePurchase(aRequest(pieces(1, 'orange-10')), facts(), null, 'bob', T0)).toMatchObject({ ok: true, value: { lines: [{ cover: '/storage/orange-10.jpg' }] } })
  })

  it('S2: a group keeps the offer it was opened under, whatever becomes of the goods', () => {
    const dearer = aProduct({ skus: [aSku('orange-5', { priceGroupFen: fen(3500) })], state: 'off_sale' })
    expect(decidePurchase(aRequest(join), facts({ products: [dearer] }), null, 'bob', T0)).toMatchObject({ ok: true, value: { lines: [{ unitPriceFen: 2990 }] } })
  })

  it.each([
    ['goods_not_found', {}, { products: [] }],
    ['goods_off_sale', {}, { products: [aProduct({ state: 'off_sale' })] }],
    ['sku_not_found', pieces(1, 'orange-99'), {}],
    ['over_quantity_limit', pieces(ALONE_QUANTITY_LIMIT + 1), {}],
    ['over_quantity_limit', { ...open, ...pieces(6) }, {}],
    ['over_quantity_limit', { ...join, ...pieces(6) }, {}],
    ['activity_not_running', open, withActivity(undefined)],
    ['activity_not_running', open, withActivity(anActivity({ startsAt: T0 + 1 }))],
    ['activity_not_running', open, withActivity(anActivity({ endsAt: T0 }))],
    ['group_not_found', join, { group: undefined }],
    ['group_of_other_goods', join, { group: aGroup({ productId: 'apple' }) }],
    ['group_full', join, { group: aGroup({ free: 0 }) }],
    ['group_over', join, { group: aGroup({ state: 'formed' }) }],
    ['group_over', join, { group: aGroup({ state: 'failed' }) }],
    ['group_over', join, { group: aGroup({ deadlineAt: T0 }) }],
    ['group_over', join, { group: aGroup({ listed: false, paid: 0 }) }],
    ['already_in_group', join, { group: aGroup({ seats: { bob: aSeat('order-bob') } }) }],
    ['not_sold_on_ios', { platform: 'ios' }, { products: [aProduct({ kind: 'virtual' })] }],
    ['cold_delivery_required', {}, { products: [aProduct({ cold: true })] }],
    ['cold_delivery_required', join, { group: aGroup({ offer: offerOf(aProduct({ cold: true })) }) }],
    ['coupon_not_usable', { couponIds: ['c-1'] }, {}],
    ['coupon_not_usable', { couponIds: ['c-1'] }, { member: aMember({ coupons: { 'c-1': { ...coupon, state: 'held', orderId: 'other' } } }) }],
    ['coupon_not_usable', { couponIds: ['c-1'] }, { member: aMember({ coupons: { 'c-1': { ...coupon, expiresAt: T0 } } }) }],
  ] satisfies [string, Partial<PurchaseRequest>, Partial<PurchaseFacts>][])('refuses with %s', (code, changes, known) => {
    expect(refusal(changes, known)).toBe(code)
  })

  it('refuses a cart that mixes kinds of goods, or holds more than one service', () => {
    const two = (other: Parameters<typeof aProduct>[0]): [Partial<PurchaseRequest>, Partial<PurchaseFacts>] => [
      { lines: [...pieces(1).lines, { productId: 'tea', skuId: 'tea-1', quantity: 1 }] },
      { products: [aProduct(), aProduct({ id: 'tea', skus: [aSku('tea-1')], ...other })] },
    ]
    expect(refusal(...two({}))).toBeUndefined()
    expect(refusal(...two({ kind: 'virtual' }))).toBe('mixed_goods')
    const [wanted, known] = two({ kind: 'service' })
    expect(refusal(wanted, { products: known.products?.map(product => ({ ...product, kind: 'service' as const })) ?? [] })).toBe('mixed_goods')
  })

  it('S11: card codes are sold on other phones than iOS', () => {
    expect(refusal({ platform: 'android' }, { products: [aProduct({ kind: 'virtual' })] })).toBeUndefined()
  })

  it('S42: takes an order up to the last millisecond before the cutoff of the Shanghai day, and none at it', () => {
    const goods = { products: [aProduct({ orderHours: { fromMinute: 8 * 60, cutoffMinute: 18 * 60 } })] }
    // T0 is ten in the morning in Shanghai.
    const cutoff = T0 + 8 * HOUR_MS
    expect(refusal({}, goods, 'bob', cutoff - 1)).toBeUndefined()
    expect(refusal({}, goods, 'bob', cutoff)).toBe('past_cutoff')
    expect(refusal({}, goods, 'bob', T0 - 2 * HOUR_MS - 1)).toBe('past_cutoff')
    expect(refusal({}, goods, 'bob', T0 - 2 * HOUR_MS)).toBeUndefined()
  })

  it('S20: the balance pays what it can, and WeChat Pay the rest', () => {
    const member = aMember({ balanceFen: fen(1000) })
    const asked = (on: boolean, useBalance: boolean): unknown => {
      const decision = decidePurchase(aRequest({ useBalance }), facts({ member, setup: { ...NO_SETUP, switches: { ...NO_SETUP.switches, storedValue: on } } }), null, 'bob', T0)
      return decision.ok ? [decision.value.balanceFen, decision.value.wechatFen] : decision.refusal
    }
    expect(asked(true, true)).toEqual([1000, 2990])
    expect(asked(true, false)).toEqual([0, 3990])
    // Switched off, nothing more is put in; what was put in can still be spent.
    expect(asked(false, true)).toEqual([1000, 2990])
  })

  it('S21: a coupon in the wallet counts by its own rule', () => {
    const decision = decidePurchase(aRequest({ couponIds: ['c-1'] }), facts({ member: aMember({ coupons: { 'c-1': coupon } }) }), null, 'bob', T0)
    expect(decision).toMatchObject({ ok: true, value: { wechatFen: 3490, coupons: [{ id: 'c-1' }] } })
  })

  it('S14: a seat given back may be taken again by the same shopper', () => {
    expect(refusal(join, { group: aGroup({ seats: { bob: aSeat('order-bob', { state: 'released' }) } }) })).toBeUndefined()
  })

  it('S17: a group joins to its last millisecond and not at its deadline', () => {
    expect(refusal(join, {}, 'bob', T0 + HOUR_MS - 1)).toBeUndefined()
    expect(refusal(join, {}, 'bob', T0 + HOUR_MS)).toBe('group_over')
  })

  it('an activity runs from its start up to, and not including, its end', () => {
    const activity = anActivity({ startsAt: 100, endsAt: 200 })
    expect([99, 100, 199, 200].map(now => activityState(activity, now))).toEqual(['upcoming', 'running', 'running', 'ended'])
  })
})

describe('newOrder', () => {
  function order(changes: Partial<PurchaseRequest>, activity = anActivity(), now = T0) {
    const all = facts(withActivity(activity))
    const wanted = aRequest(changes)
    const decision = decidePurchase(wanted, all, ADDRESS, 'bob', now)
    if (!decision.ok) throw new Error(decision.refusal)
    return newOrder({ orderId: 'order-bob', openid: 'bob', request: wanted, purchase: decision.value, address: ADDRESS, agreed: [], activity, group: all.group }, now)
  }

  it('is written before anything is taken, with what it is about to take', () => {
    expect(order(pieces(2))).toMatchObject({ state: 'placing', stock: { 'orange-5': { state: 'none', quantity: 2, seq: 0 } }, payableFen: 7980, payment: { state: 'unpaid', amountFen: 7980 }, funds: { spent: false }, workUntil: T0 + PLACING_LEASE_MS, version: 1 })
    expect(order(open)).toMatchObject({ groupId: 'g-order-bob', activityId: 'a-orange' })
    expect(order(join)).toMatchObject({ groupId: 'g-order-alice', activityId: 'a-orange' })
    expect(order({})).not.toHaveProperty('groupId')
  })

  it('WeChat stops taking money before the seat is given away, and not after the group is over', () => {
    expect(order(join)).toMatchObject({ leaseUntil: T0 + 10 * MINUTE_MS, payment: { expiresAt: T0 + 10 * MINUTE_MS - PAYMENT_MARGIN_MS } })
    expect(order(join, anActivity(), T0 + HOUR_MS - 2 * MINUTE_MS).payment.expiresAt).toBe(T0 + HOUR_MS)
    expect(order(open, anActivity({ durationMs: 5 * MINUTE_MS, leaseMs: HOUR_MS })).payment.expiresAt).toBe(T0 + 5 * MINUTE_MS)
  })

  it('I12: the same request is recognised, and every other input is another request', () => {
    const placed = order(join)
    const same = { ...aRequest(join), quoteKey: placed.quoteKey, address: ADDRESS }
    expect(isSameRequest(placed, 'bob', same)).toBe(true)
    expect(isSameRequest(placed, 'mallory', same)).toBe(false)
    for (const change of [
      { kind: 'open' as const }, pieces(1, 'orange-5', 'apple'), pieces(1, 'orange-10'), pieces(2), { lines: [...same.lines, ...pieces(1, 'other').lines] },
      { groupId: 'g-order-other' }, { quoteKey: 'other' }, { delivery: 'cold' as const }, { address: null },
      ...Object.keys(ADDRESS).map(field => ({ address: { ...ADDRESS, [field]: 'other' } })),
    ]) {
      expect(isSameRequest(placed, 'bob', { ...same, ...change }), JSON.stringify(change)).toBe(false)
    }
  })

  it('S88: keeps what the shopper agreed not to send back, and only where that is asked', () => {
    const goods = aProduct({ skus: [aSku('orange-5', { returnPolicy: 'none' }), aSku('orange-10', { values: ['10斤'] })] })
    const wanted = aRequest({ lines: [...pieces(1).lines, ...pieces(1, 'orange-10').lines] })
    const decision = decidePurchase(wanted, facts({ products: [goods] }), ADDRESS, 'bob', T0)
    if (!decision.ok) throw new Error(decision.refusal)
    const placed = newOrder({ orderId: 'order-bob', openid: 'bob', request: wanted, purchase: decision.value, address: ADDRESS, agreed: ['orange-5', 'orange-10'], activity: undefined, group: undefined }, T0)
    expect(placed.lines).toMatchObject([{ skuId: 'orange-5', returnPolicy: 'none', noReturnAgreed: true }, { skuId: 'orange-10', returnPolicy: 'seven_days', noReturnAgreed: false }])
  })

  it('S14: opening brings a group with the leader in it, on the terms of this moment, shown to nobody yet', () => {
    const activity = anActivity({ size: 3 })
    const placed = order(open, activity)
    const group = openGroup(placed, { offer: offerOf(aProduct()), activity, ladder: undefined, priceGroupFen: fen(2990) }, { nickname: '林一', avatar: '/a.png' }, T0)
    expect(group).toMatchObject({ id: placed.groupId, state: 'open', free: 2, paid: 0, listed: false, deadlineAt: T0 + HOUR_MS, terms: { size: 3, formAt: 3, quantityLimit: 5, perShopperLimit: 5, leaseMs: 10 * MINUTE_MS } })
    expect(group.seats).toEqual({ bob: { orderId: 'order-bob', state: 'held', takenAt: T0, nickname: '林一', avatar: '/a.png' } })
  })
})
