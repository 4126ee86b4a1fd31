import { compare, equal } from './compare'
import { requestFailed, invalidParam } from './errors'
import { expressionPredicate, isTrue } from './expression'
import { geoPredicate } from './geo-query'
import { MISSING, type Missing, splitPath, visitPath } from './path'
import { BSONRegExp, type Document, isDocument, isNumeric, toNumber, TypeOrder, typeOrderOf, type Value } from './values'

export type Predicate = (document: Document) => boolean
type ValueTest = (value: Value | Missing) => boolean

/** Turns a query into a predicate, refusing what MongoDB would refuse before any document is looked at. */
export function compileQuery(query: Value): Predicate {
  if (!isDocument(query)) throw invalidParam('the query must be an object')
  const tests = Object.entries(query).map(([key, condition]) => key.startsWith('$') ? logical(key, condition) : fieldPredicate(key, condition))
  if (tests.length === 1) return tests[0] as Predicate
  return document => tests.every(test => test(document))
}

function logical(operator: string, operand: Value): Predicate {
  switch (operator) {
    case '$and': {
      const branches = branchesOf(operator, operand)
      return document => branches.every(branch => branch(document))
    }
    case '$or': {
      const branches = branchesOf(operator, operand)
      return document => branches.some(branch => branch(document))
    }
    case '$nor': {
      const branches = branchesOf(operator, operand)
      return document => !branches.some(branch => branch(document))
    }
    case '$expr': return expressionPredicate(operand)
    case '$comment': return () => true
    default: throw requestFailed(`unknown top level operator: ${operator}`)
  }
}

function branchesOf(operator: string, operand: Value): Predicate[] {
  if (!Array.isArray(operand) || operand.length === 0) throw requestFailed(`${operator} must be a nonempty array`)
  return operand.map(compileQuery)
}

/** Whether a condition is made of operators (`{ $gt: 1 }`) and not a document to equal. */
export function isOperatorObject(condition: Value): condition is Document {
  if (!isDocument(condition)) return false
  const first = Object.keys(condition)[0]
  return first !== undefined && first.startsWith('$')
}

function fieldPredicate(path: string, condition: Value): Predicate {
  const parts = splitPath(path)
  const holds = compileCondition(condition)
  return document => holds(test => visitPath(document, parts, test))
}

/** Asks whether any value at the path passes the test. */
type Any = (test: ValueTest) => boolean
type Condition = (any: Any) => boolean

function compileCondition(condition: Value): Condition {
  if (!isOperatorObject(condition)) return some(equalityTest(condition))
  const all = Object.entries(condition).map(([operator, operand]) => operatorCondition(operator, operand, condition))
  if (all.length === 1) return all[0] as Condition
  return any => all.every(holds => holds(any))
}

function some(test: ValueTest): Condition {
  return any => any(test)
}

function none(test: ValueTest): Condition {
  return any => !any(test)
}

function operatorCondition(operator: string, operand: Value, condition: Document): Condition {
  switch (operator) {
    case '$eq': return some(equalityTest(operand))
    case '$ne': return none(equalityTest(operand))
    case '$gt': case '$gte': case '$lt': case '$lte': return some(rangeTest(operator, operand))
    case '$in': return some(inTest(operator, operand))
    case '$nin': return none(inTest(operator, operand))
    case '$not': return negation(operand)
    case '$exists': return (isTrue(operand) ? some : none)(value => value !== MISSING)
    case '$all': return allCondition(operand)
    case '$elemMatch': return some(elemMatchTest(operand))
    case '$size': return some(sizeTest(operand))
    case '$mod': return some(modTest(operand))
    case '$regex': return some(regexTest(regexOf(operand, condition.$options)))
    case '$options':
      if (!('$regex' in condition)) throw requestFailed('$options needs a $regex')
      return () => true
    case '$type': return some(typeTest(operand))
    case '$near': case '$nearSphere': case '$geoWithin': case '$geoIntersects': return some(geoPredicate(operator, operand))
    default: throw requestFailed(`unknown operator: ${operator}`)
  }
}

/** `$not` holds where its condition as a whole does not, which for several operators is not each one negated. */
function negation(operand: Value): Condition {
  if (!(operand instanceof BSONRegExp) && !isOperatorObject(operand)) throw requestFailed('$not needs a regex or a document')
  const inner = compileCondition(operand)
  return any => !inner(any)
}

/** A test on the value itself and, where it is an array, on each of its elements. */
function orElement(test: ValueTest): ValueTest {
  return value => test(value) || (Array.isArray(value) && value.some(test))
}

function equalityTest(operand: Value): ValueTest {
  if (operand instanceof BSONRegExp) return orRegexValue(operand)
  if (operand === null || operand === undefined) return value => value === MISSING || orNull(value)
  return orElement(value => value !== MISSING && equal(value, operand))
}

const orNull = orElement(value => value === null || value === undefined)

function orRegexValue(operand: BSONRegExp): ValueTest {
  const matches = regexTest(toRegExp(operand))
  return orElement(value => matches(value) || (value instanceof BSONRegExp && equal(value, operand)))
}

/** A comparison holds only between values of one type (`{ $gt: 5 }` finds no string). */
function rangeTest(operator: '$gt' | '$gte' | '$lt' | '$lte', operand: Value): ValueTest {
  if (operand instanceof BSONRegExp) throw requestFailed(`Can't have RegEx as arg to predicate over field`)
  const type = typeOrderOf(operand)
  if (type === TypeOrder.null) return operator === '$gte' || operator === '$lte' ? equalityTest(null) : () => false
  if (type === TypeOrder.number && Number.isNaN(toNumber(operand))) return operator === '$gte' || operator === '$lte' ? equalityTest(operand) : () => false
  const anyType = type === TypeOrder.minKey || type === TypeOrder.maxKey
  return orElement((value) => {
    if (value === MISSING || (!anyType && typeOrderOf(value) !== type)) return false
    if (type === TypeOrder.number && Number.isNaN(toNumber(value))) return false
    const order = compare(value, operand)
    return operator === '$gt' ? order > 0 : operator === '$gte' ? order >= 0 : operator === '$lt' ? order < 0 : order <= 0
  })
}

function inTest(operator: string, operand: Value): ValueTest {
  if (!Array.isArray(operand)) throw requestFailed(`${operator} needs an array`)
  if (operand.some(isOperatorObject)) throw requestFailed(`cannot nest $ under ${operator}`)
  const tests = operand.map(equalityTest)
  return value => tests.some(test => test(value))
}

function allCondition(operand: Value): Condition {
  if (!Array.isArray(operand)) throw requestFailed('$all needs an array')
  if (operand.length === 0) return () => false
  const tests = operand.map((member) => {
    if (isDocument(member) && Object.keys(member)[0] === '$elemMatch') return elemMatchTest(member.$elemMatch)
    return equalityTest(member)
  })
  return any => tests.every(test => any(test))
}

function elemMatchTest(operand: Value): ValueTest {
  if (!isDocument(operand)) throw requestFailed('$elemMatch needs an Object')
  const first = Object.keys(operand)[0]
  if (first?.startsWith('$') && !['$and', '$or', '$nor', '$expr'].includes(first)) {
    const test = compileValueTest(operand)
    return value => Array.isArray(value) && value.some(test)
  }
  const predicate = compileQuery(operand)
  return value => Array.isArray(value) && value.some(item => (isDocument(item) || Array.isArray(item)) && predicate(item as Document))
}

/** A condition applied to one value that stands by itself, such as an element under `$elemMatch` or `$pull`. */
export function compileValueTest(condition: Value): (value: Value) => boolean {
  const holds = compileCondition(condition)
  return value => holds(test => test(value))
}

function sizeTest(operand: Value): ValueTest {
  const size = isNumeric(operand) ? toNumber(operand) : NaN
  if (!Number.isInteger(size) || size < 0) throw requestFailed('$size must be a whole number of at least 0')
  return value => Array.isArray(value) && value.length === size
}

function modTest(operand: Value): ValueTest {
  const [divisor, remainder] = (Array.isArray(operand) ? operand : []).map(toNumber)
  if (!Array.isArray(operand) || operand.length !== 2 || !divisor || remainder === undefined) throw requestFailed('malformed mod')
  return orElement(value => value !== MISSING && isNumeric(value) && Math.trunc(toNumber(value)) % Math.trunc(divisor) === Math.trunc(remainder))
}

function regexOf(operand: Value, options: Value): RegExp {
  if (operand instanceof BSONRegExp) return toRegExp(typeof options === 'string' ? new BSONRegExp(operand.pattern, options) : operand)
  if (typeof operand !== 'string') throw requestFailed('$regex has to be a string')
  return toRegExp(new BSONRegExp(operand, typeof options === 'string' ? options : ''))
}

/** The options `i m s` mean the same in both worlds; `x` ignores white space and comments; the rest has no meaning on the server. */
function toRegExp(regex: BSONRegExp): RegExp {
  const extended = regex.options.includes('x')
  const source = extended ? regex.pattern.replace(/\\.|\s+|#.*$/gm, part => part.startsWith('\\') ? part : '') : regex.pattern
  try {
    return new RegExp(source, [...regex.options].filter(option => 'ims'.includes(option)).join(''))
  }
  catch {
    throw requestFailed('Regular expression is invalid')
  }
}

function regexTest(regex: RegExp): ValueTest {
  return orElement(value => typeof value === 'string' && regex.test(value))
}

const TYPE_NUMBERS: Record<string, TypeOrder> = {
  1: TypeOrder.number, 2: TypeOrder.string, 3: TypeOrder.object, 4: TypeOrder.array, 5: TypeOrder.binary, 7: TypeOrder.objectId, 8: TypeOrder.boolean,
  9: TypeOrder.date, 10: TypeOrder.null, 11: TypeOrder.regex, 16: TypeOrder.number, 17: TypeOrder.timestamp, 18: TypeOrder.number,
  number: TypeOrder.number, double: TypeOrder.number, string: TypeOrder.string, object: TypeOrder.object, array: TypeOrder.array, int: TypeOrder.number,
  binData: TypeOrder.binary, objectId: TypeOrder.objectId, bool: TypeOrder.boolean, date: TypeOrder.date, null: TypeOrder.null, regex: TypeOrder.regex,
  timestamp: TypeOrder.timestamp, long: TypeOrder.number,
}

function typeTest(operand: Value): ValueTest {
  const types = (Array.isArray(operand) ? operand : [operand]).map((name) => {
    const type = TYPE_NUMBERS[String(name)]
    if (type === undefined) throw requestFailed(`Unknown type name alias: ${String(name)}`)
    return type
  })
  return orElement(value => value !== MISSING && types.includes(typeOrderOf(value)))
}
