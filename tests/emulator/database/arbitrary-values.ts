import { BSONRegExp, Decimal128, Double, Long, ObjectId } from 'bson'
import fc from 'fast-check'

const text = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 6 }), fc.constantFrom('', 'a', 'a\0', 'a\0b', 'ab', '\u{1F352}', '\uE000', '￿', 'é'))

const number = fc.oneof(
  fc.integer({ min: -3, max: 3 }), fc.double(), fc.integer(), fc.constantFrom(0, -0, NaN, Infinity, -Infinity, 2 ** 53, 2 ** 53 - 1, 0.1, 1e300, -1e-300),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(value => Long.fromBigInt(value)),
  fc.constantFrom('9007199254740993', '9007199254740992', '-9007199254740993', '9223372036854775807', '9223372036854775806').map(value => Long.fromString(value)),
  fc.integer({ min: -3, max: 3 }).map(value => new Double(value)),
  fc.tuple(fc.bigInt({ min: -(10n ** 34n) + 1n, max: 10n ** 34n - 1n }), fc.constantFrom(-40, -34, -20, -2, 0, 3, 290, 6000, -6100)).map(([digits, power]) => Decimal128.fromString(`${digits}E${power}`)),
  fc.constantFrom('0.1', '-0.1', '0.10', '1', '-0', '9007199254740993', '9007199254740992.5', '-9007199254740993.5', '1E400', '-1E400', '1E-400', '-1E-400', 'Infinity', 'NaN')
    .map(text => Decimal128.fromString(text)),
)

const scalar = fc.oneof(
  { weight: 4, arbitrary: number }, { weight: 4, arbitrary: text }, { weight: 1, arbitrary: fc.boolean() }, { weight: 1, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: fc.date({ noInvalidDate: true }) }, { weight: 1, arbitrary: fc.stringMatching(/^[0-9a-f]{24}$/).map(hex => new ObjectId(hex)) },
  { weight: 1, arbitrary: fc.constantFrom('^a', 'b').map(pattern => new BSONRegExp(pattern, '')) },
)

/** Any value a document may hold, with the awkward ones often. */
export const anyValue: fc.Arbitrary<unknown> = fc.letrec(tie => ({
  value: fc.oneof(
    { maxDepth: 2, depthIdentifier: 'value' }, { weight: 6, arbitrary: scalar }, { weight: 1, arbitrary: fc.array(tie('value'), { maxLength: 3 }) },
    { weight: 1, arbitrary: fc.dictionary(fc.constantFrom('a', 'b', 'ab'), tie('value'), { maxKeys: 3, noNullPrototype: true }) },
  ),
})).value
