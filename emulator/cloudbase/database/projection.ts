import { requestFailed } from './errors'
import { compileQuery, compileValueTest, isOperatorObject } from './match'
import { type Document, isDocument, isNumeric, toNumber, type Value } from './values'

interface Tree {
  [part: string]: Tree | true
}

/** `field()`: which fields to return. Either those named, or all but those named; `_id` comes along unless it is named as 0. */
export function compileProjection(projection: Document): (document: Document) => Document {
  const included: string[] = []
  const excluded: string[] = []
  const operators: [path: string, change: (value: Value) => Value][] = []
  for (const [path, rule] of Object.entries(projection)) {
    if (isDocument(rule)) operators.push([path, arrayOperator(rule)])
    else (isShown(rule) ? included : excluded).push(path)
  }
  const others = excluded.filter(path => path !== '_id')
  if (included.some(path => path !== '_id') && others.length > 0) throw requestFailed('cannot mix inclusion and exclusion in a projection')
  const elemMatch = Object.values(projection).some(rule => isDocument(rule) && '$elemMatch' in rule)
  const including = included.length > 0 || (elemMatch && others.length === 0)
  const tree = treeOf(including ? [...included, ...operators.map(([path]) => path), ...(excluded.includes('_id') ? [] : ['_id'])] : excluded)
  return (document) => {
    const result = (including ? pick(document, tree) : omit(document, tree)) as Document
    for (const [path, change] of operators) changeAt(result, path.split('.'), change)
    return result
  }
}

function isShown(rule: Value): boolean {
  return isNumeric(rule) ? toNumber(rule) !== 0 : rule === true
}

function treeOf(paths: readonly string[]): Tree {
  const tree: Tree = Object.create(null) as Tree
  for (const path of paths) {
    let node = tree
    const parts = path.split('.')
    for (const [index, part] of parts.entries()) {
      const next = node[part]
      if (next === true) break
      if (index === parts.length - 1) node[part] = true
      else node = node[part] = next ?? Object.create(null) as Tree
    }
  }
  return tree
}

function pick(value: Value, tree: Tree): Value {
  if (Array.isArray(value)) return value.filter(item => isDocument(item) || Array.isArray(item)).map(item => pick(item, tree))
  if (!isDocument(value)) return undefined
  const result: Document = {}
  for (const [key, item] of Object.entries(value)) {
    const node = tree[key]
    if (node === true) result[key] = item
    else if (node && (isDocument(item) || Array.isArray(item))) result[key] = pick(item, node)
  }
  return result
}

function omit(value: Value, tree: Tree): Value {
  if (Array.isArray(value)) return value.map(item => omit(item, tree))
  if (!isDocument(value)) return value
  const result: Document = {}
  for (const [key, item] of Object.entries(value)) {
    const node = tree[key]
    if (node !== true) result[key] = node ? omit(item, node) : item
  }
  return result
}

function arrayOperator(rule: Document): (value: Value) => Value {
  const [name, operand] = Object.entries(rule)[0] ?? []
  if (name === '$slice') return slice(operand)
  if (name === '$elemMatch') return firstMatch(operand)
  throw requestFailed(`unsupported projection option: ${name ?? '{}'}`)
}

function slice(operand: Value): (value: Value) => Value {
  const numbers = (Array.isArray(operand) ? operand : [operand]).map(item => isNumeric(item) ? toNumber(item) : NaN)
  const [first = NaN, count] = numbers
  if (numbers.some(number => !Number.isInteger(number)) || numbers.length > 2 || (count !== undefined && count <= 0)) throw requestFailed('malformed $slice')
  return (value) => {
    if (!Array.isArray(value)) return value
    if (count === undefined) return first >= 0 ? value.slice(0, first) : value.slice(first)
    const start = first >= 0 ? first : Math.max(0, value.length + first)
    return value.slice(start, start + count)
  }
}

/** Leaves the first element that matches, and the field out where none does. */
function firstMatch(operand: Value): (value: Value) => Value {
  const test = isOperatorObject(operand) ? compileValueTest(operand) : documentTest(operand)
  return (value) => {
    const found = Array.isArray(value) ? value.find(test) as Value : undefined
    return found === undefined ? undefined : [found]
  }
}

function documentTest(operand: Value): (value: Value) => boolean {
  const predicate = compileQuery(operand)
  return value => isDocument(value) && predicate(value)
}

function changeAt(document: Document, parts: readonly string[], change: (value: Value) => Value): void {
  const [part, ...rest] = parts as [string, ...string[]]
  if (!Object.hasOwn(document, part)) return
  if (rest.length > 0) {
    const inner = document[part]
    if (isDocument(inner)) changeAt(inner, rest, change)
    return
  }
  const changed = change(document[part])
  if (changed === undefined) Reflect.deleteProperty(document, part)
  else document[part] = changed
}
