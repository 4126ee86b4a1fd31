import { addFen, type Fen, fen, ZERO_FEN } from '../kernel/fen'

/** `a × b ÷ c` of whole numbers, never through a fraction: the quotient and what remains (X12). Throws on a divisor below 1. */
export function timesOver(a: number, b: number, c: number): { quotient: number; remainder: number } {
  if (!(c >= 1)) throw new RangeError(`cannot divide by ${c}`)
  const product = a * b
  if (Number.isSafeInteger(product)) {
    const remainder = product % c
    return { quotient: (product - remainder) / c, remainder }
  }
  const exact = BigInt(a) * BigInt(b)
  const divisor = BigInt(c)
  return { quotient: Number(exact / divisor), remainder: Number(exact % divisor) }
}

/** So many per cent of an amount, rounded down to the fen: a price in the shopper's favour, a discount in the shop's. */
export function percentOf(amount: Fen, percent: number): Fen {
  return fen(timesOver(amount, percent, 100).quotient)
}

export function minFen(a: Fen, b: Fen): Fen {
  return a < b ? a : b
}

/**
 * Splits an amount by weights, by largest remainder: each gets its share rounded down, and the fen left over go to the largest remainders,
 * the earlier first among equals. The parts sum to the amount exactly or it throws (X12); no part exceeds its weight when the amount does
 * not exceed the weights together.
 */
export function allocate(amount: Fen, weights: readonly number[]): Fen[] {
  if (amount < 0 || weights.some(weight => weight < 0)) throw new RangeError('only what is not negative can be split')
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  if (amount === 0) return weights.map(() => ZERO_FEN)
  const shares = weights.map(weight => timesOver(amount, weight, total))
  const parts = shares.map(share => share.quotient)
  let rest = amount - parts.reduce((sum, part) => sum + part, 0)
  if (rest > 0) {
    const byRemainder = shares.map((share, index) => ({ index, remainder: share.remainder })).sort((a, b) => b.remainder - a.remainder || a.index - b.index)
    for (const { index } of byRemainder) {
      if (rest === 0) break
      parts[index] = (parts[index] ?? 0) + 1
      rest -= 1
    }
  }
  const result = parts.map(part => fen(part))
  if (addFen(...result) !== amount) throw new Error(`parts of ${amount} do not add up to it`)
  return result
}
