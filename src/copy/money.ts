import type { PriceLineView } from '@/services/types'

export const moneyCopy = {
  sign: '¥',
  freeShipping: '包邮',
  from: '起',
  total: '合计',
  paid: '实付',
  payable: '应付',
  lines: {
    goods: '商品金额',
    discount: '优惠',
    freight: '运费',
  } satisfies Record<PriceLineView['kind'], string>,
}

export interface MoneyParts {
  negative: boolean
  whole: string
  /** Two digits, or empty when the amount is a whole number of yuan. */
  cents: string
}

/** Splits fen into what a price shows large and small; integer arithmetic only (X12). */
export function splitFen(fen: number): MoneyParts {
  const size = Math.abs(fen)
  const rest = size % 100
  return {
    negative: fen < 0,
    whole: String((size - rest) / 100),
    cents: rest === 0 ? '' : String(rest).padStart(2, '0'),
  }
}

/** `12.3` → 1230; null for what is no amount of yuan with at most two decimals (X12). */
export function yuanToFen(typed: string): number | null {
  const [, whole, cents = ''] = /^(\d{1,7})(?:\.(\d{1,2}))?$/.exec(typed.trim()) ?? []
  return whole === undefined ? null : Number(whole) * 100 + Number(cents.padEnd(2, '0'))
}

/** An amount as it is typed into a field: `1230` → `12.30`, `1200` → `12`. */
export function fenToYuan(fen: number): string {
  return formatFen(fen).replace(moneyCopy.sign, '')
}

/** `1234` → `¥12.34`, `1200` → `¥12`, `-500` → `-¥5`. */
export function formatFen(fen: number): string {
  const { negative, whole, cents } = splitFen(fen)
  return `${negative ? '-' : ''}${moneyCopy.sign}${whole}${cents ? `.${cents}` : ''}`
}

/** Always two decimals, as bills and payment sheets write it. */
export function formatFenExact(fen: number): string {
  const { negative, whole, cents } = splitFen(fen)
  return `${negative ? '-' : ''}${moneyCopy.sign}${whole}.${cents || '00'}`
}
