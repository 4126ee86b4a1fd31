import { Binary, BSONRegExp, Decimal128, Double, Long, MaxKey, MinKey, ObjectId, Timestamp } from 'bson'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compare } from '../../../emulator/cloudbase/database/compare'
import { parseEjson, toEjson } from '../../../emulator/cloudbase/database/ejson'
import { afterPrefix, encodeCompound, encodeKey } from '../../../emulator/cloudbase/database/key-encoding'
import { anyValue } from './arbitrary-values'

const runs = { numRuns: 3000 }

/** The same values as some of the doubles and integers, their neighbours at the last digit, and those beyond every double. */
const DECIMALS = [
  '1.5', '0.1', '0.1000000000000000055511151231257827', '0.1000000000000000055511151231257828', '1', '1.00', '-0', '9007199254740993', '9007199254740993.000000000000000001',
  '-9007199254740992.5', '9223372036854775807', '9223372036854775807.5', '1E400', '1.1E400', '-1E400', '-1.1E400', '9.999999999999999999999999999999999E6144',
  '-9.999999999999999999999999999999999E6144', '1E-400', '-1E-400', '1E-6176', '1E25', '10000000000000000905969664', '10000000000000000905969665', '1E309', 'Infinity', '-Infinity', 'NaN',
]

function sign(number: number): number {
  return Math.sign(number) + 0
}

describe('index keys', () => {
  it('sort as the values do', () => {
    fc.assert(fc.property(anyValue, anyValue, (a, b) => {
      expect(sign(Buffer.compare(encodeKey(a), encodeKey(b)))).toBe(sign(compare(a, b)))
    }), runs)
  })

  it('agree on every pair of the awkward', () => {
    const awkward: unknown[] = [
      0, -0, NaN, Infinity, -Infinity, 1, 1.5, new Double(1), Long.fromNumber(1), 2 ** 53, 2 ** 53 + 2, -(2 ** 53), Long.fromString('9007199254740992'),
      Long.fromString('9007199254740993'), Long.fromString('-9007199254740993'), Long.fromString('9223372036854775807'), Long.fromString('9223372036854775806'),
      Long.fromString('-9223372036854775808'), 2 ** 63, -(2 ** 63), 5e-324, '', 'a', 'a\0', 'a\0b', 'ab', '\u{1F352}', '\uE000', '\uFFFF', null, true, false, [], [[]], [1],
      [1, 1], [null], {}, { a: 1 }, { a: 1, b: 1 }, { b: 1 }, { a: '1' }, { ab: 1 }, new Date(0), new Date(-1), new MinKey(), new MaxKey(), new ObjectId('0'.repeat(24)),
      new BSONRegExp('a', 'i'), new BSONRegExp('a', ''), new Binary(Buffer.of(1)), new Binary(Buffer.of(0, 1)), new Timestamp({ t: 1, i: 2 }), ...DECIMALS.map(text => Decimal128.fromString(text)),
    ]
    for (const a of awkward) {
      for (const b of awkward) expect(sign(Buffer.compare(encodeKey(a), encodeKey(b))), `${toEjson(a)} ${toEjson(b)}`).toBe(sign(compare(a, b)))
    }
  })

  it('of two fields sort by the first, then by the second, each in its direction', () => {
    const direction = fc.constantFrom('asc', 'desc')
    fc.assert(fc.property(anyValue, anyValue, anyValue, anyValue, direction, direction, (a, b, c, d, first, second) => {
      const expected = compare(a, c) * (first === 'asc' ? 1 : -1) || compare(b, d) * (second === 'asc' ? 1 : -1)
      expect(sign(Buffer.compare(encodeCompound([a, b], [first, second]), encodeCompound([c, d], [first, second])))).toBe(sign(expected))
    }), runs)
  })

  it('of one field enclose every longer key that starts with them, and no other', () => {
    const direction = fc.constantFrom('asc', 'desc')
    fc.assert(fc.property(anyValue, anyValue, anyValue, direction, direction, (a, b, c, first, second) => {
      const prefix = encodeCompound([a], [first])
      const key = encodeCompound([b, c], [first, second])
      const inside = Buffer.compare(key, prefix) >= 0 && Buffer.compare(key, afterPrefix(prefix)) < 0
      expect(inside).toBe(compare(a, b) === 0)
    }), runs)
  })
})

describe('the order of values', () => {
  it('is total', () => {
    fc.assert(fc.property(anyValue, anyValue, anyValue, (a, b, c) => {
      expect(sign(compare(a, b))).toBe(-sign(compare(b, a)) + 0)
      if (compare(a, b) <= 0 && compare(b, c) <= 0) expect(compare(a, c)).toBeLessThanOrEqual(0)
    }), runs)
  })

  it('outlives the way through text', () => {
    fc.assert(fc.property(anyValue, (value) => {
      const again = parseEjson(toEjson(value), () => 0)
      expect(compare(again, value)).toBe(0)
      expect(toEjson(again)).toBe(toEjson(value))
    }), runs)
  })
})
