import { describe, expect, it } from 'vitest'
import { codeOf, news, OPENID, openShop, paidOrder, payPublicKey, refundParams, signedBy, START, APPID, type Shop } from './support/shop'
import { addReceiver, MCH, share, shareableOrder, sharingOf, TOTAL, unsplit } from './support/sharing'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const URL = 'http://127.0.0.1:1/http/receiver'

async function ready(options: Parameters<typeof openShop>[0] = {}): Promise<{ shop: Shop, tx: string }> {
  const shop = openShop(options)
  await addReceiver(shop, 'MERCHANT_ID', MCH, '某某自提点')
  await addReceiver(shop, 'PERSONAL_OPENID', OPENID)
  return { shop, tx: await shareableOrder(shop) }
}

describe('a payment that is to be shared out', () => {
  it('is frozen after its fee until then', async () => {
    const { shop, tx } = await ready({ feeRate: 0.006 })
    expect(await unsplit(shop, tx)).toBe(9940)
    expect(shop.pay.account()).toMatchObject({ balanceFen: 9940, frozenFen: 9940, availableFen: 0 })
    expect(() => shop.pay.withdraw(1)).toThrow('available')
    await paidOrder(shop, 'order-0002')
    expect(shop.pay.account()).toMatchObject({ frozenFen: 9940, availableFen: 1990 - 12 })
  })

  it('is the merchant\'s after 30 days', async () => {
    const { shop, tx } = await ready()
    await shop.clock.advance(30 * DAY - MINUTE - 1)
    expect(shop.pay.account().frozenFen).toBe(TOTAL)
    await shop.clock.advance(1)
    expect(shop.pay.account()).toMatchObject({ frozenFen: 0, availableFen: TOTAL })
    expect(codeOf(await share(shop, tx, 'share-0001', [{ account: MCH, amount: 1 }]))).toBe('INVALID_REQUEST')
    expect(await unsplit(shop, tx)).toBe(0)
  })

  it('gives refunds from its own frozen money, and not more than is left of it', async () => {
    const { shop, tx } = await ready()
    await share(shop, tx, 'share-0001', [{ account: MCH, amount: 3000 }])
    await shop.clock.advance(3000)
    shop.pay.topUp(50_000)
    expect(codeOf(await shop.client.refunds(refundParams('order-0001', 'refund-0001', 7001, TOTAL)))).toBe('NOT_ENOUGH')
    expect((await shop.client.refunds(refundParams('order-0001', 'refund-0001', 6000, TOTAL))).status).toBe(200)
    expect(await unsplit(shop, tx)).toBe(1000)
    shop.pay.setRefundOutcome('refund-0001', 'CLOSED')
    await shop.clock.advance(3000)
    expect(await unsplit(shop, tx)).toBe(7000)
    await shop.client.profitsharing_orders_unfreeze({ transaction_id: tx, out_order_no: 'rest-0001', description: '解冻' })
    await shop.clock.advance(MINUTE)
    expect((await shop.client.refunds(refundParams('order-0001', 'refund-0002', TOTAL, TOTAL))).status).toBe(200)
    expect(shop.pay.account()).toMatchObject({ balanceFen: 47_000, frozenFen: 0 })
  })
})

describe('receivers', () => {
  it('are added through the package with a sealed name, and deleted', async () => {
    const { shop } = await ready()
    expect(shop.pay.receivers()).toMatchObject([{ account: MCH, name: '某某自提点', relation: 'SERVICE_PROVIDER' }, { account: OPENID }])
    await shop.client.profitsharing_receivers_delete({ appid: APPID, type: 'MERCHANT_ID', account: MCH })
    expect(shop.pay.receivers().map(one => one.account)).toEqual([OPENID])
  })

  it.each<[string, Record<string, unknown>, string]>([
    ['a merchant without a name', { type: 'MERCHANT_ID', account: MCH }, 'PARAM_ERROR'],
    ['a name that is not sealed', { type: 'MERCHANT_ID', account: MCH, name: 'plain' }, 'PARAM_ERROR'],
    ['an unknown relation', { relation_type: 'FRIEND' }, 'PARAM_ERROR'],
    ['a relation of its own without a word for it', { relation_type: 'CUSTOM' }, 'PARAM_ERROR'],
    ['another appid', { appid: 'wxother' }, 'APPID_MCHID_NOT_MATCH'],
    ['somebody else\'s openid', { account: 'o-nobody' }, 'OPENID_MISMATCH'],
  ])('refuses %s', async (_, changes, code) => {
    const shop = openShop({ ownsOpenid: (__, openid) => openid === OPENID })
    const params = { appid: APPID, type: 'PERSONAL_OPENID', account: OPENID, relation_type: 'USER', ...changes }
    expect(codeOf(await shop.client.profitsharing_receivers_add(params as Parameters<typeof shop.client.profitsharing_receivers_add>[0]))).toBe(code)
    expect(shop.pay.receivers()).toEqual([])
  })
})

describe('profit sharing', () => {
  it('is accepted at once, and arrives for each receiver three seconds later', async () => {
    const { shop, tx } = await ready()
    const accepted = await share(shop, tx, 'share-0001', [{ account: MCH, amount: 2000 }, { account: OPENID, amount: 500, type: 'PERSONAL_OPENID' }])
    expect(accepted.data).toMatchObject({ transaction_id: tx, out_order_no: 'share-0001', state: 'PROCESSING', receivers: [{ result: 'PENDING' }, { result: 'PENDING' }] })
    expect(shop.pay.account()).toMatchObject({ balanceFen: TOTAL, frozenFen: TOTAL, sharedFen: 0 })
    await shop.clock.advance(3000)
    expect(await sharingOf(shop, tx, 'share-0001')).toMatchObject({ state: 'FINISHED', receivers: [{ account: MCH, result: 'SUCCESS' }, { account: OPENID, result: 'SUCCESS' }] })
    expect(shop.pay.account()).toMatchObject({ balanceFen: 7500, frozenFen: 7500, sharedFen: 2500 })
    expect(await unsplit(shop, tx)).toBe(7500)
  })

  it('is the same under the same number, though its names are sealed anew, and refused with another amount', async () => {
    const { shop, tx } = await ready()
    const one = [{ account: MCH, amount: 100, name: '某某自提点' }]
    const first = await share(shop, tx, 'share-0001', one)
    expect((await share(shop, tx, 'share-0001', one)).data).toEqual(first.data)
    expect(codeOf(await share(shop, tx, 'share-0001', [{ account: MCH, amount: 101 }]))).toBe('INVALID_REQUEST')
    expect(shop.pay.profitSharings()).toHaveLength(1)
  })

  it.each<[string, { amount?: number, account?: string, name?: string, twice?: boolean }, Record<string, unknown>, string]>([
    ['more than 30 percent', { amount: 3001 }, {}, 'RULE_LIMIT'],
    ['an unknown receiver', { account: '1900000110' }, {}, 'INVALID_REQUEST'],
    ['a receiver of another name', { name: '别人' }, {}, 'INVALID_REQUEST'],
    ['the same receiver twice', { twice: true }, {}, 'PARAM_ERROR'],
    ['nothing', { amount: 0 }, {}, 'PARAM_ERROR'],
    ['an unknown payment', {}, { transaction_id: '4200' }, 'RESOURCE_NOT_EXISTS'],
    ['no word on the rest', {}, { unfreeze_unsplit: undefined }, 'PARAM_ERROR'],
  ])('refuses %s', async (_, { amount = 100, account = MCH, name, twice }, changes, code) => {
    const { shop, tx } = await ready()
    const one = { account, amount, ...(name !== undefined && { name }) }
    expect(codeOf(await share(shop, tx, 'share-0001', twice ? [one, one] : [one], changes))).toBe(code)
    expect(await unsplit(shop, tx)).toBe(TOTAL)
  })

  it('adds up to the cap, which can be set', async () => {
    const { shop, tx } = await ready({ sharingCap: 0.5 })
    expect((await share(shop, tx, 'share-0001', [{ account: MCH, amount: 3000 }])).status).toBe(200)
    expect(codeOf(await share(shop, tx, 'share-0002', [{ account: MCH, amount: 2001 }]))).toBe('RULE_LIMIT')
    expect((await share(shop, tx, 'share-0003', [{ account: MCH, amount: 2000 }])).status).toBe(200)
  })

  it('takes 50 requests of one payment', async () => {
    const { shop, tx } = await ready()
    for (let i = 1; i <= 50; i++) await share(shop, tx, `share-${1000 + i}`, [{ account: MCH, amount: 1 }])
    const beyond = await share(shop, tx, 'share-2000', [{ account: MCH, amount: 1 }])
    expect([beyond.status, codeOf(beyond)]).toEqual([403, 'RULE_LIMIT'])
    shop.pay.configure({ spelling: 'joined' })
    expect(codeOf(await share(shop, tx, 'share-2000', [{ account: MCH, amount: 1 }]))).toBe('RULELIMIT')
    await shop.clock.advance(3000)
    expect(shop.pay.account().sharedFen).toBe(50)
  })

  it('waits a minute after the payment', async () => {
    const shop = openShop()
    await addReceiver(shop, 'PERSONAL_OPENID', OPENID)
    const tx = await shareableOrder(shop)
    const late = await paidOrder(shop, 'order-0002', { settle_info: { profit_sharing: true } })
    const one = [{ account: OPENID, amount: 1, type: 'PERSONAL_OPENID' as const }]
    expect(codeOf(await share(shop, late, 'share-0001', one))).toBe('INVALID_REQUEST')
    expect((await share(shop, tx, 'share-0001', one)).status).toBe(200)
    await shop.clock.advance(MINUTE)
    expect((await share(shop, late, 'share-0002', one)).status).toBe(200)
  })

  it('is not for a payment that was not made for it, nor for one whose goods are not delivered', async () => {
    let held = true
    const { shop, tx } = await ready({ held: () => held })
    const plain = await paidOrder(shop, 'order-0002')
    await shop.clock.advance(MINUTE)
    expect(codeOf(await share(shop, tx, 'share-0001', [{ account: MCH, amount: 1 }]))).toBe('INVALID_REQUEST')
    held = false
    expect(codeOf(await share(shop, plain, 'share-0001', [{ account: MCH, amount: 1 }]))).toBe('INVALID_REQUEST')
    expect((await share(shop, tx, 'share-0001', [{ account: MCH, amount: 1 }])).status).toBe(200)
  })

  it('counts money once that both waits to be shared out and for its goods', async () => {
    let held = false
    const { shop, tx } = await ready({ held: () => held })
    await share(shop, tx, 'share-0001', [{ account: MCH, amount: 1000 }])
    await shop.clock.advance(3000)
    held = true
    expect(shop.pay.account()).toMatchObject({ balanceFen: 9000, frozenFen: 9000, availableFen: 0 })
    await shop.clock.advance(30 * DAY)
    expect(shop.pay.account()).toMatchObject({ balanceFen: 9000, frozenFen: 9000, availableFen: 0 })
    held = false
    expect(shop.pay.account()).toMatchObject({ frozenFen: 0, availableFen: 9000 })
  })

  it('is done though a receiver got nothing, whose share can be shared again', async () => {
    const { shop, tx } = await ready()
    shop.pay.failShare(OPENID, 'RECEIVER_HIGH_RISK')
    await share(shop, tx, 'share-0001', [{ account: MCH, amount: 1000 }, { account: OPENID, amount: 2000, type: 'PERSONAL_OPENID' }])
    await shop.clock.advance(3000)
    expect(await sharingOf(shop, tx, 'share-0001')).toMatchObject({
      state: 'FINISHED', receivers: [{ result: 'SUCCESS' }, { result: 'CLOSED', fail_reason: 'RECEIVER_HIGH_RISK' }],
    })
    expect(await unsplit(shop, tx)).toBe(9000)
    expect((await share(shop, tx, 'share-0002', [{ account: OPENID, amount: 2000, type: 'PERSONAL_OPENID' }])).status).toBe(200)
  })

  it('does not reach a receiver that was deleted on the way', async () => {
    const { shop, tx } = await ready()
    await share(shop, tx, 'share-0001', [{ account: MCH, amount: 1000 }])
    await shop.client.profitsharing_receivers_delete({ appid: APPID, type: 'MERCHANT_ID', account: MCH })
    await shop.clock.advance(3000)
    expect((await sharingOf(shop, tx, 'share-0001')).receivers).toMatchObject([{ result: 'CLOSED', fail_reason: 'NO_RELATION' }])
  })

  it('gives one person 200,000 yuan a month', async () => {
    const shop = openShop({ sharingCap: 1 })
    await addReceiver(shop, 'PERSONAL_OPENID', OPENID)
    const big = 20_000_000
    const results: string[] = []
    for (const [no, amount] of [['1', big], ['2', 1]] as const) {
      const tx = await shareableOrder(shop, `order-000${no}`, big)
      await share(shop, tx, `share-000${no}`, [{ account: OPENID, amount, type: 'PERSONAL_OPENID' }])
      await shop.clock.advance(3000)
      results.push((await sharingOf(shop, tx, `share-000${no}`)).receivers[0]!.fail_reason ?? 'none')
    }
    expect(results).toEqual(['none', 'RECEIVER_RECEIPT_LIMIT'])
  })

  it('tells merchants that receive, nobody else', async () => {
    const { shop, tx } = await ready()
    shop.pay.setReceiverUrl(MCH, URL)
    await share(shop, tx, 'share-0001', [{ account: MCH, amount: 1000 }, { account: OPENID, amount: 2000, type: 'PERSONAL_OPENID' }])
    await shop.clock.advance(DAY)
    const mine = shop.arrivals.filter(one => one.url === URL)
    expect(mine).toHaveLength(1)
    expect(signedBy(payPublicKey(shop), mine[0]!.headers, mine[0]!.body)).toBe(true)
    const { envelope, content } = news(shop, mine[0])
    expect(envelope).toMatchObject({ event_type: 'TRANSACTION.SUCCESS', summary: '分账', resource: { original_type: 'profitsharing' } })
    expect(content).toMatchObject({ out_order_no: 'share-0001', receiver: { account: MCH, amount: 1000 }, success_time: '2026-03-01T10:01:03+08:00' })
  })

  it('says nothing of a sharing under another payment', async () => {
    const { shop, tx } = await ready()
    await share(shop, tx, 'share-0001', [{ account: MCH, amount: 1 }])
    expect(codeOf(await shop.client.query_profitsharing_orders('4200', 'share-0001'))).toBe('RESOURCE_NOT_EXISTS')
    expect(codeOf(await shop.client.query_profitsharing_amounts('4200'))).toBe('RESOURCE_NOT_EXISTS')
  })
})

describe('unfreezing', () => {
  const unfreeze = (shop: Shop, tx: string, no: string) => shop.client.profitsharing_orders_unfreeze({ transaction_id: tx, out_order_no: no, description: '解冻全部剩余资金' })

  it('wants a number of its own and ends the sharing', async () => {
    const { shop, tx } = await ready()
    await share(shop, tx, 'share-0001', [{ account: MCH, amount: 1000 }])
    expect(codeOf(await unfreeze(shop, tx, 'share-0001'))).toBe('INVALID_REQUEST')
    const { mchid } = shop.pay.merchant('x')
    expect((await unfreeze(shop, tx, 'rest-0001')).data).toMatchObject({ state: 'PROCESSING', receivers: [{ account: mchid, amount: 9000 }] })
    expect(shop.pay.account()).toMatchObject({ frozenFen: 1000, availableFen: 9000 })
    await shop.clock.advance(3000)
    expect(await sharingOf(shop, tx, 'rest-0001')).toMatchObject({ state: 'FINISHED', receivers: [{ result: 'SUCCESS' }] })
    expect(shop.pay.account()).toMatchObject({ balanceFen: 9000, frozenFen: 0, sharedFen: 1000 })
    expect(codeOf(await share(shop, tx, 'share-0002', [{ account: MCH, amount: 1 }]))).toBe('INVALID_REQUEST')
    expect(codeOf(await unfreeze(shop, tx, 'rest-0002'))).toBe('INVALID_REQUEST')
    expect((await unfreeze(shop, tx, 'rest-0001')).status).toBe(200)
  })

  it('may come with the last sharing; what nobody took is the merchant\'s then', async () => {
    const { shop, tx } = await ready()
    shop.pay.failShare('next', 'ACCOUNT_ABNORMAL')
    await share(shop, tx, 'share-0001', [{ account: MCH, amount: 1000 }], { unfreeze_unsplit: true })
    expect(shop.pay.account()).toMatchObject({ frozenFen: 1000, availableFen: 9000 })
    await shop.clock.advance(3000)
    expect(shop.pay.account()).toMatchObject({ balanceFen: TOTAL, frozenFen: 0 })
  })
})

describe('returns', () => {
  const back = (shop: Shop, no: string, amount: number, changes: Record<string, unknown> = {}) => shop.client.profitsharing_return_orders({
    out_order_no: 'share-0001', out_return_no: no, return_mchid: MCH, amount, description: '用户退款', ...changes,
  } as Parameters<typeof shop.client.profitsharing_return_orders>[0])

  async function shared(): Promise<{ shop: Shop, tx: string }> {
    const made = await ready()
    await share(made.shop, made.tx, 'share-0001', [{ account: MCH, amount: 1000 }, { account: OPENID, amount: 500, type: 'PERSONAL_OPENID' }])
    await made.shop.clock.advance(3000)
    return made
  }

  it('come to the available balance and not to what can be shared', async () => {
    const { shop, tx } = await shared()
    shop.pay.setReceiverUrl(MCH, URL)
    expect((await back(shop, 'return-0001', 400)).data).toMatchObject({ out_return_no: 'return-0001', amount: 400, result: 'PROCESSING' })
    expect((await back(shop, 'return-0001', 400)).status).toBe(200)
    await shop.clock.advance(3200)
    expect((await shop.client.query_profitsharing_return_orders('return-0001', 'share-0001')).data).toMatchObject({ result: 'SUCCESS', return_mchid: MCH })
    expect(shop.pay.account()).toMatchObject({ balanceFen: 8900, frozenFen: 8500, availableFen: 400, sharedFen: 1100 })
    expect(await unsplit(shop, tx)).toBe(8500)
    expect(news(shop, shop.arrivals.at(-1)).envelope.summary).toBe('分账回退')
  })

  it('may fail, and then leave room for another', async () => {
    const { shop } = await shared()
    shop.pay.failShare(MCH, 'PAYER_ACCOUNT_ABNORMAL')
    await back(shop, 'return-0001', 1000)
    await shop.clock.advance(3000)
    expect((await shop.client.query_profitsharing_return_orders('return-0001', 'share-0001')).data).toMatchObject({ result: 'FAILED', fail_reason: 'PAYER_ACCOUNT_ABNORMAL' })
    expect((await back(shop, 'return-0002', 1000)).status).toBe(200)
    expect(shop.pay.sharingReturns()).toHaveLength(2)
  })

  it.each<[string, Record<string, unknown>, string]>([
    ['more than the share', { amount: 1001 }, 'INVALID_REQUEST'],
    ['a person', { return_mchid: OPENID }, 'INVALID_REQUEST'],
    ['a merchant that received nothing', { return_mchid: '1900000110' }, 'INVALID_REQUEST'],
    ['an unknown sharing', { out_order_no: 'share-0009' }, 'RESOURCE_NOT_EXISTS'],
    ['no sharing at all', { out_order_no: undefined }, 'PARAM_ERROR'],
  ])('are refused of %s', async (_, changes, code) => {
    const { shop } = await shared()
    expect(codeOf(await back(shop, 'return-0001', 400, changes))).toBe(code)
  })

  it('are refused after 180 days', async () => {
    const { shop } = await shared()
    await shop.clock.advance(180 * DAY)
    expect(codeOf(await back(shop, 'return-0001', 400))).toBe('INVALID_REQUEST')
  })

  it('are found by either number of the sharing', async () => {
    const { shop, tx } = await shared()
    const { order_id } = await sharingOf(shop, tx, 'share-0001')
    expect((await back(shop, 'return-0001', 400, { out_order_no: undefined, order_id })).status).toBe(200)
  })

  it('stand in the fund-flow bill beside the shares', async () => {
    const { shop } = await shared()
    await back(shop, 'return-0001', 400)
    await shop.clock.advance(3000)
    const kinds = shop.pay.flows().map(flow => [flow.kind, flow.amountFen])
    expect(kinds).toEqual([['payment', TOTAL], ['share', -1000], ['share', -500], ['share-returned', 400]])
    expect(shop.pay.bills('2026-03-01').funds).toContain('`分账回退,`分账回退,`收入,`4.00,`89.00')
    expect(shop.clock.now()).toBe(START + MINUTE + 6000)
  })
})
