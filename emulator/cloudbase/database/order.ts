import { compare } from './compare'
import { invalidParam } from './errors'
import { MISSING, splitPath, visitPath } from './path'
import { type Document, EMPTY_ARRAY, isDocument, isNumeric, toNumber, type Value } from './values'

export interface OrderField {
  field: string
  descending: boolean
}

export function parseOrder(order: Value): OrderField[] {
  if (order === undefined || order === null) return []
  if (!isDocument(order)) throw invalidParam('order must be an object')
  return Object.entries(order).map(([field, direction]) => {
    const number = isNumeric(direction) ? toNumber(direction) : 0
    if (Math.abs(number) !== 1) throw invalidParam('order value must be 1 or -1')
    return { field, descending: number < 0 }
  })
}

/** A comparator of documents. Where an array stands, its least element counts in ascending order and its greatest in descending order. */
export function compileOrder(order: Value): (a: Document, b: Document) => number {
  return comparatorOf(parseOrder(order))
}

export function comparatorOf(fields: readonly OrderField[]): (a: Document, b: Document) => number {
  const keys = fields.map(({ field, descending }) => ({ parts: splitPath(field), sign: descending ? -1 : 1 }))
  return (a, b) => {
    for (const { parts, sign } of keys) {
      const order = compare(sortValue(a, parts, sign), sortValue(b, parts, sign)) * sign
      if (order !== 0) return order
    }
    return 0
  }
}

function sortValue(document: Document, parts: readonly string[], sign: number): Value {
  let best: Value
  let found = false
  const consider = (value: Value): void => {
    if (!found || compare(value, best) * sign < 0) best = value
    found = true
  }
  visitPath(document, parts, (value) => {
    if (value === MISSING) consider(null)
    else if (Array.isArray(value)) (value.length ? value as Value[] : [EMPTY_ARRAY]).forEach(consider)
    else consider(value)
    return false
  })
  return found ? best : null
}
