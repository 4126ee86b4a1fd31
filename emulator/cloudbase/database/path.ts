import { type Document, EMPTY_ARRAY, isDocument, type Value } from './values'

export const MISSING = Symbol('missing')
export type Missing = typeof MISSING

const pathCache = new Map<string, readonly string[]>()

/** The parts of a dotted path, remembered because a few dozen paths are asked for all the time. */
export function splitPath(path: string): readonly string[] {
  let parts = pathCache.get(path)
  if (!parts) {
    parts = path.split('.')
    if (pathCache.size > 10_000) pathCache.clear()
    pathCache.set(path, parts)
  }
  return parts
}

export function isArrayIndex(part: string): boolean {
  return /^(?:0|[1-9]\d{0,8})$/.test(part)
}

/**
 * Every value a query sees at a path. Arrays on the way are entered both by position (`items.0`) and element by element (`items.sku`); an
 * element that is no document is passed over; a document without the field yields MISSING. Stops when `visit` returns true, and returns whether
 * it did.
 */
export function visitPath(root: Value, parts: readonly string[], visit: (value: Value | Missing) => boolean, from = 0): boolean {
  let value = root
  for (let index = from; index < parts.length; index++) {
    const part = parts[index] as string
    if (Array.isArray(value)) return visitArray(value, parts, index, visit)
    if (!isDocument(value) || !Object.hasOwn(value, part)) return visit(MISSING)
    value = value[part]
  }
  return visit(value)
}

function visitArray(items: readonly Value[], parts: readonly string[], index: number, visit: (value: Value | Missing) => boolean): boolean {
  const part = parts[index] as string
  if (isArrayIndex(part) && Number(part) < items.length && visitPath(items[Number(part)], parts, visit, index + 1)) return true
  return items.some(item => isDocument(item) && visitPath(item, parts, visit, index))
}

/** Reads one value without entering arrays element by element: for updates and projections. */
export function getPath(root: Value, parts: readonly string[]): Value | Missing {
  let value = root
  for (const part of parts) {
    if (Array.isArray(value)) value = isArrayIndex(part) && Number(part) < value.length ? value[Number(part)] : MISSING
    else if (isDocument(value) && Object.hasOwn(value, part)) value = value[part]
    else return MISSING
    if (value === MISSING) return MISSING
  }
  return value
}

/** What an index stores for a path: each element of an array, EMPTY_ARRAY for an empty one, `undefined` where nothing stands. */
export function valuesForIndex(document: Document, path: string): Value[] {
  const values: Value[] = []
  visitPath(document, splitPath(path), (value) => {
    if (value === MISSING) values.push(undefined)
    else if (Array.isArray(value)) values.push(...(value.length ? value as Value[] : [EMPTY_ARRAY]))
    else values.push(value)
    return false
  })
  return values.length ? values : [undefined]
}
