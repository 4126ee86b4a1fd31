import type { World } from '../people/world'

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)

/** What must hold between the shop's books and WeChat's at every instant (I1, I8, I9, I11, I15, I16). */
export function moneyBroken(world: World): string[] {
  const { documents, promises, wechat } = world
  const broken: string[] = []
  const expect = (holds: boolean, what: string): void => {
    if (!holds) broken.push(what)
  }
  const atWeChat = new Map(wechat.pay.orders().map(order => [order.outTradeNo, order]))
  const allRefunds = documents.all('refunds')
  for (const order of documents.all('orders')) {
    const { id, payment, funds, payableFen, givenBack } = order
    const refunds = allRefunds.filter(refund => refund.orderId === id)
    const promised = promises.orders.get(id)
    expect(promised?.openid === order.openid, `I15: ${id} is ${order.openid}'s and was asked for by ${promised?.openid ?? 'nobody'}`)
    expect(payment.amountFen + funds.balanceFen === payableFen, `I1: ${id} costs ${payableFen}, of which ${payment.amountFen} through WeChat and ${funds.balanceFen} from the balance`)
    expect(sum(refunds.map(refund => refund.amountFen)) === givenBack.wechatFen && givenBack.wechatFen <= payment.amountFen, `I1: ${id} gives back ${givenBack.wechatFen} of ${payment.amountFen}`)
    const reasons = refunds.filter(refund => refund.reason !== 'returned').map(refund => refund.reason)
    expect(new Set(reasons).size === reasons.length, `I9: ${id} has two refunds for one reason`)
    expect(refunds.every(refund => order.refundIds.includes(refund.id)), `I9: ${id} does not know of a refund of its`)
    const theirs = atWeChat.get(id)
    if (theirs) expect(theirs.totalFen === payment.amountFen && theirs.openid === order.openid, `I16: WeChat charges ${theirs.totalFen} for ${id}, not ${payment.amountFen}`)
    expect(payment.state !== 'succeeded' || payment.amountFen === 0 || theirs?.payment !== undefined, `L2: ${id} counts as paid and WeChat has no money for it`)
    const group = order.groupId === undefined ? undefined : documents.one('groups', order.groupId)
    if (['preparing', 'shipped', 'ready', 'received', 'completed'].includes(order.state)) {
      expect(payment.state === 'succeeded' && (order.returnIds !== undefined || givenBack.wechatFen + givenBack.balanceFen < Math.max(1, payment.amountFen + funds.balanceFen)), `I8: ${id} is ${order.state} and not paid, or given back`)
      expect(order.kind === 'alone' || group?.state === 'formed', `I8: ${id} is ${order.state} and its group is ${group?.state ?? 'absent'}`)
      expect(Object.values(order.stock).every(line => line.state === 'sold'), `I8: ${id} is ${order.state} and its pieces are ${JSON.stringify(order.stock)}`)
    }
    const seat = group?.seats[order.openid]
    if (order.state === 'placed' && group?.state === 'open') expect(seat?.orderId === id && seat.state === 'held', `I5: ${id} is placed and has no seat`)
    if (order.state === 'closed' && order.closedReason === 'not_placed') {
      expect(seat?.orderId !== id || seat.state === 'released', `L4: ${id} was given up and keeps its seat`)
      expect(documents.one('members', order.openid)?.holds[id] === undefined, `L4: ${id} was given up and keeps its hold`)
    }
    if (order.state === 'grouping') expect(group?.seats[order.openid]?.state === 'paid' && group.seats[order.openid]?.orderId === id, `I5: ${id} is grouping without a paid seat`)
    for (const kind of ['payment', 'funds']) expect(documents.all('postings').filter(posting => posting.id.startsWith(`${id}.${kind}`)).length <= 1, `I11: ${id} is booked twice`)
  }
  for (const refund of wechat.pay.refunds()) expect(documents.one('refunds', refund.outRefundNo) !== undefined, `I9: WeChat returns ${refund.outRefundNo}, which nobody promised`)
  return broken
}
