import { balances } from '../../../cloudfunctions/domain/ledger/postings'
import type { World } from '../people/world'

/** Weeks later every share is paid or known not to be, once, and never more than WeChat and the order allow (I13, L7). */
export function sharesBroken({ documents, plan, wechat: { pay }, sometimes }: World): string[] {
  const broken: string[] = []
  const theirs = pay.profitSharings()
  for (const split of documents.all('splits')) {
    const order = documents.one('orders', split.id)
    const paidFen = split.shares.filter(share => share.result === 'paid').reduce((sum, share) => sum + share.amountFen - share.returnedFen, 0)
    const atWeChat = theirs.filter(one => one.transactionId === split.transactionId && !one.unfreezes).flatMap(one => one.shares).filter(share => share.result === 'SUCCESS').reduce((sum, share) => sum + share.amountFen - share.returnedFen, 0)
    if (split.state !== 'done' && split.state !== 'missed') broken.push(`L7: the split of ${split.id} is still ${split.state}`)
    if (paidFen !== atWeChat) broken.push(`I13: of ${split.id} ${paidFen} count as shared, WeChat shared ${atWeChat}`)
    if (!order || paidFen + order.givenBack.wechatFen > order.payment.amountFen) broken.push(`I13: more of ${split.id} is shared and given back than was paid`)
    const frozen = pay.freezes().find(one => one.transactionId === split.transactionId)
    if (split.state === 'done' && frozen && (frozen.leftFen > 0 || frozen.pendingFen > 0)) broken.push(`L7: ${frozen.leftFen} of ${split.id} stay frozen`)
    if (paidFen > 0) sometimes.saw('share paid out')
  }
  for (const order of documents.all('orders').filter(one => one.state === 'completed')) {
    for (const { supplierId, sharePercent } of plan.setup.suppliers) {
      const paid = order.lines.filter(line => line.supplierId === supplierId).reduce((sum, line) => sum + line.left.paidFen, 0)
      const credited = documents.one('postings', `${order.id}.completed`)?.entries.filter(entry => entry.account === 'supplier_payable' && entry.party === supplierId).reduce((sum, entry) => sum - entry.amountFen, 0) ?? 0
      if (credited !== Math.floor(paid * sharePercent / 100)) broken.push(`S55: ${supplierId} is owed ${credited} for ${order.id}, of ${paid}`)
    }
  }
  const owed = balances(documents.all('postings')).supplier_payable
  if (owed > 0) broken.push(`I13: suppliers got ${owed} more than they are owed`)
  return broken
}
