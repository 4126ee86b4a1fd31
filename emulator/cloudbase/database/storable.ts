import { invalidParam, requestFailed } from './errors'
import { BSONRegExp, isDocument, type Value } from './values'

/** Refuses field names that no document may carry: those that begin with `$`, and those with a NUL. */
export function checkStorable(value: Value): void {
  if (Array.isArray(value)) value.forEach(checkStorable)
  else if (isDocument(value)) {
    for (const [name, item] of Object.entries(value)) {
      if (name.startsWith('$')) throw requestFailed(`The dollar ($) prefixed field '${name}' is not valid for storage`)
      if (name.includes('\0')) throw invalidParam('a field name may not contain a NUL')
      checkStorable(item)
    }
  }
}

/** Refuses what cannot be an `_id`. */
export function checkId(id: Value): void {
  if (Array.isArray(id) || id instanceof BSONRegExp || id === undefined) throw requestFailed(`can't use an array, a regular expression or undefined for _id`)
}
