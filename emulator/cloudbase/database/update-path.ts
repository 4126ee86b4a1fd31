import { requestFailed } from './errors'
import { getPath, isArrayIndex } from './path'
import type { UpdateContext } from './update'
import { type Document, isDocument, type Value } from './values'

const MAX_PADDING = 100_000

/** The concrete paths behind one with `$` (the element the query met) or `$[]` (every element). */
export function expandPath(document: Document, parts: readonly string[], context: UpdateContext): (readonly string[])[] {
  const at = parts.findIndex(part => part === '$' || part === '$[]')
  if (at < 0) return [parts]
  const head = parts.slice(0, at)
  const items = getPath(document, head)
  if (!Array.isArray(items)) throw requestFailed(`The path '${head.join('.')}' must exist in the document in order to apply array updates`)
  const indexes = parts[at] === '$' ? [context.positionOf(head)] : items.keys()
  return [...indexes].flatMap((index) => {
    if (index === undefined) throw requestFailed('The positional operator did not find the match needed from the query')
    return expandPath(document, [...head, String(index), ...parts.slice(at + 1)], context)
  })
}

/** Writes a value, creating the documents on the way; an array takes positions only and is padded with null up to the one named. */
export function setPath(document: Document, parts: readonly string[], value: Value): void {
  let container: Value = document
  parts.forEach((part, index) => {
    const last = index === parts.length - 1
    if (Array.isArray(container)) {
      if (!isArrayIndex(part)) throw cannotCreate(part, parts, index)
      const position = Number(part)
      if (position > container.length + MAX_PADDING) throw requestFailed('cannot pad an array that far')
      while (container.length < position) container.push(null)
      if (last) container[position] = value
      else container = container[position] ??= {}
    }
    else if (isDocument(container)) {
      if (last) container[part] = value
      else if (Object.hasOwn(container, part)) container = container[part]
      else container = container[part] = {}
    }
    else throw cannotCreate(part, parts, index)
  })
}

function cannotCreate(part: string, parts: readonly string[], index: number): Error {
  return requestFailed(`Cannot create field '${part}' in element '${parts.slice(0, index).join('.')}'`)
}

/** Removes a field; inside an array the element stays as null, so that the others keep their places. */
export function unsetPath(document: Document, parts: readonly string[]): void {
  const container = getPath(document, parts.slice(0, -1))
  const last = parts[parts.length - 1] as string
  if (Array.isArray(container)) {
    if (isArrayIndex(last) && Number(last) < container.length) container[Number(last)] = null
  }
  else if (isDocument(container)) Reflect.deleteProperty(container, last)
}
