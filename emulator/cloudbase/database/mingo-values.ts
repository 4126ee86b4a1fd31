import { BSONRegExp, isDocument, isNumeric, toNumber, type Value } from './values'

/** mingo knows plain JavaScript only: numeric classes become numbers and regular expressions become RegExp. */
export function toMingo(value: Value): Value {
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  if (Array.isArray(value)) return value.map(toMingo)
  if (value instanceof BSONRegExp) return new RegExp(value.pattern, value.options.replace(/[^ims]/g, ''))
  if (isNumeric(value)) return toNumber(value)
  if (!isDocument(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toMingo(item)]))
}
