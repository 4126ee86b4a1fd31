import { describe, expect, it } from 'vitest'
import { answerWith, asked, ok, refuse, type Answered, type Asked } from './support/phone'
import { address, order, purchase, quote } from './support/views'
import { useCheckout } from '@/composables/use-checkout'
import { makeOrderId, useOrderId } from '@/composables/use-order-id'

/** Answers quotes by themselves and hands the submits to the test, in turn. */
function submitsAnswer(...answers: ((asked: Asked) => Answered)[]) {
  let turn = 0
  answerWith((call) => {
    if (call.procedure === 'cart.quote') return ok(quote({ payableFen: 5990 + turn, quoteKey: `k${turn}` }))
    if (call.procedure === 'order.place') return answers[turn++]!(call)
    return refuse('order_not_found')
  })
}

const placedIds = () => asked.filter(call => call.procedure === 'order.place').map(call => call.input.orderId)

async function checkout() {
  const page = useCheckout()
  page.address.value = address
  await page.choose(purchase)
  return page
}

describe('the order id', () => {
  it('I12: fits the contract and the numbers WeChat Pay takes', () => {
    expect(makeOrderId(1_800_000_000_000, () => 0)).toMatch(/^[0-9A-Za-z_-]{6,24}$/)
    expect(makeOrderId(1_800_000_000_000, () => 0.999999)).toMatch(/^[0-9A-Za-z_-]{6,24}$/)
    expect(new Set(Array.from({ length: 1000 }, () => makeOrderId(1, Math.random))).size).toBe(1000)
  })

  it('I12: is the same for the same purchase until it is settled, even for an app that was closed in between', () => {
    const id = useOrderId().take(purchase)
    expect(useOrderId().take(purchase)).toBe(id)
    expect(useOrderId().take({ ...purchase, lines: [{ productId: 'p1', skuId: 's1', quantity: 2 }] })).not.toBe(id)
    const next = useOrderId()
    const second = next.take(purchase)
    next.settle()
    expect(next.take(purchase)).not.toBe(second)
  })
})

describe('checkout', () => {
  it('I12: a lost answer is asked for again under the same order id', async () => {
    submitsAnswer(() => 'lost', call => ok(order({ orderId: String(call.input.orderId) })))
    const page = await checkout()
    expect(await page.submit()).toMatchObject({ end: 'unanswered', problem: { problem: 'offline' } })
    const end = await page.submit()
    expect(end).toMatchObject({ end: 'placed', before: false })
    expect(placedIds()).toHaveLength(2)
    expect(new Set(placedIds()).size).toBe(1)
  })

  it.each([
    ['a fault', () => ({ outcome: 'internal', requestId: 'r1', serverNow: 1 })],
    ['a busy server', () => refuse('busy')],
  ])('I12: after %s the id stays as well', async (_, answer) => {
    submitsAnswer(answer, () => ok(order()))
    const page = await checkout()
    expect(await page.submit()).toMatchObject({ end: 'unanswered' })
    await page.submit()
    expect(new Set(placedIds()).size).toBe(1)
  })

  it('I12: an order that turns out to be placed already is found, not placed twice', async () => {
    answerWith((call) => {
      if (call.procedure === 'cart.quote') return ok(quote())
      if (call.procedure === 'order.place') return refuse('order_id_taken')
      return ok(order({ orderId: String(call.input.orderId) }))
    })
    const page = await checkout()
    const end = await page.submit()
    expect(end).toMatchObject({ end: 'placed', before: true, order: { orderId: placedIds()[0] } })
  })

  it('a new price is shown, asked about and submitted under a new id', async () => {
    submitsAnswer(() => refuse('quote_changed'), () => ok(order()))
    const page = await checkout()
    expect(await page.submit()).toMatchObject({ end: 'repriced', quote: { payableFen: 5991 } })
    expect(page.quote.value?.payableFen).toBe(5991)
    await page.submit()
    const [first, second] = asked.filter(call => call.procedure === 'order.place')
    expect([first?.input.quoteKey, second?.input.quoteKey]).toEqual(['k0', 'k1'])
    expect(first?.input.orderId).not.toBe(second?.input.orderId)
  })

  it('keeps what was chosen after a refusal', async () => {
    submitsAnswer(() => refuse('sold_out'))
    const page = await checkout()
    await page.changeQuantity('s1', 3)
    expect(await page.submit()).toMatchObject({ end: 'refused', refusal: 'sold_out' })
    expect(page.purchase.value).toEqual({ ...purchase, lines: [{ productId: 'p1', skuId: 's1', quantity: 3 }] })
    expect(page.quote.value).not.toBeNull()
  })

  it('submits once for a double tap', async () => {
    submitsAnswer(() => ok(order()), () => ok(order()))
    const page = await checkout()
    const taps = await Promise.all([page.submit(), page.submit()])
    expect(taps[1]).toBeUndefined()
    expect(placedIds()).toHaveLength(1)
  })
})

describe('paying with more than money', () => {
  const coupon = (couponId: string, savesFen: number, over: object = {}) => ({
    couponId, name: couponId, say: { key: 'coupon_amount', params: { from: 0, offFen: savesFen } }, state: 'unused' as const, validFrom: 0, expiresAt: 9, chosen: false, savesFen, why: null, ...over,
  })
  const quotes = () => asked.filter(call => call.procedure === 'cart.quote').map(call => call.input)

  it('S21: the coupon that saves most is chosen, once; from then on the choice is the shopper\'s', async () => {
    answerWith(() => ok(quote({ coupons: [coupon('small', 100), coupon('large', 900), coupon('barred', 2000, { why: { kind: 'coupon', reason: 'below_threshold', params: {}, name: null } })] })))
    const page = await checkout()
    expect(quotes().map(asking => asking.couponIds)).toEqual([[], ['large']])
    await page.change({ couponIds: [] })
    await page.requote()
    expect(quotes().map(asking => asking.couponIds)).toEqual([[], ['large'], [], []])
  })

  it('S21: a coupon that is gone is left out and the price is asked for again', async () => {
    answerWith(({ input }) => (input.couponIds as string[]).length > 0 ? refuse('coupon_not_usable') : ok(quote()))
    const page = await checkout()
    expect(await page.change({ couponIds: ['c1'] })).toBe(true)
    expect(page.couponsDropped.value).toBe(true)
    expect(page.terms.value.couponIds).toEqual([])
    expect(page.problem.value).toBeNull()
  })

  it('S41: fresh goods are sent cold without the shopper having to find out', async () => {
    answerWith(({ input }) => input.delivery === 'cold' ? ok(quote()) : refuse('cold_delivery_required'))
    const page = await checkout()
    expect(page.quote.value).not.toBeNull()
    expect([page.terms.value.delivery, page.coldRequired.value]).toEqual(['cold', true])
  })

  it('S43: another region is another price, another house in it is not', async () => {
    answerWith(() => ok(quote()))
    const page = await checkout()
    await page.sendTo({ ...address, detail: '文三路 200 号' })
    expect(quotes()).toHaveLength(1)
    await page.sendTo({ ...address, district: '余杭区' })
    expect(quotes().at(-1)?.region).toEqual({ province: '浙江省', city: '杭州市', district: '余杭区' })
  })

  it('S88: goods that cannot be sent back are agreed to one by one, and nothing is ticked beforehand', async () => {
    answerWith(({ procedure }) => procedure === 'cart.quote' ? ok(quote({ mustAgree: ['s1', 's2'] })) : ok(order()))
    const page = await checkout()
    expect([page.missing.value, page.agreed.value]).toEqual(['agreement', []])
    page.agree('s1')
    expect(page.missing.value).toBe('agreement')
    page.agree('s2')
    expect(page.missing.value).toBeNull()
    page.agree('s2')
    expect(page.missing.value).toBe('agreement')
    page.agree('s2')
    await page.submit()
    expect(asked.at(-1)?.input.agreed).toEqual(['s1', 's2'])
  })

  it('S44, S45: goods nobody carries need no address and send none', async () => {
    answerWith(({ procedure }) => procedure === 'cart.quote' ? ok(quote({ goods: 'service', needsAddress: false })) : ok(order()))
    const page = await checkout()
    expect(page.missing.value).toBeNull()
    await page.submit()
    expect(asked.at(-1)?.input.address).toBeNull()
  })

  it('says first that an address is missing, then what cannot be sent there', async () => {
    answerWith(() => ok(quote({ undeliverable: ['s1'] })))
    const page = useCheckout()
    await page.choose(purchase)
    expect(page.missing.value).toBe('address')
    await page.sendTo(address)
    expect(page.missing.value).toBe('undeliverable')
  })

  it('I12: choosing another coupon after a lost answer asks for the order that may exist, under its id', async () => {
    submitsAnswer(() => 'lost', () => ok(order()))
    const page = await checkout()
    await page.submit()
    await page.change({ points: 100 })
    await page.submit()
    expect(new Set(placedIds()).size).toBe(1)
  })

  it('funds that ran out are refused and the price is asked for again', async () => {
    submitsAnswer(() => refuse('funds_too_low'))
    const page = await checkout()
    expect(await page.submit()).toMatchObject({ end: 'refused', refusal: 'funds_too_low' })
    expect(quotes()).toHaveLength(2)
  })
})
