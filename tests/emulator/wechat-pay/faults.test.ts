import { describe, expect, it } from 'vitest'
import { Faults } from '../../../emulator/control/faults'
import type { FaultKind } from '../../../emulator/control/faults'
import { codeOf, news, openShop, order, orderParams, paidOrder, payPublicKey, platformKey, refundParams, signed, signedBy, START, type Shop } from './support/shop'

const PATH = '/v3/pay/transactions/out-trade-no/order-0001'

async function queryAnswer(shop: Shop): Promise<Shop['transport']['last']> {
  await shop.client.query({ out_trade_no: 'order-0001' })
  return shop.transport.last
}

describe('a clock that is off', () => {
  it.each([[299_000, 200], [301_000, 401], [-301_000, 401]])('by %i ms answers %i', async (ms, status) => {
    const shop = openShop()
    await order(shop, 'order-0001')
    shop.faults.add({ point: 'wechat-pay:query', kind: 'skew', ms })
    const { mchid } = shop.pay.merchant('x')
    expect((await signed(shop, 'GET', `${PATH}?mchid=${mchid}`)).status).toBe(status)
    expect((await signed(shop, 'GET', `${PATH}?mchid=${mchid}`)).status).toBe(200)
  })

  it('shows in the time of an answer, whose signature is good', async () => {
    const shop = openShop()
    await order(shop, 'order-0001')
    shop.faults.add({ point: 'wechat-pay:query', kind: 'skew', ms: 250_000 })
    const answer = await queryAnswer(shop)
    expect(answer!.headers.get('wechatpay-timestamp')).toBe(String((START + 250_000) / 1000))
    expect(signedBy(payPublicKey(shop), answer!.headers, answer!.text)).toBe(true)
  })

  it('shows in the time of a notification', async () => {
    const shop = openShop()
    shop.faults.add({ point: 'wechat-pay:notify', kind: 'skew', ms: -400_000 })
    await paidOrder(shop, 'order-0001')
    await shop.clock.advance(1000)
    const [arrival] = shop.arrivals
    expect(Number(arrival!.headers['Wechatpay-Timestamp'])).toBe(START / 1000 - 400)
    expect(signedBy(payPublicKey(shop), arrival!.headers, arrival!.body)).toBe(true)
  })
})

describe('signatures that are wrong', () => {
  it.each<[FaultKind, RegExp]>([['forged-signature', /^WECHATPAY\/SIGNTEST\//], ['wrong-signature', /^(?!WECHATPAY)/]])('%s of an answer', async (kind, form) => {
    const shop = openShop()
    await order(shop, 'order-0001')
    shop.faults.add({ point: 'wechat-pay:query', kind })
    const answer = await queryAnswer(shop)
    expect(answer!.headers.get('wechatpay-serial')).toBe(shop.pay.merchant('x').payKeyId)
    expect(answer!.headers.get('wechatpay-signature')).toMatch(form)
    expect(signedBy(payPublicKey(shop), answer!.headers, answer!.text)).toBe(false)
  })

  it.each<[FaultKind, string]>([['forged-signature', 'probe'], ['wrong-signature', 'impostor'], ['missing-signature', 'unsigned']])('%s goes ahead of a notification', async (kind, name) => {
    const shop = openShop()
    shop.faults.add({ point: 'wechat-pay:notify', kind })
    shop.answers.push(401)
    await paidOrder(shop, 'order-0001')
    await shop.clock.advance(1000)
    expect(shop.arrivals.map(({ headers, body }) => signedBy(payPublicKey(shop), headers, body))).toEqual([false, true])
    expect(shop.pay.notifications()[0]!.attempts).toMatchObject([{ kind: name, status: 401 }, { kind: 'try', status: 204 }])
  })

  it('probes a merchant with both keys under either', async () => {
    const shop = openShop({ mode: 'mixed' })
    shop.faults.add({ point: 'wechat-pay:*', kind: 'forged-signature', times: Infinity })
    const serials = new Set<string | null>()
    for (let i = 0; i < 12; i++) {
      shop.transport.extraHeaders = i % 2 ? { 'Wechatpay-Serial': shop.pay.merchant('x').payKeyId } : {}
      await shop.pay.pay(await order(shop, `order-${1000 + i}`))
      serials.add(shop.transport.last!.headers.get('wechatpay-serial'))
      expect(shop.transport.last!.headers.get('wechatpay-signature')).toMatch(/SIGNTEST/)
    }
    expect(serials.size).toBe(2)
    await shop.clock.advance(1000)
    const trueOnes = shop.arrivals.filter(one => !one.headers['Wechatpay-Signature']!.includes('SIGNTEST'))
    expect([shop.arrivals.length, trueOnes.length]).toEqual([24, 12])
    expect(new Set(trueOnes.map(one => one.headers['Wechatpay-Serial'])).size).toBe(2)
    for (const { headers, body } of trueOnes) {
      expect(signedBy(headers['Wechatpay-Serial']!.startsWith('PUB_KEY_ID_') ? payPublicKey(shop) : platformKey(), headers, body)).toBe(true)
    }
  })
})

describe('notifications out of order', () => {
  const events = (shop: Shop): string[] => shop.arrivals.map(one => news(shop, one).envelope.event_type)

  it('holds one back until the next one went', async () => {
    const shop = openShop()
    shop.faults.add({ point: 'wechat-pay:notify', kind: 'reorder' })
    await paidOrder(shop, 'order-0001')
    await shop.clock.advance(3_600_000)
    expect(shop.arrivals).toEqual([])
    await shop.client.refunds(refundParams('order-0001', 'refund-0001', 1990))
    await shop.clock.advance(3_600_000)
    expect(events(shop)).toEqual(['REFUND.SUCCESS', 'TRANSACTION.SUCCESS'])
    expect(shop.pay.notifications().map(one => [one.state, one.tries])).toEqual([['delivered', 1], ['delivered', 1]])
  })

  it('lets it go after a restart though nothing overtook it', async () => {
    const shop = openShop()
    shop.faults.add({ point: 'wechat-pay:notify', kind: 'reorder' })
    await paidOrder(shop, 'order-0001')
    await shop.clock.advance(1000)
    shop.pay.close()
    const again = openShop({ state: shop.state, clock: shop.clock })
    await again.clock.advance(1)
    expect(again.arrivals).toHaveLength(1)
  })

  it('sends the same once more a second after it was taken', async () => {
    const shop = openShop()
    shop.faults.add({ point: 'wechat-pay:notify', kind: 'repeat' })
    await paidOrder(shop, 'order-0001')
    await shop.clock.advance(3_600_000)
    expect(shop.arrivals.map(one => one.at - START)).toEqual([200, 1200])
    expect(shop.pay.notifications()[0]).toMatchObject({ state: 'delivered', tries: 1, attempts: [{ kind: 'try' }, { kind: 'duplicate' }] })
  })
})

describe('every endpoint', () => {
  const points = [
    'prepay', 'query', 'close', 'refund', 'refund-query', 'trade-bill', 'fund-bill', 'bill-download', 'receiver-add', 'receiver-delete', 'sharing', 'sharing-query',
    'sharing-unfreeze', 'sharing-return', 'sharing-return-query', 'sharing-amounts', 'transfer', 'transfer-query', 'transfer-cancel', 'certificates', 'abnormal-refund',
  ] as const

  const requests: Readonly<Record<(typeof points)[number], readonly ['GET' | 'POST', string]>> = {
    'prepay': ['POST', '/v3/pay/transactions/jsapi'],
    'query': ['GET', `${PATH}?mchid=1`],
    'close': ['POST', `${PATH}/close`],
    'refund': ['POST', '/v3/refund/domestic/refunds'],
    'refund-query': ['GET', '/v3/refund/domestic/refunds/r'],
    'abnormal-refund': ['POST', '/v3/refund/domestic/refunds/r/apply-abnormal-refund'],
    'certificates': ['GET', '/v3/certificates'],
    'trade-bill': ['GET', '/v3/bill/tradebill?bill_date=2026-02-01'],
    'fund-bill': ['GET', '/v3/bill/fundflowbill?bill_date=2026-02-01'],
    'bill-download': ['GET', '/v3/billdownload/file?token=x'],
    'receiver-add': ['POST', '/v3/profitsharing/receivers/add'],
    'receiver-delete': ['POST', '/v3/profitsharing/receivers/delete'],
    'sharing': ['POST', '/v3/profitsharing/orders'],
    'sharing-query': ['GET', '/v3/profitsharing/orders/x?transaction_id=1'],
    'sharing-unfreeze': ['POST', '/v3/profitsharing/orders/unfreeze'],
    'sharing-return': ['POST', '/v3/profitsharing/return-orders'],
    'sharing-return-query': ['GET', '/v3/profitsharing/return-orders/x?out_order_no=1'],
    'sharing-amounts': ['GET', '/v3/profitsharing/transactions/1/amounts'],
    'transfer': ['POST', '/v3/fund-app/mch-transfer/transfer-bills'],
    'transfer-query': ['GET', '/v3/fund-app/mch-transfer/transfer-bills/out-bill-no/x'],
    'transfer-cancel': ['POST', '/v3/fund-app/mch-transfer/transfer-bills/out-bill-no/x/cancel'],
  }

  const send = (shop: Shop, point: (typeof points)[number]) => signed(shop, requests[point][0], requests[point][1], requests[point][0] === 'POST' ? {} : undefined)

  it.each(points)('%s answers 429, 500, nothing, as asked', async (point) => {
    const shop = openShop()
    for (const kind of ['rate-limited', 'error-before', 'error-after'] as const) shop.faults.add({ point: `wechat-pay:${point}`, kind })
    expect(await send(shop, point)).toMatchObject({ status: 429, body: { code: 'FREQUENCY_LIMITED' } })
    expect(await send(shop, point)).toMatchObject({ status: 500, body: { code: 'SYSTEM_ERROR' } })
    shop.pay.configure({ spelling: 'joined' })
    expect(await send(shop, point)).toMatchObject({ status: 500, body: { code: 'SYSTEMERROR' } })
    for (const kind of ['reset-before', 'reset-after'] as const) shop.faults.add({ point: `wechat-pay:${point}`, kind })
    await expect(send(shop, point)).rejects.toMatchObject({ code: 'ECONNRESET' })
    await expect(send(shop, point)).rejects.toMatchObject({ code: 'ECONNRESET' })
    expect((await send(shop, point)).body.code).not.toBe('SYSTEMERROR')
  })
})

describe('faults by chance', () => {
  async function run(seed: number): Promise<(number | undefined)[]> {
    const shop = openShop({ faults: new Faults(seed) })
    shop.faults.add({ point: 'wechat-pay:prepay', kind: 'error-after', times: Infinity, probability: 0.4 })
    const statuses: (number | undefined)[] = []
    for (let i = 0; i < 40; i++) statuses.push((await shop.client.transactions_jsapi(orderParams(`order-${1000 + i}`))).status)
    expect(shop.pay.orders()).toHaveLength(40)
    return statuses
  }

  it('follow from the seed', async () => {
    const first = await run(5)
    expect(await run(5)).toEqual(first)
    expect(await run(6)).not.toEqual(first)
    const failed = first.filter(status => status === 500).length
    expect(failed).toBeGreaterThan(8)
    expect(failed).toBeLessThan(24)
  })

  it('spell a refusal either way', async () => {
    const shop = openShop()
    await paidOrder(shop, 'order-0001')
    expect(codeOf(await shop.client.close('order-0001'))).toBe('ORDER_PAID')
    shop.pay.configure({ spelling: 'joined' })
    expect(codeOf(await shop.client.close('order-0001'))).toBe('ORDERPAID')
  })
})
