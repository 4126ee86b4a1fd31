import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { OrderView, Page, RedeemedView, Reply, VoucherView } from '../../../cloudfunctions/contract'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../cloudfunctions/domain/kernel/instant'
import type { ServiceTerms } from '../../../cloudfunctions/domain/product/product'
import { T0 } from '../../support/builders'
import { aGoodsShop, buys, SERVICE, WISHES } from '../../support/goods'
import { alwaysBroken, leftUndone } from '../../support/invariants'
import { race, raced } from '../../support/race'
import type { TestShop } from '../../support/shop'

async function vouchersOf(shop: TestShop, openid: string, orderId: string): Promise<readonly VoucherView[]> {
  return (await shop.order(openid, orderId)).vouchers
}

function redeem(shop: TestShop, code: string, requestId = 'scan-1', as = 'merchant'): Promise<Reply> {
  return shop.admin(as, { procedure: 'voucher.redeem', input: { code, requestId } })
}

function asksBack(shop: TestShop, quantity: number): Promise<Reply> {
  return shop.call('alice', { procedure: 'return.request', input: { orderId: 'order-alice', lines: [{ skuId: 'spa-2', quantity }], reason: '没时间去' } })
}

const quantityOf = (quantity: number): typeof WISHES.spa => ({ ...WISHES.spa, lines: [{ ...WISHES.spa.lines[0], quantity: quantity as 1 }] })

async function withVouchers(quantity = 1, service: ServiceTerms = SERVICE): Promise<{ shop: TestShop; codes: string[] }> {
  const shop = aGoodsShop({}, { service })
  await buys(shop, 'alice', 'order-alice', quantityOf(quantity))
  return { shop, codes: (await vouchersOf(shop, 'alice', 'order-alice')).map(voucher => voucher.code) }
}

describe('vouchers of a service', () => {
  it('S44, X8: a payment brings as many vouchers as pieces times uses, each with a code of its own', async () => {
    const shop = aGoodsShop()
    await buys(shop, 'alice', 'order-alice', quantityOf(2))
    const order = await shop.order('alice', 'order-alice')
    expect(order).toMatchObject({ state: 'ready', goods: 'service', address: null })
    expect(order.actions).not.toContain('confirm_receipt')
    expect(order.vouchers.map(({ piece, use, uses, state, validFrom, validUntil }) => ({ piece, use, uses, state, validFrom, validUntil }))).toEqual(
      [[1, 1], [1, 2], [2, 1], [2, 2]].map(([piece, use]) => ({ piece, use, uses: 2, state: 'unused', validFrom: SERVICE.validFrom, validUntil: SERVICE.validUntil })),
    )
    expect(new Set(order.vouchers.map(voucher => voucher.code)).size).toBe(4)
    for (const { code } of order.vouchers) expect(code).toMatch(/^\d{16}$/)
    expect(shop.wechat.shipments).toEqual([expect.objectContaining({ handedOver: expect.any(String) as string })])
    expect((await shop.value<Page<VoucherView>>('alice', 'voucher.mine', { cursor: null })).items).toHaveLength(4)
    expect((await shop.value<Page<VoucherView>>('bob', 'voucher.mine', { cursor: null })).items).toEqual([])
    expect(leftUndone(shop)).toEqual([])
  })

  it('S44: is used within its time alone, by the clock of the server: from its first instant on, no longer at its end', async () => {
    const { shop, codes: [first = '', second = ''] } = await withVouchers()
    shop.now = SERVICE.validFrom - 1
    expect(await redeem(shop, first)).toMatchObject({ refusal: 'voucher_not_yet', detail: { validFrom: SERVICE.validFrom } })
    shop.now = SERVICE.validFrom
    expect(await redeem(shop, first)).toMatchObject({ outcome: 'ok' })
    shop.now = SERVICE.validUntil - 1
    expect(await redeem(shop, second, 'scan-2')).toMatchObject({ outcome: 'ok' })
    const late = await withVouchers()
    late.shop.now = SERVICE.validUntil
    expect(await redeem(late.shop, late.codes[0] ?? '')).toMatchObject({ refusal: 'voucher_expired', detail: { validUntil: SERVICE.validUntil } })
    expect((await vouchersOf(late.shop, 'alice', 'order-alice'))[0]).toMatchObject({ state: 'expired' })
  })

  it('S44: is used once: a second scan is told when it was, the same call again gets the same answer', async () => {
    const { shop, codes: [code = ''] } = await withVouchers()
    shop.now = SERVICE.validFrom
    const first = await redeem(shop, code)
    expect(first).toMatchObject({ outcome: 'ok', value: { code, usedAt: SERVICE.validFrom } })
    shop.now += MINUTE_MS
    expect(await redeem(shop, code)).toEqual({ ...first, serverNow: shop.now })
    expect(await redeem(shop, code, 'scan-2')).toMatchObject({ refusal: 'voucher_used', detail: { usedAt: SERVICE.validFrom } })
    expect(await redeem(shop, code, 'scan-1', 'alice')).toMatchObject({ refusal: 'not_allowed' })
  })

  it('S44: two scans at once use it once', async () => {
    await fc.assert(fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const { shop, codes: [code = ''] } = await withVouchers()
      shop.now = SERVICE.validFrom
      const replies = await race(scheduler, [1, 2].map(scan => () =>
        shop.admin('merchant', { procedure: 'voucher.redeem', input: { code, requestId: `scan-${scan}` } }, shop.worker(raced(scheduler, `scan ${scan}`))))) as Reply[]
      expect(replies.map(reply => reply.outcome === 'refused' ? reply.refusal : reply.outcome).sort()).toEqual(['ok', 'voucher_used'])
      expect(alwaysBroken(shop)).toEqual([])
    }), { numRuns: 300 })
  }, 30_000)

  it('S44: five wrong guesses lock whoever made them for an hour, made one by one or all at once', async () => {
    const { shop, codes: [code = ''] } = await withVouchers()
    shop.database.put('staff', { id: 'clerk', role: 'merchant' })
    shop.now = SERVICE.validFrom
    const guesses = await Promise.all(Array.from({ length: 40 }, (_, index) => redeem(shop, `99${String(index).padStart(14, '0')}`, `g${index}`, 'clerk')))
    const answers = guesses.map(reply => reply.outcome === 'refused' ? reply.refusal : reply.outcome)
    expect(answers.filter(refusal => refusal === 'voucher_not_found')).toHaveLength(5)
    expect(answers.filter(refusal => refusal === 'redeem_locked' || refusal === 'busy')).toHaveLength(35)
    expect(await redeem(shop, code, 'right', 'clerk')).toMatchObject({ refusal: 'redeem_locked', detail: { until: shop.now + HOUR_MS } })
    expect(await redeem(shop, code, 'right', 'merchant')).toMatchObject({ outcome: 'ok' })
    shop.now += HOUR_MS
    expect(await redeem(shop, code, 'later', 'clerk')).toMatchObject({ refusal: 'voucher_used' })
  })

  it('S44: real codes are no guesses, however often they are scanned', async () => {
    const { shop, codes: [code = ''] } = await withVouchers()
    shop.now = SERVICE.validFrom
    for (let scan = 0; scan < 20; scan++) await redeem(shop, code, `scan-${scan}`)
    expect(await redeem(shop, '0000000000000000')).toMatchObject({ refusal: 'voucher_not_found' })
  })

  it('S44: an order is received when its last voucher is used, and is earned after that', async () => {
    const { shop, codes } = await withVouchers()
    shop.now = SERVICE.validFrom
    for (const [index, code] of codes.entries()) await redeem(shop, code, `scan-${index}`)
    expect((await shop.order('alice', 'order-alice')).state).toBe('received')
    shop.now += 9 * DAY_MS
    await shop.passes(MINUTE_MS)
    expect((await shop.order('alice', 'order-alice')).state).toBe('completed')
    expect(leftUndone(shop)).toEqual([])
  })

  it('S44: an order whose vouchers nobody uses ends when their time is over', async () => {
    const { shop } = await withVouchers()
    shop.now = SERVICE.validUntil - MINUTE_MS
    await shop.passes(30_000)
    expect((await shop.order('alice', 'order-alice')).state).toBe('ready')
    await shop.passes(2 * MINUTE_MS)
    expect((await shop.order('alice', 'order-alice')).state).toBe('received')
  })

  it('S44: what is over is not sold, and no order brings more vouchers than are handed over at once', async () => {
    const shop = aGoodsShop()
    const quote = { kind: 'alone', groupId: null, couponIds: [], points: 0, useBalance: false, delivery: 'standard', platform: 'other', region: null }
    expect(await shop.call('alice', { procedure: 'cart.quote', input: { ...quote, lines: quantityOf(21).lines } })).toMatchObject({ refusal: 'over_quantity_limit' })
    expect(await shop.call('alice', { procedure: 'cart.quote', input: { ...quote, lines: quantityOf(20).lines } })).toMatchObject({ outcome: 'ok' })
    shop.now = SERVICE.validUntil
    expect(await shop.call('alice', { procedure: 'cart.quote', input: { ...quote, lines: quantityOf(1).lines } })).toMatchObject({ refusal: 'service_over' })
  })
})

describe('changing and giving back a service', () => {
  it('S44: the time of a voucher is changed as late as its terms allow, by the terms it was bought under', async () => {
    const { shop, codes: [code = ''] } = await withVouchers(1, { ...SERVICE, changeBeforeMs: DAY_MS })
    const spa = shop.database.one('products', 'spa')
    if (!spa?.service) throw new Error('no service')
    shop.database.put('products', { ...spa, service: { ...spa.service, changeBeforeMs: null } })
    const to = { code, validFrom: SERVICE.validFrom + DAY_MS, validUntil: SERVICE.validUntil + DAY_MS }
    shop.now = SERVICE.validFrom - DAY_MS + 1
    expect(await shop.admin('merchant', { procedure: 'voucher.reschedule', input: to })).toMatchObject({ refusal: 'voucher_change_too_late' })
    shop.now -= 1
    expect(await shop.asMerchant('voucher.reschedule', to)).toEqual(to)
    // From then on a day before its new beginning.
    shop.now = to.validFrom - DAY_MS + 1
    expect(await shop.asMerchant('voucher.reschedule', to)).toEqual(to)
    expect(await shop.admin('merchant', { procedure: 'voucher.reschedule', input: { ...to, validUntil: to.validUntil + 1 } })).toMatchObject({ refusal: 'voucher_change_too_late' })
  })

  it('S44: the merchant alone moves the time of an unused voucher, with a note of what it was', async () => {
    const { shop, codes: [code = '', other = ''] } = await withVouchers()
    const to = { code, validFrom: SERVICE.validFrom + DAY_MS, validUntil: SERVICE.validUntil + 10 * DAY_MS }
    expect(await shop.admin('alice', { procedure: 'voucher.reschedule', input: to })).toMatchObject({ refusal: 'not_allowed' })
    expect(await shop.asMerchant('voucher.reschedule', to)).toEqual(to)
    expect(await shop.asMerchant('voucher.reschedule', to)).toEqual(to)
    expect(shop.database.all('audits').filter(audit => audit.act !== 'access.deny')).toEqual([expect.objectContaining({ act: 'voucher.reschedule', openid: 'merchant', subject: code })])
    shop.now = SERVICE.validFrom
    expect(await redeem(shop, code)).toMatchObject({ refusal: 'voucher_not_yet' })
    expect(await redeem(shop, other)).toMatchObject({ outcome: 'ok' })
    expect(await shop.admin('merchant', { procedure: 'voucher.reschedule', input: { ...to, code: other } })).toMatchObject({ refusal: 'voucher_used' })
    // The order waits for the voucher that was moved past the others.
    shop.now = SERVICE.validUntil
    await shop.passes(MINUTE_MS)
    expect((await shop.order('alice', 'order-alice')).state).toBe('ready')
    expect(await redeem(shop, code, 'scan-2')).toMatchObject({ outcome: 'ok' })
    expect((await shop.order('alice', 'order-alice')).state).toBe('received')
  })

  it.each([
    ['two days before, all comes back', SERVICE.validFrom - 2 * DAY_MS, 9999],
    ['a moment later, half of it, rounded down', SERVICE.validFrom - 2 * DAY_MS + 1, 4999],
    ['a day before, half of it', SERVICE.validFrom - DAY_MS, 4999],
  ])('S44: %s', async (_, at, backFen) => {
    const { shop, codes } = await withVouchers()
    shop.now = at
    expect(await asksBack(shop, 1)).toMatchObject({ outcome: 'ok', value: { percent: backFen === 9999 ? 100 : 50 } })
    expect(await redeem(shop, codes[0] ?? '')).toMatchObject({ refusal: 'voucher_not_valid' })
    // The merchant may take its time: what counts is when it was asked for.
    shop.now += 10 * DAY_MS
    expect(await shop.asMerchant('return.approve', { returnId: 'order-alice-R1', restock: true })).toMatchObject({ refund: { amountFen: backFen } })
    await shop.passes(5 * MINUTE_MS)
    expect(shop.database.all('vouchers').map(voucher => voucher.state)).toEqual(['void', 'void'])
    expect(await redeem(shop, codes[0] ?? '')).toMatchObject({ refusal: 'voucher_not_valid' })
    const order: OrderView = await shop.order('alice', 'order-alice')
    expect(order).toMatchObject(backFen === 9999 ? { state: 'closed', closedReason: 'returned' } : { state: 'received' })
    expect(shop.database.one('stocks', 'spa-2')).toMatchObject({ available: 100, sold: 0 })
    shop.now += 10 * DAY_MS
    await shop.passes(5 * MINUTE_MS)
    // What the terms keep for the shop is earned in the end.
    const earned = shop.database.all('postings').flatMap(posting => posting.entries).filter(entry => entry.account === 'revenue').reduce((sum, entry) => sum - entry.amountFen, 0)
    expect(earned).toBe(9999 - backFen)
    expect(leftUndone(shop)).toEqual([])
  })

  it('S44: later than the last step nothing comes back, and a piece of which a use is gone neither', async () => {
    const { shop } = await withVouchers()
    shop.now = SERVICE.validFrom - DAY_MS + 1
    expect(await asksBack(shop, 1)).toMatchObject({ refusal: 'return_window_over' })
    const two = await withVouchers(2)
    await two.shop.asMerchant('voucher.reschedule', { code: two.codes[0], validFrom: two.shop.now, validUntil: SERVICE.validUntil })
    expect(await redeem(two.shop, two.codes[0] ?? '')).toMatchObject({ outcome: 'ok' })
    expect(await asksBack(two.shop, 2)).toMatchObject({ refusal: 'vouchers_used' })
    expect(await asksBack(two.shop, 1)).toMatchObject({ outcome: 'ok' })
    await two.shop.asMerchant('return.reject', { returnId: 'order-alice-R1', reason: '已经排好人手' })
    expect((await vouchersOf(two.shop, 'alice', 'order-alice')).map(voucher => voucher.state)).toEqual(['used', 'unused', 'unused', 'unused'])
    expect(leftUndone(two.shop)).toEqual([])
  })

  it('S44: whoever is first, a voucher is used or asked back, never both', async () => {
    const outcomes = new Set<string>()
    await fc.assert(fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const { shop, codes: [code = ''] } = await withVouchers(1, { ...SERVICE, validFrom: T0, refundSteps: [{ beforeMs: 0, percent: 100 }] })
      const [used, back] = await race(scheduler, [
        () => shop.admin('merchant', { procedure: 'voucher.redeem', input: { code, requestId: 'scan' } }, shop.worker(raced(scheduler, 'scan'))),
        () => shop.call('alice', { procedure: 'return.request', input: { orderId: 'order-alice', lines: [{ skuId: 'spa-2', quantity: 1 }], reason: '不去了' } }, shop.worker(raced(scheduler, 'return'))),
      ]) as [Reply<RedeemedView>, Reply]
      expect([used.outcome, back.outcome].filter(outcome => outcome === 'ok').length).toBeLessThanOrEqual(1)
      outcomes.add(used.outcome === 'ok' ? 'used' : back.outcome === 'ok' ? 'back' : 'neither')
      expect(alwaysBroken(shop)).toEqual([])
    }), { numRuns: 200 })
    expect(outcomes).toContain('used')
    expect(outcomes).toContain('back')
  }, 30_000)
})
