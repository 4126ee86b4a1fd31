import { DatabaseError, requestFailed } from './errors'
import { evaluate } from './mingo-context'
import { toMingo } from './mingo-values'
import { type Document, isNumeric, toNumber, type Value } from './values'

/** `$expr`: an aggregation expression as a condition. */
export function expressionPredicate(expression: Value): (document: Document) => boolean {
  const plain = toMingo(expression)
  return (document) => {
    try {
      return isTrue(evaluate(toMingo(document) as Document, plain))
    }
    catch (error) {
      if (error instanceof DatabaseError) throw error
      throw requestFailed(error instanceof Error ? error.message : String(error))
    }
  }
}

/** What MongoDB takes for true: everything but false, null, nothing and zero. */
export function isTrue(value: Value): boolean {
  return value !== null && value !== undefined && value !== false && !(isNumeric(value) && toNumber(value) === 0)
}
