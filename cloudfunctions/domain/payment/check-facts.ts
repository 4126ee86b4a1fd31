import type { Fen } from '../kernel/fen'
import type { Instant } from '../kernel/instant'
import type { Order } from '../order/order'
import type { PaymentFacts } from './payment'

/** What we asked WeChat for under one number: an order's payment or a top-up. */
export interface Expected {
  readonly id: string
  readonly openid: string
  readonly amountFen: Fen
  readonly requestedAt?: Instant
  readonly transactionId?: string
}

/**
 * Compares what WeChat states with what we asked for (X11). Names the first thing that differs; such a payment changes nothing and goes to
 * a person.
 */
export function mismatchOf(expected: Expected, facts: PaymentFacts, us: { appid: string; mchid: string }): string | undefined {
  if (facts.appid !== us.appid) return 'appid'
  if (facts.mchid !== us.mchid) return 'mchid'
  if (facts.outTradeNo !== expected.id) return 'out_trade_no'
  if (facts.currency !== 'CNY') return 'currency'
  if (facts.amountFen !== expected.amountFen) return 'amount'
  if (facts.openid !== expected.openid) return 'payer'
  if (expected.requestedAt === undefined) return 'never_requested'
  if (expected.transactionId !== undefined && expected.transactionId !== facts.transactionId) return 'second_transaction'
  return undefined
}

/** The same for an order's payment. */
export function mismatch({ id, openid, payment }: Order, facts: PaymentFacts, us: { appid: string; mchid: string }): string | undefined {
  return mismatchOf({ ...payment, id, openid }, facts, us)
}
