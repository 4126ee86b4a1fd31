/** An error with the name and number CloudBase gives it. The SDK sees `code`, the mini-program `errCode`. */
export class CloudError extends Error {
  override readonly name = 'CloudError'

  constructor(readonly code: CloudErrorCode, message: string, readonly requestId?: string) {
    super(message)
  }

  get errCode(): number {
    return ERR_CODES[this.code]
  }
}

/** Names as in CloudBase's list of error codes, numbers as the mini-program's `wx.cloud` reports them. */
const ERR_CODES = {
  INVALID_PARAM: -501007,
  INVALID_PATH: -501007,
  SIGN_PARAM_INVALID: -501001,
  FUNCTION_NOT_FOUND: -501000,
  FUNCTIONS_PERMISSION_DENIED: -501023,
  FUNCTIONS_EXECUTE_FAIL: -504002,
  FUNCTIONS_TIME_LIMIT_EXCEEDED: -504003,
  FUNCTIONS_MEMORY_LIMIT_EXCEEDED: -504004,
  EXCEED_MAX_PAYLOAD_SIZE: -501007,
  EXCEED_RATELIMIT: -501003,
  EXCEED_CONCURRENT_REQUEST_LIMIT: -501004,
  STORAGE_FILE_NONEXIST: -503003,
  STORAGE_REQUEST_FAIL: -503001,
  STORAGE_EXCEED_AUTHORITY: -503002,
  STORAGE_EXCEED_FILE_SIZE: -403001,
  UNAUTHENTICATED: -402001,
  SYS_ERR: -501001,
} as const

export type CloudErrorCode = keyof typeof ERR_CODES

/** Any failure as a CloudError, so that every wire answers in the same form. */
export function asCloudError(error: unknown): CloudError {
  if (error instanceof CloudError) return error
  return new CloudError('SYS_ERR', error instanceof Error ? error.message : String(error))
}
