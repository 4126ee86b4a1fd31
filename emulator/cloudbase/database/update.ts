import { add, bitwise, multiply } from './arithmetic'
import { addToSet, pop, pull, pullAll, push } from './update-array'
import { compare, equal } from './compare'
import { invalidParam, requestFailed } from './errors'
import { getPath, MISSING, splitPath } from './path'
import { checkStorable } from './storable'
import { expandPath, setPath, unsetPath } from './update-path'
import { type Document, isDocument, isNumeric, type Value } from './values'

export interface UpdateContext {
  now: number
  /** Position of the array element that the query met, for paths with `$`. */
  positionOf(arrayPath: readonly string[]): number | undefined
  inserting?: boolean
}

type Update = (document: Document, context: UpdateContext) => void

type Step = (document: Document, parts: readonly string[], context: UpdateContext) => void

/** Turns an update document into a function that changes a document in place, refusing what MongoDB refuses before touching anything. */
export function compileUpdate(update: Value): Update {
  if (!isDocument(update) || Object.keys(update).length === 0) throw invalidParam('the update is empty')
  const steps: { path: string; step: Step }[] = []
  for (const [operator, fields] of Object.entries(update)) {
    if (!operator.startsWith('$')) throw invalidParam(`the update mixes the field ${operator} with operators`)
    if (!isDocument(fields)) throw requestFailed(`Modifiers operate on fields but ${operator} has none`)
    for (const [path, operand] of Object.entries(fields)) {
      checkPath(path)
      steps.push({ path, step: stepOf(operator, operand, path) })
      if (operator === '$rename') steps.push({ path: String(operand), step: () => {} })
    }
  }
  refuseConflicts(steps.map(({ path }) => path))
  return (document, context) => {
    for (const { path, step } of steps) {
      for (const parts of expandPath(document, splitPath(path), context)) step(document, parts, context)
    }
  }
}

function checkPath(path: string): void {
  const parts = splitPath(path)
  if (parts.some(part => part === '')) throw requestFailed(`The update path '${path}' contains an empty field name`)
  if (parts.some(part => part === '__proto__')) throw invalidParam('a field may not be called __proto__')
  const odd = parts.find((part, index) => part.startsWith('$') && (index === 0 || (part !== '$' && part !== '$[]')))
  if (odd) throw requestFailed(`The dollar ($) prefixed field '${odd}' in '${path}' is not valid for storage`)
}

/** Two operators may not write the same field, nor one a part of what another writes. */
function refuseConflicts(paths: readonly string[]): void {
  const sorted = [...paths].sort((a, b) => compare(splitPath(a), splitPath(b)))
  for (let index = 1; index < sorted.length; index++) {
    const [before, path] = [sorted[index - 1] as string, sorted[index] as string]
    if (path === before || path.startsWith(`${before}.`)) throw requestFailed(`Updating the path '${path}' would create a conflict at '${before}'`)
  }
}

function stepOf(operator: string, operand: Value, path: string): Step {
  switch (operator) {
    case '$set':
      checkStorable(operand)
      return (document, parts) => assign(document, parts, operand)
    case '$setOnInsert':
      checkStorable(operand)
      return (document, parts, context) => context.inserting ? assign(document, parts, operand) : undefined
    case '$unset': return (document, parts) => unset(document, parts)
    case '$inc': return arithmetic(operator, operand, path, add, operand)
    case '$mul': return arithmetic(operator, operand, path, multiply, multiply(requireNumber(operator, operand), 0))
    case '$min': return replaceIf(operand, order => order < 0)
    case '$max': return replaceIf(operand, order => order > 0)
    case '$rename': return rename(operand)
    case '$currentDate': return (document, parts, context) => assign(document, parts, new Date(context.now))
    case '$bit': return bits(operand, path)
    case '$push': return arrayStep(operator, path, push(operand))
    case '$addToSet': return arrayStep(operator, path, addToSet(operand))
    case '$pop': return arrayStep(operator, path, pop(operand))
    case '$pull': return arrayStep(operator, path, pull(operand))
    case '$pullAll': return arrayStep(operator, path, pullAll(operand))
    default: throw requestFailed(`Unknown modifier: ${operator}`)
  }
}

function assign(document: Document, parts: readonly string[], value: Value): void {
  if (parts[0] === '_id' && (parts.length > 1 || !equal(document._id, value))) throw immutableId()
  // A copy: one update may write the same value into many documents, or twice into one.
  setPath(document, parts, structuredCopy(value))
}

function structuredCopy(value: Value): Value {
  if (Array.isArray(value)) return value.map(structuredCopy)
  if (isDocument(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, structuredCopy(item)]))
  return value
}

function unset(document: Document, parts: readonly string[]): void {
  if (parts[0] === '_id') throw immutableId()
  unsetPath(document, parts)
}

function immutableId(): Error {
  return requestFailed(`Performing an update on the path '_id' would modify the immutable field '_id'`)
}

function requireNumber(operator: string, operand: Value): Value {
  if (!isNumeric(operand)) throw requestFailed(`Cannot ${operator === '$inc' ? 'increment' : 'multiply'} with non-numeric argument`)
  return operand
}

function arithmetic(operator: string, operand: Value, path: string, compute: (a: Value, b: Value) => Value, whenMissing: Value): Step {
  requireNumber(operator, operand)
  return (document, parts) => {
    const current = getPath(document, parts)
    if (current !== MISSING && !isNumeric(current)) throw requestFailed(`Cannot apply ${operator} to a value of non-numeric type at '${path}'`)
    assign(document, parts, current === MISSING ? whenMissing : compute(current, operand))
  }
}

function replaceIf(operand: Value, wins: (order: number) => boolean): Step {
  checkStorable(operand)
  return (document, parts) => {
    const current = getPath(document, parts)
    if (current === MISSING || wins(compare(operand, current))) assign(document, parts, operand)
  }
}

function rename(operand: Value): Step {
  if (typeof operand !== 'string' || operand === '') throw requestFailed(`The 'to' field for $rename must be a string`)
  checkPath(operand)
  const target = splitPath(operand)
  return (document, parts) => {
    const value = getPath(document, parts)
    if (value === MISSING) return
    for (const path of [parts, target]) {
      if (path.some((_, index) => Array.isArray(getPath(document, path.slice(0, index))))) throw requestFailed('$rename cannot work inside an array')
    }
    unset(document, parts)
    assign(document, target, value)
  }
}

function bits(operand: Value, path: string): Step {
  const entries = isDocument(operand) ? Object.entries(operand) : []
  if (entries.length === 0 || entries.some(([name]) => !['and', 'or', 'xor'].includes(name))) throw requestFailed('$bit needs and, or, or xor')
  return (document, parts) => {
    const current = getPath(document, parts)
    if (current !== MISSING && !isNumeric(current)) throw requestFailed(`Cannot apply $bit to a value of non-integral type at '${path}'`)
    assign(document, parts, entries.reduce<Value>((value, [name, mask]) => bitwise(name, value, mask), current === MISSING ? 0 : current))
  }
}

function arrayStep(operator: string, path: string, change: { missing: boolean; apply(items: readonly Value[]): Value[] }): Step {
  return (document, parts) => {
    const current = getPath(document, parts)
    if (current === MISSING) {
      if (change.missing) assign(document, parts, change.apply([]))
      return
    }
    if (!Array.isArray(current)) throw requestFailed(`The field '${path}' must be an array for ${operator}`)
    assign(document, parts, change.apply(current))
  }
}
