import { exactly, minus } from './decimal'
import { type BSONRegExp, type Binary, Decimal128, isLong, type ObjectId, type Timestamp, toNumber, TypeOrder, typeOrderOf, type Value } from './values'

/**
 * MongoDB's total order of values: first by type, then within the type. Numbers of all classes compare by value, exactly. Missing and null are one.
 */
export function compare(a: Value, b: Value): number {
  if (typeof a === 'string' && typeof b === 'string') return compareStrings(a, b)
  if (typeof a === 'number' && typeof b === 'number') return compareDoubles(a, b)
  const type = typeOrderOf(a)
  const difference = type - typeOrderOf(b)
  if (difference !== 0) return difference
  switch (type) {
    case TypeOrder.number: return compareNumbers(a, b)
    case TypeOrder.string: return compareStrings(String(a), String(b))
    case TypeOrder.boolean: return Number(a) - Number(b)
    case TypeOrder.date: return (a as Date).getTime() - (b as Date).getTime()
    case TypeOrder.array: return compareArrays(a as Value[], b as Value[])
    case TypeOrder.object: return compareObjects(a as object, b as object)
    case TypeOrder.objectId: return compareStrings((a as ObjectId).toHexString(), (b as ObjectId).toHexString())
    case TypeOrder.binary: return compareBinary(a as Binary, b as Binary)
    case TypeOrder.timestamp: return (a as Timestamp).compare(b as Timestamp)
    case TypeOrder.regex: return compareRegex(a as BSONRegExp, b as BSONRegExp)
    default: return 0
  }
}

export function equal(a: Value, b: Value): boolean {
  return a === b || compare(a, b) === 0
}

/** NaN sorts below every number, and zero has one sign. */
function compareDoubles(a: number, b: number): number {
  if (a === b) return 0
  if (Number.isNaN(a)) return Number.isNaN(b) ? 0 : -1
  if (Number.isNaN(b)) return 1
  return a < b ? -1 : 1
}

function compareNumbers(a: Value, b: Value): number {
  const order = compareDoubles(toNumber(a), toNumber(b))
  return order !== 0 || (!hasMoreDigits(a) && !hasMoreDigits(b)) ? order : compareExactly(a, b)
}

/** Whether a number may differ from the double next to it. */
function hasMoreDigits(value: Value): boolean {
  return isLong(value) || value instanceof Decimal128
}

/** Two numbers with the same double next to them, one of which may be beyond all doubles. */
function compareExactly(a: Value, b: Value): number {
  const [x, y] = [exactly(a), exactly(b)]
  if (x && y) return Number(minus(x, y).coefficient > 0n) - Number(minus(x, y).coefficient < 0n)
  if (!x && !y) return 0
  return x ? -Math.sign(toNumber(b)) : Math.sign(toNumber(a))
}

/** By code point, as UTF-8 bytes do; JavaScript's own `<` puts surrogate pairs before U+E000. */
function compareStrings(a: string, b: string): number {
  if (a === b) return 0
  const length = Math.min(a.length, b.length)
  for (let index = 0; index < length; index++) {
    const x = a.charCodeAt(index)
    const y = b.charCodeAt(index)
    if (x !== y) return isSurrogate(x) === isSurrogate(y) ? x - y : isSurrogate(x) ? 1 : -1
  }
  return a.length - b.length
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xD800 && unit <= 0xDFFF
}

function compareArrays(a: Value[], b: Value[]): number {
  const length = Math.min(a.length, b.length)
  for (let index = 0; index < length; index++) {
    const order = compare(a[index], b[index])
    if (order !== 0) return order
  }
  return a.length - b.length
}

/** Field by field in their order: type of the value, then name, then value. */
function compareObjects(a: object, b: object): number {
  const left = Object.entries(a)
  const right = Object.entries(b)
  const length = Math.min(left.length, right.length)
  for (let index = 0; index < length; index++) {
    const [nameA, valueA] = left[index] as [string, Value]
    const [nameB, valueB] = right[index] as [string, Value]
    const order = typeOrderOf(valueA) - typeOrderOf(valueB) || compareStrings(nameA, nameB) || compare(valueA, valueB)
    if (order !== 0) return order
  }
  return left.length - right.length
}

function compareBinary(a: Binary, b: Binary): number {
  return a.length() - b.length() || a.sub_type - b.sub_type || Buffer.compare(a.value(), b.value())
}

function compareRegex(a: BSONRegExp, b: BSONRegExp): number {
  return compareStrings(a.pattern, b.pattern) || compareStrings(a.options, b.options)
}
