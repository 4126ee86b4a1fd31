/** What went wrong with a call, as far as it matters to who retries. */
export type Trouble =
  /** Someone else changed or holds a document of the transaction, or it ran too long: nothing was written. */
  | 'conflict'
  /** The id or another unique key is taken. */
  | 'duplicate'
  /** Turned away before anything was done. */
  | 'overloaded'
  /** The answer was lost: the call may have been carried out. */
  | 'unknown'
  /** A defect: the database understood the call and refuses it. */
  | 'refused'

const CONFLICT_CODES = new Set(['DATABASE_TRANSACTION_CONFLICT', 'DATABASE_TRANSACTION_FAIL'])
const OVERLOAD_CODES = new Set(['EXCEED_REQUEST_LIMIT', 'EXCEED_CONCURRENT_REQUEST_LIMIT', 'EXCEED_RATELIMIT', 'ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'])

/**
 * Reads an error of the SDK. Codes and messages are both looked at: the same trouble comes as `DATABASE_TRANSACTION_CONFLICT`, as a bare
 * `-501001` with the reason in the text, or in MongoDB's own words, depending on where in the platform it arose.
 */
export function troubleOf(error: unknown): Trouble {
  const { code, message } = readError(error)
  if (CONFLICT_CODES.has(code) || /TransactionConflict|TransactionNotExist|WriteConflict|NoSuchTransaction|Transaction is conflict/i.test(message)) return 'conflict'
  if (code === 'DATABASE_DUPLICATE_WRITE' || code === '11000' || /E11000|DuplicateWrite|duplicate key/i.test(message)) return 'duplicate'
  if (OVERLOAD_CODES.has(code) || /LimitExceeded/i.test(message)) return 'overloaded'
  if (/^(DATABASE_|INVALID_|SIGN_|PERMISSION_|RESOURCE_NOT_FOUND)/.test(code) && !/TIMED?.?OUT/i.test(`${code} ${message}`)) return 'refused'
  return error instanceof TypeError || error instanceof RangeError ? 'refused' : 'unknown'
}

function readError(error: unknown): { code: string; message: string } {
  const { code, errCode, message, errMsg } = (typeof error === 'object' && error !== null ? error : {}) as Record<string, unknown>
  return { code: String(code ?? errCode ?? ''), message: String(message ?? errMsg ?? '') }
}
