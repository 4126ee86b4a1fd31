import type { Activity } from '../../cloudfunctions/domain/group/activity'
import type { Rule } from '../../cloudfunctions/domain/pricing/rules/table'
import type { SizeLadderRule } from '../../cloudfunctions/domain/pricing/rules/size-ladder'
import { NO_SETUP } from '../../cloudfunctions/domain/shop/setup'
import { fen } from '../../cloudfunctions/domain/kernel/fen'
import { aProduct, aSku } from './builders'
import { TestShop } from './shop'

const base = { id: 'ladder', version: 1, scope: { kind: 'all' }, order: 0 } as const

/** S39: 10 people pay 80 %, 50 people 50 %. */
export const TABLE: SizeLadderRule = { ...base, kind: 'size_ladder', ladder: { by: 'table', rungs: [{ people: 10, payPercent: 80 }, { people: 50, payPercent: 50 }] } }

/** S52: each further 10 people take 10 % off, down to half. */
export const FORMULA: SizeLadderRule = { ...base, kind: 'size_ladder', ladder: { by: 'formula', everyPeople: 10, percentOff: 10, floorPercent: 50 } }

/** What a piece costs alone; odd, so that percentages of it leave fen over. */
export const LIST_FEN = 6999

/** A shop whose oranges have one price, alone and in a group, and fall by a ladder. */
export function ladderShop(rules: readonly Rule[] = [TABLE], activity: Partial<Activity> = {}): TestShop {
  const shop = new TestShop({ pieces: 500, activity: { size: 100, formAt: 2, ...activity } })
  const skus = shop.product.skus.map(sku => aSku(sku.skuId, { ...sku, priceAloneFen: fen(LIST_FEN), priceGroupFen: fen(LIST_FEN) }))
  shop.database.put('products', aProduct({ ...shop.product, skus, groupSize: shop.activity.formAt }))
  shop.database.put('shop_setup', { ...NO_SETUP, rules })
  return shop
}

export const person = (place: number): string => `p${place}`
export const orderOf = (place: number): string => `order-${place}`

/** The first person opens a group and pays; the next ones, `from` to `to`, join and pay one after the other, or hold their seats first and all pay then. */
export async function joins(shop: TestShop, groupId: string, from: number, to: number, order: 'each' | 'all_place_first' = 'each'): Promise<void> {
  const places = Array.from({ length: to - from + 1 }, (_, index) => from + index)
  for (const place of places) {
    await shop.place(person(place), orderOf(place), { kind: 'join', groupId })
    if (order === 'each') await shop.pays(person(place), orderOf(place))
  }
  if (order === 'all_place_first') for (const place of places) await shop.pays(person(place), orderOf(place))
}
