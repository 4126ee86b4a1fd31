import { expect } from 'vitest'
import { balances, fundsOf, pointBalances } from '../../../cloudfunctions/domain/ledger/postings'
import type { Posting } from '../../../cloudfunctions/domain/ledger/posting'
import type { TopUp } from '../../../cloudfunctions/domain/balance/top-up'
import type { Group } from '../../../cloudfunctions/domain/group/group'
import type { Member } from '../../../cloudfunctions/domain/member/member'
import type { Order } from '../../../cloudfunctions/domain/order/order'
import type { RuleVersion } from '../../../cloudfunctions/domain/pricing/rule-version'
import { flashPoolId } from '../../../cloudfunctions/domain/pricing/rules/flash-price'
import type { Refund } from '../../../cloudfunctions/domain/refund/refund'
import type { Stock, StockState } from '../../../cloudfunctions/domain/stock/stock'
import { demoGoods } from '../../../emulator/seed/goods'
import type { Shop } from './shop'

type Stored<T> = T & { _id: string }

/** What must hold whenever nothing is under way, whatever happened before (I1–I9, L1–L6); `besides` is the opening stock of what is not the demo shop's own. */
export async function checkBooks(shop: Shop, besides: Readonly<Record<string, number>> = {}): Promise<void> {
  const [orders, groups, stocks, postings, refunds, members, outbox] = await Promise.all([
    shop.documents<Stored<Order>>('orders'),
    shop.documents<Stored<Group>>('groups'),
    shop.documents<Stored<Stock>>('stocks'),
    shop.documents<Stored<Posting>>('postings'),
    shop.documents<Stored<Refund>>('refunds'),
    shop.documents<Stored<Member>>('members'),
    shop.documents('outbox'),
  ])
  checkLedger(shop, orders, postings)
  checkWallets(members, orders, postings, await shop.documents<Stored<TopUp>>('top_ups'))
  checkStock(orders, stocks, new Map([...await flashPieces(shop), ...Object.entries(besides)]))
  for (const group of groups) checkGroup(group, orders)
  for (const refund of refunds) {
    const truth = shop.cloud.pay.refunds().find(one => one.outRefundNo === refund._id)
    if (refund.state === 'succeeded' && refund.amountFen > 0) expect(truth?.status, `${refund._id} is refunded only when WeChat says so`).toBe('SUCCESS')
  }
  for (const member of members) expect(Object.keys(member.holds), `unpaid holds of ${member.nickname}`).toHaveLength(member.holdCount)
  expect(outbox.filter(row => row.state === 'dead'), 'effects that gave up').toEqual([])
  expect(shop.cloud.unindexed, 'queries that no index serves').toEqual([])
}

/** Debits equal credits, and the shop's cash is what WeChat Pay says it is, to the fen (I2, L5, X13). */
function checkLedger(shop: Shop, orders: readonly Stored<Order>[], postings: readonly Stored<Posting>[]): void {
  for (const posting of postings) {
    expect(posting.entries.reduce((sum, entry) => sum + entry.amountFen, 0), `posting ${posting._id}`).toBe(0)
  }
  const sums = balances(postings)
  expect(sums.wechat_clearing, 'cash in the ledger and at WeChat Pay').toBe(shop.cloud.pay.account().balanceFen)
  const open = orders.filter(order => order.payment.state === 'succeeded' && order.state !== 'completed')
  expect(0 - sums.customer_prepaid, 'what shoppers paid and have not received').toBe(open.reduce((sum, order) => sum + order.payment.amountFen + (order.funds.spent ? order.funds.balanceFen : 0) - order.givenBack.wechatFen - order.givenBack.balanceFen, 0))
}

/** What shoppers have, with what is kept for their unpaid orders, is what the ledger owes them, one by one and in all (I2, S18, S20). */
function checkWallets(members: readonly Stored<Member>[], orders: readonly Stored<Order>[], postings: readonly Stored<Posting>[], topUps: readonly Stored<TopUp>[]): void {
  const total = { balanceFen: 0, points: 0 }
  for (const member of members) {
    const kept = Object.entries(member.holds).filter(([orderId]) => !orders.find(order => order._id === orderId)?.funds.spent).map(([, hold]) => hold)
    const has = {
      balanceFen: kept.reduce((sum, hold) => sum + hold.balanceFen, member.balanceFen as number),
      points: kept.reduce((sum, hold) => sum + hold.points, member.points),
    }
    expect(has, `balance and points of ${member.nickname}`).toEqual(fundsOf(postings, member._id))
    total.balanceFen += has.balanceFen
    total.points += has.points
  }
  expect(0 - balances(postings).stored_value, 'stored value in the ledger').toBe(total.balanceFen)
  expect(0 - pointBalances(postings).points_outstanding, 'points in the ledger').toBe(total.points)
  const booked = postings.filter(posting => posting.kind === 'top_up').map(posting => posting.orderId).sort()
  expect(booked, 'top-ups paid and booked').toEqual(topUps.filter(topUp => topUp.state === 'paid').map(topUp => topUp._id).sort())
}

/** The pieces limited flash prices were given, by pool (X1). */
async function flashPieces(shop: Shop): Promise<ReadonlyMap<string, number>> {
  const versions = await shop.documents<Stored<RuleVersion>>('rule_versions')
  return new Map(versions.flatMap(({ rule }) => rule?.kind === 'flash_price' ? rule.prices.flatMap(({ skuId, limit }) => limit ? [[flashPoolId(rule.id, skuId), limit.pieces] as const] : []) : []))
}

/** Nothing is lost or sold twice: the counters add up to the opening stock and agree with the orders (I4). */
function checkStock(orders: readonly Stored<Order>[], stocks: readonly Stored<Stock>[], besides: ReadonlyMap<string, number>): void {
  const opening = new Map<string, number>(demoGoods.flatMap(goods => goods.skus.map((sku, index) => [`${goods.picture}-${index + 1}`, sku.stock] as const)))
  for (const stock of stocks) {
    const mine = orders.flatMap(order => order.stock[stock._id] ?? [])
    const pieces = (state: StockState): number => mine.filter(line => line.state === state).reduce((sum, line) => sum + line.quantity, 0)
    expect({ ...stock.inflight, ...stock.giving }, `moves in flight of ${stock._id}`).toEqual({})
    expect(stock.available, `available of ${stock._id}`).toBeGreaterThanOrEqual(0)
    expect(stock.available + stock.held + stock.sold, `stock of ${stock._id}`).toBe(besides.get(stock._id) ?? opening.get(stock._id))
    expect({ held: stock.held, sold: stock.sold }, `counters of ${stock._id}`).toEqual({ held: pieces('held'), sold: pieces('sold') })
  }
}

/** Never more seats than the size, and formed exactly on paid ones (I5, I6). */
function checkGroup(group: Stored<Group>, orders: readonly Stored<Order>[]): void {
  const seats = Object.values(group.seats)
  const paid = seats.filter(seat => seat.state === 'paid')
  const live = seats.filter(seat => seat.state !== 'released')
  expect(live.length, `seats of ${group._id}`).toBeLessThanOrEqual(group.terms.size)
  expect({ free: group.free, paid: group.paid }, `seat counters of ${group._id}`).toEqual({ free: group.terms.size - live.length, paid: paid.length })
  if (group.state === 'formed' && !group.completedShort) expect(paid.length, `people of formed ${group._id}`).toBeGreaterThanOrEqual(group.terms.formAt)
  if (paid.length === group.terms.size) expect(group.state, `${group._id} is full`).toBe('formed')
  for (const seat of live) {
    const order = orders.find(one => one._id === seat.orderId)
    if (seat.state === 'held') expect(order?.state, `order behind a held seat of ${group._id}`).toBe('placed')
    if (group.state === 'failed') expect(order?.state, `order of failed ${group._id}`).toBe('closed')
  }
}
