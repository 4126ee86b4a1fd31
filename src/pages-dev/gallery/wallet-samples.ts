import { lineSamples, pictures } from './samples'
import type { CartLineView } from '@/components/cart/cart-line'
import { galleryCopy } from '@/copy/gallery'
import type {
  BalanceView, CentreCouponView, CouponChoiceView, GoodsView, InvoiceView, NotAppliedView, PriceLineView, QuoteView, RungView, WalletEntryView, WalletView,
} from '@/services/types'

const say = (key: string, params: Record<string, number> = {}) => ({ key, params })

export const priceLineSamples: readonly PriceLineView[] = [
  { kind: 'goods', amountFen: 39_980, say: null },
  { kind: 'discount', amountFen: -2995, say: say('size_ladder', { people: 50, payPercent: 50 }) },
  { kind: 'discount', amountFen: -3000, say: say('threshold_amount_once', { from: 20_000, offFen: 3000, times: 1 }) },
  { kind: 'discount', amountFen: -512, say: say('level_discount', { level: 2, payPercent: 95 }) },
  { kind: 'discount', amountFen: -2000, say: say('coupon_percent', { from: 9_999_900, percentOff: 12, capFen: 9_999_900 }) },
  { kind: 'freight', amountFen: 0, say: null },
]

export const hintSamples: readonly NotAppliedView[] = [
  { kind: 'threshold_discount', reason: 'below_threshold', params: { from: 20_000, offFen: 2000, missing: 1200 }, name: null },
  { kind: 'coupon', reason: 'excluded', params: {}, name: galleryCopy.long },
  { kind: 'size_ladder', reason: 'too_few_people', params: { people: 50, payPercent: 50, missing: 8 }, name: null },
]

export function couponSamples(base: number): readonly CouponChoiceView[] {
  const coupon = (couponId: string, over: Partial<CouponChoiceView>): CouponChoiceView => ({
    couponId, name: galleryCopy.subtitle, say: say('coupon_amount', { from: 10_000, offFen: 2000 }), state: 'unused', validFrom: base, expiresAt: base + 86_400_000, chosen: false,
    savesFen: 2000, why: null, ...over,
  })
  return [
    coupon('amount', { chosen: true }),
    coupon('percent', { name: galleryCopy.long, say: say('coupon_percent', { from: 0, percentOff: 15, capFen: 9_999_999 }), savesFen: 1234 }),
    coupon('freight', { say: say('coupon_freight', { from: 5000, offFen: 99_999 }), savesFen: 0, why: { kind: 'freight_coupon', reason: 'no_freight', params: {}, name: null } }),
    coupon('short', { say: say('coupon_amount', { from: 0, offFen: 9_999_999 }), savesFen: 0, why: { kind: 'coupon', reason: 'below_threshold', params: { from: 10_000, missing: 1200 }, name: null } }),
  ]
}

export function quoteSample(base: number): QuoteView {
  return {
    kind: 'alone', goods: 'physical', lines: lineSamples.map(line => ({ ...line, available: 8 })), priceLines: priceLineSamples, notApplied: hintSamples, payableFen: 31_473,
    balanceFen: 10_000, wechatFen: 21_473, methods: ['wechat', 'balance', 'mixed', 'points'], balanceHaveFen: 10_000, points: { have: 12_800, spent: 500, earned: 314 }, coupons: couponSamples(base), freightKnown: true,
    needsAddress: true, undeliverable: [], mustAgree: [], quoteKey: '', quantityLimit: 99, group: null,
  }
}

export const rungSamples: readonly RungView[] = [{ people: 2, payPercent: 100 }, { people: 10, payPercent: 80 }, { people: 50, payPercent: 50 }]

const line: CartLineView = {
  productId: 'normal', skuId: 'normal', quantity: 2, chosen: true, title: galleryCopy.normal, specText: galleryCopy.spec, cover: pictures.peach, kind: 'physical', priceFen: 5990,
  available: 8, cold: false, problem: null,
}

export const cartSamples: readonly CartLineView[] = [
  line,
  { ...line, skuId: 'long', title: galleryCopy.long, priceFen: 9_999_999, cold: true, chosen: false, quantity: 99, available: 3 },
  { ...line, skuId: 'service', title: galleryCopy.short, specText: '', kind: 'service', cover: pictures.broken },
  { ...line, skuId: 'unknown', kind: null, priceFen: null, available: null },
  { ...line, skuId: 'sold-out', title: galleryCopy.long, problem: 'sold_out', available: 0 },
  { ...line, skuId: 'ios', problem: 'not_on_ios', kind: 'virtual' },
]

type Noticed = Pick<GoodsView, 'kind' | 'cold' | 'packaging' | 'orderHours' | 'service' | 'skus' | 'activity'>

export function noticeSamples(base: number, skus: GoodsView['skus']): readonly Noticed[] {
  const fresh: Noticed = { kind: 'physical', cold: true, packaging: galleryCopy.subtitle, orderHours: { fromMinute: 360, cutoffMinute: 1080, open: false }, service: null, skus, activity: null }
  return [
    fresh,
    { ...fresh, cold: false, packaging: '', orderHours: { fromMinute: 0, cutoffMinute: 1439, open: true }, skus: skus.slice(0, 1) },
    {
      ...fresh, kind: 'service', cold: false, packaging: '', orderHours: null,
      service: { uses: 5, validFrom: base, validUntil: base + 30 * 86_400_000, refundSteps: [{ beforeMs: 3 * 86_400_000, percent: 100 }, { beforeMs: 0, percent: 50 }] },
    },
  ]
}

const wallet: WalletView = { points: 1280, balanceFen: 12_345, coupons: 3, level: 2, levelName: '', storedValue: true }
export const walletSamples: readonly WalletView[] = [
  wallet, { ...wallet, storedValue: false, balanceFen: 0, points: 0, coupons: 0 }, { ...wallet, points: 9_999_999, balanceFen: 99_999_999, coupons: 999 },
]

export function historySamples(base: number): readonly WalletEntryView[] {
  return [
    { entryId: 'in', kind: 'topped_up', orderId: null, change: 10_000, at: base },
    { entryId: 'out', kind: 'order_paid', orderId: 'order', change: -9_999_999, at: base },
    { entryId: 'other', kind: 'other', orderId: null, change: 99_999_999, at: base },
  ]
}

export const balanceSample: BalanceView = {
  balanceFen: 10_000, heldFen: 500, storedValue: true, minFen: 100, maxFen: 100_000, maxBalanceFen: 500_000, note: 'stored_value_terms',
  bonuses: [{ fromFen: 10_000, bonusFen: 500 }, { fromFen: 20_000, bonusFen: 2000 }, { fromFen: 50_000, bonusFen: 9999 }],
}

export function centreSamples(base: number): readonly CentreCouponView[] {
  const coupon: CentreCouponView = {
    templateId: 'free', name: galleryCopy.subtitle, say: say('coupon_amount', { from: 10_000, offFen: 2000 }), scope: { kind: 'all' }, newShoppersOnly: false, left: 12, quota: 100,
    mine: 0, perShopper: 1, claimFrom: base, claimUntil: base + 86_400_000, validity: { kind: 'after_claim', durationMs: 7 * 86_400_000 }, costPoints: 0, state: 'claimable',
  }
  return [
    coupon,
    {
      ...coupon, templateId: 'claimed', name: galleryCopy.long, say: say('coupon_percent', { from: 0, percentOff: 15, capFen: 9_999_999 }), newShoppersOnly: true, mine: 2, perShopper: 2,
      scope: { kind: 'category', categoryId: '' }, validity: { kind: 'window', from: base, until: base + 86_400_000 }, state: 'claimed',
    },
    { ...coupon, templateId: 'soon', state: 'upcoming' },
    { ...coupon, templateId: 'points', say: say('coupon_freight', { from: 0, offFen: 800 }), costPoints: 12_800 },
  ]
}

export function invoiceSamples(base: number): readonly InvoiceView[] {
  const invoice: InvoiceView = {
    invoiceId: 'requested', orderId: '1lq9k2f3aB7xYz0PqRsT', state: 'requested', title: galleryCopy.names[0]!, taxNo: null, email: 'name@example.com', amountFen: 5990, requestedAt: base,
    number: null, file: null, issuedAt: null, rejectedFor: null,
  }
  return [
    invoice,
    { ...invoice, invoiceId: 'issued', state: 'issued', title: galleryCopy.long, taxNo: '91330106MA2ABCDE0X', number: '26332000000012345678', file: 'https://example.com/invoice.pdf', issuedAt: base, amountFen: 9_999_999 },
    { ...invoice, invoiceId: 'rejected', state: 'rejected', rejectedFor: galleryCopy.long },
  ]
}
