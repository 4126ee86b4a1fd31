import { DAY_MS, type Instant } from '../kernel/instant'
import { type Order, paidLeftFen } from './order'

/** Days after the shipping info until the platform lets go of the money by itself: goods that were sent, and all others (X8). */
const EXPRESS_MS = 10 * DAY_MS
const OTHERS_MS = 2 * DAY_MS

/** `waiting` for shipping info; `counting` until `at`; `released` since `at`. */
export type MoneyRelease = { readonly state: 'waiting' } | { readonly state: 'counting' | 'released'; readonly at: Instant }

/**
 * When the platform lets go of an order's money (X8): ten days after it took the shipping info of goods that were sent, two after that of goods fetched or
 * handed over, at once when the shopper confirms. A receipt that time alone brought about says nothing to the platform. Undefined without money held by it.
 */
export function moneyRelease(order: Order, now: Instant): MoneyRelease | undefined {
  if (order.payment.state !== 'succeeded' || order.payment.transactionId === undefined || order.payment.amountFen === order.givenBack.wechatFen || paidLeftFen(order) === 0) return undefined
  if (order.shippingUploadedAt === undefined) return { state: 'waiting' }
  const byTime = order.shippingUploadedAt + (order.goods === 'physical' ? EXPRESS_MS : OTHERS_MS)
  const at = Math.min(byTime, order.confirmedAt === undefined ? Infinity : Math.max(order.confirmedAt, order.shippingUploadedAt))
  return { state: now >= at ? 'released' : 'counting', at }
}
