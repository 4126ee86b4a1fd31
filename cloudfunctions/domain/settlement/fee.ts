import { type Fen, fen } from '../kernel/fen'
import type { Instant } from '../kernel/instant'
import { timesOver } from '../pricing/arithmetic'

/** How a shopper paid inside WeChat Pay, as far as its fee can depend on it (S54, S56). */
export const PAYMENT_METHODS = ['wechat', 'debit_card', 'credit_card'] as const
export type PaymentMethod = (typeof PAYMENT_METHODS)[number]

export type FeeRounding = 'half_up' | 'up' | 'down'

/** What WeChat takes of payments by a method from an instant on: so many parts in ten thousand (S56). Left out, the rounding is half up. */
export interface FeeRate {
  readonly from: Instant
  readonly method: PaymentMethod
  readonly perMyriad: number
  readonly rounding?: FeeRounding
}

/** The method behind a bank as bills name it. */
export function methodOf(bank: string): PaymentMethod {
  if (bank.endsWith('_DEBIT')) return 'debit_card'
  return bank.endsWith('_CREDIT') ? 'credit_card' : 'wechat'
}

/** The rate in force for a payment: the latest of its method that has begun. Undefined when none was set, so that nothing is expected. */
export function feeRateAt(rates: readonly FeeRate[], method: PaymentMethod, at: Instant): FeeRate | undefined {
  return rates.filter(rate => rate.method === method && rate.from <= at).reduce<FeeRate | undefined>((best, rate) => best && best.from > rate.from ? best : rate, undefined)
}

/** The fee of a payment in whole fen (S56, X12). */
export function feeFen(amountFen: Fen, { perMyriad, rounding = 'half_up' }: FeeRate): Fen {
  const { quotient, remainder } = timesOver(amountFen, perMyriad, 10_000)
  const up = rounding === 'up' ? remainder > 0 : rounding === 'half_up' && remainder * 2 >= 10_000
  return fen(quotient + (up ? 1 : 0))
}
