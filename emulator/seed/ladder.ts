import { demoGoods } from './goods'
import { goodsForm } from './goods-form'
import type { SeedableCloud } from './index'
import { asMerchant } from './shop-client'

const DAY = 86_400_000

/** Milk is cheaper the more neighbours buy it together: 10 people pay 80 %, 50 people half; whoever paid more gets the difference back. */
export async function seedLadder(cloud: SeedableCloud): Promise<void> {
  const index = demoGoods.findIndex(goods => goods.picture === 'milk')
  const milk = demoGoods[index]
  if (!milk) throw new Error('seeding: there is no milk')
  // Below the first step a group pays hardly less than one alone, so that the steps can be seen.
  await asMerchant(cloud, 'goods.save', goodsForm({ ...milk, skus: milk.skus.map(sku => ({ ...sku, group: 6490 })) }, 1000 - index))
  await asMerchant(cloud, 'rules.save', { rule: {
    id: 'milk-ladder', kind: 'size_ladder', scope: { kind: 'product', productId: 'milk' },
    ladder: { by: 'table', rungs: [{ people: 10, payPercent: 80 }, { people: 50, payPercent: 50 }] },
  } })
  const startsAt = cloud.clock.now()
  await asMerchant(cloud, 'activity.save', {
    productId: 'milk', size: 60, formAt: 2, presale: false, durationMs: 2 * DAY, leaseMs: 10 * 60_000, perShopperLimit: 4, quantityLimit: 2, startsAt, endsAt: startsAt + 90 * DAY,
  })
}
