import { describe, expect, it } from 'vitest'
import { deskCopy } from '@/copy/desk'
import { couponDeskCopy, ruleDeskCopy } from '@/copy/desk-rules'
import { emptyCoupon, formOf as couponForm, toTemplate } from '@/pages-admin/coupon-form/draft'
import { emptyRule, formOf, type RuleForm, withFlash } from '@/pages-admin/rule-form/draft'
import { toRule } from '@/pages-admin/rule-form/to-rule'
import type { RuleView, TemplateView } from '@/services/types'

const DAY = 86_400_000
const product = { kind: 'product', productId: 'p1' } as const

/** One of every kind, with everything a rule can say. */
const RULES: readonly RuleView[] = [
  { id: 'r1', version: 3, kind: 'threshold_discount', scope: { kind: 'category', categoryId: 'fruit' }, order: 7, exclusive: 'spring', newShoppersOnly: true, by: 'amount', tiers: [{ from: 10_050, offFen: 1000 }, { from: 20_000, offFen: 3000 }], repeat: 'each_time', capFen: 5000 },
  { id: 'r2', version: 1, kind: 'threshold_discount', scope: { kind: 'all' }, order: 0, by: 'count', tiers: [{ from: 3, offFen: 500 }], repeat: 'once', capFen: null },
  { id: 'r3', version: 1, kind: 'level_discount', scope: { kind: 'all' }, order: 0, fromLevel: 2, payPercent: 95 },
  { id: 'r4', version: 1, kind: 'points_money', scope: { kind: 'all' }, order: 0, fenPerPoint: 2, maxPercent: 30, minPoints: 100 },
  { id: 'r5', version: 1, kind: 'points_earned', scope: { kind: 'all' }, order: -5, fromLevel: 0, pointsPerYuan: 2 },
  { id: 'r6', version: 1, kind: 'size_ladder', scope: product, order: 0, ladder: { by: 'table', rungs: [{ people: 2, payPercent: 90 }, { people: 10, payPercent: 80 }] } },
  { id: 'r7', version: 1, kind: 'size_ladder', scope: product, order: 0, startsAt: DAY, endsAt: 2 * DAY, ladder: { by: 'formula', everyPeople: 5, percentOff: 4, floorPercent: 60 } },
  { id: 'r8', version: 1, kind: 'flash_price', scope: product, order: 0, startsAt: DAY, endsAt: 2 * DAY, prices: [{ skuId: 's1', priceFen: 990, limit: { pieces: 50, perOrder: 2 } }, { skuId: 's2', priceFen: 1290 }] },
  { id: 'r9', version: 1, kind: 'countdown_ladder', scope: product, order: 0, steps: [{ from: DAY, payPercent: 90 }, { from: 2 * DAY, payPercent: 70 }] },
  { id: 'r10', version: 1, kind: 'bundle_price', scope: { kind: 'all' }, order: 0, pieces: [{ skuId: 's1', quantity: 2 }, { skuId: 's2', quantity: 1 }], setPriceFen: 5900, maxSets: 3 },
]
const skus = [{ skuId: 's1', priceAloneFen: 3000 }, { skuId: 's2', priceAloneFen: 4000 }, { skuId: 's3', priceAloneFen: 5000 }]

function flash(over: Partial<RuleForm['flash'][string]>): RuleForm {
  const form: RuleForm = { ...emptyRule('r', 0), kind: 'flash_price', productId: 'p1' }
  return { ...form, flash: { ...withFlash(form, skus.map(sku => sku.skuId)), s1: { price: '', pieces: '', perOrder: '', ...over } } }
}

function wrong(form: RuleForm): Record<string, string> {
  const made = toRule(form, skus)
  return made.ok ? {} : made.errors
}

describe('the form of rules', () => {
  it.each(RULES.map(rule => [rule.kind, rule.id, rule] as const))('S25: %s (%s) that is opened and saved again is what it was', (_kind, _id, rule) => {
    const { version: _, ...input } = rule
    const form = formOf(rule, 5 * DAY)
    expect(toRule({ ...form, flash: withFlash(form, skus.map(sku => sku.skuId)) }, skus)).toEqual({ ok: true, rule: input })
  })

  it('X1: a flash price needs one SKU with a price, below that of buying alone, and a limit in full', () => {
    expect(wrong(flash({}))).toEqual({ flash: ruleDeskCopy.flashNone })
    expect(wrong(flash({ price: '30' }))).toEqual({ 'price-s1': ruleDeskCopy.flashAbove })
    expect(wrong(flash({ price: '9.9', pieces: '10' }))).toEqual({ 'order-s1': deskCopy.wholeNumber(1, 1_000_000) })
    expect(wrong(flash({ price: '9.9', pieces: '1', perOrder: '2' }))).toEqual({ 'order-s1': ruleDeskCopy.flashPerOrderAbove })
    expect(wrong(flash({ price: '9.9', pieces: '10', perOrder: '2' }))).toEqual({})
  })

  it('S39: a ladder is everybody’s: what was chosen for another kind is not sent with it', () => {
    const form: RuleForm = { ...emptyRule('r', 0), kind: 'size_ladder', rungs: '10-80', newOnly: true }
    const made = toRule(form)
    expect(made.ok && 'newShoppersOnly' in made.rule).toBe(false)
    expect(toRule({ ...form, kind: 'countdown_ladder' })).toMatchObject({ ok: true, rule: { newShoppersOnly: true } })
  })

  it('S15: the steps of a countdown come one after the other', () => {
    expect(wrong({ ...emptyRule('r', 0), kind: 'countdown_ladder', steps: [{ from: 2, percent: '90' }, { from: 2, percent: '101' }] })).toEqual({ 'step-1': ruleDeskCopy.stepsOrder, 'percent-1': deskCopy.wholeNumber(1, 100) })
  })

  it('marks what is missing, field by field', () => {
    expect(Object.keys(wrong({ ...emptyRule('r', 0), kind: 'bundle_price', scopeKind: 'product', setPrice: '0' })).sort()).toEqual(['pieces', 'productId', 'setPrice'])
    expect(Object.keys(wrong({ ...emptyRule('r', 0), tiers: '100', exclusive: '满减', limited: true, startsAt: 5, endsAt: 5 })).sort()).toEqual(['endsAt', 'exclusive', 'tiers'])
  })

  it('what was typed for other goods is kept, and not sent', () => {
    const form = flash({ price: '9.9' })
    const made = toRule({ ...form, flash: { ...form.flash, gone: { price: '1', pieces: '', perOrder: '' } } }, skus)
    expect(made).toMatchObject({ ok: true, rule: { prices: [{ skuId: 's1', priceFen: 990 }] } })
  })
})

const template: TemplateView = {
  templateId: 't1', name: '周末券', say: { key: 'coupon_amount', params: {} }, quota: 100, claimed: 0, perShopper: 2, claimFrom: 0, claimUntil: DAY, costPoints: 20, state: 'open', createdAt: 0,
  validity: { kind: 'after_claim', durationMs: 36 * 3_600_000 }, rule: { kind: 'coupon', scope: product, order: 3, exclusive: 'one', newShoppersOnly: true, fromFen: 5000, gives: { by: 'percent', percentOff: 15, capFen: 2000 } },
}

describe('the form of coupons', () => {
  it.each([
    ['percent', template],
    ['amount in a window', { ...template, validity: { kind: 'window', from: 0, until: 2 * DAY }, rule: { kind: 'coupon', scope: { kind: 'all' }, order: 0, fromFen: 0, gives: { by: 'amount', offFen: 500 } } }],
    ['freight', { ...template, rule: { kind: 'freight_coupon', scope: { kind: 'category', categoryId: 'fruit' }, order: 0, fromFen: 100, offFen: 800 } }],
  ] as const)('S21: a coupon (%s) that is opened and saved again is what it was', (_name, view) => {
    const { say: _say, claimed: _claimed, state: _state, createdAt: _createdAt, ...input } = view as TemplateView
    expect(toTemplate(couponForm(view, 5 * DAY))).toEqual({ ok: true, template: input })
  })

  it('S21: the quota is not below what is claimed, and the window not over before claiming is', () => {
    const claimed = toTemplate({ ...couponForm({ ...template, claimed: 60 }, 0), quota: '59' })
    expect(claimed.ok || claimed.errors).toEqual({ quota: couponDeskCopy.quotaBelow(60) })
    const over = toTemplate({ ...emptyCoupon('t', 0), name: '券', off: '5', validity: 'window', validFrom: 0, validUntil: DAY, claimUntil: 2 * DAY, perShopper: '101' })
    expect(over.ok || over.errors).toEqual({ validUntil: couponDeskCopy.validUntilEarly, perShopper: couponDeskCopy.perShopperAbove })
  })
})
