import type { CouponChoiceView, NotAppliedView, QuoteView } from '../../contract/views'
import { missingPeople } from '../../domain/group/group'
import type { HeldCoupon } from '../../domain/member/coupon'
import { isUsable } from '../../domain/member/coupon'
import { activityOf, decidePurchase, type Purchase, type PurchaseFacts, type PurchaseRequest } from '../../domain/order/purchase'
import type { Region } from '../../domain/pricing/freight'
import type { NotApplied } from '../../domain/pricing/quote'
import { ladderFor, rungsOf } from '../../domain/pricing/rules/size-ladder'
import { ALL_METHODS, METHODS, offersBalance } from '../../domain/shop/payment-methods'
import type { Stock } from '../../domain/stock/stock'
import { couponView } from './coupon-view'
import { shownStock } from './goods-view'
import { lineView, priceLineView } from './order-view'

/** As many of a shopper's coupons are weighed beside an order; who has more sees those that end first. */
const COUPONS_WEIGHED = 20

/** A quote as the shopper sees it: every rule that counted with what it took off, every one that did not with what is missing. */
export function quoteView(request: PurchaseRequest, purchase: Purchase, facts: PurchaseFacts, stocks: readonly Stock[], region: Region | null, now: number): QuoteView {
  const { quote, goods } = purchase
  const { member, setup } = facts
  const methods = setup.methods ?? ALL_METHODS
  const available = new Map(stocks.map(stock => [stock.id, stock.available]))
  const names = new Map(request.couponIds.flatMap(id => member.coupons[id] ?? []).map(coupon => [coupon.rule.id, coupon.name]))
  return {
    kind: request.kind,
    goods,
    lines: purchase.lines.map(line => ({ ...lineView(line), available: shownStock(available.get(line.skuId) ?? 0) })),
    priceLines: purchase.priceLines.map(priceLineView),
    notApplied: quote.notApplied.map(one => notAppliedView(one, names.get(one.ruleId) ?? null)),
    payableFen: quote.payableFen,
    balanceFen: purchase.balanceFen,
    wechatFen: purchase.wechatFen,
    methods: METHODS.filter(method => methods[method]),
    balanceHaveFen: offersBalance(methods, member.balanceFen, quote.payableFen) && (setup.switches.storedValue || member.balanceFen > 0) ? member.balanceFen : null,
    points: { have: methods.points ? member.points : 0, spent: quote.pointsSpent, earned: quote.pointsEarned },
    coupons: couponChoices(request, purchase, facts, region, now),
    freightKnown: region !== null || goods !== 'physical',
    needsAddress: goods === 'physical',
    undeliverable: quote.undeliverable,
    mustAgree: purchase.lines.filter(line => line.returnPolicy === 'none').map(line => line.skuId),
    quoteKey: purchase.key,
    quantityLimit: purchase.quantityLimit,
    group: groupPart(request, facts, now),
  }
}

function groupPart(request: PurchaseRequest, { products, group, setup }: PurchaseFacts, now: number): QuoteView['group'] {
  if (group) return { size: group.terms.size, missing: missingPeople(group), deadlineAt: group.deadlineAt, people: group.paid, rungs: group.terms.ladder ? rungsOf(group.terms.ladder) : [] }
  const activity = request.kind === 'open' ? activityOf(request, products) : undefined
  const product = products.find(one => one.id === request.lines[0]?.productId)
  if (!activity || !product) return null
  const ladder = ladderFor(setup.rules, product, now)
  return { size: activity.size, missing: ladder ? activity.formAt : activity.size, deadlineAt: 0, people: 0, rungs: ladder ? rungsOf(ladder) : [] }
}

function notAppliedView({ kind, reason, params }: NotApplied, name: string | null): NotAppliedView {
  return { kind, reason, params, name }
}

/** Each coupon of the shopper beside this order: what it alone would save, or why it would not; best first. */
function couponChoices(request: PurchaseRequest, purchase: Purchase, facts: PurchaseFacts, region: Region | null, now: number): CouponChoiceView[] {
  const mine = Object.values(facts.member.coupons).filter(coupon => isUsable(coupon, now)).sort((a, b) => a.expiresAt - b.expiresAt).slice(0, COUPONS_WEIGHED)
  if (mine.length === 0) return []
  const payableFen = (coupons: readonly HeldCoupon[]): { fen: number; why: NotAppliedView | null } => {
    const decision = decidePurchase({ ...request, couponIds: coupons.map(coupon => coupon.id), points: 0 }, facts, region, facts.member.id, now)
    if (!decision.ok) return { fen: purchase.quote.payableFen, why: null }
    const declined = decision.value.quote.notApplied.find(one => one.ruleId === coupons[0]?.rule.id)
    return { fen: decision.value.quote.payableFen, why: declined ? notAppliedView(declined, coupons[0]?.name ?? null) : null }
  }
  const without = payableFen([]).fen
  return mine.map((coupon): CouponChoiceView => {
    const { fen, why } = payableFen([coupon])
    return { ...couponView(coupon, now), chosen: request.couponIds.includes(coupon.id), savesFen: without - fen, why }
  }).sort((a, b) => b.savesFen - a.savesFen || a.expiresAt - b.expiresAt)
}
