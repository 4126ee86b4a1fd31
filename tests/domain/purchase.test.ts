import { describe, expect, it } from 'vitest'
import { HOUR_MS, MINUTE_MS } from '../../cloudfunctions/domain/kernel/instant'
import { isSameRequest, newOrder, openGroup, PAYMENT_MARGIN_MS, PLACING_LEASE_MS } from '../../cloudfunctions/domain/order/new-order'
import { ALONE_QUANTITY_LIMIT, decidePurchase, type PurchaseFacts, type PurchaseRequest } from '../../cloudfunctions/domain/order/purchase'
import { activityState } from '../../cloudfunctions/domain/group/activity'
import { ADDRESS, aGroup, anActivity, aProduct, aSeat, T0 } from '../support/builders'

const request = (changes: Partial<PurchaseRequest> = {}): PurchaseRequest => ({ kind: 'alone', productId: 'orange', skuId: 'orange-5', quantity: 1, groupId: null, ...changes })
const facts = (changes: Partial<PurchaseFacts> = {}): PurchaseFacts => ({ product: aProduct(), activity: anActivity(), group: aGroup(), ...changes })

function refusal(changes: Partial<PurchaseRequest>, known: Partial<PurchaseFacts> = {}, openid = 'bob', now = T0): string | undefined {
  const decision = decidePurchase(request(changes), facts(known), openid, now)
  return decision.ok ? undefined : decision.refusal
}

const open = { kind: 'open' } as const
const join = { kind: 'join', groupId: 'g-order-alice' } as const

describe('decidePurchase', () => {
  it('S2: accepts buying alone, opening and joining at their prices, and describes the goods as they are now', () => {
    const alone = decidePurchase(request({ quantity: 2 }), facts(), 'bob', T0)
    expect(alone).toMatchObject({ ok: true, value: { line: { title: '赣南脐橙', specText: '5斤', cover: '/storage/orange.jpg', quantity: 2, unitPriceFen: 3990, amountFen: 7980 }, quantityLimit: ALONE_QUANTITY_LIMIT } })
    for (const kind of [open, join]) expect(decidePurchase(request(kind), facts(), 'bob', T0)).toMatchObject({ ok: true, value: { line: { unitPriceFen: 2990 }, quantityLimit: 5 } })
    expect(decidePurchase(request({ skuId: 'orange-10' }), facts(), 'bob', T0)).toMatchObject({ ok: true, value: { line: { cover: '/storage/orange-10.jpg' } } })
  })

  it.each([
    ['goods_not_found', {}, { product: undefined }],
    ['goods_off_sale', {}, { product: aProduct({ state: 'off_sale' }) }],
    ['sku_not_found', { skuId: 'orange-99' }, {}],
    ['over_quantity_limit', { quantity: ALONE_QUANTITY_LIMIT + 1 }, {}],
    ['over_quantity_limit', { ...open, quantity: 6 }, {}],
    ['over_quantity_limit', { ...join, quantity: 6 }, {}],
    ['activity_not_running', open, { activity: undefined }],
    ['activity_not_running', open, { activity: anActivity({ startsAt: T0 + 1 }) }],
    ['activity_not_running', open, { activity: anActivity({ endsAt: T0 }) }],
    ['activity_not_running', open, { activity: anActivity({ productId: 'apple' }) }],
    ['group_not_found', join, { group: undefined }],
    ['group_of_other_goods', join, { group: aGroup({ productId: 'apple' }) }],
    ['group_full', join, { group: aGroup({ free: 0 }) }],
    ['group_over', join, { group: aGroup({ state: 'formed' }) }],
    ['group_over', join, { group: aGroup({ state: 'failed' }) }],
    ['group_over', join, { group: aGroup({ deadlineAt: T0 }) }],
    ['group_over', join, { group: aGroup({ listed: false, paid: 0 }) }],
    ['already_in_group', join, { group: aGroup({ seats: { bob: aSeat('order-bob') } }) }],
  ] satisfies [string, Partial<PurchaseRequest>, Partial<PurchaseFacts>][])('refuses with %s', (code, changes, known) => {
    expect(refusal(changes, known)).toBe(code)
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
  function order(changes: Partial<PurchaseRequest>, known: Partial<PurchaseFacts> = {}, now = T0) {
    const all = facts(known)
    const wanted = request(changes)
    const decision = decidePurchase(wanted, all, 'bob', now)
    if (!decision.ok) throw new Error(decision.refusal)
    return newOrder({ orderId: 'order-bob', openid: 'bob', request: wanted, purchase: decision.value, address: ADDRESS, activity: wanted.kind === 'open' ? all.activity : undefined, group: wanted.kind === 'join' ? all.group : undefined }, now)
  }

  it('is written before anything is taken, with what it is about to take', () => {
    expect(order({ quantity: 2 })).toMatchObject({ state: 'placing', stock: 'none', stockSeq: 0, payableFen: 7980, payment: { state: 'unpaid', amountFen: 7980 }, workUntil: T0 + PLACING_LEASE_MS, version: 1 })
    expect(order(open)).toMatchObject({ groupId: 'g-order-bob', activityId: 'a-orange' })
    expect(order(join)).toMatchObject({ groupId: 'g-order-alice', activityId: 'a-orange' })
    expect(order({})).not.toHaveProperty('groupId')
  })

  it('WeChat stops taking money before the seat is given away, and not after the group is over', () => {
    expect(order(join)).toMatchObject({ leaseUntil: T0 + 10 * MINUTE_MS, payment: { expiresAt: T0 + 10 * MINUTE_MS - PAYMENT_MARGIN_MS } })
    expect(order(join, {}, T0 + HOUR_MS - 2 * MINUTE_MS).payment.expiresAt).toBe(T0 + HOUR_MS)
    expect(order(open, { activity: anActivity({ durationMs: 5 * MINUTE_MS, leaseMs: HOUR_MS }) }).payment.expiresAt).toBe(T0 + 5 * MINUTE_MS)
  })

  it('I12: the same request is recognised, and every other input is another request', () => {
    const placed = order(join)
    const same = { ...request(join), quoteKey: placed.quoteKey, address: ADDRESS }
    expect(isSameRequest(placed, 'bob', same)).toBe(true)
    expect(isSameRequest(placed, 'mallory', same)).toBe(false)
    for (const change of [
      { kind: 'open' as const }, { productId: 'apple' }, { skuId: 'orange-10' }, { quantity: 2 }, { groupId: 'g-order-other' }, { quoteKey: 'other' },
      ...Object.keys(ADDRESS).map(field => ({ address: { ...ADDRESS, [field]: 'other' } })),
    ]) {
      expect(isSameRequest(placed, 'bob', { ...same, ...change }), JSON.stringify(change)).toBe(false)
    }
  })

  it('S14: opening brings a group with the leader in it, on the terms of this moment, shown to nobody yet', () => {
    const placed = order(open, { activity: anActivity({ size: 3 }) })
    const group = openGroup(placed, anActivity({ size: 3 }), { nickname: '林一', avatar: '/a.png' }, placed.line.unitPriceFen, T0)
    expect(group).toMatchObject({ id: placed.groupId, state: 'open', free: 2, paid: 0, listed: false, deadlineAt: T0 + HOUR_MS, terms: { size: 3, quantityLimit: 5, perShopperLimit: 5, leaseMs: 10 * MINUTE_MS } })
    expect(group.seats).toEqual({ bob: { orderId: 'order-bob', state: 'held', takenAt: T0, nickname: '林一', avatar: '/a.png' } })
  })
})
