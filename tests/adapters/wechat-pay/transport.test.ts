import { describe, expect, it } from 'vitest'
import { wechatPayments } from '../../../cloudfunctions/adapters/wechat-pay/payments'
import type { Payments } from '../../../cloudfunctions/ports/payments'
import { type Handler, serve } from '../support/http-server'
import { APPID, NOW, order, refundOf } from '../support/pay-peer'
import { API_V3_KEY, newSigner, signedHeaders } from '../support/signer'

const wechat = newSigner('PUB_KEY_ID_0110000000000000000000000001')
const stranger = newSigner(wechat.serial)
const merchantKey = newSigner('00AB00000000000000000000000000000000CDEF')

async function shop(handler: Handler): Promise<Payments> {
  const baseUrl = await serve(handler)
  return wechatPayments({
    merchant: { appid: APPID, mchid: '1600000001', serial: '00ab00000000000000000000000000000000cdef', privateKey: merchantKey.privateKey },
    apiV3Key: API_V3_KEY, baseUrl, notifyUrl: 'https://shop.example/pay-notify', now: () => NOW, timeoutMs: 5000,
    publicKey: { id: wechat.serial, key: wechat.publicKey },
  })
}

/** A peer that always gives this one answer. */
const answers = (status: number, body: string, headers: Record<string, string> = {}): Promise<Payments> =>
  shop((_request, response) => response.writeHead(status, headers).end(body))

const trade = (changes: object = {}): string => JSON.stringify({
  appid: APPID, mchid: '1600000001', out_trade_no: 'ORDER0001', transaction_id: '4200000001', trade_state: 'SUCCESS', trade_type: 'JSAPI',
  success_time: '2026-03-01T12:00:00+08:00', payer: { openid: 'o-alice' }, amount: { total: 1990, payer_total: 990, currency: 'CNY' }, ...changes,
})
const paidAnswer = trade()

describe('an answer of the merchant API', () => {
  it('counts when it is signed by the key of its serial', async () => {
    const payments = await answers(200, paidAnswer, signedHeaders(wechat, paidAnswer))
    expect(await payments.query('ORDER0001')).toEqual({
      outcome: 'paid',
      facts: {
        outTradeNo: 'ORDER0001', appid: APPID, mchid: '1600000001', openid: 'o-alice', amountFen: 1990, currency: 'CNY',
        transactionId: '4200000001', paidAt: Date.parse('2026-03-01T04:00:00Z'),
      },
    })
  })

  const flip = (text: string): string => (text.startsWith('A') ? 'B' : 'A') + text.slice(1)
  it.each([
    ['no signature', {}],
    ['another key under WeChat\'s serial', signedHeaders(stranger, paidAnswer)],
    ['a signature over another body', signedHeaders(wechat, trade({ amount: { total: 1, currency: 'CNY' } }))],
    ['one changed character in the signature', signedHeaders(wechat, paidAnswer, { signature: flip })],
    ['WeChat\'s own probe', signedHeaders(wechat, paidAnswer, { signature: text => `WECHATPAY/SIGNTEST/${text}` })],
    ['a signature that is not base64', signedHeaders(wechat, paidAnswer, { signature: () => '***' })],
    ['an old timestamp', signedHeaders(wechat, paidAnswer, { at: NOW - 301_000 })],
    ['a timestamp of the future', signedHeaders(wechat, paidAnswer, { at: NOW + 301_000 })],
    ['a serial nobody knows', { ...signedHeaders(wechat, paidAnswer), 'Wechatpay-Serial': 'PUB_KEY_ID_9' }],
    ['an empty serial', { ...signedHeaders(wechat, paidAnswer), 'Wechatpay-Serial': '' }],
    ['a timestamp with a sign', { ...signedHeaders(wechat, paidAnswer), 'Wechatpay-Timestamp': '-1' }],
  ])('X10: leaves the outcome open with %s', async (_what, headers) => {
    expect(await (await answers(200, paidAnswer, headers)).query('ORDER0001')).toEqual({ outcome: 'unknown' })
  })

  it('is still good at the edge of the window', async () => {
    const payments = await answers(200, paidAnswer, signedHeaders(wechat, paidAnswer, { at: NOW - 299_000 }))
    expect(await payments.query('ORDER0001')).toMatchObject({ outcome: 'paid' })
  })

  it.each([
    ['another order', trade({ out_trade_no: 'ORDER0002' })],
    ['an amount with a fraction', trade({ amount: { total: 19.9, currency: 'CNY' } })],
    ['an amount as text', trade({ amount: { total: '1990', currency: 'CNY' } })],
    ['no transaction number', trade({ transaction_id: undefined })],
    ['a time that is none', trade({ success_time: 'yesterday' })],
    ['a state nobody knows', trade({ trade_state: 'FROZEN' })],
    ['no JSON', 'ok'],
    ['a list', '[]'],
    ['nothing', ''],
  ])('leaves the outcome open when it tells of %s, however well signed', async (_what, body) => {
    expect(await (await answers(200, body, signedHeaders(wechat, body))).query('ORDER0001')).toEqual({ outcome: 'unknown' })
  })

  it('leaves a payment open whose answer carries no prepay id', async () => {
    const payments = await answers(200, '{}', signedHeaders(wechat, '{}'))
    expect(await payments.create(order('ORDER0001'))).toEqual({ outcome: 'unknown' })
  })

  it('takes an unsigned refusal, and not one that is signed badly', async () => {
    const refusal = '{"code":"ORDER_NOT_EXIST","message":"订单不存在"}'
    expect(await (await answers(404, refusal)).query('ORDER0001')).toEqual({ outcome: 'absent' })
    expect(await (await answers(404, refusal, signedHeaders(wechat, refusal))).query('ORDER0001')).toEqual({ outcome: 'absent' })
    expect(await (await answers(404, refusal, signedHeaders(stranger, refusal))).query('ORDER0001')).toEqual({ outcome: 'unknown' })
  })

  it.each([[404, '<html>not here</html>'], [400, '{"code":5}'], [502, 'bad gateway'], [500, '{"code":"ORDER_NOT_EXIST"}'], [429, '{"code":"ORDER_NOT_EXIST"}'], [202, '{"code":"USERPAYING"}']])(
    'leaves the outcome open at %i %s', async (status, body) => {
      expect(await (await answers(status, body)).query('ORDER0001')).toEqual({ outcome: 'unknown' })
    })

  it('never follows a redirect with a signed request', async () => {
    const payments = await shop((request, response) => request.path.startsWith('/elsewhere') ? response.writeHead(404).end('{"code":"ORDER_NOT_EXIST"}') : response.writeHead(302, { Location: '/elsewhere' }).end())
    expect(await payments.query('ORDER0001')).toEqual({ outcome: 'unknown' })
  })

  it('verifies the empty body of a 204', async () => {
    const signed = await shop((_request, response) => response.writeHead(204, signedHeaders(wechat, '')).end())
    expect(await signed.close('ORDER0001')).toEqual({ outcome: 'closed' })
    const unsigned = await shop((_request, response) => response.writeHead(204).end())
    expect(await unsigned.close('ORDER0001')).toEqual({ outcome: 'unknown' })
  })

  it('is not a refund when it speaks of another number', async () => {
    const body = JSON.stringify({ refund_id: '5030', out_refund_no: 'ORDER0009-GF', out_trade_no: 'ORDER0009', status: 'SUCCESS', amount: { refund: 1, total: 1 } })
    const payments = await answers(200, body, signedHeaders(wechat, body))
    expect(await payments.refund(refundOf('ORDER0001'))).toEqual({ outcome: 'unknown' })
    expect(await payments.queryRefund('ORDER0001-GF')).toEqual({ outcome: 'unknown' })
  })
})

describe('a request to the merchant API', () => {
  it('is signed under the whole serial, leading zeros and all, and carries no key', async () => {
    let seen = { authorization: '', body: '' }
    const payments = await shop((request, response) => {
      seen = { authorization: request.headers.authorization ?? '', body: request.body }
      response.writeHead(500).end()
    })
    await payments.create(order('ORDER0001'))
    expect(seen.authorization).toContain('serial_no="00AB00000000000000000000000000000000CDEF"')
    expect(`${seen.authorization}${seen.body}`).not.toContain(API_V3_KEY)
  })

  it('states the last moment to pay in China\'s time and cuts long texts without splitting a character', async () => {
    let body: Record<string, string> = {}
    const payments = await shop((request, response) => {
      body = JSON.parse(request.body) as Record<string, string>
      response.writeHead(500).end()
    })
    await payments.create({ ...order('ORDER0001'), description: '橙'.repeat(200), expiresAt: Date.parse('2026-02-28T17:30:00.900Z') })
    expect(body.time_expire).toBe('2026-03-01T01:30:00+08:00')
    expect(body.description).toBe('橙'.repeat(42))
    await payments.refund({ ...refundOf('ORDER0001'), reason: '🍊'.repeat(100) })
    expect(body.reason).toBe('🍊'.repeat(20))
  })

  it('shows nothing of itself in what it returns when it fails', async () => {
    const payments = await shop((_request, response) => response.destroy())
    expect(JSON.stringify(await payments.create(order('ORDER0001')))).toBe('{"outcome":"unknown"}')
  })
})
