import { activityIdOf } from '../../../cloudfunctions/domain/group/activity'
import { fen } from '../../../cloudfunctions/domain/kernel/fen'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../cloudfunctions/domain/kernel/instant'
import type { FlashPriceRule } from '../../../cloudfunctions/domain/pricing/rules/flash-price'
import type { SizeLadderRule } from '../../../cloudfunctions/domain/pricing/rules/size-ladder'
import type { Product } from '../../../cloudfunctions/domain/product/product'
import { aRule } from '../../domain/pricing/builders'
import { anActivity, aProduct, aSku } from '../../support/builders'
import type { Random } from '../engine/random'
import { START } from './start'

/** What sort of business a seed is about, beside the plain sale of goods, alone and in groups. */
export interface Trades {
  /** Card codes and a service of two uses (S44, S45). */
  readonly services: boolean
  /** The rice is a mill's, which sends its own parcels and is paid its share by WeChat (X9, S55). */
  readonly suppliers: boolean
  /** A few pieces of rice at a flash price (X1). */
  readonly flash: boolean
  /** Oranges grow cheaper with the size of their group, which forms when its time is over (S39). */
  readonly ladder: boolean
}

export function drawTrades(random: Random): Trades {
  return { services: random.chance(0.35), suppliers: random.chance(0.35), flash: random.chance(0.3), ladder: random.chance(0.25) }
}

export const MILL = 'mill'
export const MILL_MCHID = '1900000109'
export const MILLER = 'o-miller'

/** Goods whose return no shop must take; the others can be sent back within seven days. */
const NEVER_BACK = 'none'

export function planProducts(random: Random, trades: Trades): readonly Product[] {
  const size = trades.ladder ? 3 : random.pick([2, 2, 2, 3])
  const activity = anActivity({
    size, formAt: trades.ladder ? 2 : size, presale: !trades.ladder && random.chance(0.25),
    // Shorter than a merchant may set it, so that groups end while things still go wrong.
    durationMs: random.int(180, 300) * 1000, leaseMs: 3 * MINUTE_MS,
    perShopperLimit: random.pick([1, 2, 5]), quantityLimit: 3, startsAt: START - DAY_MS, endsAt: START + 30 * DAY_MS,
  })
  const orange = aProduct({ groupSize: activity.formAt, activity, updatedAt: START })
  // A ladder falls from one price, alone and in a group.
  const oranges = trades.ladder ? { ...orange, skus: orange.skus.map(sku => ({ ...sku, priceGroupFen: sku.priceAloneFen })), fromGroupFen: orange.fromAloneFen } : orange
  const rice = alone({ id: 'rice', title: '五常大米', axes: [{ name: '规格', values: ['10斤'] }], skus: [aSku('rice-10', { values: ['10斤'], returnPolicy: random.chance(0.2) ? NEVER_BACK : 'seven_days' })], supplierId: trades.suppliers ? MILL : '' })
  return trades.services ? [oranges, rice, card(), service(random)] : [oranges, rice]
}

function alone(changes: Partial<Product> & Pick<Product, 'id'>): Product {
  const { activity: _, ...product } = aProduct({ axes: [], groupSize: 0, updatedAt: START, ...changes })
  return product
}

/** What everybody needs now and then. */
export const soap = (): Product => alone({ id: 'soap', title: '手工皂', skus: [aSku('soap-1', { values: [] })] })

const card = (): Product => alone({ id: 'card', kind: 'virtual', title: '邻里礼品卡', skus: [aSku('card-50', { values: [] })] })

/** Begins while the seed runs: whoever asks for the money back before gets all of it, then half, and then it can be used. */
function service(random: Random): Product {
  const validFrom = START + random.int(200, 340) * 1000
  return aProduct({
    id: 'spa', kind: 'service', title: '肩颈推拿两次', axes: [], groupSize: 2, activity: anActivity({ id: activityIdOf('spa'), startsAt: START - DAY_MS, endsAt: START + 30 * DAY_MS, durationMs: 6 * MINUTE_MS, leaseMs: 3 * MINUTE_MS }),
    skus: [aSku('spa-2', { values: [], priceAloneFen: fen(9999) })], updatedAt: START,
    service: { uses: 2, validFrom, validUntil: START + 5 * DAY_MS, refundSteps: [{ beforeMs: 4 * MINUTE_MS, percent: 100 }, { beforeMs: 1000, percent: 50 }] },
  })
}

export function flashRule(random: Random): FlashPriceRule {
  const pieces = random.int(1, 2)
  return aRule('flash_price', {
    id: 'flash', startsAt: START - HOUR_MS, endsAt: START + random.pick([3 * MINUTE_MS, HOUR_MS, HOUR_MS]),
    prices: [{ skuId: 'rice-10', priceFen: fen(1990), limit: { pieces, perOrder: Math.min(pieces, random.int(1, 2)) } }],
  })
}

export function ladderRule(): SizeLadderRule {
  return aRule('size_ladder', { id: 'ladder', scope: { kind: 'product', productId: 'orange' }, ladder: { by: 'table', rungs: [{ people: 2, payPercent: 90 }, { people: 3, payPercent: 71 }] } })
}
