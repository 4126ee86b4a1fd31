import { describe, expect, it } from 'vitest'
import { readNotification } from '../../../cloudfunctions/adapters/wechat-pay/notification'
import { openSealed } from '../../../cloudfunctions/adapters/wechat-pay/seal'
import type { HttpMessage, Notification } from '../../../cloudfunctions/ports/payments'
import { APPID, NOW } from '../support/pay-peer'
import { API_V3_KEY, newSigner, sealed, signedHeaders } from '../support/signer'

const wechat = newSigner('PUB_KEY_ID_0110000000000000000000000001')
const stranger = newSigner(wechat.serial)
const reader = { apiV3Key: API_V3_KEY, now: () => NOW, keyOf: (serial: string) => Promise.resolve(serial === wechat.serial ? wechat.publicKey : undefined) }

const transaction = (changes: object = {}): string => JSON.stringify({
  appid: APPID, mchid: '1600000001', out_trade_no: 'ORDER0001', transaction_id: '4200000001', trade_type: 'JSAPI', trade_state: 'SUCCESS',
  success_time: '2026-03-01T12:00:00+08:00', payer: { openid: 'o-alice' }, amount: { total: 1990, payer_total: 1990, currency: 'CNY', payer_currency: 'CNY' }, ...changes,
})

function envelope(plain: string, eventType = 'TRANSACTION.SUCCESS', options: Parameters<typeof sealed>[2] = {}): string {
  const resource = { original_type: 'transaction', algorithm: 'AEAD_AES_256_GCM', ...sealed(plain, 'transaction', options) }
  return JSON.stringify({ id: 'EV-1', create_time: '2026-03-01T12:00:00+08:00', resource_type: 'encrypt-resource', event_type: eventType, summary: '支付成功', resource })
}

const genuine = (body: string, signer = wechat): HttpMessage => ({ headers: signedHeaders(signer, body), body })
const read = (message: HttpMessage): Promise<Notification> => readNotification(reader, message)
const body = envelope(transaction())

describe('X10: a notification', () => {
  it('that is genuine states what WeChat states', async () => {
    expect(await read(genuine(body))).toEqual({
      kind: 'payment',
      facts: {
        outTradeNo: 'ORDER0001', appid: APPID, mchid: '1600000001', openid: 'o-alice', amountFen: 1990, currency: 'CNY',
        transactionId: '4200000001', paidAt: Date.parse('2026-03-01T04:00:00Z'),
      },
    })
  })

  it('is read whatever the case of its header names', async () => {
    const { headers } = genuine(body)
    const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
    expect(await read({ headers: lower, body })).toMatchObject({ kind: 'payment' })
  })

  it('states a foreign merchant, app, amount or currency as it stands, for the use case to compare', async () => {
    const foreign = envelope(transaction({ mchid: '1699999999', appid: 'wxother', amount: { total: 1, currency: 'USD' } }))
    expect(await read(genuine(foreign))).toMatchObject({ kind: 'payment', facts: { mchid: '1699999999', appid: 'wxother', amountFen: 1, currency: 'USD' } })
  })

  const headers = signedHeaders(wechat, body)
  const without = (name: string): HttpMessage['headers'] => ({ ...headers, [name]: undefined })
  const probe = signedHeaders(wechat, body, { signature: text => `WECHATPAY/SIGNTEST/${text.slice(0, 32)}` })
  it.each<[string, HttpMessage, string]>([
    ['no headers', { headers: {}, body }, 'unsigned'],
    ['no signature', { headers: without('Wechatpay-Signature'), body }, 'unsigned'],
    ['no serial', { headers: without('Wechatpay-Serial'), body }, 'unsigned'],
    ['no nonce', { headers: without('Wechatpay-Nonce'), body }, 'unsigned'],
    ['no timestamp', { headers: without('Wechatpay-Timestamp'), body }, 'unsigned'],
    ['a stranger\'s signature under WeChat\'s serial', genuine(body, stranger), 'bad_signature'],
    ['a stranger\'s serial', { headers: signedHeaders({ ...stranger, serial: 'PUB_KEY_ID_6' }, body), body }, 'unknown_serial'],
    ['WeChat\'s own probe', { headers: probe, body }, 'bad_signature'],
    ['one changed byte', { headers, body: body.replace('EV-1', 'EV-2') }, 'bad_signature'],
    ['the same JSON written anew', { headers, body: JSON.stringify(JSON.parse(body), null, 1) }, 'bad_signature'],
    ['a blank at the end', { headers, body: `${body} ` }, 'bad_signature'],
    ['no body', { headers, body: '' }, 'bad_signature'],
    ['a changed timestamp', { headers: { ...headers, 'Wechatpay-Timestamp': String(NOW / 1000 + 1) }, body }, 'bad_signature'],
    ['a changed nonce', { headers: { ...headers, 'Wechatpay-Nonce': 'x' }, body }, 'bad_signature'],
    ['an old date', { headers: signedHeaders(wechat, body, { at: NOW - 301_000 }), body }, 'bad_timestamp'],
    ['a date to come', { headers: signedHeaders(wechat, body, { at: NOW + 301_000 }), body }, 'bad_timestamp'],
    ['a timestamp in words', { headers: { ...headers, 'Wechatpay-Timestamp': 'now' }, body }, 'bad_timestamp'],
    ['a timestamp in milliseconds', { headers: { ...headers, 'Wechatpay-Timestamp': String(NOW) }, body }, 'bad_timestamp'],
  ])('is forged with %s', async (_what, message, why) => {
    expect(await read(message)).toEqual({ kind: 'forged', why })
  })

  const flip = (at: (length: number) => number) => (bytes: Buffer): void => void bytes.writeUInt8(bytes.readUInt8(at(bytes.length)) ^ 1, at(bytes.length))
  it.each<[string, string, string]>([
    ['a changed seal tag', envelope(transaction(), undefined, { spoil: flip(length => length - 1) }), 'bad_seal'],
    ['changed sealed content', envelope(transaction(), undefined, { spoil: flip(() => 40) }), 'bad_seal'],
    ['another APIv3 key', envelope(transaction(), undefined, { key: 'x'.repeat(32) }), 'bad_seal'],
    ['a seal too short for a tag', JSON.stringify({ event_type: 'TRANSACTION.SUCCESS', resource: { algorithm: 'AEAD_AES_256_GCM', nonce: '1', ciphertext: 'AAAA' } }), 'bad_seal'],
    ['sealed text that is no JSON', envelope('paid!'), 'bad_seal'],
    ['no envelope', '{"event_type":"TRANSACTION.SUCCESS"}', 'not_an_envelope'],
    ['a body that is no JSON', 'hello', 'not_an_envelope'],
    ['another algorithm', body.replace('AEAD_AES_256_GCM', 'NONE'), 'not_an_envelope'],
    ['a trade that is not paid', envelope(transaction({ trade_state: 'NOTPAY' })), 'not_paid'],
    ['a trade that was refunded', envelope(transaction({ trade_state: 'REFUND' })), 'not_paid'],
    ['an amount below nothing', envelope(transaction({ amount: { total: -1, currency: 'CNY' } })), 'not_a_payment'],
    ['no payer', envelope(transaction({ payer: {} })), 'not_a_payment'],
    ['a refund that is none', envelope(transaction(), 'REFUND.SUCCESS'), 'not_a_refund'],
  ])('is refused with %s, even well signed', async (_what, spoilt, why) => {
    expect(await read(genuine(spoilt))).toEqual({ kind: 'forged', why })
  })

  it.each([['SUCCESS', 'succeeded'], ['ABNORMAL', 'abnormal'], ['CLOSED', 'closed']])('of a refund that ended %s is read', async (status, state) => {
    const refund = JSON.stringify({
      mchid: '1600000001', out_trade_no: 'ORDER0001', transaction_id: '4200000001', out_refund_no: 'ORDER0001-GF', refund_id: '5030000001', refund_status: status,
      ...(status === 'SUCCESS' && { success_time: '2026-03-01T12:05:00+08:00' }), amount: { total: 1990, refund: 1990, payer_total: 1990, payer_refund: 1990 },
    })
    expect(await read(genuine(envelope(refund, `REFUND.${status}`)))).toEqual({
      kind: 'refund',
      facts: {
        mchid: '1600000001', outRefundNo: 'ORDER0001-GF', outTradeNo: 'ORDER0001', state, providerRefundId: '5030000001', amountFen: 1990, totalFen: 1990,
        ...(status === 'SUCCESS' && { succeededAt: Date.parse('2026-03-01T04:05:00Z') }),
      },
    })
  })

  it('of another kind is set aside once verified', async () => {
    expect(await read(genuine(envelope('{}', 'MCHTRANSFER.BILL.FINISHED')))).toEqual({ kind: 'ignored', eventType: 'MCHTRANSFER.BILL.FINISHED' })
  })
})

describe('the seal', () => {
  it('opens without associated data', () => {
    const { ciphertext, nonce } = sealed('plain', '')
    expect(openSealed(API_V3_KEY, { ciphertext, nonce, associatedData: '' })).toBe('plain')
  })

  it('does not open with other associated data', () => {
    const { ciphertext, nonce } = sealed('plain', 'transaction')
    expect(() => openSealed(API_V3_KEY, { ciphertext, nonce, associatedData: 'refund' })).toThrow()
  })
})
