import { isInt32, looksLikeInteger } from './ejson'
import { combineDecimals } from './decimal'
import { requestFailed } from './errors'
import { Decimal128, Double, isLong, Long, toNumber, type Value } from './values'

type Kind = 'int' | 'long' | 'double' | 'decimal'

function kindOf(value: Value): Kind {
  if (typeof value === 'number') return looksLikeInteger(value) ? isInt32(value) ? 'int' : 'long' : 'double'
  if (value instanceof Decimal128) return 'decimal'
  return isLong(value) ? 'long' : 'double'
}

/** `$inc`: the wider type of the two wins, an int32 that overflows becomes a long, a long that overflows is refused. */
export function add(a: Value, b: Value): Value {
  return combine('add', a, b, (x, y) => x + y, (x, y) => x + y)
}

/** `$mul`, with the same rules. */
export function multiply(a: Value, b: Value): Value {
  return combine('multiply', a, b, (x, y) => x * y, (x, y) => x * y)
}

function combine(
  operation: 'add' | 'multiply', a: Value, b: Value, doubles: (x: number, y: number) => number, integers: (x: bigint, y: bigint) => bigint,
): Value {
  const [kindA, kindB] = [kindOf(a), kindOf(b)]
  if (kindA === 'decimal' || kindB === 'decimal') return combineDecimals(operation, a, b)
  if (kindA === 'double' || kindB === 'double') return asDouble(doubles(toNumber(a), toNumber(b)))
  if (typeof a === 'number' && typeof b === 'number') {
    const quick = doubles(a, b)
    if (Number.isSafeInteger(quick)) return kindA === 'int' && kindB === 'int' ? quick + 0 : asLong(BigInt(quick))
  }
  return asLong(integers(toBigInt(a), toBigInt(b)))
}

function toBigInt(value: Value): bigint {
  return isLong(value) ? value.toBigInt() : BigInt(toNumber(value))
}

function asDouble(number: number): Value {
  return looksLikeInteger(number) ? new Double(number) : number
}

function asLong(exact: bigint): Value {
  if (BigInt.asIntN(64, exact) !== exact) throw requestFailed('integer overflow: the result is beyond 64 bits')
  const number = Number(exact)
  return Number.isSafeInteger(number) && !isInt32(number) ? number : Long.fromBigInt(exact)
}

/** `$bit`: and, or, xor on integers. */
export function bitwise(operator: string, a: Value, b: Value): Value {
  if (![a, b].every(value => ['int', 'long'].includes(kindOf(value)))) throw requestFailed('$bit needs integers')
  const [x, y] = [toBigInt(a), toBigInt(b)]
  const result = operator === 'and' ? x & y : operator === 'or' ? x | y : x ^ y
  return kindOf(a) === 'int' && kindOf(b) === 'int' ? Number(result) : asLong(result)
}
