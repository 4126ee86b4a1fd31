import { balances } from '../../../cloudfunctions/domain/ledger/postings'
import type { World } from '../people/world'

/** Weeks later every share is paid or known not to be, once, and never more than WeChat and the order allow (I13, L7). */
export function sharesBroken({ documents, wechat: { pay }, sometimes }: World): string[] {
  const broken: string[] = []
  const theirs = pay.profitSharings()
  for (const split of documents.all('splits')) {
    const order = documents.one('orders', split.id)
    const paidFen = split.shares.filter(share => share.result === 'paid').reduce((sum, share) => sum + share.amountFen - share.returnedFen, 0)
    const atWeChat = theirs.filter(one => one.transactionId === split.transactionId && !one.unfreezes).flatMap(one => one.shares).filter(share => share.result === 'SUCCESS').reduce((sum, share) => sum + share.amountFen - share.returnedFen, 0)
    if (split.state !== 'done' && split.state !== 'missed') broken.push(`L7: the split of ${split.id} is still ${split.state}`)
    if (paidFen !== atWeChat) broken.push(`I13: of ${split.id} ${paidFen} count as shared, WeChat shared ${atWeChat}`)
    if (!order || paidFen + order.givenBack.wechatFen > order.payment.amountFen) broken.push(`I13: more of ${split.id} is shared and given back than was paid`)
    if (paidFen > 0) sometimes.saw('share paid out')
  }
  const owed = balances(documents.all('postings')).supplier_payable
  if (owed > 0) broken.push(`I13: suppliers got ${owed} more than they are owed`)
  return broken
}
