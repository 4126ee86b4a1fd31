import type { Group } from '../group/group'
import type { Instant } from '../kernel/instant'
import type { Order } from '../order/order'
import { rungRefund } from '../pricing/paid-line'
import { promisePart, type RefundPromise } from './promise-refund'
import { refundId } from './refund'

/** What an order gets back because its group closed on a better rung than the one it was placed on (S39, S52); undefined when it did not. Once an order. */
export function rungDifference(order: Order, { terms, paid }: Group, now: Instant): RefundPromise | undefined {
  const id = refundId(order.id, 'better_rung')
  const [line] = order.lines
  if (!terms.ladder || !line || order.refundIds.includes(id)) return undefined
  const back = rungRefund(line.left, terms.ladder, paid)
  return back.amountFen === 0 && back.points === 0 ? undefined : promisePart(order, 'better_rung', id, back, now)
}
