import type { AdminProcedures, InputOf } from '../../cloudfunctions/contract'
import { pictures } from './pictures'
import { asMerchant, type CallsFunctions } from './shop-client'

const HOUR = 3_600_000
const DAY = 24 * HOUR

type SaveGoods = InputOf<AdminProcedures['goods.save']>
type Picture = 'gift-card' | 'massage' | 'sea-fish' | 'mooncake'

/** Card codes of the demo shop: worth nothing, and told apart at a glance. */
export function demoCodes(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `DEMO-${String(index + 1).padStart(4, '0')}-${String((index + 1) * 7919 % 10_000).padStart(4, '0')}`)
}

/** Pieces of each SKU when the shop opens; those of the card are its codes. */
export const demoKindStock = { 'gift-card-1': 20, 'massage-1': 60, 'sea-fish-1': 40, 'mooncake-1': 30 } as const

/** One of each other kind of goods: card codes, a service in vouchers, fresh goods carried cold, a presale. */
export async function seedKinds(cloud: CallsFunctions & { readonly clock: { now: () => number } }): Promise<void> {
  const now = cloud.clock.now()
  await asMerchant(cloud, 'freight.save', {
    template: {
      id: 'cold-chain', by: 'weight', rate: { firstUnits: 1000, firstFen: 1200, nextUnits: 500, nextFen: 300 },
      regionRates: [{ regions: ['新疆维吾尔自治区', '西藏自治区'], rate: { firstUnits: 1000, firstFen: 3800, nextUnits: 500, nextFen: 900 } }],
      freeFromFen: 29_900, coldFen: 600, excludedRegions: ['台湾省', '香港特别行政区', '澳门特别行政区'],
    },
  })

  await save(cloud, 'gift-card', {
    kind: 'virtual', title: '邻团礼品卡 面值50元 即买即得', subtitle: '付款后自动发放卡密', categoryId: 'snack', rank: 690,
    detail: [{ kind: 'text', text: '付款后在订单里查看卡密。查看过的卡密不能退。' }],
  }, { priceAloneFen: 5000, priceGroupFen: 4800, returnPolicy: 'seven_days' })
  await asMerchant(cloud, 'codes.import', { importId: 'demo-codes', skuId: 'gift-card-1', productId: 'gift-card', codes: demoCodes(demoKindStock['gift-card-1']) })
  await open(cloud, 'gift-card', now, {})

  await save(cloud, 'massage', {
    kind: 'service', title: '肩颈推拿套餐 社区门店两次', subtitle: '邻里路店 到店出示券码', categoryId: 'household', rank: 680,
    detail: [
      { kind: 'text', text: '每次 45 分钟，提前一天电话预约。' },
      { kind: 'table', rows: [{ name: '门店', value: '邻里路 8 号' }, { name: '营业', value: '10:00–21:00' }, { name: '次数', value: '2 次' }] },
    ],
    service: {
      uses: 2, validFrom: now + 3 * DAY, validUntil: now + 90 * DAY,
      refundSteps: [{ beforeMs: 2 * DAY, percent: 100 }, { beforeMs: DAY, percent: 50 }],
    },
  }, { priceAloneFen: 19_900, priceGroupFen: 15_900, returnPolicy: 'none' })
  await stock(cloud, 'massage', demoKindStock['massage-1'])
  await open(cloud, 'massage', now, {})

  await save(cloud, 'sea-fish', {
    title: '舟山带鱼段 东海冰鲜 2斤', subtitle: '每日 17:00 截单，次日冷链送达', categoryId: 'fresh', rank: 670, cold: true, freightTemplateId: 'cold-chain',
    packaging: '泡沫箱加两个冰袋，箱口封胶带', orderHours: { fromMinute: 0, cutoffMinute: 17 * 60 },
    detail: [{ kind: 'text', text: '收到后请尽快冷冻。生鲜不支持无理由退货，破损变质包赔。' }],
  }, { priceAloneFen: 6990, priceGroupFen: 5990, weightGram: 1000, returnPolicy: 'none' })
  await stock(cloud, 'sea-fish', demoKindStock['sea-fish-1'])
  await open(cloud, 'sea-fish', now, {})

  await save(cloud, 'mooncake', {
    title: '手作蛋黄月饼礼盒 中秋预售', subtitle: '成团后现做，三天内发出', categoryId: 'snack', rank: 660,
    detail: [{ kind: 'text', text: '预售商品：成团时扣减库存，不够时全额退款。' }],
  }, { priceAloneFen: 12_800, priceGroupFen: 9900, returnPolicy: 'seven_days' })
  await stock(cloud, 'mooncake', demoKindStock['mooncake-1'])
  await open(cloud, 'mooncake', now, { size: 3, formAt: 3, presale: true, durationMs: 72 * HOUR })
}

async function save(cloud: CallsFunctions, productId: Picture, goods: Partial<SaveGoods> & Pick<SaveGoods, 'title' | 'subtitle' | 'categoryId' | 'rank' | 'detail'>, sku: Partial<SaveGoods['skus'][number]> & { priceAloneFen: number; priceGroupFen: number }): Promise<void> {
  const cover = `/storage/${pictures.goods[productId]}`
  await asMerchant(cloud, 'goods.save', {
    productId, kind: 'physical', cover, coverSize: { width: 640, height: 560 }, gallery: [cover], axes: [], supplierId: '', freightTemplateId: null, cold: false, packaging: '',
    orderHours: null, service: null, onSale: true, ...goods,
    skus: [{ skuId: `${productId}-1`, values: [], image: null, weightGram: 0, volumeCm3: 0, returnPolicy: 'seven_days', ...sku }],
  })
}

async function stock(cloud: CallsFunctions, productId: Picture, pieces: number): Promise<void> {
  await asMerchant(cloud, 'stock.adjust', { adjustmentId: `opening-${productId}-1`, skuId: `${productId}-1`, productId, pieces })
}

async function open(cloud: CallsFunctions, productId: Picture, now: number, terms: Partial<InputOf<AdminProcedures['activity.save']>>): Promise<void> {
  await asMerchant(cloud, 'activity.save', {
    productId, size: 2, formAt: 2, presale: false, durationMs: 24 * HOUR, leaseMs: 10 * 60_000, perShopperLimit: 5, quantityLimit: 3, startsAt: now, endsAt: now + 60 * DAY, ...terms,
  })
}
