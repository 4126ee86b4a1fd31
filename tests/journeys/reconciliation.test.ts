import { describe, expect, it } from 'vitest'
import { balances } from '../../cloudfunctions/domain/ledger/postings'
import type { Posting } from '../../cloudfunctions/domain/ledger/posting'
import type { Split } from '../../cloudfunctions/domain/split/split'
import type { WorkItem } from '../../cloudfunctions/ports'
import { demoGoods } from '../../emulator/seed/goods'
import { goodsForm } from '../../emulator/seed/goods-form'
import { checkBooks } from './support/books'
import { elsewhereIsPaid } from './support/elsewhere'
import { HOUR, MINUTE, SECOND, Shop } from './support/shop'

const DAY = 24 * HOUR
const FEE_RATE = 0.006
const fee = (amountFen: number): number => Math.round(amountFen * 6 / 1000)

/** Half past ten of the next morning in Shanghai, where every journey begins at noon; sweeps run. */
async function nextMorning(shop: Shop): Promise<void> {
  const now = shop.cloud.clock.now() + 8 * HOUR
  await shop.advance(DAY - now % DAY + 10 * HOUR + 30 * MINUTE)
  await shop.settle(3)
}

describe('a day is settled against WeChat\'s bills', () => {
  it('S8 S56 X13: payments, a refund, a payment nobody told of and money of somebody else, to the fen', async () => {
    await using shop = await Shop.open({ feeRate: FEE_RATE })
    const [alice, bob, carol, merchant] = [shop.person('alice'), shop.person('bob'), shop.person('carol'), shop.person('merchant')]
    await merchant.manage('fees.save', { feeRates: [{ from: 0, method: 'wechat', perMyriad: 60 }] })
    const bought = await alice.buysAlone({ product: 'eggs' })
    await alice.paysAndIsSeen(bought)
    // Two seats, one of them never taken: the group fails in the evening and its money goes back.
    const opened = await bob.opensGroup({ product: 'orange' })
    await bob.paysAndIsSeen(opened)
    await shop.advance(11 * HOUR)
    await elsewhereIsPaid(shop, 'ELSEWHERE0001', 5000)
    // Every word of Carol's payment is lost, and WeChat does not answer when the shop wants to close her order.
    shop.cloud.faults.add({ point: 'wechat-pay:notify', kind: 'lose', times: Infinity })
    shop.cloud.faults.add({ point: 'wechat-pay:close', kind: 'reset-before', times: Infinity })
    const lost = await carol.buysAlone({ product: 'eggs' })
    await carol.pays(lost)
    await shop.advance(20 * MINUTE)
    await shop.settle(2)
    expect((await shop.documents<{ _id: string; payment: { state: string } }>('orders')).find(one => one._id === lost.orderId)?.payment.state).toBe('unpaid')

    await nextMorning(shop)
    shop.cloud.faults.clear()
    await shop.settle(3)
    const day = await merchant.manage('settlement.get', { day: '2026-11-23' })
    const paid = bought.payableFen + opened.payableFen + 5000 + lost.payableFen
    const fees = fee(bought.payableFen) + fee(opened.payableFen) + fee(5000) + fee(lost.payableFen)
    expect(day).toMatchObject({
      state: 'closed',
      bill: { payments: 4, paymentsFen: paid, refunds: 0, refundsFen: 0, feesFen: fees },
      books: { paymentsFen: bought.payableFen + opened.payableFen, feesFen: -fees, otherFen: 5000, netFen: paid - lost.payableFen - fees },
      netFen: paid - fees, gapFen: lost.payableFen, accountFen: paid - fees,
    })
    expect(day.items.map(one => [one.cause, one.number, one.state]).sort()).toEqual([['bill_only', 'ELSEWHERE0001', 'open'], ['lost_notification', lost.orderId, 'waiting']].sort())
    expect((await carol.sees(lost)).state).toBe('preparing')
    const work = await shop.documents<WorkItem>('work_items')
    expect(work.map(one => [one.kind, one.subject]).sort()).toEqual([['bill_only', 'ELSEWHERE0001'], ['payment_mismatch', 'ELSEWHERE0001']])

    // At noon the group's day is over: the refund is in the next day's bill, with the fee that came back with it.
    await shop.advance(3 * HOUR)
    await shop.settle()
    await nextMorning(shop)
    const next = await merchant.manage('settlement.get', { day: '2026-11-24' })
    expect(next).toMatchObject({
      state: 'closed', bill: { payments: 0, refunds: 1, refundsFen: opened.payableFen, feesFen: -fee(opened.payableFen) },
      gapFen: -lost.payableFen, items: [{ cause: 'other_day', number: lost.orderId, state: 'settled' }],
    })
    const books = balances(await shop.documents<Posting>('postings'))
    expect(books).toMatchObject({ wechat_clearing: shop.cloud.pay.account().balanceFen, fee: fees - fee(opened.payableFen), suspense: -5000 })
    const trial = await merchant.manage('ledger.trialBalance', { until: null })
    expect(trial).toMatchObject({ day: '2026-11-24', totalDebitFen: trial.totalCreditFen })
    expect(trial.accounts.find(one => one.account === 'wechat_clearing')).toMatchObject({ debitFen: expect.any(Number) as number })
    await checkBooks(shop)
    const { items } = await merchant.manage('settlement.list', { cursor: null })
    expect(items.map(one => [one.day, one.state])).toEqual([['2026-11-24', 'closed'], ['2026-11-23', 'closed'], ['2026-11-22', 'closed']])
  })

  it('S55 I13 L7 X13: a supplier gets the share through WeChat once the sale is over, and the bills of every day agree', async () => {
    await using shop = await Shop.open({ feeRate: FEE_RATE })
    const [alice, merchant] = [shop.person('alice'), shop.person('merchant')]
    await merchant.manage('supplier.save', { supplierId: 'orchard', name: '大丹果园', sharePercent: 25, staff: [] })
    const peach = demoGoods.find(goods => goods.picture === 'peach')
    if (!peach) throw new Error('no peaches')
    await merchant.manage('goods.save', { ...goodsForm(peach, 1000), supplierId: 'orchard' })
    await merchant.manage('payout.savePayee', { supplierId: 'orchard', payee: { type: 'merchant', account: '1900000109', name: '大丹果园有限公司' } })
    const order = await alice.buysAlone({ product: 'peach' })
    await alice.paysAndIsSeen(order)
    expect(shop.cloud.pay.freezes()).toMatchObject([{ leftFen: order.payableFen - fee(order.payableFen) }])
    await merchant.manage('order.ship', { orderId: order.orderId, supplierId: 'orchard', company: 'SF', trackingNo: 'SF1000001' })
    await shop.advance(10 * DAY)
    await shop.settle(2)
    await shop.advance(8 * DAY + HOUR)
    expect(shop.cloud.pay.profitSharings()).toEqual([])
    await shop.settle(4)
    expect((await alice.sees(order)).state).toBe('completed')
    const shareFen = Math.floor(order.payableFen * 25 / 100)
    expect(await shop.documents<Split>('splits')).toMatchObject([{ state: 'done', shares: [{ supplierId: 'orchard', owedFen: shareFen, amountFen: shareFen, result: 'paid' }] }])
    expect(shop.cloud.pay.profitSharings().map(one => [one.outOrderNo, one.state])).toEqual([[`${order.orderId}-S`, 'FINISHED'], [`${order.orderId}-U`, 'FINISHED']])
    expect(shop.cloud.pay.account()).toMatchObject({ sharedFen: shareFen, balanceFen: order.payableFen - fee(order.payableFen) - shareFen })

    await nextMorning(shop)
    const books = balances(await shop.documents<Posting>('postings'))
    expect(books).toMatchObject({ wechat_clearing: shop.cloud.pay.account().balanceFen, supplier_payable: 0, fee: fee(order.payableFen) })
    const days = (await merchant.manage('settlement.list', { cursor: null })).items
    expect(days.every(one => one.state === 'closed' && one.differences === 0)).toBe(true)
    expect(days.find(one => one.netFen < 0)?.netFen).toBe(-shareFen)
    expect(await shop.documents('work_items')).toEqual([])
    await shop.advance(SECOND)
    await checkBooks(shop)
  })
})
