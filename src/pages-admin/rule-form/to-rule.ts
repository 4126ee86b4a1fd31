import type { RuleForm } from './draft'
import { tableOf, wholeOf } from '@/composables/use-desk-list'
import { deskCopy } from '@/copy/desk'
import { ruleDeskCopy as copy } from '@/copy/desk-rules'
import { yuanToFen } from '@/copy/money'
import type { AdminInput } from '@/services/types'

type Rule = AdminInput<'rules.save'>['rule']
type FlashPrice = Extract<Rule, { kind: 'flash_price' }>['prices'][number]
export type Errors = Record<string, string>
/** Goods a flash price is about, with what a piece costs alone. */
export interface FlashSku { readonly skuId: string; readonly priceAloneFen: number }

/** What is sent, or what is wrong, by the field it is about (S25). */
export function toRule(form: RuleForm, flashSkus: readonly FlashSku[] = []): { ok: true; rule: Rule } | { ok: false; errors: Errors } {
  const errors: Errors = {}
  const rule = make(form, flashSkus, errors)
  return Object.keys(errors).length === 0 ? { ok: true, rule } : { ok: false, errors }
}

export function isScoped({ kind }: Pick<RuleForm, 'kind'>): boolean {
  return kind !== 'points_money' && kind !== 'points_earned'
}

/** A ladder is everybody's who is in the group. */
export function mayBeForNew({ kind }: Pick<RuleForm, 'kind'>): boolean {
  return kind !== 'size_ladder'
}

function make(form: RuleForm, flashSkus: readonly FlashSku[], errors: Errors): Rule {
  const figure = (field: string, typed: string, min: number, max: number): number => {
    const value = wholeOf(typed, min, max)
    if (value === null) errors[field] = deskCopy.wholeNumber(min, max)
    return value ?? min
  }
  const money = (field: string, typed: string): number => {
    const value = yuanToFen(typed)
    if (!value) errors[field] = deskCopy.money
    return value ?? 0
  }
  const flash = form.kind === 'flash_price'
  if ((form.limited || flash) && form.endsAt <= form.startsAt) errors.endsAt = deskCopy.endsBeforeStart
  const base = {
    id: form.id, order: figure('order', form.order, -1000, 1000), ...form.newOnly && mayBeForNew(form) && { newShoppersOnly: true }, ...form.limited && !flash && { startsAt: form.startsAt, endsAt: form.endsAt },
  }
  const scoped = { ...base, scope: scopeOf(form, errors) }
  switch (form.kind) {
    case 'threshold_discount': {
      if (form.exclusive.trim() && !/^[0-9A-Za-z_-]{1,20}$/.test(form.exclusive.trim())) errors.exclusive = copy.exclusiveInvalid
      const first = form.by === 'amount' ? yuanToFen : (cell: string) => wholeOf(cell, 1, 1_000_000)
      return {
        ...scoped, kind: 'threshold_discount', by: form.by, repeat: form.repeat, tiers: pairs('tiers', form.tiers, first, yuanToFen, errors).map(([from, offFen]) => ({ from, offFen })),
        capFen: form.cap.trim() ? money('cap', form.cap) : null, ...form.exclusive.trim() && { exclusive: form.exclusive.trim() },
      }
    }
    case 'level_discount': return { ...scoped, kind: 'level_discount', fromLevel: figure('fromLevel', form.fromLevel, 1, 99), payPercent: figure('payPercent', form.payPercent, 1, 99) }
    case 'points_money': return {
      ...base, kind: 'points_money', scope: { kind: 'all' }, fenPerPoint: figure('fenPerPoint', form.fenPerPoint, 1, 1000), maxPercent: figure('maxPercent', form.maxPercent, 1, 100),
      minPoints: figure('minPoints', form.minPoints, 1, 1_000_000),
    }
    case 'points_earned': return { ...base, kind: 'points_earned', scope: { kind: 'all' }, fromLevel: figure('fromLevel', form.fromLevel, 0, 99), pointsPerYuan: figure('pointsPerYuan', form.pointsPerYuan, 1, 1000) }
    case 'size_ladder': return {
      ...scoped, kind: 'size_ladder', ladder: form.ladderBy === 'table'
        ? { by: 'table', rungs: pairs('rungs', form.rungs, cell => wholeOf(cell, 2, 100_000), cell => wholeOf(cell, 1, 99), errors).map(([people, payPercent]) => ({ people, payPercent })) }
        : { by: 'formula', everyPeople: figure('everyPeople', form.everyPeople, 1, 100_000), percentOff: figure('percentOff', form.percentOff, 1, 99), floorPercent: figure('floorPercent', form.floorPercent, 1, 99) },
    }
    case 'flash_price': {
      const prices = flashSkus.flatMap(sku => flashPrice(form, sku, { figure, money }, errors) ?? [])
      if (prices.length === 0) errors.flash = form.productId ? copy.flashNone : copy.chooseFirst
      return { ...base, kind: 'flash_price', scope: { kind: 'product', productId: form.productId }, startsAt: form.startsAt, endsAt: form.endsAt, prices }
    }
    case 'countdown_ladder': {
      form.steps.forEach((step, index) => {
        const before = form.steps[index - 1]
        if (before && step.from <= before.from) errors[`step-${index}`] = copy.stepsOrder
      })
      if (form.steps.length === 0) errors.steps = deskCopy.required
      return { ...scoped, kind: 'countdown_ladder', steps: form.steps.map((step, index) => ({ from: step.from, payPercent: figure(`percent-${index}`, step.percent, 1, 100) })) }
    }
    case 'bundle_price': {
      if (form.pieces.length === 0) errors.pieces = copy.piecesTooFew
      return {
        ...scoped, kind: 'bundle_price', setPriceFen: money('setPrice', form.setPrice), maxSets: figure('maxSets', form.maxSets, 1, 999),
        pieces: form.pieces.map(({ skuId, quantity }) => ({ skuId, quantity: figure(`piece-${skuId}`, quantity, 1, 99) })),
      }
    }
  }
}

type ScopeInput = Extract<Rule, { kind: 'threshold_discount' }>['scope']

function scopeOf(form: RuleForm, errors: Errors): ScopeInput {
  const kind = form.kind === 'flash_price' ? 'product' : form.scopeKind
  if (!isScoped(form) || kind === 'all') return { kind: 'all' }
  if (kind === 'category') {
    if (!form.categoryId) errors.categoryId = deskCopy.choose
    return { kind: 'category', categoryId: form.categoryId }
  }
  if (!form.productId) errors.productId = deskCopy.choose
  return { kind: 'product', productId: form.productId }
}

interface Readers { figure: (field: string, typed: string, min: number, max: number) => number; money: (field: string, typed: string) => number }

/** The price of one SKU, with a pool of its own where it is limited (X1); nothing for one without a price. */
function flashPrice(form: RuleForm, { skuId, priceAloneFen }: FlashSku, { figure, money }: Readers, errors: Errors): FlashPrice | null {
  const typed = form.flash[skuId]
  if (!typed?.price.trim()) return null
  const priceFen = money(`price-${skuId}`, typed.price)
  if (priceFen >= priceAloneFen) errors[`price-${skuId}`] ??= copy.flashAbove
  if (!typed.pieces.trim() && !typed.perOrder.trim()) return { skuId, priceFen }
  const limit = { pieces: figure(`pieces-${skuId}`, typed.pieces, 1, 1_000_000), perOrder: figure(`order-${skuId}`, typed.perOrder, 1, 1_000_000) }
  if (limit.perOrder > limit.pieces) errors[`order-${skuId}`] ??= copy.flashPerOrderAbove
  return { skuId, priceFen, limit }
}

/** Lines of two figures each, `100-10`. */
function pairs(field: string, typed: string, first: (cell: string) => number | null, second: (cell: string) => number | null, errors: Errors): [number, number][] {
  const rows = (tableOf(typed, 2) ?? []).map(([a = '', b = '']): [number | null, number | null] => [first(a), second(b)])
  if (rows.length === 0 || rows.some(([a, b]) => a === null || b === null)) errors[field] = copy.invalidLines
  return rows.map(([a, b]) => [a ?? 0, b ?? 0])
}

/** The fields of the form, by the names that the server has for what it found wrong. */
const FIELDS: Readonly<Record<string, string>> = { prices: 'flash', limit: 'flash', setPriceFen: 'setPrice', scope: 'productId', capFen: 'cap' }

export function fieldOf(named: string): string {
  return FIELDS[named] ?? named
}
