import type { TopUp } from '../../domain/balance/top-up'
import { type Instant, SECOND_MS } from '../../domain/kernel/instant'
import type { Order } from '../../domain/order/order'
import { nextAsk } from '../../domain/payment/ask-ladder'
import type { Change, Ports } from '../../ports'
import { syncTopUp } from '../payments/record-top-up'
import { syncPayment } from '../payments/sync-payment'
import { walk } from './walk'

/** What a run spends on asking; WeChat that does not answer must not hold up everything else. */
const BUDGET_MS = 10 * SECOND_MS

/**
 * Asks WeChat about payments that were begun and nobody has told us of (S7, L2), ever more seldom. The next time is written down before, so that two runs
 * at once ask one question; whoever dies in between leaves it to that next time, and in the end to the closing. Answers how many were asked about.
 */
export async function askPayments(ports: Ports, now: Instant, until: Instant): Promise<number> {
  const end = Math.min(until, now + BUDGET_MS)
  const orders = await walk(ports, {
    collection: 'orders',
    where: [{ field: 'state', is: 'eq', value: 'placed' }, { field: 'payment.askAt', is: 'lte', value: now }],
    order: { field: 'payment.askAt', direction: 'asc' },
  }, end, order => askAboutOrder(ports, order, now))
  const topUps = await walk(ports, {
    collection: 'top_ups',
    where: [{ field: 'state', is: 'eq', value: 'requested' }, { field: 'askAt', is: 'lte', value: now }],
    order: { field: 'askAt', direction: 'asc' },
  }, end, topUp => askAboutTopUp(ports, topUp, now))
  return orders + topUps
}

async function askAboutOrder(ports: Ports, order: Order, now: Instant): Promise<void> {
  const { requestedAt, askAt } = order.payment
  // What is over is closed in the same run, which asks as well.
  if (requestedAt === undefined || askAt === undefined || order.leaseUntil <= now) return
  const mine = await ports.store.update('orders', order.id, noted('payment.askAt', nextAsk(requestedAt, now)), [{ field: 'payment.askAt', is: 'eq', value: askAt }, { field: 'state', is: 'eq', value: 'placed' }])
  if (mine) await syncPayment(ports, order)
}

async function askAboutTopUp(ports: Ports, topUp: TopUp, now: Instant): Promise<void> {
  const { askAt, requestedAt, expiresAt } = topUp
  if (askAt === undefined || expiresAt <= now) return
  const mine = await ports.store.update('top_ups', topUp.id, noted('askAt', nextAsk(requestedAt, now)), [{ field: 'askAt', is: 'eq', value: askAt }, { field: 'state', is: 'eq', value: 'requested' }])
  if (mine) await syncTopUp(ports, topUp)
}

function noted(field: string, at: Instant | undefined): Change {
  return at === undefined ? { unset: [field] } : { set: { [field]: at } }
}
