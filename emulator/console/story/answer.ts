import type { Invocation } from '../api/types'

export interface Answer {
  /** What is worth saying about how the call ended; absent when it ended well. */
  text?: string
  failed: boolean
}

/**
 * How a call ended for whoever called. The platform calls it well when the function returned; the function may still have answered that it refuses,
 * that something broke, or with an HTTP error.
 */
export function answerOf(call: Invocation): Answer {
  if (call.outcome !== undefined && call.outcome !== 'ok') return { text: call.outcome, failed: true }
  const { outcome, refusal, statusCode } = replyOf(call)
  if (typeof statusCode === 'number' && statusCode >= 400) return { text: `answered ${statusCode}`, failed: statusCode >= 500 }
  if (typeof outcome !== 'string' || outcome === 'ok') return { failed: false }
  return { text: typeof refusal === 'string' ? `${outcome}: ${refusal}` : outcome, failed: outcome === 'internal' }
}

function replyOf(call: Invocation): Record<string, unknown> {
  // Only what may say so is parsed: most replies are long and well.
  if (call.reply === undefined || !/"outcome":"(?!ok")|"statusCode":[45]/.test(call.reply)) return {}
  try {
    const reply = JSON.parse(call.reply) as unknown
    return typeof reply === 'object' && reply !== null ? { ...reply } : {}
  }
  catch {
    return {}
  }
}
