import type { Change, Clause } from '../../cloudfunctions/ports'

/** MongoDB's reading of conditions and changes, as far as the store's port can express them. */

type Fields = Record<string, unknown>

export function fieldAt(document: unknown, path: string): unknown {
  let at = document
  for (const key of path.split('.')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined
    at = (at as Fields)[key]
  }
  return at
}

export function matches(document: unknown, clauses: readonly Clause[]): boolean {
  return clauses.every(clause => holds(fieldAt(document, clause.field), clause))
}

function holds(found: unknown, clause: Clause): boolean {
  switch (clause.is) {
    case 'eq': return same(found, clause.value)
    case 'neq': return !same(found, clause.value)
    case 'in': return clause.values.some(value => same(found, value))
    case 'nin': return !clause.values.some(value => same(found, value))
    case 'has': return Array.isArray(found) && found.includes(clause.value)
    case 'lacks': return !(Array.isArray(found) && found.includes(clause.value))
    case 'has_all': return Array.isArray(found) && clause.values.every(value => found.includes(value))
    case 'present': return found !== undefined
    case 'absent': return found === undefined
    case 'empty': return typeof found === 'object' && found !== null && Object.keys(found).length === 0
    default: return compares(found, clause.is, clause.value)
  }
}

/** Null also finds what is absent. */
function same(found: unknown, value: unknown): boolean {
  return value === null ? found === null || found === undefined : found === value
}

/** Values of different types never compare. */
function compares(found: unknown, is: 'gt' | 'gte' | 'lt' | 'lte', value: unknown): boolean {
  if (typeof found !== typeof value || (typeof found !== 'number' && typeof found !== 'string')) return false
  const order = compareValues(found, value as number | string)
  return is === 'gt' ? order > 0 : is === 'gte' ? order >= 0 : is === 'lt' ? order < 0 : order <= 0
}

export function compareValues(a: number | string, b: number | string): number {
  return a === b ? 0 : a < b ? -1 : 1
}

/** A changed copy of a document as it is kept; the original stays as it was, because snapshots share it. */
export function changed<T>(document: T, change: Change): T {
  const next = { ...document }
  const root = next as unknown as Fields
  for (const [path, value] of Object.entries(change.set ?? {})) put(root, path, stored(value))
  for (const [path, by] of Object.entries(change.inc ?? {})) put(root, path, numberAt(next, path) + by)
  for (const path of change.unset ?? []) {
    const { parent, key } = parentOf(root, path)
    delete parent[key]
  }
  for (const [path, value] of Object.entries(change.push ?? {})) put(root, path, [...listAt(next, path), stored(value)])
  for (const [path, values] of Object.entries(change.pull ?? {})) put(root, path, listAt(next, path).filter(item => !values.includes(item as never)))
  return next
}

/** What is kept of a document: fields that are undefined are left out, as they are on the wire. A copy as JSON makes it, in a fraction of the time. */
export function stored<T>(document: T): T {
  return copyOf(document) as T
}

function copyOf(value: unknown): unknown {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((item: unknown) => item === undefined ? null : copyOf(item))
  if (Object.getPrototypeOf(value) !== Object.prototype || Object.hasOwn(value, '__proto__')) return JSON.parse(JSON.stringify(value)) as unknown
  const copy: Fields = {}
  for (const key of Object.keys(value)) {
    const item = (value as Fields)[key]
    if (item !== undefined) copy[key] = copyOf(item)
  }
  return copy
}

/** Whether two documents as they are kept say the same; what they share is not looked into. */
export function saysTheSame(one: unknown, other: unknown): boolean {
  if (one === other) return true
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null || Array.isArray(one) !== Array.isArray(other)) return false
  const keys = Object.keys(one)
  return keys.length === Object.keys(other).length && keys.every(key => Object.hasOwn(other, key) && saysTheSame((one as Fields)[key], (other as Fields)[key]))
}

function put(root: Fields, path: string, value: unknown): void {
  const { parent, key } = parentOf(root, path)
  if (value === undefined) delete parent[key]
  else parent[key] = value
}

/** What is on the way is copied, so that only the copies change. */
function parentOf(root: Fields, path: string): { parent: Fields; key: string } {
  const keys = path.split('.')
  const key = keys.pop() as string
  let parent = root
  for (const step of keys) {
    const found = Object.hasOwn(parent, step) ? parent[step] : {}
    const copy = Array.isArray(found) ? [...found] : { ...found as Fields }
    parent[step] = copy
    parent = copy as Fields
  }
  return { parent, key }
}

function numberAt(document: unknown, path: string): number {
  const found = fieldAt(document, path) ?? 0
  if (typeof found !== 'number') throw new TypeError(`${path} is no number`)
  return found
}

function listAt(document: unknown, path: string): unknown[] {
  const found = fieldAt(document, path) ?? []
  if (!Array.isArray(found)) throw new TypeError(`${path} is no list`)
  return found
}
