import { compare, equal } from './compare'
import { requestFailed } from './errors'
import { compileQuery, compileValueTest, isOperatorObject } from './match'
import { compileOrder } from './order'
import { checkStorable } from './storable'
import { BSONRegExp, type Document, isDocument, isNumeric, toNumber, type Value } from './values'

interface ArrayChange {
  /** Whether the change creates the array where none stands. */
  missing: boolean
  apply(items: readonly Value[]): Value[]
}

const MODIFIERS = ['$each', '$position', '$sort', '$slice']

/** `$push`, with `$each`, then placed, then sorted, then cut. */
export function push(operand: Value): ArrayChange {
  const modifiers: Document = isDocument(operand) && '$each' in operand ? operand : { $each: [operand] }
  const unknown = Object.keys(modifiers).find(name => !MODIFIERS.includes(name))
  if (unknown) throw requestFailed(`Unrecognized clause in $push: ${unknown}`)
  const each = eachOf('$push', modifiers)
  const position = wholeNumber('$position', modifiers.$position)
  const slice = wholeNumber('$slice', modifiers.$slice)
  const order = modifiers.$sort === undefined ? undefined : elementOrder(modifiers.$sort)
  return {
    missing: true,
    apply: (items) => {
      const result = [...items]
      result.splice(position ?? result.length, 0, ...each)
      if (order) result.sort(order)
      return slice === undefined ? result : slice >= 0 ? result.slice(0, slice) : result.slice(slice)
    },
  }
}

function eachOf(operator: string, modifiers: Document): Value[] {
  if (!Array.isArray(modifiers.$each)) throw requestFailed(`The argument to $each in ${operator} must be an array`)
  modifiers.$each.forEach(checkStorable)
  return modifiers.$each
}

function wholeNumber(name: string, value: Value): number | undefined {
  if (value === undefined || value === null) return undefined
  if (!isNumeric(value) || !Number.isInteger(toNumber(value))) throw requestFailed(`The value for ${name} must be an integer value`)
  return toNumber(value)
}

function elementOrder(sort: Value): (a: Value, b: Value) => number {
  if (isDocument(sort)) {
    const order = compileOrder(sort)
    return (a, b) => order(isDocument(a) ? a : {}, isDocument(b) ? b : {})
  }
  const direction = isNumeric(sort) ? toNumber(sort) : 0
  if (Math.abs(direction) !== 1) throw requestFailed('The $sort element value must be either 1 or -1')
  return (a, b) => compare(a, b) * direction
}

export function addToSet(operand: Value): ArrayChange {
  const each = isDocument(operand) && '$each' in operand ? eachOf('$addToSet', operand) : [operand]
  each.forEach(checkStorable)
  return {
    missing: true,
    apply: items => each.reduce<Value[]>((result, value) => result.some(item => equal(item, value)) ? result : [...result, value], [...items]),
  }
}

export function pop(operand: Value): ArrayChange {
  const end = isNumeric(operand) ? toNumber(operand) : 0
  if (Math.abs(end) !== 1) throw requestFailed('$pop expects 1 or -1')
  return { missing: false, apply: items => end === 1 ? items.slice(0, -1) : items.slice(1) }
}

/** `$pull`: a plain value removes what equals it, a document what matches it as a query, operators what they hold for. */
export function pull(operand: Value): ArrayChange {
  const removes = pullTest(operand)
  return { missing: false, apply: items => items.filter(item => !removes(item)) }
}

function pullTest(operand: Value): (item: Value) => boolean {
  if (isOperatorObject(operand) || operand instanceof BSONRegExp) return compileValueTest(operand)
  if (isDocument(operand)) {
    const predicate = compileQuery(operand)
    return item => isDocument(item) && predicate(item)
  }
  return item => equal(item, operand)
}

export function pullAll(operand: Value): ArrayChange {
  if (!Array.isArray(operand)) throw requestFailed('$pullAll requires an array argument')
  return { missing: false, apply: items => items.filter(item => !operand.some(value => equal(item, value))) }
}
