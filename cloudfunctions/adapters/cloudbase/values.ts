import type { Scalar } from '../../ports/store'

/** One plain value for a comparison. Anything else could be read as an operator by the database, so it is a defect here. */
export function scalar(value: unknown, where: string): Scalar {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value
  if (typeof value === 'number' && Number.isFinite(value)) return value === 0 ? 0 : value
  throw new TypeError(`${where}: expected a plain value, not ${describe(value)}`)
}

/** A dotted path of plain names. `id` is how the product calls `_id`, and only a condition may name it. */
export function fieldPath(path: string): string {
  if (typeof path !== 'string' || !path.split('.').every(isFieldName) || path.startsWith('_id')) throw new TypeError('not a field path')
  return path === 'id' ? '_id' : path
}

/** Document ids are non-empty strings. The SDK itself would also take a number, and would read an absent one as "any". */
export function documentId(id: unknown): string {
  if (typeof id === 'string' && id.length > 0 && id.length <= 256) return id
  throw new TypeError(`not a document id: ${describe(id)}`)
}

/**
 * A copy of data that the database stores as it stands: finite numbers, text, booleans, null, lists and plain objects. Undefined fields are
 * left out; class instances and names that start with `$` or carry a dot are defects, because the SDK or the database would interpret them.
 */
export function plain(value: unknown, where: string): unknown {
  if (Array.isArray(value)) return value.map((item, index) => plain(item, `${where}.${index}`))
  if (!isPlainObject(value)) return scalar(value, where)
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined).map(([name, item]) => {
    if (!isFieldName(name)) throw new TypeError(`${where}: a field must not be named like this`)
    return [name, plain(item, `${where}.${name}`)]
  }))
}

/** The fields of a document as they are stored, without its id. */
export function toFields(document: { readonly id: string }): Record<string, unknown> {
  const { id: _, ...fields } = document
  return plain(fields, 'document') as Record<string, unknown>
}

/** A stored document as the product knows it: `_id` becomes `id`. */
export function fromStored<T>(stored: unknown): T {
  const { _id, ...fields } = stored as Record<string, unknown>
  return { id: _id, ...fields } as T
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}

function isFieldName(name: string): boolean {
  return name !== '' && !name.startsWith('$') && !name.includes('.') && name !== '__proto__' && name !== '_bsontype' && name !== '_internalType'
}

function describe(value: unknown): string {
  return Array.isArray(value) ? 'a list' : typeof value
}
