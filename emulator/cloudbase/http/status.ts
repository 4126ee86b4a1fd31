import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { CloudError, CloudErrorCode } from '../errors'

const STATUS: Partial<Record<CloudErrorCode, ContentfulStatusCode>> = {
  INVALID_PARAM: 400,
  INVALID_PATH: 404,
  UNAUTHENTICATED: 401,
  FUNCTIONS_PERMISSION_DENIED: 403,
  FUNCTION_NOT_FOUND: 404,
  EXCEED_MAX_PAYLOAD_SIZE: 413,
  EXCEED_RATELIMIT: 429,
  EXCEED_CONCURRENT_REQUEST_LIMIT: 429,
  STORAGE_EXCEED_AUTHORITY: 403,
  STORAGE_EXCEED_FILE_SIZE: 413,
  FUNCTIONS_TIME_LIMIT_EXCEEDED: 504,
}

/** The HTTP status under which a platform error reaches a browser. */
export function statusOf(error: CloudError): ContentfulStatusCode {
  return STATUS[error.code] ?? 500
}
