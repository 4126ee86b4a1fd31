/** What CloudBase allows of one call; what a plan allows of many is judged at the wire, before they come here. */
export interface Limits {
  /** Documents a query returns when it asks for no number. */
  defaultLimit: number
  /** Documents a query returns at most. */
  maxLimit: number
  maxDocumentBytes: number
  maxReplyBytes: number
  /** How long a transaction lives, in real milliseconds. */
  transactionLifeMs: number
}

export const DEFAULT_LIMITS: Limits = {
  defaultLimit: 100,
  maxLimit: 1000,
  maxDocumentBytes: 512 * 1024,
  maxReplyBytes: 16 * 1024 * 1024,
  transactionLifeMs: 30_000,
}
