import { MINUTE_MS } from '../../domain/kernel/instant'
import { closeOrder } from '../../domain/order/move-order'
import type { Order } from '../../domain/order/order'
import type { Effect } from '../../domain/effect/effect'
import type { Ports } from '../../ports'
import { saveEffects } from '../effects/outbox'
import { runOwn } from '../effects/run-effects'
import { syncPayment } from '../payments/sync-payment'

/** A request for a payment is no longer on its way after so long; longer than a function lives. */
const REQUEST_LIFE_MS = MINUTE_MS

export type UnpaidClosed = 'closed' | 'already_paid' | 'not_placed' | 'unknown'

/**
 * Closes an unpaid order: at WeChat first, so that nobody can pay for a seat that is already given away; "already paid" there means paid
 * here (pitfall 6). Seat and stock go back only after that. `unknown` changes nothing; try again later.
 */
export async function closeUnpaid(ports: Ports, order: Order, reason: 'cancelled' | 'expired'): Promise<UnpaidClosed> {
  if (order.state !== 'placed') return order.payment.state === 'succeeded' ? 'already_paid' : 'not_placed'
  if (order.payment.requestedAt !== undefined) {
    const answer = await ports.payments.close(order.id)
    if (answer.outcome === 'unknown') return 'unknown'
    // WeChat does not know the order: it may come to know it yet, by a request that is on its way, and take money for it.
    if (answer.outcome === 'absent' && ports.clock.now() < order.payment.requestedAt + REQUEST_LIFE_MS) return 'unknown'
    if (answer.outcome === 'already_paid') return await syncPayment(ports, order) ? 'already_paid' : 'unknown'
  }
  const { store, clock } = ports
  const result = await store.transaction(async (tx) => {
    const current = await tx.get('orders', order.id)
    if (current?.state !== 'placed') return { outcome: current?.payment.state === 'succeeded' ? 'already_paid' as const : 'not_placed' as const, effects: [] }
    // A payment asked for while we were closing is not closed at WeChat: start over.
    if (current.payment.requestedAt !== order.payment.requestedAt) return { outcome: 'unknown' as const, effects: [] }
    const closed = closeOrder(current, reason, clock.now())
    const effects: Effect[] = [{ kind: 'release_order', orderId: order.id, version: closed.version }]
    const { askAt: _, ...payment } = closed.payment
    await tx.replace('orders', { ...closed, payment: { ...payment, state: 'closed' } })
    await saveEffects(tx, effects, clock.now())
    return { outcome: 'closed' as const, effects }
  })
  await runOwn(ports, result.effects)
  return result.outcome
}
