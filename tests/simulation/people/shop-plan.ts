import { fen } from '../../../cloudfunctions/domain/kernel/fen'
import { DAY_MS } from '../../../cloudfunctions/domain/kernel/instant'
import { ruleVersionId } from '../../../cloudfunctions/domain/pricing/rule-version'
import { flashPoolsOf } from '../../../cloudfunctions/domain/stock/flash-pool'
import { NO_SETUP, type ShopSetup } from '../../../cloudfunctions/domain/shop/setup'
import type { Product } from '../../../cloudfunctions/domain/product/product'
import type { CouponTemplate } from '../../../cloudfunctions/domain/coupon/template'
import { demoMessageTemplates } from '../../../emulator/seed/templates'
import type { WeChatOpenApi } from '../../../emulator/wechat'
import { aRule } from '../../domain/pricing/builders'
import type { Documents } from '../cloud/documents'
import { Random } from '../engine/random'
import { OWNER } from '../cloud/load'
import { type Crowd, riskRulesFor } from './crowd'
import { drawTrades, flashRule, ladderRule, MILL, MILLER, planProducts, soap, type Trades } from './goods-plan'
import { START } from './start'

/** What sort of shop a seed is about. Small numbers, so that people get into each other's way. */
export interface ShopPlan {
  readonly trades: Trades
  readonly crowd: Crowd
  readonly shoppers: number
  /** So many minutes things go wrong. */
  readonly minutes: number
  /** Whether the run goes on for weeks, until sales are earned and every day's bill is matched. */
  readonly weeks: boolean
  readonly pieces: Readonly<Record<string, number>>
  readonly products: readonly Product[]
  readonly setup: ShopSetup
  readonly coupons: readonly CouponTemplate[]
}

/** So much soap that nobody goes without. */
const PLENTY = 60

export function planShop(random: Random, crowd: Crowd): ShopPlan {
  const trades = drawTrades(random)
  const products = planProducts(random, trades)
  // Few of a presale, so that more is promised to open groups than there is (S40).
  const pieces = Object.fromEntries(products.filter(({ kind }) => kind !== 'virtual').flatMap(({ skus, activity }) => skus.map(({ skuId }) => [skuId, random.pick(activity?.presale ? [1, 1, 1, 2] : [1, 2, 4, 8])])))
  const isBusy = crowd.neighbours + crowd.accounts > 0
  const risk = riskRulesFor(crowd)
  return {
    shoppers: random.pick([2, 2, 3, 4]), minutes: random.pick([6, 7, 8]), weeks: random.chance(trades.suppliers ? 0.4 : 0.1),
    trades, crowd, pieces: isBusy ? { ...pieces, 'soap-1': PLENTY } : pieces, products: isBusy ? [...products, soap()] : products,
    setup: { ...setupOf(random, trades), ...(risk && { risk }) }, coupons: [couponTemplate(random), ...(isBusy || crowd.coupons > 1 ? springCoupons(crowd) : [])],
  }
}

function setupOf(random: Random, trades: Trades): ShopSetup {
  return {
    ...NO_SETUP,
    rules: [
      aRule('points_money', { fenPerPoint: fen(10), maxPercent: 100, minPoints: 1 }), aRule('points_earned'),
      aRule('threshold_discount', { tiers: [{ from: 5000, offFen: fen(333) }] }),
      ...(trades.flash ? [flashRule(random)] : []), ...(trades.ladder ? [ladderRule()] : []),
    ],
    suppliers: trades.suppliers ? [{ supplierId: MILL, name: '李家米坊', sharePercent: random.pick([20, 35]), staff: [MILLER] }] : [],
    topUpBonuses: [{ fromFen: fen(5000), bonusFen: fen(500) }],
    checkInPoints: 50,
    switches: { simulatedCompletion: false, storedValue: true },
  }
}

function couponTemplate(random: Random): CouponTemplate {
  return {
    id: 'five-off', name: '满减券', rule: aRule('coupon', { id: 'five-off', fromFen: fen(2000), gives: { by: 'amount', offFen: fen(500) } }),
    quota: random.int(1, 6), claimed: 0, perShopper: random.int(1, 2), claimFrom: START - DAY_MS, claimUntil: START + DAY_MS,
    validity: { kind: 'after_claim', durationMs: DAY_MS }, state: 'open', costPoints: 0, inflight: {}, inflightAt: 0, createdAt: START - DAY_MS, version: 1,
  }
}

/** Coupons enough for everybody, one each. */
function springCoupons({ coupons }: Crowd): CouponTemplate[] {
  return Array.from({ length: Math.max(2, coupons) }, (_, index) => ({ ...couponTemplate(new Random(0, 'spring')), id: `spring-${index + 1}`, quota: 40, perShopper: 1 }))
}

/** Puts the goods on the shelves. */
export async function stockShop(plan: ShopPlan, documents: Documents, api: WeChatOpenApi): Promise<void> {
  const put: Documents['put'] = (collection, document) => documents.put(collection, document)
  for (const product of plan.products) {
    await put('products', product)
    for (const { skuId } of product.kind === 'virtual' ? [] : product.skus) {
      await put('stocks', { id: skuId, productId: product.id, available: plan.pieces[skuId] ?? 0, held: 0, sold: 0, inflight: {}, inflightAt: 0 })
    }
  }
  await put('home_content', { id: 'home', shopName: '邻里', banners: [], categories: [], messageTemplates: demoMessageTemplates })
  await put('shop_setup', plan.setup)
  for (const rule of plan.setup.rules) {
    if (rule.kind !== 'flash_price') continue
    await put('rule_versions', { id: ruleVersionId(rule.id, 1), ruleId: rule.id, version: 1, rule, openid: OWNER, at: START - DAY_MS })
    for (const pool of flashPoolsOf(rule)) await put('stocks', pool)
  }
  for (const template of plan.coupons) await put('coupon_templates', template)
  for (let person = 1; person <= plan.shoppers; person += 1) {
    for (const template of Object.values(demoMessageTemplates)) api.grantQuota(`o-shopper-${person}`, template, 50)
    for (const key of ['group_formed', 'group_failed', 'refund_succeeded', 'order_shipped'] as const) await put('message_quotas', { id: `o-shopper-${person}:${key}`, openid: `o-shopper-${person}`, key, left: 50 })
  }
}
