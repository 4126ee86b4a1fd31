import { wholeOf } from '@/composables/use-desk-list'
import { deskCopy } from '@/copy/desk'
import { couponDeskCopy as copy } from '@/copy/desk-rules'
import { fenToYuan, yuanToFen } from '@/copy/money'
import type { AdminInput, ScopeView, TemplateView } from '@/services/types'

type Template = AdminInput<'coupon.save'>
export type Errors = Record<string, string>

/** A coupon while it is typed. Figures are kept as they were typed. */
export interface CouponForm {
  templateId: string
  name: string
  kind: 'amount' | 'percent' | 'freight'
  from: string
  off: string
  percentOff: string
  cap: string
  scopeKind: ScopeView['kind']
  categoryId: string
  productId: string
  newOnly: boolean
  /** Not shown in the form, and kept as they are. */
  order: number
  exclusive: string
  quota: string
  perShopper: string
  claimFrom: number
  claimUntil: number
  validity: 'after_claim' | 'window'
  days: string
  /** As it was saved: kept to the millisecond while nobody types other days. */
  durationMs: number
  validFrom: number
  validUntil: number
  cost: string
  /** How many were claimed already: from the first on, what it gives is fixed. */
  claimed: number
}

const DAY_MS = 86_400_000

export function emptyCoupon(templateId: string, now: number): CouponForm {
  return {
    templateId, name: '', kind: 'amount', from: '0', off: '', percentOff: '10', cap: '20', scopeKind: 'all', categoryId: '', productId: '', newOnly: false, order: 0, exclusive: '', quota: '100',
    perShopper: '1', claimFrom: now, claimUntil: now + 30 * DAY_MS, validity: 'after_claim', days: '7', durationMs: 7 * DAY_MS, validFrom: now, validUntil: now + 60 * DAY_MS, cost: '0', claimed: 0,
  }
}

/** A template as it stands, in the shape of the form. */
export function formOf(view: TemplateView, now: number): CouponForm {
  const { rule, validity } = view
  const form: CouponForm = {
    ...emptyCoupon(view.templateId, now), name: view.name, from: fenToYuan(rule.fromFen), scopeKind: rule.scope.kind, categoryId: rule.scope.kind === 'category' ? rule.scope.categoryId : '',
    productId: rule.scope.kind === 'product' ? rule.scope.productId : '', newOnly: rule.newShoppersOnly ?? false, order: rule.order ?? 0, exclusive: rule.exclusive ?? '', quota: String(view.quota),
    perShopper: String(view.perShopper), claimFrom: view.claimFrom, claimUntil: view.claimUntil, cost: String(view.costPoints), claimed: view.claimed,
    ...validity.kind === 'window' ? { validity: 'window', validFrom: validity.from, validUntil: validity.until } : { days: daysOf(validity.durationMs), durationMs: validity.durationMs },
  }
  if (rule.kind === 'freight_coupon') return { ...form, kind: 'freight', off: fenToYuan(rule.offFen) }
  return rule.gives.by === 'amount'
    ? { ...form, kind: 'amount', off: fenToYuan(rule.gives.offFen) }
    : { ...form, kind: 'percent', percentOff: String(rule.gives.percentOff), cap: fenToYuan(rule.gives.capFen) }
}

function daysOf(durationMs: number): string {
  return String(Math.max(1, Math.round(durationMs / DAY_MS)))
}

/** What is sent, or what is wrong, by the field it is about (S21). */
export function toTemplate(form: CouponForm): { ok: true; template: Template } | { ok: false; errors: Errors } {
  const errors: Errors = {}
  const whole = (field: 'percentOff' | 'quota' | 'perShopper' | 'days' | 'cost', min: number, max: number): number => {
    const value = wholeOf(form[field], min, max)
    if (value === null) errors[field] = deskCopy.wholeNumber(min, max)
    return value ?? min
  }
  const money = (field: 'from' | 'off' | 'cap', least = 1): number => {
    const value = yuanToFen(form[field])
    if (value === null || value < least) errors[field] = deskCopy.money
    return value ?? 0
  }
  if (!form.name.trim()) errors.name = deskCopy.required
  const quota = whole('quota', 1, 1_000_000)
  const perShopper = whole('perShopper', 1, 1000)
  if (quota < form.claimed) errors.quota ??= copy.quotaBelow(form.claimed)
  if (perShopper > quota) errors.perShopper ??= copy.perShopperAbove
  if (form.claimUntil <= form.claimFrom) errors.claimUntil = deskCopy.endsBeforeStart
  const base = {
    scope: scopeOf(form, errors), order: form.order, fromFen: money('from', 0), ...form.newOnly && { newShoppersOnly: true }, ...form.exclusive && { exclusive: form.exclusive },
  }
  const rule: Template['rule'] = form.kind === 'freight'
    ? { ...base, kind: 'freight_coupon', offFen: money('off') }
    : { ...base, kind: 'coupon', gives: form.kind === 'amount' ? { by: 'amount', offFen: money('off') } : { by: 'percent', percentOff: whole('percentOff', 1, 99), capFen: money('cap') } }
  if (form.validity === 'window' && (form.validUntil <= form.validFrom || form.validUntil < form.claimUntil)) errors.validUntil = copy.validUntilEarly
  const template: Template = {
    templateId: form.templateId, name: form.name.trim(), rule, quota, perShopper, claimFrom: form.claimFrom, claimUntil: form.claimUntil, costPoints: whole('cost', 0, 1_000_000),
    validity: form.validity === 'window' ? { kind: 'window', from: form.validFrom, until: form.validUntil } : { kind: 'after_claim', durationMs: form.days === daysOf(form.durationMs) ? form.durationMs : whole('days', 1, 1095) * DAY_MS },
  }
  return Object.keys(errors).length === 0 ? { ok: true, template } : { ok: false, errors }
}

function scopeOf({ scopeKind, categoryId, productId }: CouponForm, errors: Errors): Template['rule']['scope'] {
  if (scopeKind === 'all') return { kind: 'all' }
  if (scopeKind === 'category') {
    if (!categoryId) errors.categoryId = deskCopy.choose
    return { kind: 'category', categoryId }
  }
  if (!productId) errors.productId = deskCopy.choose
  return { kind: 'product', productId }
}

/** The fields of the form, by the names that the server has for what it found wrong. */
const FIELDS: Readonly<Record<string, string>> = { fromFen: 'from', offFen: 'off', capFen: 'cap', validity: 'validUntil', costPoints: 'cost' }

export function fieldOf(named: string): string {
  return FIELDS[named] ?? named
}
