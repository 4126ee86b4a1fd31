import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { VirtualClock } from '../../../emulator/control/clock'
import { StateFile } from '../../../emulator/control/state'
import type { PayPeerOptions } from '../../../emulator/wechat-pay'
import { APPID, openShop, order, paidOrder, refundParams, signed, START, type Shop } from './support/shop'
import { addReceiver, MCH, share, shareableOrder, sharingOf } from './support/sharing'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wechat-pay-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function openAt(at: number, options: Partial<PayPeerOptions> = {}): Shop {
  return openShop({ ...options, clock: new VirtualClock({ mode: 'frozen', at }), state: new StateFile(join(folder, 'state.db')) })
}

function shut(shop: Shop): void {
  shop.pay.close()
  shop.state.close()
}

describe('over a restart', () => {
  it('keeps keys, orders, refunds and the account', async () => {
    const before = openAt(START)
    await paidOrder(before, 'order-0001')
    await before.client.refunds(refundParams('order-0001', 'refund-0001', 90))
    const kept = [before.pay.merchant(APPID), before.pay.orders(), before.pay.refunds(), before.pay.account(), before.pay.flows()]
    shut(before)
    // The account that is kept counts, not one that is offered.
    const { pay } = openAt(START, { keys: inject('otherAccount') })
    expect([pay.merchant(APPID), pay.orders(), pay.refunds(), pay.account(), pay.flows()]).toEqual(kept)
  })

  it('pays into a session from before', async () => {
    const before = openAt(START)
    const prepayId = await order(before, 'order-0001')
    shut(before)
    const shop = openAt(START + 60_000)
    expect(await shop.pay.pay(prepayId)).toMatchObject({ ok: true })
  })

  it('gives no number twice, though the seed begins anew', async () => {
    const before = openAt(START)
    const one = await paidOrder(before, 'order-0001')
    shut(before)
    const shop = openAt(START)
    const two = await paidOrder(shop, 'order-0002')
    expect(two).not.toBe(one)
    expect(shop.pay.orders()).toHaveLength(2)
    expect(shop.pay.notifications()).toHaveLength(2)
  })

  it('goes on with a notification where its schedule stood', async () => {
    const before = openAt(START)
    before.answers.push(500, 500, 500)
    await paidOrder(before, 'order-0001')
    await before.clock.advance(200 + 15_000 + 15_000)
    shut(before)
    expect(before.clock.pending).toEqual([])
    const shop = openAt(START + 40_000)
    await shop.clock.advance(20_199)
    expect(shop.arrivals).toEqual([])
    await shop.clock.advance(1)
    expect(shop.arrivals).toHaveLength(1)
    expect(shop.pay.notifications()).toMatchObject([{ state: 'delivered', tries: 4 }])
  })

  it('sends at once what fell due while it was down', async () => {
    const before = openAt(START)
    await paidOrder(before, 'order-0001')
    shut(before)
    const shop = openAt(START + 3_600_000)
    await shop.clock.runDue()
    expect(shop.arrivals).toHaveLength(1)
  })

  it('finishes a refund that was on its way', async () => {
    const before = openAt(START)
    await paidOrder(before, 'order-0001')
    before.pay.setRefundOutcome('refund-0001', 'ABNORMAL')
    await before.client.refunds(refundParams('order-0001', 'refund-0001', 90))
    shut(before)
    const shop = openAt(START + 60_000)
    await shop.clock.advance(1000)
    expect(shop.pay.refunds()).toMatchObject([{ status: 'ABNORMAL' }])
  })
})

describe('what is on its way over a restart', () => {
  it('unfreezes, shares and gives back', async () => {
    const before = openAt(START)
    await addReceiver(before, 'MERCHANT_ID', MCH, '某某自提点')
    const tx = await shareableOrder(before)
    await share(before, tx, 'share-0001', [{ account: MCH, amount: 1000 }])
    shut(before)
    const shop = openAt(START + 120_000)
    await shop.clock.runDue()
    expect(await sharingOf(shop, tx, 'share-0001')).toMatchObject({ state: 'FINISHED', receivers: [{ result: 'SUCCESS' }] })
    await shop.client.profitsharing_return_orders({ out_order_no: 'share-0001', out_return_no: 'return-0001', return_mchid: MCH, amount: 400, description: '退' })
    shut(shop)
    const later = openAt(START + 40 * 86_400_000)
    await later.clock.runDue()
    expect(later.pay.sharingReturns()).toMatchObject([{ result: 'SUCCESS' }])
    expect(later.pay.account()).toMatchObject({ balanceFen: 9400, frozenFen: 0, sharedFen: 600 })
  })

  it('closes a transfer that nobody confirmed', async () => {
    const before = openAt(START)
    before.pay.topUp(10_000)
    await signed(before, 'POST', '/v3/fund-app/mch-transfer/transfer-bills', {
      appid: APPID, out_bill_no: 'bill0001', transfer_scene_id: '1004', openid: 'o-alice-0001', transfer_amount: 5000, transfer_remark: '佣金',
      transfer_scene_report_infos: [{ info_type: '说明', info_content: '佣金' }],
    })
    expect(before.pay.transfers()).toMatchObject([{ state: 'WAIT_USER_CONFIRM' }])
    shut(before)
    const shop = openAt(START + 25 * 3_600_000)
    await shop.clock.runDue()
    expect(shop.pay.transfers()).toMatchObject([{ state: 'FAIL', failure: 'OVERDUE_CLOSE' }])
    expect(shop.pay.account().balanceFen).toBe(10_000)
  })
})
