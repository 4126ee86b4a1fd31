import type { PayView } from '../../contract/views'
import { answer, type Answer, type Call, refused } from '../answer'
import { nextAsk } from '../../domain/payment/ask-ladder'
import { orderTitle } from '../effects/texts'
import { payWithFunds } from '../payments/record-payment'
import { syncPayment } from '../payments/sync-payment'
import { isToShare } from '../split/begin-split'
import { ownOrder } from './own-order'

export type PayRefusal = 'order_not_found' | 'order_not_payable' | 'already_paid' | 'payment_unavailable'

/**
 * Parameters for the payment sheet (S7). That WeChat is about to be asked is written first, under the one number this order ever has;
 * asking again gives fresh parameters for the same WeChat order. Lost answers are never taken for failures. An order that balance, points and
 * coupons cover whole is paid at once (S20).
 */
export async function payOrder({ ports, openid }: Call, { orderId }: { orderId: string }): Promise<Answer<PayView, PayRefusal>> {
  const { store, clock, payments } = ports
  const order = await ownOrder(ports, openid, orderId)
  if (!order) return refused('order_not_found')
  if (order.payment.state === 'succeeded') return refused('already_paid')
  const now = clock.now()
  if (order.state !== 'placed' || now >= order.payment.expiresAt) return refused('order_not_payable')
  if (order.payment.amountFen === 0) return await payWithFunds(ports, orderId) ? answer({ kind: 'paid' }) : refused('order_not_payable')
  const first = order.payment.requestedAt === undefined
  const shared = first ? await isToShare(ports, order) : order.payment.shared === true
  // Every request is noted, for closing the order must know whether one may be on its way; and when to ask what became of it, for WeChat's word may be lost.
  const noted = await store.update('orders', orderId, { set: { 'payment.requestedAt': now, 'payment.askAt': nextAsk(now, now), ...(first && shared && { 'payment.shared': true }) }, inc: { version: 1 } }, [{ field: 'state', is: 'eq', value: 'placed' }])
  if (!noted) return refused('order_not_payable')
  const created = await payments.create({
    outTradeNo: order.id,
    openid,
    description: orderTitle(order).slice(0, 100),
    amountFen: order.payment.amountFen,
    expiresAt: order.payment.expiresAt,
    ...(shared && { shared }),
  })
  switch (created.outcome) {
    case 'created': return answer({ kind: 'wechat', params: created.params })
    case 'already_paid':
      await syncPayment(ports, { ...order, payment: { ...order.payment, requestedAt: now } })
      return refused('already_paid')
    case 'closed': return refused('order_not_payable')
    case 'rejected':
      ports.log.event('prepay_rejected', { code: created.code })
      return refused('payment_unavailable')
    case 'unknown': return refused('payment_unavailable')
  }
}
