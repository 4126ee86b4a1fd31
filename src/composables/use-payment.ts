import { showPaymentSheet } from '@/platform/pay'
import { call } from '@/services/client'
import type { OrderView, Problem } from '@/services/types'

/** Waits between questions to the server: soon at first, then patiently, about eleven seconds in all. */
export const POLL_DELAYS_MS = [1000, 2000, 3000, 5000] as const

/**
 * How a payment ended. `paid`: the server has the money; the order may still be closed when it came too late.
 * `unpaid`: the shopper cancelled. `unknown`: nobody can say yet, and paying again would be wrong. `stopped`: there was no sheet.
 */
export type PaymentEnd =
  | { readonly end: 'paid'; readonly order: OrderView }
  | { readonly end: 'unpaid' }
  | { readonly end: 'unknown' }
  | { readonly end: 'stopped'; readonly problem: Problem<string> }

/** `paying` is while the sheet is on show: nothing else may lie above it. */
export type PaymentStep = 'opening' | 'paying' | 'checking'

/**
 * Takes one order through payment (S7). The sheet's own word is only a hint: after `ok` and after `fail` alike the server is asked,
 * which asks WeChat. Paying again goes through the same order and the same WeChat order, never a second one.
 */
export function usePayment(onStep: (step: PaymentStep) => void = () => {}, wait: (ms: number) => Promise<void> = sleep) {
  async function pay(orderId: string): Promise<PaymentEnd> {
    onStep('opening')
    const started = await call('order.pay', { orderId })
    if (!started.ok) {
      const paidBefore = started.problem === 'refused' && started.refusal === 'already_paid'
      return paidBefore ? check(orderId) : { end: 'stopped', problem: started }
    }
    // Balance, points and coupons covered it all: there is nothing for a payment sheet to do.
    if (started.value.kind === 'paid') return check(orderId)
    onStep('paying')
    const sheet = await showPaymentSheet(started.value.params)
    return sheet === 'cancel' ? { end: 'unpaid' } : check(orderId)
  }

  async function check(orderId: string): Promise<PaymentEnd> {
    onStep('checking')
    for (const delay of [0, ...POLL_DELAYS_MS]) {
      if (delay > 0) await wait(delay)
      const answer = await call('order.sync', { orderId })
      if (answer.ok && !isUnpaid(answer.value)) return { end: 'paid', order: answer.value }
    }
    return { end: 'unknown' }
  }

  return { pay }
}

function isUnpaid(order: OrderView): boolean {
  return order.state === 'placing' || order.state === 'placed'
}

export function sleep(ms: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, ms))
}
