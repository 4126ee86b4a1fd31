import type { World } from '../people/world'

/** No request that asks for a payment is on its way for so long, unless the clock leaps meanwhile. */
const ON_ITS_WAY_MS = 45_000

/** Who was told that an unpaid order is closed can no longer pay for it, nor had paid: its seat and pieces are somebody else's by now (L2). */
export function closedBroken({ documents, timeline, watcher, wechat }: World): string[] {
  const atWeChat = new Map(wechat.pay.orders().map(order => [order.outTradeNo, order]))
  return documents.all('orders').flatMap(({ id, state, closedReason, payment: { requestedAt = 0, state: paid } }) => {
    const theirs = atWeChat.get(id)
    if (!theirs || state !== 'closed' || paid !== 'closed' || (closedReason !== 'cancelled' && closedReason !== 'expired')) return []
    // WeChat said closed and goes on taking money; or did not know the order when it was asked, and does now.
    if (watcher.crossed.has(id) || theirs.createdAt > requestedAt + ON_ITS_WAY_MS) return []
    if (theirs.payment) return [`L2: ${id} was closed although it is paid`]
    return theirs.state === 'NOTPAY' && theirs.payUntil > timeline.now ? [`L2: ${id} is closed and WeChat still takes money for it`] : []
  })
}
