import type { Fen } from '../../kernel/fen'
import { minFen, percentOf } from '../arithmetic'
import { decline, type Off, type OffModule, type Declined, type Base, type RuleBase } from '../rule'

interface CouponBase extends RuleBase {
  /** What the goods in scope must come to at list price; exactly that is enough. */
  readonly fromFen: Fen
}

/** A coupon that takes an amount, or per cent up to a cap, off the goods in its scope (S21). Whether it is the shopper's and unused is decided where it is held. */
export interface GoodsCouponRule extends CouponBase {
  readonly kind: 'coupon'
  readonly gives: { readonly by: 'amount'; readonly offFen: Fen } | { readonly by: 'percent'; readonly percentOff: number; readonly capFen: Fen }
}

/** A coupon for the freight, up to an amount (S21). */
export interface FreightCouponRule extends CouponBase {
  readonly kind: 'freight_coupon'
  readonly offFen: Fen
}

export type CouponRule = GoodsCouponRule | FreightCouponRule

function short(rule: CouponRule, { listFen }: Base): Declined | undefined {
  return listFen < rule.fromFen ? decline('below_threshold', { from: rule.fromFen, missing: rule.fromFen - listFen }) : undefined
}

export const coupon: OffModule<GoodsCouponRule> = {
  step: 'coupon',
  check({ fromFen, gives }) {
    if (fromFen < 0) return 'fromFen'
    if (gives.by === 'amount') return gives.offFen >= 1 ? undefined : 'offFen'
    if (!(Number.isSafeInteger(gives.percentOff) && gives.percentOff >= 1 && gives.percentOff <= 99)) return 'percentOff'
    return gives.capFen >= 1 ? undefined : 'capFen'
  },
  off(rule, base): Off | Declined {
    const missing = short(rule, base)
    if (missing) return missing
    const { gives, fromFen } = rule
    if (gives.by === 'amount') return { ok: true, offFen: gives.offFen, say: { key: 'coupon_amount', params: { from: fromFen, offFen: gives.offFen } } }
    const offFen = minFen(percentOf(base.leftFen, gives.percentOff), gives.capFen)
    return { ok: true, offFen, say: { key: 'coupon_percent', params: { from: fromFen, percentOff: gives.percentOff, capFen: gives.capFen } } }
  },
}

export const freightCoupon: OffModule<FreightCouponRule> = {
  step: 'freight',
  check: rule => rule.fromFen < 0 ? 'fromFen' : rule.offFen >= 1 ? undefined : 'offFen',
  off(rule, base) {
    const missing = short(rule, base)
    if (missing) return missing
    if (base.leftFen === 0) return decline('no_freight')
    return { ok: true, offFen: rule.offFen, say: { key: 'coupon_freight', params: { from: rule.fromFen, offFen: rule.offFen } } }
  },
}
