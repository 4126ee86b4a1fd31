import { EJSON } from 'bson'
import { invalidParam } from './errors'
import { BSONRegExp, Double, isLong, Long, ObjectId, type Value } from './values'

const INT32 = 2 ** 31
const MAX_DEPTH = 100

/** Wrappers that are rare enough to leave to the `bson` package. */
const RARE = new Set(['$numberDecimal', '$binary', '$uuid', '$timestamp', '$minKey', '$maxKey', '$symbol', '$code', '$dbPointer'])

/**
 * Parses Extended JSON text. `$tcb_server_date` becomes the server's time plus its offset. Own instead of the `bson` package's parser because
 * that one costs several times more and forgets whether a whole number was an integer or a double.
 */
export function parseEjson(text: string, now: () => number): Value {
  let plain: unknown
  try {
    plain = JSON.parse(text)
  }
  catch {
    throw invalidParam('malformed Extended JSON')
  }
  return revive(plain, now, 0)
}

function noServerDate(): number {
  throw invalidParam('a stored document carries no server date')
}

/** Parses the text of a stored document. */
export function parseStored(text: string): { [field: string]: Value } {
  return revive(JSON.parse(text), noServerDate, 0) as { [field: string]: Value }
}

function revive(value: unknown, now: () => number, depth: number): Value {
  if (typeof value !== 'object' || value === null) return value
  if (depth > MAX_DEPTH) throw invalidParam(`nested deeper than ${MAX_DEPTH} levels`)
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      const item: unknown = value[index]
      if (typeof item === 'object' && item !== null) value[index] = revive(item, now, depth + 1)
    }
    return value
  }
  const object = value as Record<string, unknown>
  for (const key in object) {
    if (key.charCodeAt(0) === 36 /* $ */) {
      const special = reviveWrapper(key, object, now)
      if (special !== undefined) return special
    }
    else if (key === '__proto__') throw invalidParam('a field may not be called __proto__')
    const item = object[key]
    if (typeof item === 'object' && item !== null) object[key] = revive(item, now, depth + 1)
  }
  return object
}

function reviveWrapper(key: string, object: Record<string, unknown>, now: () => number): Value {
  const inner = object[key]
  switch (key) {
    case '$numberInt': return integer(inner)
    case '$numberLong': return long(inner)
    case '$numberDouble': return double(inner)
    case '$date': return date(inner)
    case '$oid':
      if (typeof inner !== 'string' || !/^[0-9a-fA-F]{24}$/.test(inner)) throw invalidParam('malformed $oid')
      return new ObjectId(inner)
    case '$regularExpression': return regex(inner)
    case '$tcb_server_date': return serverDate(inner, now)
    case '$undefined': return null
  }
  if (!RARE.has(key)) return undefined
  try {
    return EJSON.deserialize(object as never, { relaxed: false }) as Value
  }
  catch {
    throw invalidParam(`malformed ${key}`)
  }
}

function integer(inner: unknown): number {
  const number = typeof inner === 'string' && /^-?\d{1,10}$/.test(inner) ? Number(inner) : NaN
  if (!(number >= -INT32 && number < INT32)) throw invalidParam('malformed $numberInt')
  return number === 0 ? 0 : number
}

function long(inner: unknown): Value {
  if (typeof inner !== 'string' || !/^-?\d{1,19}$/.test(inner)) throw invalidParam('malformed $numberLong')
  const number = Number(inner)
  if (Number.isSafeInteger(number) && !isInt32(number)) return number
  return Long.fromString(inner)
}

function double(inner: unknown): Value {
  const number = typeof inner === 'string' && inner.trim() !== '' ? Number(inner) : NaN
  if (Number.isNaN(number) && inner !== 'NaN') throw invalidParam('malformed $numberDouble')
  return looksLikeInteger(number) ? new Double(number) : number
}

function date(inner: unknown): Date {
  const millis = typeof inner === 'string' ? Date.parse(inner) : toMillis(inner)
  const result = new Date(millis)
  if (Number.isNaN(result.getTime())) throw invalidParam('malformed $date')
  return result
}

function toMillis(inner: unknown): number {
  if (typeof inner === 'number') return inner
  const text = typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>).$numberLong : undefined
  return typeof text === 'string' && /^-?\d+$/.test(text) ? Number(text) : NaN
}

function regex(inner: unknown): BSONRegExp {
  const { pattern, options } = (typeof inner === 'object' && inner !== null ? inner : {}) as Record<string, unknown>
  if (typeof pattern !== 'string' || (options !== undefined && typeof options !== 'string')) throw invalidParam('malformed $regularExpression')
  try {
    return new BSONRegExp(pattern, options ?? '')
  }
  catch {
    throw invalidParam('malformed $regularExpression')
  }
}

function serverDate(inner: unknown, now: () => number): Date {
  const offset = typeof inner === 'object' && inner !== null ? revive((inner as Record<string, unknown>).offset ?? 0, now, 0) : NaN
  const result = new Date(now() + Number(offset))
  if (Number.isNaN(result.getTime())) throw invalidParam('malformed $tcb_server_date')
  return result
}

export function isInt32(number: number): boolean {
  return Number.isInteger(number) && number >= -INT32 && number < INT32 && !Object.is(number, -0)
}

/** Whether a plain JavaScript number is written as an integer: what is whole but was sent as a double needs its class. */
export function looksLikeInteger(number: number): boolean {
  return Number.isSafeInteger(number) && !Object.is(number, -0)
}

/** Canonical Extended JSON of a value: the form kept on disk and sent to the SDK. */
export function toEjson(value: Value): string {
  switch (typeof value) {
    case 'string': return JSON.stringify(value)
    case 'number': return numberText(value)
    case 'boolean': return value ? 'true' : 'false'
    case 'undefined': return 'null'
    case 'bigint': return `{"$numberLong":"${value}"}`
  }
  if (value === null) return 'null'
  if (Array.isArray(value)) return `[${value.map(toEjson).join(',')}]`
  if (value instanceof Date) return `{"$date":{"$numberLong":"${value.getTime()}"}}`
  if (value instanceof RegExp) return toEjson(new BSONRegExp(value.source, value.flags.replace(/[^imsx]/g, '')))
  const kind = (value as { _bsontype?: unknown })._bsontype
  if (typeof kind === 'string' && !Object.hasOwn(value as object, '_bsontype')) return wrapperText(kind, value as object)
  let text = '{'
  for (const key of Object.keys(value as object)) {
    if ((value as Record<string, unknown>)[key] === undefined) continue
    text += `${text === '{' ? '' : ','}${JSON.stringify(key)}:${toEjson((value as Record<string, unknown>)[key])}`
  }
  return `${text}}`
}

function numberText(number: number): string {
  if (looksLikeInteger(number)) return isInt32(number) ? `{"$numberInt":"${number}"}` : `{"$numberLong":"${number}"}`
  return doubleText(number)
}

function doubleText(number: number): string {
  if (Object.is(number, -0)) return '{"$numberDouble":"-0.0"}'
  return `{"$numberDouble":"${Number.isInteger(number) && Math.abs(number) < 1e21 ? `${number}.0` : number}"}`
}

function wrapperText(kind: string, value: object): string {
  switch (kind) {
    case 'ObjectId': return `{"$oid":"${(value as ObjectId).toHexString()}"}`
    case 'Double': return doubleText((value as Double).value)
    case 'Long': return isLong(value) && !(value as Long).unsigned ? `{"$numberLong":"${(value as Long).toString()}"}` : EJSON.stringify(value, { relaxed: false })
    default: return EJSON.stringify(value, { relaxed: false })
  }
}
