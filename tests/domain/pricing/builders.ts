import { type Fen, fen } from '../../../cloudfunctions/domain/kernel/fen'
import type { CartLine, QuoteInput } from '../../../cloudfunctions/domain/pricing/cart'
import type { FreightTemplate } from '../../../cloudfunctions/domain/pricing/freight'
import type { PaidLine } from '../../../cloudfunctions/domain/pricing/paid-line'
import type { Rule, RuleKind } from '../../../cloudfunctions/domain/pricing/rules/table'

export const NOW = Date.parse('2026-05-01T12:00:00+08:00')
export const HANGZHOU = { province: '浙江省', city: '杭州市', district: '西湖区' }
export const URUMQI = { province: '新疆维吾尔自治区', city: '乌鲁木齐市', district: '天山区' }

export type RuleOf<Kind extends RuleKind> = Extract<Rule, { kind: Kind }>

/** One piece at ¥59.90 bought alone, unless said otherwise. */
export function aLine(over: Partial<Omit<CartLine, 'listPriceFen' | 'groupPriceFen'>> & { listPriceFen?: number; groupPriceFen?: number | null } = {}): CartLine {
  const { listPriceFen = 5990, groupPriceFen = null, ...rest } = over
  const productId = over.productId ?? 'orange'
  return {
    lineId: productId, productId, skuId: productId, categoryId: 'fruit', supplierId: 'own', quantity: 1, weightGram: 500, volumeCm3: 1000,
    freightTemplateId: null, mode: 'alone', headCount: 1, ...rest, listPriceFen: fen(listPriceFen), groupPriceFen: groupPriceFen === null ? null : fen(groupPriceFen),
  }
}

export function anInput(over: Partial<QuoteInput> = {}): QuoteInput {
  return { lines: [aLine()], shopper: { level: 0, isNew: false, pointsBalance: 0 }, rules: [], coupons: [], pointsToSpend: 0, delivery: null, now: NOW, ...over }
}

const BASE = { version: 1, scope: { kind: 'all' } as const, order: 0 }
const DEFAULTS: { readonly [Kind in RuleKind]: RuleOf<Kind> } = {
  group_price: { ...BASE, kind: 'group_price', id: 'group' },
  flash_price: { ...BASE, kind: 'flash_price', id: 'flash', startsAt: NOW, endsAt: NOW + 3_600_000, prices: [{ skuId: 'orange', priceFen: fen(3990) }] },
  size_ladder: { ...BASE, kind: 'size_ladder', id: 'ladder', ladder: { by: 'table', rungs: [{ people: 10, payPercent: 80 }, { people: 50, payPercent: 50 }] } },
  countdown_ladder: { ...BASE, kind: 'countdown_ladder', id: 'countdown', steps: [{ from: NOW, payPercent: 90 }, { from: NOW + 3_600_000, payPercent: 70 }] },
  bundle_price: { ...BASE, kind: 'bundle_price', id: 'bundle', exclusive: 'bundle', pieces: [{ skuId: 'orange', quantity: 1 }, { skuId: 'rice', quantity: 2 }], setPriceFen: fen(9900), maxSets: 5 },
  level_discount: { ...BASE, kind: 'level_discount', id: 'level', exclusive: 'level', fromLevel: 1, payPercent: 95 },
  threshold_discount: { ...BASE, kind: 'threshold_discount', id: 'threshold', by: 'amount', tiers: [{ from: 10_000, offFen: fen(1000) }], repeat: 'once', capFen: null },
  coupon: { ...BASE, kind: 'coupon', id: 'coupon', fromFen: fen(5000), gives: { by: 'amount', offFen: fen(500) } },
  freight_coupon: { ...BASE, kind: 'freight_coupon', id: 'freight-coupon', fromFen: fen(0), offFen: fen(500) },
  points_money: { ...BASE, kind: 'points_money', id: 'points', scope: { kind: 'all' }, exclusive: 'points', fenPerPoint: fen(1), maxPercent: 50, minPoints: 100 },
  points_earned: { ...BASE, kind: 'points_earned', id: 'earn', scope: { kind: 'all' }, fromLevel: 0, pointsPerYuan: 1 },
}

/** A rule as shops have it, with what a test is about said. */
export function aRule<Kind extends RuleKind>(kind: Kind, over: Partial<RuleOf<Kind>> = {}): RuleOf<Kind> {
  return { ...DEFAULTS[kind], ...over } as RuleOf<Kind>
}

export function aTemplate(over: Partial<FreightTemplate> = {}): FreightTemplate {
  return {
    id: 'parcel', by: 'piece', rate: { firstUnits: 1, firstFen: fen(800), nextUnits: 1, nextFen: fen(200) }, regionRates: [], freeFromFen: null, excludedRegions: [], ...over,
  }
}

export function aPaidLine(over: Partial<Omit<PaidLine, 'paidFen' | 'pricedFen'>> & { paidFen?: Fen; pricedFen?: Fen } = {}): PaidLine {
  return { lineId: 'orange', quantity: 1, listPriceFen: fen(5990), pricedFen: fen(5990), paidFen: fen(5990), points: 0, pointsFen: fen(0), ...over }
}
