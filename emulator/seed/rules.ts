import { asMerchant, type CallsFunctions } from './shop-client'

const DAY = 86_400_000
const all = { kind: 'all' } as const

/** What the demo shop's rules need of the local cloud. */
export interface RulableCloud extends CallsFunctions { readonly clock: { readonly now: () => number } }

/** Levels, freight, prices by rule and coupons, through the shop's own procedures; goods and their prices stay as they are. */
export async function seedRules(cloud: RulableCloud): Promise<void> {
  await seedLevels(cloud)
  await seedFreight(cloud)
  await seedDiscounts(cloud)
  await seedCoupons(cloud)
}

async function seedLevels(cloud: RulableCloud): Promise<void> {
  await asMerchant(cloud, 'levels.save', { levels: [{ level: 1, name: '邻友', fromGrowth: 100 }, { level: 2, name: '邻里', fromGrowth: 500 }, { level: 3, name: '金邻', fromGrowth: 2000 }] })
  for (const [fromLevel, payPercent] of [[1, 98], [2, 95], [3, 92]] as const) {
    await asMerchant(cloud, 'rules.save', { rule: { kind: 'level_discount', id: `level-${fromLevel}`, scope: all, fromLevel, payPercent } })
  }
}

async function seedFreight(cloud: RulableCloud): Promise<void> {
  const far = ['新疆维吾尔自治区', '西藏自治区', '青海省', '内蒙古自治区']
  const excludedRegions = ['香港特别行政区', '澳门特别行政区', '台湾省']
  await asMerchant(cloud, 'freight.save', {
    template: {
      id: 'parcel', by: 'piece', rate: { firstUnits: 1, firstFen: 600, nextUnits: 1, nextFen: 100 }, freeFromFen: 3900, coldFen: 0, excludedRegions,
      regionRates: [{ regions: far, rate: { firstUnits: 1, firstFen: 1800, nextUnits: 1, nextFen: 500 } }],
    },
  })
  await asMerchant(cloud, 'freight.save', {
    template: {
      id: 'cold-chain', by: 'weight', rate: { firstUnits: 2000, firstFen: 1000, nextUnits: 1000, nextFen: 200 }, freeFromFen: 9900, coldFen: 600,
      excludedRegions: [...far, ...excludedRegions], regionRates: [],
    },
  })
}

async function seedDiscounts(cloud: RulableCloud): Promise<void> {
  const now = cloud.clock.now()
  const oranges = { kind: 'product', productId: 'orange' } as const
  await asMerchant(cloud, 'rules.save', {
    rule: { kind: 'threshold_discount', id: 'every-order', scope: all, by: 'amount', tiers: [{ from: 9900, offFen: 1000 }, { from: 19_900, offFen: 2500 }], repeat: 'once', capFen: null },
  })
  await asMerchant(cloud, 'rules.save', {
    rule: { kind: 'threshold_discount', id: 'snacks', scope: { kind: 'category', categoryId: 'snack' }, by: 'count', tiers: [{ from: 3, offFen: 200 }], repeat: 'each_piece', capFen: 2000 },
  })
  await asMerchant(cloud, 'rules.save', {
    rule: { kind: 'flash_price', id: 'orange-flash', scope: oranges, startsAt: now, endsAt: now + 3 * DAY, prices: [{ skuId: 'orange-1', priceFen: 1990, limit: { pieces: 20, perOrder: 1 } }] },
  })
  await asMerchant(cloud, 'rules.save', { rule: { kind: 'points_money', id: 'points', scope: all, fenPerPoint: 1, maxPercent: 30, minPoints: 100 } })
  await asMerchant(cloud, 'rules.save', { rule: { kind: 'points_earned', id: 'earn', scope: all, fromLevel: 0, pointsPerYuan: 1 } })
  await asMerchant(cloud, 'rules.save', { rule: { kind: 'points_earned', id: 'earn-gold', scope: all, fromLevel: 3, pointsPerYuan: 1 } })
}

async function seedCoupons(cloud: RulableCloud): Promise<void> {
  const now = cloud.clock.now()
  const common = { quota: 100, perShopper: 1, claimFrom: now, claimUntil: now + 30 * DAY, validity: { kind: 'after_claim' as const, durationMs: 7 * DAY }, costPoints: 0 }
  await asMerchant(cloud, 'coupon.save', {
    ...common, templateId: 'welcome', name: '新邻见面礼', quota: 1000, rule: { kind: 'coupon', scope: all, newShoppersOnly: true, fromFen: 1000, gives: { by: 'amount', offFen: 300 } },
  })
  await asMerchant(cloud, 'coupon.save', { ...common, templateId: 'off-6', name: '满59减6', perShopper: 2, rule: { kind: 'coupon', scope: all, exclusive: 'coupon', fromFen: 5900, gives: { by: 'amount', offFen: 600 } } })
  await asMerchant(cloud, 'coupon.save', {
    ...common, templateId: 'fruit-10', name: '水果九折券', rule: { kind: 'coupon', scope: { kind: 'category', categoryId: 'fruit' }, exclusive: 'coupon', fromFen: 3000, gives: { by: 'percent', percentOff: 10, capFen: 1500 } },
  })
  await asMerchant(cloud, 'coupon.save', { ...common, templateId: 'carriage', name: '运费券', rule: { kind: 'freight_coupon', scope: all, fromFen: 0, offFen: 600 } })
  await asMerchant(cloud, 'coupon.save', { ...common, templateId: 'for-points', name: '积分兑换 满30减5', costPoints: 300, rule: { kind: 'coupon', scope: all, exclusive: 'coupon', fromFen: 3000, gives: { by: 'amount', offFen: 500 } } })
}
