import { isOperatorObject } from './match'
import { BSONRegExp, type Document, isDocument, isNumeric, toNumber, TypeOrder, typeOrderOf, type Value } from './values'

export interface Bound {
  value: Value
  inclusive: boolean
}

/** What a query says of one path in a form an index can serve. Every matching document has at least one value within. */
export interface FieldBounds {
  /** The value is one of these. */
  points?: Value[]
  lower?: Bound
  upper?: Bound
  /** The value is a text that starts so. */
  prefix?: string
}

/** Collects the bounds of every path that all matching documents must satisfy; what an index cannot use is left to the predicate. */
export function boundsOf(query: Document): Map<string, FieldBounds> {
  const bounds = new Map<string, FieldBounds>()
  collect(query, '', bounds)
  return bounds
}

function collect(query: Document, prefix: string, bounds: Map<string, FieldBounds>): void {
  for (const [key, condition] of Object.entries(query)) {
    if (key === '$and' && Array.isArray(condition)) {
      for (const branch of condition) if (isDocument(branch)) collect(branch, prefix, bounds)
    }
    else if (!key.startsWith('$')) collectField(prefix + key, condition, bounds)
  }
}

function collectField(path: string, condition: Value, bounds: Map<string, FieldBounds>): void {
  const field = bounds.get(path) ?? {}
  bounds.set(path, field)
  if (!isOperatorObject(condition)) {
    addPoints(field, [condition])
    return
  }
  for (const [operator, operand] of Object.entries(condition)) addOperator(path, field, operator, operand, condition, bounds)
}

function addOperator(
  path: string, field: FieldBounds, operator: string, operand: Value, condition: Document, bounds: Map<string, FieldBounds>,
): void {
  switch (operator) {
    case '$eq': addPoints(field, [operand]); return
    case '$in': if (Array.isArray(operand)) addPoints(field, operand); return
    case '$all': if (Array.isArray(operand) && !isOperatorObject(operand[0])) addPoints(field, operand.slice(0, 1)); return
    case '$gt': case '$gte': if (isRangeValue(operand)) field.lower ??= { value: operand, inclusive: operator === '$gte' }; return
    case '$lt': case '$lte': if (isRangeValue(operand)) field.upper ??= { value: operand, inclusive: operator === '$lte' }; return
    case '$regex':
      if (condition.$options === undefined) addPrefix(field, operand instanceof BSONRegExp ? operand : new BSONRegExp(String(operand)))
      return
    case '$elemMatch':
      if (isDocument(operand) && !isOperatorObject(operand)) collect(operand, `${path}.`, bounds)
  }
}

/** Keeps the shorter list: either alone is enough for the index, and the predicate does the rest. */
function addPoints(field: FieldBounds, values: readonly Value[]): void {
  if (values.length === 1 && values[0] instanceof BSONRegExp) {
    addPrefix(field, values[0])
    return
  }
  const usable = values.every(value => !Array.isArray(value) && !(value instanceof BSONRegExp))
  if (usable && (!field.points || values.length < field.points.length)) field.points = [...values]
}

/** Null meets missing fields, and NaN meets nothing: neither makes a range of keys. */
function isRangeValue(value: Value): boolean {
  const type = typeOrderOf(value)
  if (type === TypeOrder.number) return isNumeric(value) && !Number.isNaN(toNumber(value))
  return type === TypeOrder.string || type === TypeOrder.date || type === TypeOrder.objectId || type === TypeOrder.boolean || type === TypeOrder.timestamp
}

/** `^abc` with no options can only meet texts that start with `abc`. */
function addPrefix(field: FieldBounds, regex: BSONRegExp): void {
  if (regex.options !== '' || !regex.pattern.startsWith('^') || regex.pattern.includes('|')) return
  const literal = /^\^((?:[^\\^$.|?*+()[\]{}]|\\[^a-zA-Z0-9])*)/.exec(regex.pattern)?.[1] ?? ''
  const rest = regex.pattern.slice(1 + literal.length)
  // A quantifier after the last character may allow it to be absent.
  const certain = /^[?*{]/.test(rest) ? literal.replace(/\\?.$/su, '') : literal
  if (certain !== '') field.prefix ??= certain.replace(/\\(.)/gsu, '$1')
}
