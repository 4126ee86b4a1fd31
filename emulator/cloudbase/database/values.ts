import { Binary, BSONRegExp, Decimal128, Double, Long, ObjectId, Timestamp } from 'bson'

/**
 * A document value in memory. Numbers whose type follows from their value (int32, int64 within the safe range, fractions) are plain
 * numbers; the rest (`Double(1)`, `Long(5)`, Decimal128) keep their class, so that a type sent is the type returned.
 */
export type Value = unknown
export type Document = { [field: string]: Value }

/** MongoDB's order of types when values of different types meet, which is also the first byte of an index key. */
export const TypeOrder = {
  minKey: 0x10,
  undefined: 0x18,
  null: 0x20,
  number: 0x30,
  string: 0x40,
  object: 0x50,
  array: 0x60,
  binary: 0x70,
  objectId: 0x80,
  boolean: 0x90,
  date: 0xA0,
  timestamp: 0xB0,
  regex: 0xC0,
  maxKey: 0xD0,
} as const

export type TypeOrder = typeof TypeOrder[keyof typeof TypeOrder]

/** What an empty array sorts and is indexed as: below null, as in MongoDB. */
export const EMPTY_ARRAY = Symbol('empty array')

export function typeOrderOf(value: Value): TypeOrder {
  switch (typeof value) {
    case 'symbol': return TypeOrder.undefined
    case 'number': return TypeOrder.number
    case 'string': return TypeOrder.string
    case 'boolean': return TypeOrder.boolean
    case 'undefined': return TypeOrder.null
  }
  if (value === null) return TypeOrder.null
  if (Array.isArray(value)) return TypeOrder.array
  if (value instanceof Date) return TypeOrder.date
  const kind = (value as { _bsontype?: unknown })._bsontype
  if (typeof kind !== 'string' || Object.hasOwn(value as object, '_bsontype')) return TypeOrder.object
  switch (kind) {
    case 'Double': case 'Long': case 'Decimal128': case 'Int32': return TypeOrder.number
    case 'ObjectId': return TypeOrder.objectId
    case 'BSONRegExp': return TypeOrder.regex
    case 'Binary': case 'UUID': return TypeOrder.binary
    case 'Timestamp': return TypeOrder.timestamp
    case 'MinKey': return TypeOrder.minKey
    case 'MaxKey': return TypeOrder.maxKey
    case 'BSONSymbol': return TypeOrder.string
    default: return TypeOrder.object
  }
}

export function isDocument(value: Value): value is Document {
  return typeof value === 'object' && value !== null && typeOrderOf(value) === TypeOrder.object
}

export function isNumeric(value: Value): boolean {
  return typeof value === 'number' || typeOrderOf(value) === TypeOrder.number
}

/** The number as a double; a Long beyond 2^53 and a Decimal128 lose digits here. */
export function toNumber(value: Value): number {
  if (typeof value === 'number') return value
  if (value instanceof Decimal128) return Number(value.toString())
  return Number(value)
}

export function isLong(value: Value): value is Long {
  return Long.isLong(value)
}

export { Binary, BSONRegExp, Decimal128, Double, Long, ObjectId, Timestamp }
