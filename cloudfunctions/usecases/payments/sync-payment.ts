import type { Order } from '../../domain/order/order'
import type { Ports } from '../../ports'
import { recordPayment } from './record-payment'

/** Asks WeChat what became of an order's payment and records it when it succeeded. True when it is paid. */
export async function syncPayment(ports: Ports, order: Order): Promise<boolean> {
  if (order.payment.state === 'succeeded') return true
  if (order.payment.requestedAt === undefined) return false
  const queried = await ports.payments.query(order.id)
  if (queried.outcome !== 'paid') return false
  return (await recordPayment(ports, queried.facts)).outcome !== 'mismatch'
}
