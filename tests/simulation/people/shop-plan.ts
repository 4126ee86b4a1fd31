import { fen } from '../../../cloudfunctions/domain/kernel/fen'
import { DAY_MS, MINUTE_MS } from '../../../cloudfunctions/domain/kernel/instant'
import { NO_SETUP, type ShopSetup } from '../../../cloudfunctions/domain/shop/setup'
import type { Product } from '../../../cloudfunctions/domain/product/product'
import type { CouponTemplate } from '../../../cloudfunctions/domain/coupon/template'
import type { CollectionName, Collections } from '../../../cloudfunctions/ports'
import { demoMessageTemplates } from '../../../emulator/seed/templates'
import type { Database } from '../../../emulator/cloudbase/database'
import type { WeChatOpenApi } from '../../../emulator/wechat'
import { aRule } from '../../domain/pricing/builders'
import { anActivity, aProduct, aSku } from '../../support/builders'
import type { Documents } from '../cloud/documents'
import type { Random } from '../engine/random'
import { START } from './start'

/** What sort of shop a seed is about. Small numbers, so that people get into each other's way. */
export interface ShopPlan {
  readonly shoppers: number
  /** So many minutes things go wrong. */
  readonly minutes: number
  /** Whether the run goes on for weeks, until sales are earned and every day's bill is matched. */
  readonly weeks: boolean
  readonly pieces: Readonly<Record<string, number>>
  readonly products: readonly Product[]
  readonly setup: ShopSetup
  readonly coupon: CouponTemplate
}

export function planShop(random: Random): ShopPlan {
  const size = random.pick([2, 2, 2, 3])
  const activity = anActivity({
    size, formAt: size, presale: random.chance(0.25),
    durationMs: random.int(5, 7) * MINUTE_MS, leaseMs: random.int(3, 4) * MINUTE_MS,
    perShopperLimit: random.pick([1, 2, 5]), quantityLimit: 3, startsAt: START - DAY_MS, endsAt: START + 30 * DAY_MS,
  })
  const orange = aProduct({ groupSize: size, activity, updatedAt: START })
  const { activity: _, ...rice } = aProduct({
    id: 'rice', title: '五常大米', axes: [{ name: '规格', values: ['10斤'] }], skus: [aSku('rice-10', { values: ['10斤'] })], groupSize: 0, updatedAt: START,
  })
  const pieces = Object.fromEntries([...orange.skus, ...rice.skus].map(({ skuId }) => [skuId, random.pick([1, 2, 4, 8])]))
  return { shoppers: random.pick([2, 2, 3, 3, 4]), minutes: random.pick([5, 6, 7]), weeks: random.chance(0.15), pieces, products: [orange, rice], setup: SETUP, coupon: couponTemplate(random) }
}

const SETUP: ShopSetup = {
  ...NO_SETUP,
  rules: [
    aRule('points_money', { fenPerPoint: fen(10), maxPercent: 100, minPoints: 1 }), aRule('points_earned'),
    aRule('threshold_discount', { tiers: [{ from: 5000, offFen: fen(333) }] }),
  ],
  topUpBonuses: [{ fromFen: fen(5000), bonusFen: fen(500) }],
  checkInPoints: 50,
  switches: { simulatedCompletion: false, storedValue: true },
}

function couponTemplate(random: Random): CouponTemplate {
  return {
    id: 'five-off', name: '满减券', rule: aRule('coupon', { id: 'five-off', fromFen: fen(2000), gives: { by: 'amount', offFen: fen(500) } }),
    quota: random.int(1, 6), claimed: 0, perShopper: random.int(1, 2), claimFrom: START - DAY_MS, claimUntil: START + DAY_MS,
    validity: { kind: 'after_claim', durationMs: DAY_MS }, state: 'open', costPoints: 0, inflight: {}, inflightAt: 0, createdAt: START - DAY_MS, version: 1,
  }
}

/** Puts the goods on the shelves. */
export async function stockShop(plan: ShopPlan, database: Database, documents: Documents, api: WeChatOpenApi): Promise<void> {
  const put = async <C extends CollectionName>(collection: C, { id, ...fields }: Collections[C]): Promise<void> => {
    const reply = await database.handle({ action: 'database.insertDocument', collectionName: collection, data: [JSON.stringify({ _id: id, ...fields })] })
    if (reply.code) throw new Error(`${collection}: ${reply.message ?? reply.code}`)
    documents.touched(collection)
  }
  for (const product of plan.products) {
    await put('products', product)
    for (const { skuId } of product.skus) {
      await put('stocks', { id: skuId, productId: product.id, available: plan.pieces[skuId] ?? 0, held: 0, sold: 0, inflight: {}, inflightAt: 0 })
    }
  }
  await put('home_content', { id: 'home', shopName: '邻里', banners: [], categories: [], messageTemplates: demoMessageTemplates })
  await put('shop_setup', plan.setup)
  await put('coupon_templates', plan.coupon)
  for (let person = 1; person <= plan.shoppers; person += 1) {
    for (const template of Object.values(demoMessageTemplates)) api.grantQuota(`o-shopper-${person}`, template, 50)
    for (const key of ['group_formed', 'group_failed', 'refund_succeeded', 'order_shipped'] as const) await put('message_quotas', { id: `o-shopper-${person}:${key}`, openid: `o-shopper-${person}`, key, left: 50 })
  }
}
