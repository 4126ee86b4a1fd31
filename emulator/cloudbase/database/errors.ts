/** A refusal that reaches the caller as `{ code, message }`, in CloudBase's words. */
export class DatabaseError extends Error {
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

const ADVICE = 'Please check your request, but if the problem persists, please contact us.'

export function invalidParam(reason: string): DatabaseError {
  return new DatabaseError('INVALID_PARAM', `[InvalidParameter] ${reason}. ${ADVICE}`)
}

/** What MongoDB itself refuses: an operator that does not fit the value, a path that cannot be created. */
export function requestFailed(reason: string): DatabaseError {
  return new DatabaseError('DATABASE_REQUEST_FAILED', `[FailedOperation] ${reason}. ${ADVICE}`)
}

export function collectionMissing(name: string): DatabaseError {
  return new DatabaseError('DATABASE_COLLECTION_NOT_EXIST', `[ResourceNotFound] Db or Table not exist: ${name}. ${ADVICE}`)
}

export function collectionExists(name: string): DatabaseError {
  return new DatabaseError('DATABASE_COLLECTION_ALREADY_EXIST', `[ResourceInUse] Table exist: ${name}. ${ADVICE}`)
}

export function duplicateKey(collection: string, index: string, key: string): DatabaseError {
  const cause = `E11000 duplicate key error collection: ${collection} index: ${index} dup key: ${key}`
  return new DatabaseError('DATABASE_DUPLICATE_WRITE', `[FailedOperation.DuplicateWrite] multiple write errors: [{write errors: [{${cause}}]}]. ${ADVICE}`)
}

export function transactionConflict(): DatabaseError {
  return new DatabaseError(
    'DATABASE_TRANSACTION_CONFLICT',
    `[ResourceUnavailable.TransactionConflict] Transaction is conflict, maybe resource operated by others. ${ADVICE}`,
  )
}

export function transactionGone(): DatabaseError {
  return new DatabaseError(
    'DATABASE_TRANSACTION_FAIL',
    `[ResourceUnavailable.TransactionNotExist] Transaction does not exist on the server, transaction must be commit or abort in 30 seconds. ${ADVICE}`,
  )
}

export function limitExceeded(reason: string): DatabaseError {
  return new DatabaseError('EXCEED_REQUEST_LIMIT', `[LimitExceeded] ${reason}. ${ADVICE}`)
}
