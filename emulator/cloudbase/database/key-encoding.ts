import { type Decimal, exactly, minus } from './decimal'
import { type Binary, type BSONRegExp, Decimal128, isLong, type ObjectId, type Timestamp, toNumber, TypeOrder, typeOrderOf, type Value } from './values'

const scratch = new DataView(new ArrayBuffer(8))

/** Bytes in the making. One writer serves one key at a time; `take` copies the result out. */
class Writer {
  #bytes = Buffer.allocUnsafe(512)
  #length = 0

  get length(): number {
    return this.#length
  }

  reset(): void {
    this.#length = 0
  }

  byte(value: number): void {
    this.#reserve(1)
    this.#bytes[this.#length++] = value
  }

  bytes(source: Uint8Array): void {
    this.#reserve(source.length)
    this.#bytes.set(source, this.#length)
    this.#length += source.length
  }

  /** UTF-8, closed by 00 00; a NUL inside becomes 00 FF, so that a shorter text sorts first. */
  text(value: string): void {
    if (value.includes('\0')) {
      for (const byte of Buffer.from(value, 'utf8')) {
        this.byte(byte)
        if (byte === 0) this.byte(0xFF)
      }
    }
    else {
      this.#reserve(value.length * 3)
      this.#length += this.#bytes.write(value, this.#length, 'utf8')
    }
    this.byte(0)
    this.byte(0)
  }

  /** An IEEE double whose bytes sort as the number does. */
  double(value: number): void {
    this.#reserve(8)
    scratch.setFloat64(0, value)
    const negative = scratch.getUint8(0) >= 0x80
    for (let index = 0; index < 8; index++) {
      const byte = scratch.getUint8(index)
      this.#bytes[this.#length++] = negative ? ~byte & 0xFF : index === 0 ? byte | 0x80 : byte
    }
  }

  uint(value: number, width: number): void {
    for (let shift = width - 1; shift >= 0; shift--) this.byte(Math.floor(value / 256 ** shift) % 256)
  }

  invertFrom(start: number): void {
    for (let index = start; index < this.#length; index++) this.#bytes[index] = ~(this.#bytes[index] as number) & 0xFF
  }

  take(): Buffer {
    return Buffer.from(this.#bytes.subarray(0, this.#length))
  }

  #reserve(extra: number): void {
    if (this.#length + extra <= this.#bytes.length) return
    const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#length + extra))
    this.#bytes.copy(larger, 0, 0, this.#length)
    this.#bytes = larger
  }
}

const writer = new Writer()

/** The key of one value: bytes that sort exactly as `compare` orders the values, and are never a prefix of another key. */
export function encodeKey(value: Value): Buffer {
  writer.reset()
  writeValue(value)
  return writer.take()
}

export type Direction = 'asc' | 'desc'

/** The key of a compound index; a descending field has its bytes inverted. */
export function encodeCompound(values: readonly Value[], directions: readonly Direction[]): Buffer {
  writer.reset()
  values.forEach((value, index) => {
    const start = writer.length
    writeValue(value)
    if (directions[index] === 'desc') writer.invertFrom(start)
  })
  return writer.take()
}

/** The least key above every key that starts with `prefix`. Type bytes, inverted or not, stay below FF. */
export function afterPrefix(prefix: Uint8Array): Buffer {
  return Buffer.concat([prefix, Buffer.of(0xFF)])
}

function writeValue(value: Value): void {
  const type = typeOrderOf(value)
  writer.byte(type)
  writePayload(type, value)
}

function writePayload(type: TypeOrder, value: Value): void {
  switch (type) {
    case TypeOrder.number: return writeNumber(value)
    case TypeOrder.string: return writer.text(String(value))
    case TypeOrder.boolean: return writer.byte(value ? 1 : 0)
    case TypeOrder.date: return writer.double((value as Date).getTime())
    case TypeOrder.objectId: return writer.bytes((value as ObjectId).id)
    case TypeOrder.array: return writeArray(value as Value[])
    case TypeOrder.object: return writeObject(value as object)
    case TypeOrder.binary: return writeBinary(value as Binary)
    case TypeOrder.timestamp:
      writer.uint((value as Timestamp).getHighBitsUnsigned(), 4)
      return writer.uint((value as Timestamp).getLowBitsUnsigned(), 4)
    case TypeOrder.regex:
      writer.text((value as BSONRegExp).pattern)
      return writer.text((value as BSONRegExp).options)
  }
}

/** More than any number, and than the distance of any two doubles that have integers of 64 bits between them. */
const [BEYOND_ALL, MOST_BETWEEN] = [{ coefficient: 1n, exponent: 6145 }, 2048n]

/**
 * The greatest double not above the number, then twice the whole part of what there is beyond it, and one more where a fraction follows. Only a
 * Decimal128 has one.
 */
function writeNumber(value: Value): void {
  const number = toNumber(value)
  if (Number.isNaN(number)) return writer.bytes(Buffer.alloc(10))
  const exact = (isLong(value) && !Number.isSafeInteger(number)) || value instanceof Decimal128 ? exactly(value) : undefined
  const floor = exact ? floorOf(number, exact) : number
  writer.double(floor === 0 ? 0 : floor)
  if (!exact) return writer.uint(0, 2)
  const beyond = minus(exact, exactly(floor) ?? { ...BEYOND_ALL, coefficient: -1n })
  const whole = least(wholePartOf(beyond), MOST_BETWEEN)
  const rest = whole === MOST_BETWEEN ? beyond : minus(beyond, { coefficient: whole, exponent: 0 })
  writer.uint(Number(whole) * 2 + (rest.coefficient === 0n ? 0 : 1), 2)
  if (rest.coefficient !== 0n) writeDigits(rest)
}

function floorOf(number: number, exact: Decimal): number {
  if (number === Infinity) return Number.MAX_VALUE
  const nearest = exactly(number)
  return nearest && minus(exact, nearest).coefficient < 0n ? previousDouble(number) : number
}

function wholePartOf({ coefficient, exponent }: Decimal): bigint {
  return exponent >= 0 ? coefficient * 10n ** BigInt(exponent) : coefficient / 10n ** BigInt(-exponent)
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}

/** A positive number: where its first digit stands, then its digits, closed by 00. */
function writeDigits({ coefficient, exponent }: Decimal): void {
  const digits = coefficient.toString()
  writer.uint(exponent + digits.length + 0x8000, 2)
  writer.bytes(Buffer.from(digits.replace(/0+$/, ''), 'latin1'))
  writer.byte(0)
}

function previousDouble(number: number): number {
  if (number === 0) return -Number.MIN_VALUE
  scratch.setFloat64(0, number)
  scratch.setBigInt64(0, scratch.getBigInt64(0) + (number > 0 ? -1n : 1n))
  return scratch.getFloat64(0)
}

function writeArray(items: readonly Value[]): void {
  for (const item of items) writeValue(item)
  writer.byte(0)
}

function writeObject(object: object): void {
  for (const [name, value] of Object.entries(object) as [string, Value][]) {
    const type = typeOrderOf(value)
    writer.byte(type)
    writer.text(name)
    writePayload(type, value)
  }
  writer.byte(0)
}

function writeBinary(value: Binary): void {
  writer.uint(value.length(), 4)
  writer.byte(value.sub_type)
  writer.bytes(value.value())
}
