import { formatFen, moneyCopy } from './money'
import { formatFold, priceSentence } from './price'
import type { SentenceView } from '@/services/types'

export const couponCopy = {
  until: (time: string) => `${time} 前有效`,
  noThreshold: '无门槛',
  from: (amount: string) => `满${amount}可用`,
  cap: (amount: string) => `最多减${amount}`,
  freight: '运费券',
}

export interface CouponLooks { readonly sign: string; readonly amount: string; readonly condition: string }

/** What stands large on a coupon, and its condition below; a coupon of a later release is told in a sentence. */
export function couponLooks({ key, params }: SentenceView): CouponLooks {
  const condition = params.from ? couponCopy.from(formatFen(params.from)) : couponCopy.noThreshold
  const yuan = (fen = 0): string => formatFen(fen).slice(1)
  switch (key) {
    case 'coupon_amount': return { sign: moneyCopy.sign, amount: yuan(params.offFen), condition }
    case 'coupon_percent': return { sign: '', amount: formatFold(100 - (params.percentOff ?? 0)), condition: `${condition}，${couponCopy.cap(formatFen(params.capFen ?? 0))}` }
    case 'coupon_freight': return { sign: moneyCopy.sign, amount: yuan(params.offFen), condition: `${couponCopy.freight} ${condition}` }
    default: return { sign: '', amount: '', condition: priceSentence({ key, params }) }
  }
}
