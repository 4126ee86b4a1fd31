import { expect, it } from 'vitest'
import { balances } from '../../cloudfunctions/domain/ledger/postings'
import type { Posting } from '../../cloudfunctions/domain/ledger/posting'
import { checkBooks } from './support/books'
import { HOUR, MINUTE, SECOND, Shop } from './support/shop'

const DAY = 24 * HOUR

it('I14 I2 X13: a leader earns by a neighbour\'s order, takes it out, confirms one transfer and lets another lapse, and the bills of every day agree', async () => {
  await using shop = await Shop.open({ feeRate: 0.006 })
  const [leader, bob, merchant] = [shop.person('leader'), shop.person('bob'), shop.person('merchant')]
  await merchant.manage('commission.saveTerms', { rates: [{ from: shop.cloud.clock.now() + SECOND, perMyriad: 1000 }], perTransferFen: 50_000, perDayFen: 200_000 })
  await shop.advance(SECOND)
  await merchant.manage('leader.save', { openid: leader.openid, active: true })
  const opened = await leader.opensGroup({ product: 'eggs' })
  await leader.paysAndIsSeen(opened)
  const joined = await bob.joins(opened.groupId ?? '', { product: 'eggs' })
  await bob.paysAndIsSeen(joined)
  await shop.settle(2)
  for (const { orderId } of [opened, joined]) await merchant.manage('order.ship', { orderId, supplierId: '', company: 'SF', trackingNo: 'SF1000001' })
  await leader.ask('order.confirmReceipt', { orderId: opened.orderId })
  await bob.ask('order.confirmReceipt', { orderId: joined.orderId })
  await shop.advance(8 * DAY + HOUR)
  await shop.settle(2)
  const earned = Math.floor(joined.payableFen / 10)
  expect(await leader.ask('commission.get', {})).toMatchObject({ availableFen: earned })

  const first = await leader.ask('commission.withdraw', { transferId: 'withdrawal00001', amountFen: 100, name: null })
  if (!first.confirm) throw new Error(`not to be confirmed: ${JSON.stringify(first)}`)
  expect(shop.cloud.pay.account()).toMatchObject({ transferredFen: 100 })
  expect(shop.cloud.pay.answerTransfer(first.confirm.params.package, leader.openid, 'confirm')).toMatchObject({ errMsg: 'requestMerchantTransfer:ok' })
  await shop.advance(MINUTE)
  expect(await leader.ask('commission.sync', { transferId: 'withdrawal00001' })).toMatchObject({ state: 'succeeded' })

  expect(await leader.ask('commission.withdraw', { transferId: 'withdrawal00002', amountFen: 50, name: null })).toMatchObject({ state: 'waiting' })
  await shop.advance(25 * HOUR)
  await shop.settle(2)
  expect(await leader.ask('commission.sync', { transferId: 'withdrawal00002' })).toMatchObject({ state: 'failed', why: 'OVERDUE_CLOSE' })
  expect(await leader.ask('commission.get', {})).toMatchObject({ availableFen: earned - 100 })

  const now = shop.cloud.clock.now() + 8 * HOUR
  await shop.advance(DAY - now % DAY + 10 * HOUR + 30 * MINUTE)
  for (let day = 0; day < 13; day++) await shop.settle(1)
  const books = balances(await shop.documents<Posting>('postings'))
  expect(books).toMatchObject({ commission: earned, commission_payable: 100 - earned, transfer_payable: 0, wechat_clearing: shop.cloud.pay.account().balanceFen })
  const days = (await merchant.manage('settlement.list', { cursor: null })).items
  expect(days.every(one => one.state === 'closed' && one.differences === 0)).toBe(true)
  expect(await shop.documents('work_items')).toEqual([])
  await shop.advance(SECOND)
  await checkBooks(shop)
})
