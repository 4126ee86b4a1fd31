import * as v from 'valibot'
import { id, instant, keyId, skuId, whole } from './fields'

/** What rules are made of. Bounds here keep nonsense out; whether a rule makes sense is decided by the shop, which names the field that does not. */

export const fenAmount = whole(0, 100_000_000)
export const figure = whole(0, 1_000_000)

const all = v.strictObject({ kind: v.literal('all') })
const product = v.strictObject({ kind: v.literal('product'), productId: id })
export const scope = v.variant('kind', [all, v.strictObject({ kind: v.literal('category'), categoryId: id }), product])

const order = v.optional(whole(-1000, 1000), 0)
/** Of the rules that name the same group one counts. */
const exclusive = v.optional(v.pipe(v.string(), v.regex(/^[0-9A-Za-z_-]{1,20}$/)))
const newShoppersOnly = v.optional(v.boolean())
const period = { startsAt: v.optional(instant), endsAt: v.optional(instant) }
const common = { id: keyId, order, newShoppersOnly, ...period }
const scoped = { ...common, scope }

function some<Item extends v.GenericSchema>(item: Item, most: number) {
  return v.pipe(v.array(item), v.maxLength(most))
}

/** What the rule of a coupon says; its times are the coupon's own. */
export const couponRule = v.variant('kind', [
  v.strictObject({
    kind: v.literal('coupon'), scope, order, exclusive, newShoppersOnly, fromFen: fenAmount,
    gives: v.variant('by', [
      v.strictObject({ by: v.literal('amount'), offFen: fenAmount }),
      v.strictObject({ by: v.literal('percent'), percentOff: figure, capFen: fenAmount }),
    ]),
  }),
  v.strictObject({ kind: v.literal('freight_coupon'), scope, order, exclusive, newShoppersOnly, fromFen: fenAmount, offFen: fenAmount }),
])

/** Every kind of rule a shop sets (S25). The group price is always there, and coupons are saved as templates. */
export const shopRule = v.variant('kind', [
  v.strictObject({
    ...common, kind: v.literal('flash_price'), scope: product, startsAt: instant, endsAt: instant,
    prices: some(v.strictObject({ skuId, priceFen: fenAmount, limit: v.optional(v.strictObject({ pieces: figure, perOrder: figure })) }), 100),
  }),
  v.strictObject({
    ...scoped, kind: v.literal('size_ladder'),
    ladder: v.variant('by', [
      v.strictObject({ by: v.literal('table'), rungs: some(v.strictObject({ people: figure, payPercent: figure }), 20) }),
      v.strictObject({ by: v.literal('formula'), everyPeople: figure, percentOff: figure, floorPercent: figure }),
    ]),
  }),
  v.strictObject({ ...scoped, kind: v.literal('countdown_ladder'), steps: some(v.strictObject({ from: instant, payPercent: figure }), 20) }),
  v.strictObject({ ...scoped, kind: v.literal('bundle_price'), pieces: some(v.strictObject({ skuId, quantity: figure }), 10), setPriceFen: fenAmount, maxSets: figure }),
  v.strictObject({ ...scoped, kind: v.literal('level_discount'), fromLevel: figure, payPercent: figure }),
  v.strictObject({
    ...scoped, exclusive, kind: v.literal('threshold_discount'), by: v.picklist(['amount', 'count']),
    tiers: some(v.strictObject({ from: fenAmount, offFen: fenAmount }), 10), repeat: v.picklist(['once', 'each_time', 'each_piece']), capFen: v.nullable(fenAmount),
  }),
  v.strictObject({ ...common, kind: v.literal('points_money'), scope: all, fenPerPoint: figure, maxPercent: figure, minPoints: figure }),
  v.strictObject({ ...common, kind: v.literal('points_earned'), scope: all, fromLevel: figure, pointsPerYuan: figure }),
])

export type CouponRuleInput = v.InferOutput<typeof couponRule>
export type ShopRuleInput = v.InferOutput<typeof shopRule>
