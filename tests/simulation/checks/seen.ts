import type { World } from '../people/world'

/** Marks what the documents show has happened. */
export function seeWhatHappened(world: World): void {
  const { documents, sometimes, wechat, timeline } = world
  const postings = new Set(documents.all('postings').map(posting => posting.id))
  for (const group of documents.all('groups')) {
    if (group.state === 'formed') sometimes.saw('group formed')
    if (group.state !== 'failed') continue
    sometimes.saw('group failed')
    if (Object.values(group.seats).some(seat => seat.state === 'held')) sometimes.saw('group over with a payment under way')
  }
  for (const order of documents.all('orders')) {
    if (world.watcher.late.has(order.id) && order.state !== 'closed' && order.state !== 'paid') sometimes.saw('late money kept its order')
    if (order.refundIds.some(id => documents.one('refunds', id)?.reason === 'paid_late')) sometimes.saw('late money went back')
    if (order.closedReason === 'presale_short') sometimes.saw('presale ran short')
    if (order.state === 'shipped' || order.state === 'received') sometimes.saw('shipped')
    if (Object.keys(order.parcels).length > 1) sometimes.saw('sent in two parcels')
    if (order.payment.state === 'succeeded' && order.priceLines.some(line => line.say?.key === 'flash_price')) sometimes.saw('sold at a flash price')
    if (order.refundIds.some(id => documents.one('refunds', id)?.reason === 'better_rung')) sometimes.saw('difference to a better rung given back')
    if (order.state === 'completed') sometimes.saw('order completed')
    if (order.funds.spent && order.funds.balanceFen > 0) sometimes.saw('balance spent')
    if (order.funds.spent && order.funds.points > 0) sometimes.saw('points spent')
    if (order.state === 'closed' && order.closedReason !== 'not_placed' && order.funds.coupons.length > 0) sometimes.saw('coupon returned')
  }
  if (world.accounts.some(({ openid }) => documents.one('members', openid)?.standing?.verdict === 'held')) sometimes.saw('accounts of one person held')
  if (lookedThrough(world)) sometimes.saw('neighbours at one door left alone')
  for (const one of documents.all('returns')) {
    if (one.state === 'approved') sometimes.saw(one.percent < 100 ? 'service given back for a part' : 'goods taken back')
    if (one.state === 'rejected') sometimes.saw('return rejected')
    if (one.state === 'approved' && one.restock) sometimes.saw('goods put on sale again')
    if (one.state === 'approved' && documents.one('orders', one.orderId)?.state !== 'closed') sometimes.saw('a part of an order taken back')
  }
  if (documents.all('vouchers').some(voucher => voucher.state === 'used')) sometimes.saw('voucher used')
  if (documents.all('settlements').some(day => day.state === 'closed' && day.bill.payments > 0)) sometimes.saw('bill of the day matched')
  for (const topUp of documents.all('top_ups')) if (postings.has(`${topUp.id}.payment`)) sometimes.saw('topped up')
  for (const refund of wechat.pay.refunds()) {
    if (refund.status === 'SUCCESS' && refund.turns?.some(turn => turn.status === 'ABNORMAL')) sometimes.saw('refund abnormal, then returned')
    if (refund.status === 'CLOSED') sometimes.saw('refund closed by WeChat')
  }
  if (documents.all('work_items').length > 0) sometimes.saw('a person was asked')
  if (wechat.api.messages().length > 0) sometimes.saw('message sent')
  for (const notification of wechat.pay.notifications()) {
    const paid = notification.eventType === 'TRANSACTION.SUCCESS' && documents.one('orders', notification.subject)?.payment.state === 'succeeded'
    if (paid && notification.attempts.every(attempt => attempt.status !== 204) && timeline.now - notification.createdAt > 60_000) sometimes.saw('paid by query alone')
  }
}

/** Whether so many neighbours have ordered that they would be one person's accounts, had they not each their number, and the sweep has looked at their orders. */
function lookedThrough({ documents, neighbours }: World): boolean {
  if (neighbours.length === 0) return false
  const orders = documents.all('orders').filter(order => order.closedReason !== 'not_placed' && neighbours.some(({ openid }) => openid === order.openid))
  const mark = documents.one('risk_marks', 'orders')?.at ?? 0
  return new Set(orders.filter(order => order.placedAt <= mark).map(order => order.openid)).size >= 6
}
