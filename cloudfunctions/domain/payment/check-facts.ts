import type { Order } from '../order/order'
import type { PaymentFacts } from './payment'

/**
 * Compares what WeChat states with what we asked for (X11). Names the first thing that differs; such a payment changes nothing and goes to
 * a person.
 */
export function mismatch(order: Order, facts: PaymentFacts, us: { appid: string; mchid: string }): string | undefined {
  if (facts.appid !== us.appid) return 'appid'
  if (facts.mchid !== us.mchid) return 'mchid'
  if (facts.outTradeNo !== order.id) return 'out_trade_no'
  if (facts.currency !== 'CNY') return 'currency'
  if (facts.amountFen !== order.payment.amountFen) return 'amount'
  if (facts.openid !== order.openid) return 'payer'
  if (order.payment.requestedAt === undefined) return 'never_requested'
  if (order.payment.transactionId !== undefined && order.payment.transactionId !== facts.transactionId) return 'second_transaction'
  return undefined
}
