/** What CloudBase allows, and what a developer may turn on to feel a small plan. */
export interface Limits {
  /** Documents a query returns when it asks for no number. */
  defaultLimit: number
  /** Documents a query returns at most. */
  maxLimit: number
  maxDocumentBytes: number
  maxReplyBytes: number
  /** How long a transaction lives, in real milliseconds. */
  transactionLifeMs: number
  /** Calls under way at once; the next one is refused. */
  maxConnections: number
  /** Calls in any one second. */
  maxCallsPerSecond: number
  /** Added to every call, in real milliseconds. */
  latencyMs: number
}

export const DEFAULT_LIMITS: Limits = {
  defaultLimit: 100,
  maxLimit: 1000,
  maxDocumentBytes: 512 * 1024,
  maxReplyBytes: 16 * 1024 * 1024,
  transactionLifeMs: 30_000,
  maxConnections: Infinity,
  maxCallsPerSecond: Infinity,
  latencyMs: 0,
}
