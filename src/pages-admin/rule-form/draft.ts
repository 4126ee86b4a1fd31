import { fenToYuan } from '@/copy/money'
import type { RuleView, ScopeView } from '@/services/types'

export type RuleKind = RuleView['kind']

export interface FlashForm { price: string; pieces: string; perOrder: string }
export interface StepForm { from: number; percent: string }
export interface PieceForm { skuId: string; name: string; quantity: string }

/** A rule while it is typed. Figures are kept as they were typed, so that a wrong one can be seen and corrected; changing the kind loses nothing. */
export interface RuleForm {
  id: string
  kind: RuleKind
  scopeKind: ScopeView['kind']
  categoryId: string
  productId: string
  by: 'amount' | 'count'
  repeat: 'once' | 'each_time' | 'each_piece'
  tiers: string
  cap: string
  fromLevel: string
  payPercent: string
  fenPerPoint: string
  maxPercent: string
  minPoints: string
  pointsPerYuan: string
  ladderBy: 'table' | 'formula'
  rungs: string
  everyPeople: string
  percentOff: string
  floorPercent: string
  /** By SKU; one without a price is not part of it (X1). */
  flash: Record<string, FlashForm>
  steps: StepForm[]
  pieces: PieceForm[]
  setPrice: string
  maxSets: string
  limited: boolean
  startsAt: number
  endsAt: number
  newOnly: boolean
  order: string
  exclusive: string
}

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000

export function emptyRule(id: string, now: number): RuleForm {
  const hour = now - now % HOUR_MS + HOUR_MS
  return {
    id, kind: 'threshold_discount', scopeKind: 'all', categoryId: '', productId: '', by: 'amount', repeat: 'once', tiers: '', cap: '', fromLevel: '1', payPercent: '95', fenPerPoint: '1', maxPercent: '50',
    minPoints: '1', pointsPerYuan: '1', ladderBy: 'table', rungs: '', everyPeople: '5', percentOff: '5', floorPercent: '50', flash: {}, steps: [{ from: hour, percent: '90' }], pieces: [], setPrice: '',
    maxSets: '1', limited: false, startsAt: hour, endsAt: hour + 7 * DAY_MS, newOnly: false, order: '0', exclusive: '',
  }
}

/** A rule as it stands, in the shape of the form. */
export function formOf(rule: RuleView, now: number): RuleForm {
  const form: RuleForm = {
    ...emptyRule(rule.id, now), kind: rule.kind, scopeKind: rule.scope.kind, categoryId: rule.scope.kind === 'category' ? rule.scope.categoryId : '',
    productId: rule.scope.kind === 'product' ? rule.scope.productId : '', newOnly: rule.newShoppersOnly ?? false, order: String(rule.order ?? 0),
    limited: rule.startsAt !== undefined || rule.endsAt !== undefined,
  }
  return { ...form, startsAt: rule.startsAt ?? now, endsAt: rule.endsAt ?? Math.max(now, rule.startsAt ?? 0) + 365 * DAY_MS, ...contentOf(rule) }
}

function contentOf(rule: RuleView): Partial<RuleForm> {
  switch (rule.kind) {
    case 'threshold_discount': return {
      by: rule.by, repeat: rule.repeat, cap: rule.capFen === null ? '' : fenToYuan(rule.capFen), exclusive: rule.exclusive ?? '',
      tiers: rule.tiers.map(tier => `${rule.by === 'amount' ? fenToYuan(tier.from) : tier.from}-${fenToYuan(tier.offFen)}`).join('\n'),
    }
    case 'level_discount': return { fromLevel: String(rule.fromLevel), payPercent: String(rule.payPercent) }
    case 'points_money': return { fenPerPoint: String(rule.fenPerPoint), maxPercent: String(rule.maxPercent), minPoints: String(rule.minPoints) }
    case 'points_earned': return { fromLevel: String(rule.fromLevel), pointsPerYuan: String(rule.pointsPerYuan) }
    case 'size_ladder': return rule.ladder.by === 'table'
      ? { ladderBy: 'table', rungs: rule.ladder.rungs.map(rung => `${rung.people}-${rung.payPercent}`).join('\n') }
      : { ladderBy: 'formula', everyPeople: String(rule.ladder.everyPeople), percentOff: String(rule.ladder.percentOff), floorPercent: String(rule.ladder.floorPercent) }
    case 'flash_price': return {
      flash: Object.fromEntries(rule.prices.map(({ skuId, priceFen, limit }) => [skuId, { price: fenToYuan(priceFen), pieces: String(limit?.pieces ?? ''), perOrder: String(limit?.perOrder ?? '') }])),
    }
    case 'countdown_ladder': return { steps: rule.steps.map(step => ({ from: step.from, percent: String(step.payPercent) })) }
    case 'bundle_price': return {
      setPrice: fenToYuan(rule.setPriceFen), maxSets: String(rule.maxSets), pieces: rule.pieces.map(({ skuId, quantity }) => ({ skuId, name: skuId, quantity: String(quantity) })),
    }
  }
}

/** A row for every SKU of the goods that a flash price is about; what was typed for other goods is kept in case they come back. */
export function withFlash(form: RuleForm, skuIds: readonly string[]): RuleForm['flash'] {
  return { ...Object.fromEntries(skuIds.map(skuId => [skuId, { price: '', pieces: '', perOrder: '' }])), ...form.flash }
}
