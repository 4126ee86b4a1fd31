import type { Group } from '../group/group'
import { addFen, type Fen } from '../kernel/fen'
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
  const back = rungRefund(line.left, terms.ladder, paid, freightPaidFen(order))
  return back.amountFen === 0 && back.points === 0 ? undefined : promisePart(order, 'better_rung', id, back, now)
}

/** What was paid for carrying an order of which nothing was given back yet: the freight less what coupons for it took off. */
function freightPaidFen({ priceLines, lines }: Order): Fen {
  const coupons = lines.flatMap(line => line.discounts.filter(one => one.kind === 'freight_coupon'))
  return addFen(...priceLines.filter(line => line.kind === 'freight').map(line => line.amountFen), ...coupons.map(one => one.amountFen))
}
