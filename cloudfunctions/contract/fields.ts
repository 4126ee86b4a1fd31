import * as v from 'valibot'

/** Field schemas shared by the procedures. Objects are strict: an unknown field is bad input, never silently dropped or passed on. */

/** Orders stand in other documents under their id, so it must not be a name that every object has anyway (`constructor`). */
export const orderId = v.pipe(v.string(), v.regex(/^[0-9A-Za-z_-]{6,24}$/), v.check(text => !(text in Object.prototype)))
export const id = v.pipe(v.string(), v.regex(/^[0-9A-Za-z_-]{1,40}$/))
/** What stands as a name in other documents, such as SKUs and coupons: bound like order ids. */
export const keyId = v.pipe(id, v.check(text => !(text in Object.prototype)))
export const skuId = keyId
/** Who sends goods; empty for the shop itself, which is why nobody can be called `shop`. */
export const supplierId = v.pipe(v.string(), v.regex(/^[0-9A-Za-z_-]{0,40}$/), v.check(text => text !== 'shop' && !(text in Object.prototype)))
export const openid = v.pipe(v.string(), v.regex(/^[0-9A-Za-z_-]{1,64}$/))
/** A Shanghai day, `2026-03-01`. */
export const day = v.pipe(v.string(), v.isoDate())
export const trackingNo = v.pipe(v.string(), v.trim(), v.regex(/^[0-9A-Za-z-]{4,40}$/))
export const shortCode = v.pipe(v.string(), v.regex(/^[0-9A-Za-z]{6,16}$/))
export const quantity = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(999))
export const cursor = v.nullable(v.pipe(v.string(), v.maxLength(200)))

/** Text a person typed: trimmed, neither empty nor too long, without control characters. */
export function text(maxLength: number) {
  return v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(maxLength), v.regex(/^[^\p{Cc}\p{Cs}]*$/u))
}

/** A price in whole fen, at most a million yuan. */
export const priceFen = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000_000))
export const picture = v.pipe(v.string(), v.maxLength(300), v.regex(/^(https?:\/\/|cloud:\/\/|\/)\S+$/))
export const instant = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(8_640_000_000_000_000))

/** A whole number between two bounds, both included. */
export function whole(min: number, max: number) {
  return v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max))
}

/** An object whose fields may all be missing. A list, which has none of them either, is not one, though the schema of an object would take it. */
export function someOf<const Entries extends v.ObjectEntries>(entries: Entries) {
  const object = v.strictObject(entries)
  return v.pipe(v.custom<v.InferInput<typeof object>>(value => !Array.isArray(value)), object)
}

const region = { province: text(20), city: text(20), district: text(20) }

/** Where goods would go, as far as freight depends on it. */
export const deliveryRegion = v.strictObject(region)

export const address = v.strictObject({
  name: text(20),
  phone: v.pipe(v.string(), v.trim(), v.regex(/^1\d{10}$/)),
  ...region,
  detail: text(100),
})
