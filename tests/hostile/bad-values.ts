import { chosen, type Form } from './schema-form'

export type Path = readonly (string | number)[]
/** A value put somewhere into an input. `null` and `undefined` are values; `REMOVED` takes the field away. */
export interface Bad { readonly path: Path; readonly value: unknown }

export const REMOVED = Symbol('removed')

/** Nobody's idea of a field: operators of the database and of its SDK, and keys that reach into objects. */
const OBJECTS: readonly unknown[] = [
  {}, [], [[]], [null], { $gt: '' }, { $ne: null }, { $regex: '.*' }, { $in: [] }, { $nin: [] }, { $where: 1 }, { $exists: true }, { $or: [{}] }, { $not: {} }, { $set: { role: 'merchant' } }, { $inc: { points: 1 } },
  { $date: 0 }, { $numberLong: '1' }, { $numberInt: '1' }, { $numberDecimal: '1' }, { $oid: '000000000000000000000000' }, { $binary: '' }, { $regularExpression: { pattern: '.*', options: '' } }, { $undefined: true },
  { operator: 'neq', operands: [null], _internalType: 'QueryCommand' }, { operator: 'inc', operands: [1], _internalType: 'UpdateCommand' }, { _internalType: 'Symbol(unset)' },
  { length: 1, 0: 'x' }, { toString: 'x' }, { valueOf: 1 }, { then: 1 }, { toJSON: 'x' }, JSON.parse('{"__proto__":{"role":"merchant"}}'), JSON.parse('{"constructor":{"prototype":{"role":"merchant"}}}'), new Date(0), new Map(), /x/,
]
const NUMBERS: readonly unknown[] = [0, -0, 1, -1, 0.1, 1.5, 1e21, 2 ** 53, -(2 ** 53), Number.MAX_VALUE, Number.MIN_VALUE, NaN, Infinity, -Infinity, 10n]
const OTHERS: readonly unknown[] = [null, undefined, true, false, Symbol('x'), (): number => 1]
const NUMBER_TEXTS: readonly unknown[] = ['1', ' 1', '1e3', '0x10', '１', '', 'NaN', '-1', '1.0', '1,000']

/** Texts that no field takes, whatever it is for: controls and halves of characters. */
const BROKEN_TEXT: readonly string[] = ['\u0000', 'a\u0000b', '\u0007', '\u001b[31m', 'a\nb', '\r\n', '\ud800', 'a\udc00', '\u009f']

/** Whether a field of this form could take a text at all that breaks one of its own bounds. */
function badTexts(form: Form & { kind: 'string' }): readonly string[] {
  const tooLong = ['x', '橙', '🍊'].map(text => text.repeat(form.max + 1))
  const broken = form.patterns.length > 0 || form.also.length > 0 ? BROKEN_TEXT.filter(text => form.patterns.some(pattern => !pattern.test(text.trim()))) : []
  const own = form.patterns.length > 0 ? ['a b c d e f g h', '../../etc/passwd', 'a.b.c', '$where', '__proto__\u0000', '\'; drop', '{"$gt":""}', '<script>'].filter(text => form.patterns.some(pattern => !pattern.test(text))) : []
  return [...tooLong, 'x'.repeat(1_000_000), ...broken, ...own, ...form.min > 0 ? ['', ' ', '\u3000'] : []]
}

const NOT_TEXT = [...OBJECTS, ...NUMBERS, ...OTHERS]
const NOT_NUMBER = [...OBJECTS, ...OTHERS, ...NUMBER_TEXTS]
const NOT_BOOLEAN = [...OBJECTS, ...NUMBERS, ...NUMBER_TEXTS, null, undefined, 'true', 'false', 'yes']
const NOT_LIST = [...OBJECTS.filter(value => !Array.isArray(value)), ...NUMBERS, ...OTHERS, '', 'x', '[]']
const NOT_OBJECT = [...OBJECTS.filter(value => Array.isArray(value)), ...NUMBERS, ...OTHERS, '', 'x', '{}']

/** What the server decides and a phone may not say. */
export const EXTRA_FIELDS: readonly string[] = [
  'price', 'priceFen', 'total', 'payableFen', 'amount', 'status', 'state', 'role', 'shopId', 'openid', '_openid', '_id', 'id_', 'paidAt', 'balanceFen_', 'version', 'isAdmin', 'a.b', '$inc', '$set', 'constructor', 'prototype', 'toString', '', ' ', '\u0000', '__proto__',
]

function deep(levels: number): unknown {
  let value: unknown = 1
  for (let level = 0; level < levels; level++) value = level % 2 ? [value] : { a: value }
  return value
}

/** Whether the form leaves out just this: null, nothing, or both. */
function surely(form: Form, value: unknown): boolean {
  return !(form.nullable && value === null) && !(form.optional && value === undefined)
}

/** Everything that is surely wrong at one place of an input that is otherwise right. */
function badAt(form: Form, path: Path, value: unknown): Bad[] {
  const bad = (values: readonly unknown[]): Bad[] => [...values, deep(1000)].filter(one => surely(form, one)).map(one => ({ path, value: one }))
  const gone: Bad[] = form.optional || path.length === 0 || typeof path.at(-1) === 'number' ? [] : [{ path, value: REMOVED }]
  switch (form.kind) {
    case 'string': return [...gone, ...bad([...NOT_TEXT, ...badTexts(form)])]
    case 'number': return [...gone, ...bad([...NOT_NUMBER, ...NUMBERS.filter(one => typeof one !== 'number' || !Number.isInteger(one) || one < form.min || one > form.max), form.min - 1, form.max + 1, form.min + 0.5, -form.max - 1])]
    case 'boolean': return [...gone, ...bad(NOT_BOOLEAN)]
    case 'one_of': return [...gone, ...bad([...OBJECTS, ...NUMBERS, null, undefined, '', 'x', '__proto__', 'constructor', 'toString', 'ALL', 'all ', ' all', 'x'.repeat(100_000)].filter(one => !form.options.includes(one)))]
    case 'array': {
      const list = Array.isArray(value) ? value as unknown[] : []
      const filler = list[0] ?? 'x'
      const sizes = [...(form.max < 1000 ? [form.max + 1, form.max * 2 + 1] : []), ...(form.min > 0 ? [form.min - 1] : [])]
      return [...gone, ...bad([...NOT_LIST, ...sizes.map(size => Array.from({ length: size }, () => filler)), [...list, null], [...list, undefined], [...list, { $gt: '' }], [...list, [filler]], Array.from({ length: 10_000 }, () => ({ $gt: '' }))]), ...list.flatMap((item, index) => badAt(form.item, [...path, index], item))]
    }
    case 'object': return [...gone, ...bad(NOT_OBJECT), ...badInside(form.entries, path, value)]
    case 'variant': {
      const own = chosen(form, value)
      return [...gone, ...bad(NOT_OBJECT), ...bad([{}, { [form.key]: 'nothing' }, { [form.key]: null }, { [form.key]: '__proto__' }, { [form.key]: ['x'] }]), ...(own ? badInside(own.entries, path, value) : [])]
    }
  }
}

function badInside(entries: Readonly<Record<string, Form>>, path: Path, value: unknown): Bad[] {
  const fields = (value ?? {}) as Record<string, unknown>
  const extra = EXTRA_FIELDS.filter(name => !Object.hasOwn(entries, name)).flatMap(name => [1, 'merchant', { $inc: 1 }].map(one => ({ path: [...path, name], value: one })))
  return [...extra, ...Object.entries(entries).filter(([name]) => fields[name] !== undefined && fields[name] !== null).flatMap(([name, form]) => badAt(form, [...path, name], fields[name]))]
}

/** Every single bad value for an input, drawn from its form. No input at all stands for an empty one, and is not among them. */
export function badValues(form: Form, input: unknown): Bad[] {
  return badAt(form, [], input).filter(({ path, value }) => path.length > 0 || value !== undefined)
}

/** The input with some values put into it; what is on the way to a place that is gone stays out. */
export function spoilt(input: unknown, bad: readonly Bad[]): unknown {
  return bad.reduce<unknown>((value, { path, value: put }) => replaced(value, path, put), input)
}

function replaced(value: unknown, [key, ...rest]: Path, put: unknown): unknown {
  if (key === undefined) return put
  if (typeof value !== 'object' || value === null) return value
  const copy = (Array.isArray(value) ? [...value as unknown[]] : { ...value }) as Record<string | number, unknown>
  if (put === REMOVED && rest.length === 0) delete copy[key]
  // Not by assignment, which would set the prototype instead of a field of that name, as JSON does.
  else Object.defineProperty(copy, key, { value: replaced(copy[key], rest, put), enumerable: true, configurable: true, writable: true })
  return copy
}
