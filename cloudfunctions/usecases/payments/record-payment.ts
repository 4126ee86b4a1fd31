import { isTopUpId } from '../../domain/balance/top-up'
import { mismatch } from '../../domain/payment/check-facts'
import { decidePayment, type PaidFacts } from '../../domain/payment/record-payment'
import type { PaymentFacts } from '../../domain/payment/payment'
import type { Effect } from '../../domain/effect/effect'
import type { Order } from '../../domain/order/order'
import type { Ports, Transaction } from '../../ports'
import { saveEffects } from '../effects/outbox'
import { runOwn } from '../effects/run-effects'
import { raiseMismatch } from './raise-mismatch'
import { recordTopUp } from './record-top-up'

export type PaymentRecording = { readonly outcome: 'recorded' | 'already_recorded' } | { readonly outcome: 'mismatch'; readonly what: string }

/**
 * The one door for money that came in, from a notification or a query, once or many times, in time or late (I11, L2). Order, ledger posting and
 * what must follow are saved in one transaction. Facts that are not ours change nothing and raise an alert (X11). The number says whether it is
 * an order's or a top-up's. Whoever waits for the order settles it at once; with `settle: false`, which is WeChat waiting for an answer, it is
 * left to the shopper's phone, who asks next, or to the sweep.
 */
export async function recordPayment(ports: Ports, facts: PaymentFacts, { settle = true } = {}): Promise<PaymentRecording> {
  if (isTopUpId(facts.outTradeNo)) return recordTopUp(ports, facts)
  const { store, clock, payments } = ports
  const result = await store.transaction(async (tx) => {
    const order = await tx.get('orders', facts.outTradeNo)
    if (!order) return { outcome: 'mismatch', what: 'unknown_order' } as const
    const what = mismatch(order, facts, payments)
    if (what) return { outcome: 'mismatch', what } as const
    const effects = await savePayment(tx, order, facts, clock.now(), settle)
    return effects ? { outcome: 'recorded', effects } as const : { outcome: 'already_recorded' } as const
  })
  if (result.outcome === 'mismatch') await raiseMismatch(ports, facts, result.what)
  if (result.outcome === 'recorded' && settle) await runOwn(ports, result.effects)
  return result.outcome === 'mismatch' ? result : { outcome: result.outcome }
}

/** An order that balance, points and coupons pay alone: nothing comes through WeChat, so paying it is ours to decide, once and in time. */
export async function payWithFunds(ports: Ports, orderId: string): Promise<boolean> {
  const { store, clock } = ports
  const effects = await store.transaction(async (tx): Promise<readonly Effect[] | undefined> => {
    const order = await tx.get('orders', orderId)
    const now = clock.now()
    if (order?.payment.amountFen !== 0 || order.state !== 'placed' || now >= order.payment.expiresAt) return undefined
    return savePayment(tx, order, { paidAt: now }, now, true)
  })
  await runOwn(ports, effects ?? [])
  return effects !== undefined
}

/** Saves what follows from a payment; undefined when it is already recorded. */
async function savePayment(tx: Transaction, order: Order, facts: PaidFacts, now: number, own: boolean): Promise<readonly Effect[] | undefined> {
  const recorded = decidePayment(order, facts, now)
  if (!recorded) return undefined
  await tx.replace('orders', recorded.order)
  for (const posting of recorded.postings) await tx.insert('postings', posting)
  await saveEffects(tx, recorded.effects, now, { own })
  return recorded.effects
}
