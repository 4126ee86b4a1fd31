import type { Change } from '../../ports/store'
import type { Command } from './sdk'
import { fieldPath, plain, scalar } from './values'

/**
 * A change as the SDK's update commands. `set` goes through `_.set`, which replaces a whole value; a bare object would be merged field by field.
 * Throws on an empty change, on the id and on two changes of one field.
 */
export function updateOf(command: Command, change: Change): Record<string, unknown> {
  const update = new Map<string, unknown>()
  const put = (path: string, value: unknown): void => {
    const field = fieldPath(path)
    if (field === '_id' || update.has(field)) throw new TypeError(`${path}: cannot be changed, or not twice at once`)
    update.set(field, value)
  }
  for (const [path, value] of Object.entries(change.set ?? {})) put(path, command.set(plain(value, path)))
  for (const [path, by] of Object.entries(change.inc ?? {})) put(path, command.inc(integer(by, path)))
  for (const path of change.unset ?? []) put(path, command.remove())
  for (const [path, value] of Object.entries(change.push ?? {})) put(path, command.push([scalar(value, path)]))
  for (const [path, values] of Object.entries(change.pull ?? {})) put(path, command.pullAll(values.map(value => scalar(value, path))))
  if (update.size === 0) throw new TypeError('a change that changes nothing')
  return Object.fromEntries(update)
}

/** Counters and money are whole numbers; a fraction added to one would never come out again. */
function integer(value: number, path: string): number {
  if (!Number.isSafeInteger(value)) throw new TypeError(`${path}: expected a whole number`)
  return value
}
