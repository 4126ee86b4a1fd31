import type { Clause } from '../../ports/store'
import type { Command, Condition } from './sdk'
import { documentId, fieldPath, scalar } from './values'

/** Longest list that `in` and `nin` take; what a page can hold. */
const LIST_LIMIT = 100

/**
 * Clauses as a condition of the SDK, every value through a command, so that nothing a caller sent can act as an operator. No clauses make
 * no condition: the SDK would take an empty one for "every document", so the caller has to say what it means by that.
 */
export function conditionOf(command: Command, clauses: readonly Clause[]): Condition | undefined {
  const parts = clauses.map(clause => ({ [fieldPath(clause.field)]: comparison(command, clause) }))
  const fields = new Set(parts.flatMap(part => Object.keys(part)))
  if (parts.length === 0) return undefined
  return fields.size === parts.length ? Object.assign({}, ...parts) as Condition : command.and(parts)
}

/** The document with this id, if the clauses hold for it. */
export function conditionOn(command: Command, id: string, clauses: readonly Clause[]): Condition {
  const condition = conditionOf(command, [{ field: 'id', is: 'eq', value: documentId(id) }, ...clauses])
  if (!condition) throw new TypeError('an update without a condition')
  return condition
}

function comparison(command: Command, clause: Clause): unknown {
  switch (clause.is) {
    case 'has': return command.eq(scalar(clause.value, clause.field))
    case 'lacks': return command.neq(scalar(clause.value, clause.field))
    case 'eq': case 'neq': case 'gt': case 'gte': case 'lt': case 'lte': return command[clause.is](scalar(clause.value, clause.field))
    case 'in': case 'nin': return command[clause.is](listOf(clause.values, clause.field))
    case 'has_all': return command.all(listOf(clause.values, clause.field))
    case 'empty': return command.eq({})
    case 'present': return command.exists(true)
    case 'absent': return command.exists(false)
    default: return unknownComparison(clause)
  }
}

/** Reached only by a caller that went around the types. */
function unknownComparison(clause: never): never {
  throw new TypeError(`unknown comparison: ${String((clause as { is: unknown }).is)}`)
}

function listOf(values: readonly unknown[], field: string): unknown[] {
  if (!Array.isArray(values) || values.length === 0 || values.length > LIST_LIMIT) throw new TypeError(`${field}: expected 1 to ${LIST_LIMIT} values`)
  return values.map(value => scalar(value, field))
}
