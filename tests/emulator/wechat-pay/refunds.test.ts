import { constants, publicEncrypt } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { clientOf, codeOf, news, openShop, order, OPENID, paidOrder, payPublicKey, refundParams, type Shop } from './support/shop'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

interface RefundAnswer {
  refund_id: string
  status: string
  amount: Record<string, unknown>
}

async function refunded(shop: Shop, outTradeNo: string, outRefundNo: string, fen: number): Promise<RefundAnswer> {
  const result = await shop.client.refunds(refundParams(outTradeNo, outRefundNo, fen))
  if (result.status !== 200) throw new Error(String(result.error))
  return result.data as unknown as RefundAnswer
}

async function statusOf(shop: Shop, outRefundNo: string): Promise<unknown> {
  return ((await shop.client.find_refunds(outRefundNo)).data as unknown as RefundAnswer).status
}

describe('refunds', () => {
  it('is accepted at once and done three seconds later', async () => {
    const shop = openShop()
    const transactionId = await paidOrder(shop, 'order-0001')
    const answer = await refunded(shop, 'order-0001', 'refund-0001', 1990)
    expect(answer).toMatchObject({
      status: 'PROCESSING', transaction_id: transactionId, out_trade_no: 'order-0001', channel: 'ORIGINAL',
      amount: { total: 1990, refund: 1990, payer_total: 1990, payer_refund: 1990, currency: 'CNY' },
    })
    expect(answer).not.toHaveProperty('success_time')
    await shop.clock.advance(2999)
    expect(await statusOf(shop, 'refund-0001')).toBe('PROCESSING')
    await shop.clock.advance(1)
    expect((await shop.client.find_refunds('refund-0001')).data).toMatchObject({ status: 'SUCCESS', success_time: '2026-03-01T10:00:03+08:00' })
  })

  it('turns the order to REFUND as soon as it is accepted', async () => {
    const shop = openShop()
    await paidOrder(shop, 'order-0001')
    await refunded(shop, 'order-0001', 'refund-0001', 1)
    expect((await shop.client.query({ out_trade_no: 'order-0001' })).data).toMatchObject({ trade_state: 'REFUND' })
    expect(codeOf(await shop.client.close('order-0001'))).toBe('ORDER_PAID')
  })

  it('is the same refund under the same number and parameters', async () => {
    const shop = openShop()
    await paidOrder(shop, 'order-0001')
    const first = await refunded(shop, 'order-0001', 'refund-0001', 500)
    expect(await refunded(shop, 'order-0001', 'refund-0001', 500)).toEqual(first)
    expect(shop.pay.refunds()).toHaveLength(1)
    expect(shop.pay.account()).toMatchObject({ balanceFen: 1490, refundsFen: 500 })
  })

  it('is refused under the same number with another amount', async () => {
    const shop = openShop()
    await paidOrder(shop, 'order-0001')
    await refunded(shop, 'order-0001', 'refund-0001', 500)
    expect(codeOf(await shop.client.refunds(refundParams('order-0001', 'refund-0001', 501)))).toBe('INVALID_REQUEST')
  })

  it('takes either number of the order, but not two that differ', async () => {
    const shop = openShop()
    const one = await paidOrder(shop, 'order-0001')
    await paidOrder(shop, 'order-0002')
    const amount = { refund: 10, total: 1990, currency: 'CNY' }
    expect((await shop.client.refunds({ transaction_id: one, out_refund_no: 'refund-0001', amount })).status).toBe(200)
    const crossed = await shop.client.refunds({ transaction_id: one, out_trade_no: 'order-0002', out_refund_no: 'refund-0002', amount } as Parameters<typeof shop.client.refunds>[0])
    expect(codeOf(crossed)).toBe('RESOURCE_NOT_EXISTS')
  })

  it.each<[string, number, string, Record<string, unknown>]>([
    ['an unknown order', 404, 'RESOURCE_NOT_EXISTS', { out_trade_no: 'order-0009' }],
    ['another total', 400, 'INVALID_REQUEST', { amount: { refund: 1, total: 1991, currency: 'CNY' } }],
    ['more than was paid', 400, 'INVALID_REQUEST', { amount: { refund: 1991, total: 1990, currency: 'CNY' } }],
    ['nothing', 400, 'PARAM_ERROR', { amount: { refund: 0, total: 1990, currency: 'CNY' } }],
    ['a number of 65 characters', 400, 'PARAM_ERROR', { out_refund_no: 'r'.repeat(65) }],
    ['a long reason', 400, 'PARAM_ERROR', { reason: '退'.repeat(81) }],
    ['no order number', 400, 'PARAM_ERROR', { out_trade_no: undefined }],
  ])('refuses %s', async (_, status, code, changes) => {
    const shop = openShop()
    await paidOrder(shop, 'order-0001')
    const params = { ...refundParams('order-0001', 'refund-0001', 100), ...changes } as Parameters<typeof shop.client.refunds>[0]
    const result = await shop.client.refunds(params)
    expect([result.status, codeOf(result)]).toEqual([status, code])
    expect(shop.pay.account().balanceFen).toBe(1990)
  })

  it('refuses an order that is not paid', async () => {
    const shop = openShop()
    await order(shop, 'order-0001')
    expect(codeOf(await shop.client.refunds(refundParams('order-0001', 'refund-0001', 100)))).toBe('INVALID_REQUEST')
  })

  it('refuses the sum of parts beyond the total', async () => {
    const shop = openShop()
    await paidOrder(shop, 'order-0001')
    await refunded(shop, 'order-0001', 'refund-0001', 1000)
    await shop.clock.advance(MINUTE)
    expect(codeOf(await shop.client.refunds(refundParams('order-0001', 'refund-0002', 991)))).toBe('INVALID_REQUEST')
    expect((await refunded(shop, 'order-0001', 'refund-0003', 990)).status).toBe('PROCESSING')
    expect(shop.pay.account().balanceFen).toBe(0)
  })

  it('wants a minute between two refunds of one order, not of two', async () => {
    const shop = openShop()
    await paidOrder(shop, 'order-0001')
    await paidOrder(shop, 'order-0002')
    await refunded(shop, 'order-0001', 'refund-0001', 10)
    const soon = await shop.client.refunds(refundParams('order-0001', 'refund-0002', 10))
    expect([soon.status, codeOf(soon)]).toEqual([429, 'FREQUENCY_LIMITED'])
    await refunded(shop, 'order-0002', 'refund-0003', 10)
    await shop.clock.advance(MINUTE - 1)
    expect(codeOf(await shop.client.refunds(refundParams('order-0001', 'refund-0002', 10)))).toBe('FREQUENCY_LIMITED')
    await shop.clock.advance(1)
    await refunded(shop, 'order-0001', 'refund-0002', 10)
  })

  it('takes 50 refunds of one order', async () => {
    const shop = openShop()
    await paidOrder(shop, 'order-0001')
    for (let i = 1; i <= 50; i++) {
      await refunded(shop, 'order-0001', `refund-${i}`, 1)
      await shop.clock.advance(MINUTE)
    }
    expect(codeOf(await shop.client.refunds(refundParams('order-0001', 'refund-51', 1)))).toBe('INVALID_REQUEST')
  })

  it('takes a refund for 365 days', async () => {
    const shop = openShop()
    await paidOrder(shop, 'order-0001')
    await shop.clock.advance(365 * DAY)
    await refunded(shop, 'order-0001', 'refund-0001', 1)
    await shop.clock.advance(MINUTE)
    expect(codeOf(await shop.client.refunds(refundParams('order-0001', 'refund-0002', 1)))).toBe('INVALID_REQUEST')
  })

  it('answers NOT_ENOUGH on an empty account, and accepts the same number after a top-up', async () => {
    const shop = openShop()
    await paidOrder(shop, 'order-0001')
    shop.pay.withdraw(1500)
    const poor = await shop.client.refunds(refundParams('order-0001', 'refund-0001', 500))
    expect([poor.status, codeOf(poor)]).toEqual([403, 'NOT_ENOUGH'])
    expect((await shop.client.query({ out_trade_no: 'order-0001' })).data).toMatchObject({ trade_state: 'SUCCESS' })
    shop.pay.topUp(10)
    await refunded(shop, 'order-0001', 'refund-0001', 500)
    expect(shop.pay.account()).toEqual({ balanceFen: 0, frozenFen: 0, availableFen: 0, sharedFen: 0, transferredFen: 0, paymentsFen: 1990, refundsFen: 500, feesFen: 0, toppedUpFen: 10, withdrawnFen: 1500 })
  })

  it('knows no refund by a foreign number', async () => {
    const result = await openShop().client.find_refunds('refund-0009')
    expect([result.status, codeOf(result)]).toEqual([404, 'RESOURCE_NOT_EXISTS'])
  })

  it('shares a coupon order half up and to the last fen', async () => {
    const shop = openShop()
    await shop.pay.pay(await order(shop, 'order-0001', { amount: { total: 3, currency: 'CNY' } }), OPENID, { couponFen: 1 })
    const shares: unknown[] = []
    for (const no of ['refund-a', 'refund-b', 'refund-c']) {
      const { data } = await shop.client.refunds(refundParams('order-0001', no, 1, 3))
      shares.push((data as unknown as RefundAnswer).amount.payer_refund)
      await shop.clock.advance(MINUTE)
    }
    expect(shares).toEqual([1, 1, 0])
  })

  it('gives the fee back pro rata', async () => {
    const shop = openShop({ feeRate: 0.006 })
    await paidOrder(shop, 'order-0001')
    await paidOrder(shop, 'order-0002')
    await refunded(shop, 'order-0001', 'refund-0001', 1000)
    expect(shop.pay.account().feesFen).toBe(18)
    await shop.clock.advance(MINUTE)
    await refunded(shop, 'order-0001', 'refund-0002', 990)
    expect(shop.pay.account()).toMatchObject({ feesFen: 12, refundsFen: 1990, balanceFen: 1978 })
  })

  it('keeps flows that add up to the balance', async () => {
    const shop = openShop({ feeRate: 0.006 })
    await paidOrder(shop, 'order-0001')
    shop.pay.setRefundOutcome('refund-0001', 'CLOSED')
    await refunded(shop, 'order-0001', 'refund-0001', 700)
    await shop.clock.advance(MINUTE)
    const flows = shop.pay.flows()
    expect(flows.reduce((sum, flow) => sum + flow.amountFen, 0)).toBe(shop.pay.account().balanceFen)
    expect(flows.at(-1)!.balanceFen).toBe(shop.pay.account().balanceFen)
    expect(shop.pay.account()).toMatchObject({ balanceFen: 1978, refundsFen: 0, feesFen: 12 })
  })
})

describe('how a refund ends', () => {
  it('is closed when asked for, with the money back and room for another', async () => {
    const shop = openShop()
    await paidOrder(shop, 'order-0001')
    shop.pay.setRefundOutcome('next', 'CLOSED')
    await refunded(shop, 'order-0001', 'refund-0001', 1990)
    await shop.clock.advance(MINUTE)
    expect(await statusOf(shop, 'refund-0001')).toBe('CLOSED')
    expect(shop.pay.account().balanceFen).toBe(1990)
    await refunded(shop, 'order-0001', 'refund-0002', 1990)
    await shop.clock.advance(MINUTE)
    expect(await statusOf(shop, 'refund-0002')).toBe('SUCCESS')
  })

  it('may still be decided while it is processing', async () => {
    const shop = openShop()
    await paidOrder(shop, 'order-0001')
    await refunded(shop, 'order-0001', 'refund-0001', 100)
    shop.pay.setRefundOutcome('refund-0001', 'ABNORMAL')
    await shop.clock.advance(3000)
    expect(await statusOf(shop, 'refund-0001')).toBe('ABNORMAL')
    expect(shop.pay.account().balanceFen).toBe(1890)
  })

  it('is refused once for an abnormal account, and accepted the next time', async () => {
    const shop = openShop()
    await paidOrder(shop, 'order-0001')
    shop.pay.setRefundOutcome('next', 'USER_ACCOUNT_ABNORMAL')
    const first = await shop.client.refunds(refundParams('order-0001', 'refund-0001', 100))
    expect([first.status, codeOf(first)]).toEqual([403, 'USER_ACCOUNT_ABNORMAL'])
    expect((await refunded(shop, 'order-0001', 'refund-0001', 100)).status).toBe('PROCESSING')
  })

  it.each(['SUCCESS', 'ABNORMAL', 'CLOSED'] as const)('tells the merchant of %s', async (outcome) => {
    const shop = openShop()
    await paidOrder(shop, 'order-0001')
    await shop.clock.advance(1000)
    shop.pay.setRefundOutcome('next', outcome)
    await refunded(shop, 'order-0001', 'refund-0001', 100)
    await shop.clock.advance(10_000)
    const { envelope, content } = news(shop, shop.arrivals[1])
    expect(shop.arrivals).toHaveLength(2)
    expect(envelope).toMatchObject({ event_type: `REFUND.${outcome}`, resource: { original_type: 'refund' } })
    expect(content).toMatchObject({
      out_refund_no: 'refund-0001', refund_status: outcome, amount: { total: 1990, refund: 100, payer_total: 1990, payer_refund: 100 },
    })
    expect(content).not.toHaveProperty('status')
    expect('success_time' in content).toBe(outcome === 'SUCCESS')
  })

  it('tells nobody without a notify_url', async () => {
    const shop = openShop()
    await paidOrder(shop, 'order-0001')
    const { notify_url: _, ...params } = refundParams('order-0001', 'refund-0001', 100)
    await shop.client.refunds(params)
    await shop.clock.advance(10_000)
    expect(shop.arrivals.map(one => one.url)).toEqual([expect.stringContaining('/payment')])
  })
})

describe('abnormal refunds', () => {
  async function abnormal(shop: Shop): Promise<string> {
    await paidOrder(shop, 'order-0001')
    shop.pay.setRefundOutcome('next', 'ABNORMAL')
    const { refund_id } = await refunded(shop, 'order-0001', 'refund-0001', 100)
    await shop.clock.advance(3000)
    return refund_id
  }

  function sealed(shop: Shop, text: string): string {
    const padding = constants.RSA_PKCS1_OAEP_PADDING
    return publicEncrypt({ key: payPublicKey(shop), padding, oaepHash: 'sha1' }, Buffer.from(text)).toString('base64')
  }

  /** The package has no such call; this is how its own calls are made. */
  async function apply(shop: Shop, refundId: string, body: Record<string, unknown>, serial?: string) {
    const path = `/v3/refund/domestic/refunds/${refundId}/apply-abnormal-refund`
    const client = clientOf(shop.pay)
    const timestamp = String(Math.floor(shop.clock.now() / 1000))
    const signature = client.getSignature('POST', 'nonce', timestamp, path, body)
    const headers = {
      'Authorization': client.getAuthorization('nonce', timestamp, signature),
      'Content-Type': 'application/json',
      ...(serial && { 'Wechatpay-Serial': serial }),
    }
    return shop.transport.post(`https://api.mch.weixin.qq.com${path}`, body, headers)
  }

  it('goes to the payer\'s card, whose number arrives sealed', async () => {
    const shop = openShop()
    const refundId = await abnormal(shop)
    const body = { out_refund_no: 'refund-0001', type: 'USER_BANK_CARD', bank_type: 'ICBC_DEBIT', bank_account: sealed(shop, '6222021234567890'), real_name: sealed(shop, '李明') }
    const result = await apply(shop, refundId, body, shop.pay.merchant('x').payKeyId)
    expect(result).toMatchObject({ status: 200, data: { status: 'PROCESSING', channel: 'OTHER_BANKCARD', user_received_account: '银行卡(7890)' } })
    await shop.clock.advance(3000)
    expect(await statusOf(shop, 'refund-0001')).toBe('SUCCESS')
    expect(shop.pay.account().balanceFen).toBe(1890)
  })

  it('goes to the merchant\'s own card', async () => {
    const shop = openShop()
    const refundId = await abnormal(shop)
    expect((await apply(shop, refundId, { out_refund_no: 'refund-0001', type: 'MERCHANT_BANK_CARD' })).status).toBe(200)
    await shop.clock.advance(10_000)
    expect(await statusOf(shop, 'refund-0001')).toBe('SUCCESS')
    expect(shop.arrivals.map(one => news(shop, one).envelope.event_type)).toEqual(['TRANSACTION.SUCCESS', 'REFUND.ABNORMAL', 'REFUND.SUCCESS'])
  })

  it('may turn out abnormal again', async () => {
    const shop = openShop()
    const refundId = await abnormal(shop)
    shop.pay.setRefundOutcome('refund-0001', 'ABNORMAL')
    await apply(shop, refundId, { out_refund_no: 'refund-0001', type: 'MERCHANT_BANK_CARD' })
    await shop.clock.advance(3000)
    expect(await statusOf(shop, 'refund-0001')).toBe('ABNORMAL')
  })

  it.each<[string, (shop: Shop) => Record<string, unknown>, boolean]>([
    ['a card in the clear', shop => ({ bank_account: '6222021234567890', real_name: sealed(shop, '李明') }), true],
    ['a card that is no number', shop => ({ bank_account: sealed(shop, 'card'), real_name: sealed(shop, '李明') }), true],
    ['no name', shop => ({ bank_account: sealed(shop, '6222021234567890') }), true],
    ['no Wechatpay-Serial', shop => ({ bank_account: sealed(shop, '6222021234567890'), real_name: sealed(shop, '李明') }), false],
  ])('refuses %s', async (_, fields, withSerial) => {
    const shop = openShop()
    const refundId = await abnormal(shop)
    const body = { out_refund_no: 'refund-0001', type: 'USER_BANK_CARD', bank_type: 'ICBC_DEBIT', ...fields(shop) }
    expect(codeOf(await apply(shop, refundId, body, withSerial ? shop.pay.merchant('x').payKeyId : undefined))).toBe('PARAM_ERROR')
    expect(await statusOf(shop, 'refund-0001')).toBe('ABNORMAL')
  })

  it('refuses another refund number, an unknown refund and one that is not abnormal', async () => {
    const shop = openShop()
    const refundId = await abnormal(shop)
    const body = { out_refund_no: 'refund-0001', type: 'MERCHANT_BANK_CARD' }
    expect(codeOf(await apply(shop, refundId, { ...body, out_refund_no: 'refund-0002' }))).toBe('INVALID_REQUEST')
    expect(codeOf(await apply(shop, '50300000', body))).toBe('RESOURCE_NOT_EXISTS')
    await apply(shop, refundId, body)
    expect(codeOf(await apply(shop, refundId, body))).toBe('INVALID_REQUEST')
  })
})
