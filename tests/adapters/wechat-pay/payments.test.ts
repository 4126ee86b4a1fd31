import { createPublicKey, verify } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { FaultKind } from '../../../emulator/control/faults'
import { APPID, NOW, order, paid, payPeer, privateKeyOf, refundOf } from '../support/pay-peer'

describe.each(['public-key', 'platform-certificate', 'mixed'] as const)('WeChat Pay, merchant in %s mode', (mode) => {
  it('creates an order and signs the parameters for the payment sheet', async () => {
    const peer = await payPeer(mode)
    const created = await peer.payments.create(order('ORDER0001'))
    expect(created).toMatchObject({ outcome: 'created', params: { appId: APPID, signType: 'RSA' } })
    if (created.outcome !== 'created') return
    const { appId, timeStamp, nonceStr, package: prepay, paySign } = created.params
    const merchantKey = createPublicKey(privateKeyOf(peer.pay.merchant(APPID).merchantPrivateKeyDer))
    const signed = Buffer.from(`${appId}\n${timeStamp}\n${nonceStr}\n${prepay}\n`)
    expect(verify('sha256', signed, merchantKey, Buffer.from(paySign, 'base64'))).toBe(true)
    expect(peer.pay.orders()).toMatchObject([{
      outTradeNo: 'ORDER0001', totalFen: 1990, openid: 'o-alice', notifyUrl: 'https://shop.example/pay-notify/payment', payUntil: NOW + 9 * 60_000,
    }])
  })

  it('gives fresh parameters for the same order when asked again', async () => {
    const { payments, pay } = await payPeer(mode)
    const [first, second] = [await payments.create(order('ORDER0001')), await payments.create(order('ORDER0001'))]
    expect([first.outcome, second.outcome]).toEqual(['created', 'created'])
    expect(pay.orders()).toHaveLength(1)
  })

  it('tells unpaid, paid, refunded, closed and absent orders apart', async () => {
    const peer = await payPeer(mode)
    await peer.payments.create(order('ORDER0001'))
    expect(await peer.payments.query('ORDER0001')).toEqual({ outcome: 'unpaid' })
    expect(await peer.payments.close('ORDER0001')).toEqual({ outcome: 'closed' })
    expect(await peer.payments.query('ORDER0001')).toEqual({ outcome: 'closed' })
    expect(await peer.payments.query('ORDER0404')).toEqual({ outcome: 'absent' })
    await paid(peer, 'ORDER0002')
    const facts = { outTradeNo: 'ORDER0002', appid: APPID, mchid: peer.payments.mchid, openid: 'o-alice', amountFen: 1990, currency: 'CNY', paidAt: NOW }
    expect(await peer.payments.query('ORDER0002')).toMatchObject({ outcome: 'paid', facts })
    await peer.payments.refund(refundOf('ORDER0002', 500))
    expect(await peer.payments.query('ORDER0002')).toMatchObject({ outcome: 'paid', facts })
  })

  it('refunds under one number however often it is asked', async () => {
    const peer = await payPeer(mode)
    await paid(peer, 'ORDER0001')
    expect(await peer.payments.queryRefund('ORDER0001-GF')).toEqual({ outcome: 'absent' })
    const first = await peer.payments.refund(refundOf('ORDER0001'))
    expect(first).toMatchObject({ outcome: 'known', facts: { outRefundNo: 'ORDER0001-GF', outTradeNo: 'ORDER0001', state: 'processing', amountFen: 1990, totalFen: 1990 } })
    expect(await peer.payments.refund(refundOf('ORDER0001'))).toEqual(first)
    await peer.clock.advance(10_000)
    expect(await peer.payments.queryRefund('ORDER0001-GF')).toMatchObject({ outcome: 'known', facts: { state: 'succeeded', succeededAt: expect.any(Number) as number } })
    expect(peer.pay.refunds()).toHaveLength(1)
  })

  it('sends an abnormal refund to a bank card, encrypted for the key it names', async () => {
    const peer = await payPeer(mode)
    await paid(peer, 'ORDER0001')
    peer.pay.setRefundOutcome('next', 'ABNORMAL')
    await peer.payments.refund(refundOf('ORDER0001'))
    await peer.clock.advance(10_000)
    const abnormal = await peer.payments.queryRefund('ORDER0001-GF')
    if (abnormal.outcome !== 'known') throw new Error(abnormal.outcome)
    expect(abnormal.facts.state).toBe('abnormal')
    const card = { bankType: 'ICBC_DEBIT', account: '6222020200112233445', name: '李雷' }
    const sent = await peer.payments.refundToCard(abnormal.facts, card)
    expect(sent).toMatchObject({ outcome: 'known', facts: { state: 'processing', outRefundNo: 'ORDER0001-GF' } })
    const wire = peer.requests.at(-1)?.body ?? ''
    expect(wire).toContain('ICBC_DEBIT')
    expect(wire).not.toContain(card.account)
    expect(wire).not.toContain(card.name)
  })

  it('names the key WeChat shall answer with in every call but the one that fetches the keys', async () => {
    const peer = await payPeer(mode)
    await peer.payments.query('ORDER0404')
    await peer.payments.queryRefund('ORDER0404')
    const calls = peer.requests.filter(request => request.path !== '/wechat-pay/v3/certificates')
    expect(calls).toHaveLength(2)
    for (const { headers } of calls) {
      expect(headers['wechatpay-serial']).toMatch(mode === 'platform-certificate' ? /^[0-9A-F]{40}$/ : /^PUB_KEY_ID_/)
    }
    expect(peer.requests).toHaveLength(mode === 'platform-certificate' ? 3 : 2)
  })

  it('X10: opens notifications of payments and refunds', async () => {
    const peer = await payPeer(mode)
    await paid(peer, 'ORDER0001')
    await peer.payments.refund(refundOf('ORDER0001'))
    await peer.clock.advance(10_000)
    const opened = await Promise.all(peer.notifications.map(message => peer.payments.openNotification(message)))
    expect(opened).toMatchObject([
      { kind: 'payment', facts: { outTradeNo: 'ORDER0001', amountFen: 1990, mchid: peer.payments.mchid, appid: APPID, openid: 'o-alice', currency: 'CNY' } },
      { kind: 'refund', facts: { outRefundNo: 'ORDER0001-GF', state: 'succeeded', amountFen: 1990, totalFen: 1990 } },
    ])
  })
})

describe.each(['joined', 'underscored'] as const)('WeChat Pay, error names %s', (spelling) => {
  it('knows a paid order at create and at close', async () => {
    const peer = await payPeer('public-key', { spelling })
    await paid(peer, 'ORDER0001')
    expect(await peer.payments.create(order('ORDER0001'))).toEqual({ outcome: 'already_paid' })
    expect(await peer.payments.close('ORDER0001')).toEqual({ outcome: 'already_paid' })
  })

  it('knows a closed order at create and an absent one at query and close', async () => {
    const { payments } = await payPeer('public-key', { spelling })
    await payments.create(order('ORDER0001'))
    await payments.close('ORDER0001')
    expect(await payments.create(order('ORDER0001'))).toEqual({ outcome: 'closed' })
    expect(await payments.query('ORDER0404')).toEqual({ outcome: 'absent' })
    expect(await payments.close('ORDER0404')).toEqual({ outcome: 'absent' })
  })

  it('waits when the account is empty', async () => {
    const peer = await payPeer('public-key', { spelling })
    await paid(peer, 'ORDER0001')
    peer.pay.withdraw(1990)
    expect(await peer.payments.refund(refundOf('ORDER0001'))).toEqual({ outcome: 'later', code: 'NOTENOUGH' })
    peer.pay.topUp(1990)
    expect(await peer.payments.refund(refundOf('ORDER0001'))).toMatchObject({ outcome: 'known' })
  })

  it('takes a system error for an open outcome', async () => {
    const { payments, faults } = await payPeer('public-key', { spelling })
    faults.add({ point: 'wechat-pay:prepay', kind: 'error-before' })
    expect(await payments.create(order('ORDER0001'))).toEqual({ outcome: 'unknown' })
  })
})

describe('WeChat Pay, refusals', () => {
  it('passes on why an order is rejected', async () => {
    const { payments } = await payPeer('public-key', { ownsOpenid: () => false })
    expect(await payments.create(order('ORDER0001'))).toEqual({ outcome: 'rejected', code: 'OPENIDMISMATCH' })
  })

  it('rejects other parameters under a used number', async () => {
    const { payments } = await payPeer('public-key')
    await payments.create(order('ORDER0001'))
    expect(await payments.create(order('ORDER0001', 2990))).toEqual({ outcome: 'rejected', code: 'INVALIDREQUEST' })
  })

  it('rejects a refund that cannot go back to the shopper', async () => {
    const peer = await payPeer('public-key')
    await paid(peer, 'ORDER0001')
    peer.pay.setRefundOutcome('next', 'USER_ACCOUNT_ABNORMAL')
    expect(await peer.payments.refund(refundOf('ORDER0001'))).toEqual({ outcome: 'rejected', code: 'USERACCOUNTABNORMAL' })
  })

  it('rejects a refund of an order WeChat does not know', async () => {
    const { payments } = await payPeer('public-key')
    expect(await payments.refund(refundOf('ORDER0404'))).toEqual({ outcome: 'rejected', code: 'RESOURCENOTEXISTS' })
  })

  it('waits when it asked for refunds too often', async () => {
    const peer = await payPeer('public-key')
    await paid(peer, 'ORDER0001')
    peer.faults.add({ point: 'wechat-pay:refund', kind: 'rate-limited' })
    expect(await peer.payments.refund(refundOf('ORDER0001'))).toEqual({ outcome: 'later', code: 'FREQUENCYLIMITED' })
  })
})

describe('WeChat Pay, answers that cannot be trusted or never come', () => {
  const executed: FaultKind[] = ['forged-signature', 'missing-signature', 'reset-after', 'error-after']
  it.each(executed)('leaves the outcome open after %s, though the order exists', async (kind) => {
    const { payments, pay, faults } = await payPeer('public-key')
    faults.add({ point: 'wechat-pay:prepay', kind })
    expect(await payments.create(order('ORDER0001'))).toEqual({ outcome: 'unknown' })
    expect(pay.orders()).toHaveLength(1)
    expect(await payments.create(order('ORDER0001'))).toMatchObject({ outcome: 'created' })
  })

  it.each(['reset-before', 'rate-limited'] as const)('leaves the outcome open after %s', async (kind) => {
    const { payments, pay, faults } = await payPeer('public-key')
    faults.add({ point: 'wechat-pay:prepay', kind })
    expect(await payments.create(order('ORDER0001'))).toEqual({ outcome: 'unknown' })
    expect(pay.orders()).toHaveLength(0)
  })

  it('gives up on an answer that does not come in time', async () => {
    const { payments, faults } = await payPeer('public-key', { timeoutMs: 60 })
    faults.add({ point: 'wechat-pay:close', kind: 'hang', ms: 60_000 })
    await payments.create(order('ORDER0001'))
    expect(await payments.close('ORDER0001')).toEqual({ outcome: 'unknown' })
  })

  it.each(['query', 'close', 'refund', 'refund-query', 'abnormal-refund'] as const)('never throws when %s is cut off', async (point) => {
    const { payments, faults } = await payPeer('public-key')
    faults.add({ point: `wechat-pay:${point}`, kind: 'reset-before' })
    const calls = {
      'query': () => payments.query('ORDER0001'),
      'close': () => payments.close('ORDER0001'),
      'refund': () => payments.refund(refundOf('ORDER0001')),
      'refund-query': () => payments.queryRefund('ORDER0001-GF'),
      'abnormal-refund': () => payments.refundToCard({ outRefundNo: 'ORDER0001-GF', providerRefundId: '50300001' }, { bankType: 'ICBC_DEBIT', account: '6222020200112233445', name: '李雷' }),
    }
    expect(await calls[point]()).toEqual({ outcome: 'unknown' })
  })

  it('does not call at all while platform certificates cannot be had', async () => {
    const peer = await payPeer('platform-certificate')
    peer.faults.add({ point: 'wechat-pay:certificates', kind: 'error-before' })
    expect(await peer.payments.create(order('ORDER0001'))).toEqual({ outcome: 'unknown' })
    expect(peer.requests.map(request => request.path)).toEqual(['/wechat-pay/v3/certificates'])
    await peer.clock.advance(60_000)
    expect(await peer.payments.create(order('ORDER0001'))).toMatchObject({ outcome: 'created' })
  })
})
