import * as accumulator from 'mingo/operators/accumulator'
import * as expression from 'mingo/operators/expression'
import * as pipeline from 'mingo/operators/pipeline'
import * as projection from 'mingo/operators/projection'
import * as query from 'mingo/operators/query'
import * as window from 'mingo/operators/window'
import { Context, evalExpr } from 'mingo/core'
import { Aggregator } from 'mingo/aggregator'
import type { Options } from 'mingo/types'
import { compare } from './compare'
import { requestFailed } from './errors'
import type { Document, Value } from './values'

/** An expression operator: the document, the operand not yet evaluated, mingo's options. */
type Operator = (document: never, operand: Value, options: Options) => Value

const mingo = expression as unknown as Record<string, Operator>

/** Operators of one operand, which MongoDB also takes as a list of one. */
const UNARY = [
  '$abs', '$ceil', '$floor', '$sqrt', '$exp', '$ln', '$log10', '$isArray', '$reverseArray', '$objectToArray', '$toLower', '$toUpper',
  '$strLenCP', '$strLenBytes',
]

const DATE_PARTS = [
  '$year', '$month', '$dayOfMonth', '$dayOfWeek', '$dayOfYear', '$isoDayOfWeek', '$isoWeek', '$isoWeekYear', '$week', '$hour', '$minute', '$second',
  '$millisecond',
]

const SETS = ['$setUnion', '$setIntersection', '$setDifference']

/** A missing field stands below null and differs from it; otherwise values of all types have an order. */
function orderOf(document: never, operand: Value, options: Options): number {
  const [a, b, ...more] = evalExpr(document, operand as never, options) as Value[]
  if (!Array.isArray(operand) || operand.length !== 2 || more.length > 0) throw requestFailed('a comparison takes exactly 2 arguments')
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? -1 : 1
  return Math.sign(compare(a, b))
}

function comparison(holds: (order: number) => Value): Operator {
  return (document, operand, options) => holds(orderOf(document, operand, options))
}

function original(name: string): Operator {
  const operator = mingo[name]
  if (!operator) throw new Error(`mingo has no ${name}`)
  return operator
}

function unary(name: string): Operator {
  const inner = original(name)
  return (document, operand, options) => inner(document, Array.isArray(operand) && operand.length === 1 ? operand[0] : operand, options)
}

/** Of a date that is missing, every part is null. */
function datePart(name: string): Operator {
  const inner = unary(name)
  return (document, operand, options) => {
    const sole: Value = Array.isArray(operand) ? operand[0] : operand
    const date = typeof sole === 'object' && sole !== null && 'date' in sole ? sole.date : sole
    return evalExpr(document, date as never, options) == null ? null : inner(document, operand, options)
  }
}

function nullIfAnyIs(name: string): Operator {
  const inner = original(name)
  return (document, operand, options) => {
    const sets = evalExpr(document, operand as never, options) as Value
    return Array.isArray(sets) && sets.some(set => set == null) ? null : inner(document, operand, options)
  }
}

function withPlaces(name: string): Operator {
  const inner = original(name)
  return (document, operand, options) => inner(document, Array.isArray(operand) ? operand : [operand], options)
}

function size(document: never, operand: Value, options: Options): number {
  const items = evalExpr(document, (Array.isArray(operand) && operand.length === 1 ? operand[0] : operand) as never, options) as Value
  if (!Array.isArray(items)) throw requestFailed('The argument to $size must be an array')
  return items.length
}

function indexOfCP(document: never, operand: Value, options: Options): Value {
  const [text, part, start = 0, end = Infinity] = evalExpr(document, operand as never, options) as Value[]
  if (text == null) return null
  if (typeof text !== 'string' || typeof part !== 'string') throw requestFailed('$indexOfCP needs texts')
  const points = [...text]
  const wanted = [...part]
  const last = Math.min(Number(end), points.length) - wanted.length
  for (let at = Number(start); at <= last; at++) if (wanted.every((point, index) => points[at + index] === point)) return at
  return -1
}

/** Where mingo's expressions part from MongoDB's, ours. */
const corrected: Record<string, Operator> = {
  $cmp: comparison(order => order),
  $eq: comparison(order => order === 0),
  $ne: comparison(order => order !== 0),
  $gt: comparison(order => order > 0),
  $gte: comparison(order => order >= 0),
  $lt: comparison(order => order < 0),
  $lte: comparison(order => order <= 0),
  $trunc: withPlaces('$trunc'),
  $round: withPlaces('$round'),
  $size: size,
  $indexOfCP: indexOfCP,
  ...Object.fromEntries(UNARY.map(name => [name, unary(name)])),
  ...Object.fromEntries(DATE_PARTS.map(name => [name, datePart(name)])),
  ...Object.fromEntries(SETS.map(name => [name, nullIfAnyIs(name)])),
}

const options = {
  context: Context.init({ accumulator, expression: { ...expression, ...corrected } as never, pipeline, projection, query, window } as never),
} as Partial<Options>

/** Runs stages by mingo, one document at a time where the stages allow it. */
export function runMingo(stages: readonly Document[], documents: Iterable<Document>): Iterable<Document> {
  return new Aggregator(stages as never, options).stream(documents) as Iterable<Document>
}

/** The value of an expression for one document. */
export function evaluate(document: Document, expressionOf: Value): Value {
  return evalExpr(document as never, expressionOf as never, options as Options) as Value
}
