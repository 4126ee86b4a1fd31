import { type Fen, fen } from './fen'

/**
 * Yuan as bills write it, as fen: digits, a point and at least two decimals, of which those beyond the fen must be zero. Never through a fraction
 * (X12). Undefined for anything else, a fraction of a fen included.
 */
export function yuanToFen(text: string): Fen | undefined {
  const [, sign, yuan, decimals] = /^(-?)(\d{1,12})(?:\.(\d{1,8}))?$/.exec(text) ?? []
  if (yuan === undefined) return undefined
  const padded = (decimals ?? '').padEnd(2, '0')
  if (/[1-9]/.test(padded.slice(2))) return undefined
  const amount = Number(yuan) * 100 + Number(padded.slice(0, 2))
  return fen(sign === '-' ? -amount : amount)
}
