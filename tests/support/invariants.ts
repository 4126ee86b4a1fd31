import { groupStateAt } from '../../cloudfunctions/domain/group/group'
import { balances, fundsOf } from '../../cloudfunctions/domain/ledger/postings'
import { MAX_UNPAID_HOLDS } from '../../cloudfunctions/domain/member/member'
import { depositsBroken } from './deposit-invariants'
import { goodsBroken, goodsUndone, isVirtual } from './goods-invariants'
import { isFlashPool } from '../../cloudfunctions/domain/stock/flash-pool'
import { flashPoolId } from '../../cloudfunctions/domain/pricing/rules/flash-price'
import type { CheckedShop } from './checked-shop'

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)

/** Pieces there are of a stock: a SKU's from the start, or those a flash price was given. */
function openingsOf(shop: CheckedShop, stockId: string): readonly (number | undefined)[] {
  if (!isFlashPool(stockId)) return typeof shop.pieces === 'number' ? [shop.pieces] : shop.pieces(stockId)
  return [ shop.database.all('rule_versions').flatMap(({ rule }) => rule?.kind === 'flash_price' ? rule.prices.filter(price => flashPoolId(rule.id, price.skuId) === stockId) : []).at(-1)?.limit?.pieces]
}

/** Coupons of a template that shoppers have ever got. */
function claimedOf(shop: CheckedShop, templateId: string): number {
  return sum(shop.database.all('members').map(member => member.claims[templateId] ?? 0))
}

/** Orders that a coupon takes money off. One that is being placed, or was paid late, may still be refused it. */
function couponUsers(shop: CheckedShop): ReadonlyMap<string, readonly string[]> {
  const users = new Map<string, string[]>()
  for (const { id, state, funds } of shop.database.all('orders')) {
    if (state === 'placing' || state === 'paid' || state === 'closed') continue
    for (const coupon of funds.coupons) users.set(coupon.id, [...users.get(coupon.id) ?? [], id])
  }
  return users
}

/** What the ledger owes a leader. */
function commissionOf(shop: CheckedShop, openid: string): number {
  return 0 - sum(shop.database.all('postings').flatMap(one => one.entries).filter(entry => entry.account === 'commission_payable' && entry.party === openid).map(entry => entry.amountFen))
}

/** What must hold at every instant, whatever stopped where (I2, I4, I5, I6, I9). Answers what is broken, in words. */
export function alwaysBroken(shop: CheckedShop): string[] {
  const broken: string[] = []
  const expect = (holds: boolean, what: string): void => {
    if (!holds) broken.push(what)
  }
  for (const stock of shop.database.all('stocks')) {
    expect(stock.available >= 0 && stock.held >= 0 && stock.sold >= 0, `I4: a counter of ${stock.id} is below zero: ${JSON.stringify(stock)}`)
    if (!isVirtual(shop, stock)) expect(openingsOf(shop, stock.id).includes(stock.available + stock.held + stock.sold), `I4: pieces of ${stock.id} were made or lost: ${JSON.stringify(stock)}`)
  }
  for (const group of shop.database.all('groups')) {
    const live = Object.values(group.seats).filter(seat => seat.state !== 'released')
    const paid = live.filter(seat => seat.state === 'paid')
    expect(live.length <= group.terms.size && live.length + group.free === group.terms.size, `I5: seats of ${group.id}: ${JSON.stringify(group)}`)
    expect(paid.length === group.paid, `paid seats of ${group.id} are miscounted`)
    if (group.state === 'formed' && !group.completedShort) expect(group.paid >= group.terms.formAt, `I6: ${group.id} formed with ${group.paid} paid seats`)
    expect(group.paid < group.terms.size || group.state === 'formed', `I6: ${group.id} is full and ${group.state}`)
  }
  for (const posting of shop.database.all('postings')) {
    expect(sum(posting.entries.map(entry => entry.amountFen)) === 0, `I2: posting ${posting.id} does not balance`)
    expect(sum(posting.pointEntries.map(entry => entry.points)) === 0, `I2: posting ${posting.id} does not balance in points`)
  }
  for (const topUp of shop.database.all('top_ups')) {
    expect((topUp.state === 'paid') === (shop.database.one('postings', `${topUp.id}.payment`) !== undefined), `S20: ${topUp.id} is ${topUp.state} and its posting says otherwise`)
  }
  for (const refund of shop.database.all('refunds')) {
    if (refund.state === 'succeeded' && refund.amountFen > 0) expect(shop.pay.refunds.get(refund.id)?.state === 'succeeded', `I9: ${refund.id} is said to be returned and is not`)
  }
  for (const { id, claimed, quota, inflight } of shop.database.all('coupon_templates')) {
    const got = claimedOf(shop, id)
    expect(claimed <= quota && got <= claimed && claimed <= got + Object.keys(inflight).length, `I10: of ${quota} coupons ${id} ${claimed} count as claimed, shoppers got ${got}, ${Object.keys(inflight).length} in flight`)
  }
  const users = couponUsers(shop)
  for (const member of shop.database.all('members')) {
    expect(Object.values(member.flashHolds ?? {}).every(orderId => member.holds[orderId] !== undefined), `${member.id} keeps a flash price without a hold: ${JSON.stringify(member.flashHolds)}`)
    for (const [templateId, count] of Object.entries(member.claims)) expect(count <= (shop.database.one('coupon_templates', templateId)?.perShopper ?? 0), `I10: ${member.id} has ${count} of ${templateId}`)
    expect(member.holdCount === Object.keys(member.holds).length, `holds of ${member.id} are miscounted`)
    expect(member.holdCount <= MAX_UNPAID_HOLDS, `${member.id} holds ${member.holdCount} unpaid orders`)
    expect(member.balanceFen >= 0 && member.points >= 0, `I3: ${member.id} has ${member.balanceFen} fen and ${member.points} points`)
    // What is kept for an order is still the shopper's until the ledger says it is spent.
    const kept = Object.entries(member.holds).filter(([orderId]) => !shop.database.one('orders', orderId)?.funds.spent).map(([, hold]) => hold)
    const names = [member.id, ...member.leaving ? [member.leaving.pseudonym] : []]
    const funds = names.map(name => fundsOf(shop.database.all('postings'), name))
    const booked = { balanceFen: sum(funds.map(one => one.balanceFen)), points: sum(funds.map(one => one.points)) }
    expect(booked.balanceFen === member.balanceFen + sum(kept.map(hold => hold.balanceFen)), `I2: the ledger gives ${member.id} ${booked.balanceFen} fen, the member has ${member.balanceFen}`)
    expect(booked.points === member.points + sum(kept.map(hold => hold.points)), `I2: the ledger gives ${member.id} ${booked.points} points, the member has ${member.points}`)
    expect(commissionOf(shop, member.id) === (member.commissionFen ?? 0), `I2: the ledger gives ${member.id} ${commissionOf(shop, member.id)} fen of commission, the member has ${member.commissionFen}`)
    for (const coupon of Object.values(member.coupons)) {
      expect((users.get(coupon.id) ?? []).length <= 1, `I10: ${coupon.id} takes money off ${users.get(coupon.id)?.join()}`)
      const owner = coupon.orderId === undefined ? undefined : shop.database.one('orders', coupon.orderId)
      expect((coupon.state === 'unused') === (coupon.orderId === undefined), `I10: ${coupon.id} is ${coupon.state} for ${coupon.orderId}`)
      expect(coupon.state === 'unused' || owner?.funds.coupons.some(one => one.id === coupon.id) === true, `I10: ${coupon.id} is ${coupon.state} for an order that does not use it`)
    }
  }
  return [...broken, ...goodsBroken(shop), ...depositsBroken(shop)]
}

/** What must hold once nothing is left to do (L1 to L6). Groups still running may be open. */
export function leftUndone(shop: CheckedShop): string[] {
  const { database, pay } = shop
  const broken = alwaysBroken(shop)
  const expect = (holds: boolean, what: string): void => {
    if (!holds) broken.push(what)
  }
  const orders = database.all('orders')
  for (const order of orders) {
    const group = order.groupId ? database.one('groups', order.groupId) : undefined
    const waits = order.state === 'grouping' && group !== undefined && groupStateAt(group, shop.now) === 'open'
    const ready = order.state === 'ready' && (order.openReturnId !== undefined || (order.readyUntil ?? 0) > shop.now)
    expect(waits || ready || ['preparing', 'shipped', 'received', 'completed', 'closed'].includes(order.state), `L1: ${order.id} is still ${order.state}`)
    const paidAtWeChat = pay.orders.get(order.id)?.state === 'paid'
    expect(!paidAtWeChat || order.payment.state === 'succeeded', `L2: money for ${order.id} was never recorded`)
    // A part may come to all that was paid through WeChat while some of the balance stays spent.
    const { wechatFen, balanceFen } = order.givenBack
    if (paidAtWeChat) expect((order.state === 'closed') === (wechatFen === order.payment.amountFen && balanceFen === (order.funds.spent ? order.funds.balanceFen : 0)), `L3: ${order.id} is ${order.state}, given back ${wechatFen} and ${balanceFen}`)
    // Goods that were sent back stay sold unless the merchant puts them back.
    const stock = order.closedReason === 'returned' ? ['sold'] : order.state === 'closed' ? ['none', 'released'] : waits ? [order.presale ? 'none' : 'held'] : ['sold']
    expect(Object.values(order.stock).every(line => stock.includes(line.state)), `${order.id} is ${order.state} with its stock ${JSON.stringify(order.stock)}`)
    const seat = group?.seats[order.openid]
    // A formed group keeps the seats it formed on, whatever becomes of their goods.
    const formed = order.closedReason === 'presale_short' || order.closedReason === 'returned'
    if (order.state === 'closed' && !formed && seat?.orderId === order.id && group?.state !== 'failed') expect(seat.state === 'released', `L4: ${order.id} is closed and keeps a ${seat.state} seat`)
  }
  for (const topUp of database.all('top_ups')) {
    expect(topUp.state !== 'requested', `L1: ${topUp.id} is still requested`)
    expect(pay.orders.get(topUp.id)?.state !== 'paid' || topUp.state === 'paid', `L2: money for ${topUp.id} was never recorded`)
  }
  for (const stock of database.all('stocks')) {
    expect(Object.keys(stock.inflight).length === 0, `L4: a move of ${stock.id} is still in flight: ${JSON.stringify(stock.inflight)}`)
    const pieces = (state: string): number => sum(orders.flatMap(order => order.stock[stock.id] ?? []).filter(line => line.state === state).map(line => line.quantity))
    expect(stock.held === pieces('held') && stock.sold === pieces('sold'), `I4: orders hold ${pieces('held')} and bought ${pieces('sold')} of ${JSON.stringify(stock)}`)
  }
  for (const { id, claimed, inflight } of database.all('coupon_templates')) {
    expect(Object.keys(inflight).length === 0, `L4: a claim of ${id} is still in flight: ${JSON.stringify(inflight)}`)
    expect(claimed === claimedOf(shop, id), `I10: ${claimed} of ${id} count as claimed, shoppers got ${claimedOf(shop, id)}`)
  }
  for (const member of database.all('members')) {
    expect(Object.keys(member.flashHolds ?? {}).length === 0, `L4: ${member.id} still keeps a flash price: ${JSON.stringify(member.flashHolds)}`)
    expect(member.holdCount === 0, `L4: ${member.id} still holds ${Object.keys(member.holds).join()}`)
    for (const [activityId, count] of Object.entries(member.bought)) {
      const bought = orders.filter(order => order.openid === member.id && order.activityId === activityId && order.state !== 'closed').length
      expect(bought === count, `${member.id} bought ${bought} of ${activityId} and ${count} are counted`)
    }
  }
  for (const group of database.all('groups')) expect(group.state !== 'open' || shop.now < group.deadlineAt, `L6: ${group.id} is open past its deadline`)
  for (const refund of database.all('refunds')) {
    const withPerson = (refund.state === 'abnormal' || refund.state === 'closed') && database.one('work_items', `rf-${refund.id}`) !== undefined
    expect(refund.state === 'succeeded' || withPerson, `I18: refund ${refund.id} is ${refund.state} and nobody is asked to see to it`)
  }
  const books = balances(database.all('postings'))
  const onItsWay = sum(database.all('transfers').filter(one => one.sentAt === undefined && one.endedAt === undefined).map(one => one.amountFen))
  expect(0 - books.transfer_payable === onItsWay, `transfer_payable is ${books.transfer_payable}, ${onItsWay} is promised`)
  for (const { id, effect } of database.all('outbox')) {
    // A transfer that its payee may still confirm is followed until then.
    const transfer = effect.kind === 'send_transfer' ? database.one('transfers', effect.transferId) : undefined
    if (transfer?.state !== 'waiting' || shop.now >= transfer.createdAt + 26 * 3_600_000) broken.push(`L4: left in the outbox: ${id}`)
  }
  for (const coupon of database.all('members').flatMap(member => Object.values(member.coupons))) expect(coupon.state !== 'held', `L4: coupon ${coupon.id} is still held for ${coupon.orderId}`)
  expect(books.wechat_clearing === pay.accountFen, `L5: the books say ${books.wechat_clearing}, WeChat says ${pay.accountFen}`)
  const refunding = sum(database.all('refunds').filter(refund => refund.state !== 'succeeded').map(refund => refund.amountFen))
  expect(-books.refund_payable === refunding, `refund_payable is ${books.refund_payable}, ${refunding} is to be returned`)
  return [...broken, ...goodsUndone(shop)]
}
