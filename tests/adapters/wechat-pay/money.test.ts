import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { fen } from '../../../cloudfunctions/domain/kernel/fen'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../cloudfunctions/domain/kernel/instant'
import { dayOf, startOfDay } from '../../../cloudfunctions/domain/kernel/day'
import type { FaultKind } from '../../../emulator/control/faults'
import { NOW, order, paid, type PayPeer, payPeer, refundOf } from '../support/pay-peer'

const DAY = dayOf(NOW)
const FARM = { type: 'merchant', account: '1900000109', name: '赣南果园有限公司' } as const

/** An order of ¥100 that is to be shared out, paid a minute ago. */
async function shared(peer: PayPeer, outTradeNo = 'ORDER0001'): Promise<string> {
  const created = await peer.payments.create({ ...order(outTradeNo, 10_000), shared: true })
  if (created.outcome !== 'created') throw new Error(created.outcome)
  const result = await peer.pay.pay(created.params.package.replace('prepay_id=', ''))
  if (!result.ok) throw new Error(result.reason)
  await peer.clock.advance(MINUTE_MS)
  return result.transactionId
}

function shareOf(transactionId: string, amountFen = 2000) {
  return { transactionId, outOrderNo: 'ORDER0001-S', receivers: [{ ...FARM, amountFen: fen(amountFen), description: '货款分账' }] }
}

describe.each(['public-key', 'platform-certificate'] as const)('sharing out and transfers, merchant in %s mode', (mode) => {
  it('S55: a share is accepted, each receiver has a result, the rest is unfrozen under another number', async () => {
    const peer = await payPeer(mode, { feeRate: 0.006 })
    const transactionId = await shared(peer)
    expect(await peer.payments.unsplit(transactionId)).toEqual({ outcome: 'known', facts: { unsplitFen: 9940 } })
    expect(await peer.payments.addReceiver(FARM)).toEqual({ outcome: 'known', facts: { account: FARM.account } })
    expect(await peer.payments.queryShare(transactionId, 'ORDER0001-S')).toEqual({ outcome: 'absent' })
    const first = await peer.payments.share(shareOf(transactionId))
    expect(first).toMatchObject({ outcome: 'known', facts: { finished: false, receivers: [{ account: FARM.account, amountFen: 2000, result: 'pending' }] } })
    expect(await peer.payments.share(shareOf(transactionId))).toEqual(first)
    await peer.clock.advance(10 * SECOND_MS)
    expect(await peer.payments.queryShare(transactionId, 'ORDER0001-S')).toMatchObject({ facts: { finished: true, receivers: [{ result: 'succeeded' }] } })
    expect(await peer.payments.unfreeze(transactionId, 'ORDER0001-U', '解冻')).toMatchObject({ outcome: 'known' })
    expect(await peer.payments.unsplit(transactionId)).toMatchObject({ facts: { unsplitFen: 0 } })
    expect(peer.pay.profitSharings()).toHaveLength(2)
    expect(peer.requests.map(one => one.body).join()).not.toContain(FARM.name)
  })

  it('S55, I13: what one receiver cannot take is told with its reason, and beyond the cap nothing moves', async () => {
    const peer = await payPeer(mode)
    const transactionId = await shared(peer)
    await peer.payments.addReceiver(FARM)
    expect(await peer.payments.share(shareOf(transactionId, 3001))).toEqual({ outcome: 'rejected', code: 'RULELIMIT' })
    peer.pay.failShare(FARM.account, 'RECEIVER_HIGH_RISK')
    await peer.payments.share(shareOf(transactionId))
    await peer.clock.advance(10 * SECOND_MS)
    expect(await peer.payments.queryShare(transactionId, 'ORDER0001-S')).toMatchObject({ facts: { finished: true, receivers: [{ result: 'failed', why: 'RECEIVER_HIGH_RISK' }] } })
    expect(peer.pay.account().sharedFen).toBe(0)
  })

  it('I13: a share comes back under one number', async () => {
    const peer = await payPeer(mode)
    const transactionId = await shared(peer)
    await peer.payments.addReceiver(FARM)
    await peer.payments.share(shareOf(transactionId))
    await peer.clock.advance(10 * SECOND_MS)
    const request = { outOrderNo: 'ORDER0001-S', outReturnNo: 'ORDER0001-R1-B0', mchid: FARM.account, amountFen: fen(500), description: '退款' }
    expect(await peer.payments.queryReturn(request.outReturnNo, request.outOrderNo)).toEqual({ outcome: 'absent' })
    expect(await peer.payments.returnShare(request)).toMatchObject({ outcome: 'known', facts: { result: 'processing', amountFen: 500 } })
    await peer.payments.returnShare(request)
    await peer.clock.advance(10 * SECOND_MS)
    expect(await peer.payments.queryReturn(request.outReturnNo, request.outOrderNo)).toMatchObject({ outcome: 'known', facts: { result: 'succeeded' } })
    expect(peer.pay.account().sharedFen).toBe(1500)
  })

  it('a transfer waits for its payee, can be taken back, and is one under one number', async () => {
    const peer = await payPeer(mode)
    peer.pay.topUp(1_000_000)
    const request = {
      outBillNo: 'COMMISSION0001', openid: 'o-alice', amountFen: fen(250_000), name: '李雷', scene: '1005', remark: '五月佣金',
      reports: [{ type: '岗位类型', content: '团长' }, { type: '报酬说明', content: '五月佣金' }],
    }
    expect(await peer.payments.queryTransfer('COMMISSION0001')).toEqual({ outcome: 'absent' })
    const first = await peer.payments.transfer(request)
    expect(first).toMatchObject({ outcome: 'known', facts: { state: 'waiting', packageInfo: expect.any(String) as string } })
    expect(await peer.payments.transfer(request)).toEqual(first)
    expect(await peer.payments.cancelTransfer('COMMISSION0001')).toMatchObject({ facts: { state: 'cancelling' } })
    await peer.clock.advance(10 * SECOND_MS)
    expect(await peer.payments.queryTransfer('COMMISSION0001')).toMatchObject({ facts: { state: 'cancelled' } })
    expect(peer.pay.account().transferredFen).toBe(0)
    expect(peer.requests.map(one => one.body).join()).not.toContain('李雷')
  })

  it.each(['reset-before', 'reset-after', 'error-after', 'forged-signature', 'missing-signature'] as const satisfies readonly FaultKind[])('an answer lost to %s is unknown, and the share is one all the same', async (kind) => {
    const peer = await payPeer(mode)
    const transactionId = await shared(peer)
    await peer.payments.addReceiver(FARM)
    peer.faults.add({ point: 'wechat-pay:sharing', kind })
    expect(await peer.payments.share(shareOf(transactionId))).toEqual({ outcome: 'unknown' })
    expect(await peer.payments.share(shareOf(transactionId))).toMatchObject({ outcome: 'known' })
    expect(peer.pay.profitSharings()).toHaveLength(1)
  })
})

/** A peer that takes its fee, as the sums of its bills show. */
function dayLong(options: Parameters<typeof payPeer>[1] = {}): Promise<PayPeer> {
  return payPeer('public-key', { feeRate: 0.006, ...options })
}

/** Half past ten of the morning after. */
async function nextMorning(peer: PayPeer): Promise<void> {
  await peer.clock.advance(startOfDay(NOW) + DAY_MS + 10.5 * HOUR_MS - peer.clock.now())
}

describe('bills', () => {
  it.each([false, true])('X13, X12: every row of the day in fen, the account movement by movement; with a byte order mark: %s', async (billBom) => {
    const peer = await dayLong({ billBom })
    await paid(peer, 'ORDER0001')
    await paid(peer, 'ORDER0002')
    await peer.payments.refund(refundOf('ORDER0001', 500))
    await peer.clock.advance(10 * SECOND_MS)
    await nextMorning(peer)
    const trades = await peer.payments.tradeBill(DAY)
    if (trades.outcome !== 'bill') throw new Error(JSON.stringify(trades))
    expect(trades.bill.rows).toMatchObject([
      { kind: 'payment', at: NOW, outTradeNo: 'ORDER0001', openid: 'o-alice', amountFen: 1990, feeFen: 12 },
      { kind: 'payment', outTradeNo: 'ORDER0002', amountFen: 1990, feeFen: 12 },
      { kind: 'refund', outTradeNo: 'ORDER0001', outRefundNo: 'ORDER0001-GF', amountFen: 500, feeFen: -3, state: 'succeeded' },
    ])
    expect(trades.bill.hash).toBe(createHash('sha1').update(peer.pay.bills(DAY).trades ?? '').digest('hex'))
    const funds = await peer.payments.fundBill(DAY)
    if (funds.outcome !== 'bill') throw new Error(JSON.stringify(funds))
    expect(funds.bill.rows.reduce((sum, row) => sum + row.amountFen, 0)).toBe(peer.pay.account().balanceFen)
    expect(funds.bill.rows.at(-1)?.balanceFen).toBe(peer.pay.account().balanceFen)
    // The file is asked for unpacked.
    expect(peer.requests.find(one => one.path.includes('/billdownload/'))?.headers['accept-encoding']).toBe('identity')
  })

  it('X13: there is none while WeChat is at it, and none for a day without movement', async () => {
    const peer = await dayLong()
    await paid(peer, 'ORDER0001')
    expect((await peer.payments.tradeBill(DAY)).outcome).toBe('unknown')
    await peer.clock.advance(startOfDay(NOW) + DAY_MS + 8 * HOUR_MS - peer.clock.now())
    expect(await peer.payments.tradeBill(DAY)).toEqual({ outcome: 'creating' })
    await nextMorning(peer)
    expect(await peer.payments.tradeBill(dayOf(NOW - 3 * DAY_MS))).toEqual({ outcome: 'none' })
    expect(await peer.payments.fundBill(dayOf(NOW - 3 * DAY_MS))).toEqual({ outcome: 'none' })
  })

  it.each([
    ['trade-bill', 'forged-signature'], ['trade-bill', 'error-before'], ['bill-download', 'reset-before'], ['bill-download', 'error-before'],
  ] as const)('X13: a bill whose %s meets %s is no bill, and the next one is', async (point, kind) => {
    const peer = await dayLong()
    await paid(peer, 'ORDER0001')
    await nextMorning(peer)
    peer.faults.add({ point: `wechat-pay:${point}`, kind })
    expect(await peer.payments.tradeBill(DAY)).toEqual({ outcome: 'unknown' })
    expect((await peer.payments.tradeBill(DAY)).outcome).toBe('bill')
  })
})
