import { requestFailed } from './errors'
import { Decimal128, isLong, toNumber, type Value } from './values'

/** A finite number, exactly: `coefficient` times ten to the power of `exponent`. */
export interface Decimal {
  coefficient: bigint
  exponent: number
}

/** Digits a Decimal128 holds. */
const DIGITS = 34
/** Digits of a double that reach a decimal, as in MongoDB. */
const DIGITS_OF_DOUBLE = 15

/** Adds or multiplies where at least one of the two is a Decimal128: exactly, then rounded half to even to 34 digits. */
export function combineDecimals(operation: 'add' | 'multiply', a: Value, b: Value): Value {
  const [x, y] = [decimalOf(a), decimalOf(b)]
  // Infinity and NaN have no digits; doubles know their rules.
  if (!x || !y) return Decimal128.fromString(String(operation === 'add' ? toNumber(a) + toNumber(b) : toNumber(a) * toNumber(b)))
  const { coefficient, exponent } = rounded(operation === 'add' ? sum(x, y) : { coefficient: x.coefficient * y.coefficient, exponent: x.exponent + y.exponent })
  try {
    return Decimal128.fromString(`${coefficient}E${exponent}`)
  }
  catch {
    throw requestFailed('the result is beyond what a Decimal128 holds')
  }
}

function decimalOf(value: Value): Decimal | undefined {
  if (isLong(value)) return { coefficient: value.toBigInt(), exponent: 0 }
  const number = toNumber(value)
  const isDecimal = value instanceof Decimal128
  const text = isDecimal ? value.toString() : Number.isSafeInteger(number) ? String(number) : number.toPrecision(DIGITS_OF_DOUBLE)
  const match = /^(-?\d+)(?:\.(\d*))?(?:e([+-]?\d+))?$/i.exec(text)
  if (!match) return undefined
  const [, whole = '0', fraction = '', power = '0'] = match
  const decimal = { coefficient: BigInt(whole + fraction), exponent: Number(power) - fraction.length }
  return isDecimal ? decimal : withoutZeros(decimal)
}

/** A number of any class as what it is, with no digit lost; undefined for NaN and the infinities. */
export function exactly(value: Value): Decimal | undefined {
  if (value instanceof Decimal128 || isLong(value)) return decimalOf(value)
  const number = toNumber(value)
  if (!Number.isFinite(number)) return undefined
  // Doubling is exact, and so is ending at an integer: a double is one over a power of two.
  let halvings = 0
  let integer = number
  for (; !Number.isInteger(integer); halvings++) integer *= 2
  return { coefficient: BigInt(integer) * 5n ** BigInt(halvings), exponent: -halvings }
}

export function minus(a: Decimal, b: Decimal): Decimal {
  const exponent = Math.min(a.exponent, b.exponent)
  const scaled = ({ coefficient, exponent: own }: Decimal): bigint => coefficient * 10n ** BigInt(own - exponent)
  return { coefficient: scaled(a) - scaled(b), exponent }
}

/** A double says nothing by the zeros it is padded with. */
function withoutZeros({ coefficient, exponent }: Decimal): Decimal {
  while (exponent < 0 && coefficient % 10n === 0n) {
    coefficient /= 10n
    exponent += 1
  }
  return { coefficient, exponent }
}

function sum(a: Decimal, b: Decimal): Decimal {
  const [high, low] = a.exponent >= b.exponent ? [a, b] : [b, a]
  const distance = high.exponent - low.exponent
  // So far apart that the lesser one is not seen in any digit of the greater one.
  if (distance > 3 * DIGITS && high.coefficient !== 0n && low.coefficient !== 0n) return high
  return { coefficient: high.coefficient * 10n ** BigInt(distance) + low.coefficient, exponent: low.exponent }
}

function rounded({ coefficient, exponent }: Decimal): Decimal {
  const sign = coefficient < 0n ? -1n : 1n
  const digits = coefficient * sign
  const excess = digits.toString().length - DIGITS
  if (excess <= 0) return { coefficient, exponent }
  const unit = 10n ** BigInt(excess)
  const [kept, rest] = [digits / unit, digits % unit]
  const up = rest * 2n > unit || (rest * 2n === unit && kept % 2n === 1n)
  // Rounding 99…9 up makes one digit more.
  return rounded({ coefficient: sign * (up ? kept + 1n : kept), exponent: exponent + excess })
}
