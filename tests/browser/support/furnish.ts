import { asMerchant, asShopper, type CallsFunctions } from '../../../emulator/seed/shop-client'

const DAY = 86_400_000

interface FurnishedCloud extends CallsFunctions { readonly clock: { now: () => number } }

const FRUIT = { kind: 'category', categoryId: 'fruit' } as const
const picture = (name: string) => `/storage/goods/${name}.jpg`

/** What the demo shop leaves out: rules, coupons, levels, stored value, and goods of every kind, set up as a merchant would. */
export async function furnish(cloud: FurnishedCloud): Promise<void> {
  const now = cloud.clock.now()
  await asMerchant(cloud, 'levels.save', { levels: [{ level: 1, name: '银卡会员', fromGrowth: 0 }, { level: 2, name: '金卡会员', fromGrowth: 1000 }] })
  for (const rule of RULES) await asMerchant(cloud, 'rules.save', { rule })
  await asMerchant(cloud, 'switches.save', { storedValue: true })
  await asMerchant(cloud, 'bonus.save', { topUpBonuses: [{ fromFen: 10_000, bonusFen: 500 }, { fromFen: 50_000, bonusFen: 5000 }] })
  await asMerchant(cloud, 'checkin.save', { points: 10, streak: { days: 7, points: 50 } })
  await asMerchant(cloud, 'freight.save', {
    template: {
      id: 'parcel', by: 'piece', rate: { firstUnits: 1, firstFen: 800, nextUnits: 1, nextFen: 200 }, regionRates: [], freeFromFen: 9900, coldFen: 600,
      excludedRegions: ['西藏自治区'],
    },
  })
  await saveCoupons(cloud, now)
  await saveGoods(cloud, now)
}

const common = { order: 0 }
const RULES = [
  { ...common, kind: 'threshold_discount' as const, id: 'full-80', scope: { kind: 'all' as const }, by: 'amount' as const, tiers: [{ from: 8000, offFen: 1000 }, { from: 20_000, offFen: 3000 }], repeat: 'once' as const, capFen: null },
  { ...common, kind: 'level_discount' as const, id: 'silver', scope: { kind: 'all' as const }, fromLevel: 1, payPercent: 98 },
  { ...common, kind: 'points_money' as const, id: 'points', scope: { kind: 'all' as const }, fenPerPoint: 1, maxPercent: 50, minPoints: 1 },
  { ...common, kind: 'points_earned' as const, id: 'earn', scope: { kind: 'all' as const }, fromLevel: 0, pointsPerYuan: 1 },
  { ...common, kind: 'size_ladder' as const, id: 'ladder', scope: { kind: 'product' as const, productId: 'honey-ladder' }, ladder: { by: 'table' as const, rungs: [{ people: 2, payPercent: 90 }, { people: 10, payPercent: 80 }, { people: 50, payPercent: 50 }] } },
]

async function saveCoupons(cloud: FurnishedCloud, now: number): Promise<void> {
  const template = { quota: 100, perShopper: 2, claimFrom: now - DAY, claimUntil: now + 30 * DAY, validity: { kind: 'after_claim' as const, durationMs: 7 * DAY }, costPoints: 0 }
  const off = (fromFen: number, offFen: number) => ({ kind: 'coupon' as const, scope: { kind: 'all' as const }, order: 0, fromFen, gives: { by: 'amount' as const, offFen } })
  await asMerchant(cloud, 'coupon.save', { ...template, templateId: 'welcome', name: '邻里见面礼', rule: off(5000, 500) })
  await asMerchant(cloud, 'coupon.save', { ...template, templateId: 'large', name: '大单立减券', rule: off(50_000, 8000) })
  await asMerchant(cloud, 'coupon.save', { ...template, templateId: 'fruit', name: '水果八五折', rule: { kind: 'coupon', scope: FRUIT, order: 0, fromFen: 0, gives: { by: 'percent', percentOff: 15, capFen: 2000 } } })
  await asMerchant(cloud, 'coupon.save', { ...template, templateId: 'points', name: '积分换运费券', rule: { kind: 'freight_coupon', scope: { kind: 'all' }, order: 0, fromFen: 0, offFen: 800 }, costPoints: 100 })
  for (const person of ['alice', 'bob']) for (const templateId of ['welcome', 'large']) await asShopper(cloud, person, 'coupon.claim', { templateId })
}

async function saveGoods(cloud: FurnishedCloud, now: number): Promise<void> {
  const goods = {
    kind: 'physical' as const, subtitle: '邻里精选', gallery: [picture('peach')], cover: picture('peach'), categoryId: 'snack', axes: [], detail: [], supplierId: '', freightTemplateId: null,
    cold: false, packaging: '', orderHours: null, service: null, onSale: true, rank: 1,
  }
  const sku = (skuId: string, values: string[], priceAloneFen: number, over: object = {}) => ({
    skuId, values, priceAloneFen, priceGroupFen: priceAloneFen, image: null, weightGram: 500, volumeCm3: 0, returnPolicy: 'seven_days' as const, ...over,
  })
  await asMerchant(cloud, 'goods.save', {
    ...goods, productId: 'honey-ladder', title: '秦岭土蜂蜜 多人更便宜', subtitle: '人越多越便宜，最低五折', freightTemplateId: 'parcel', skus: [sku('honey-ladder-1', [], 5990)],
    detail: [{ kind: 'table', rows: [{ name: '产地', value: '陕西商洛' }, { name: '净含量', value: '500 克' }] }, { kind: 'text', text: '一年一收的深山土蜂蜜。' }],
  })
  await asMerchant(cloud, 'goods.save', {
    ...goods, productId: 'shrimp', title: '鲜活基围虾', cold: true, packaging: '泡沫箱加冰袋', freightTemplateId: 'parcel', orderHours: { fromMinute: 0, cutoffMinute: 1440 },
    axes: [{ name: '规格', values: ['小号', '大号'] }, { name: '重量', values: ['1斤', '2斤'] }, { name: '加工', values: ['鲜活', '冰鲜'] }],
    skus: ['小号', '大号'].flatMap((size, s) => ['1斤', '2斤'].flatMap((weight, w) => ['鲜活', '冰鲜'].map((way, x) => sku(`shrimp-${s}${w}${x}`, [size, weight, way], 4990 + s * 1000 + w * 4000 - x * 500, { returnPolicy: 'none' })))),
  })
  await asMerchant(cloud, 'goods.save', {
    ...goods, productId: 'massage', kind: 'service', title: '肩颈推拿 60 分钟', skus: [sku('massage-1', [], 19_900)],
    service: { uses: 1, validFrom: now, validUntil: now + 60 * DAY, refundSteps: [{ beforeMs: 0, percent: 100 }] },
  })
  for (const [productId, skuId] of [['honey-ladder', 'honey-ladder-1'], ['massage', 'massage-1'], ['shrimp', 'shrimp-000'], ['shrimp', 'shrimp-010'], ['shrimp', 'shrimp-101']] as const) {
    await asMerchant(cloud, 'stock.adjust', { adjustmentId: `open-${skuId}`, productId, skuId, pieces: 100 })
  }
  await asMerchant(cloud, 'activity.save', {
    productId: 'honey-ladder', size: 60, formAt: 2, presale: false, durationMs: DAY, leaseMs: 600_000, perShopperLimit: 5, quantityLimit: 5, startsAt: now, endsAt: now + 30 * DAY,
  })
}
