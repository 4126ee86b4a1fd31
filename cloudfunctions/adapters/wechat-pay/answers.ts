import * as v from 'valibot'
import { UNKNOWN_STATUS } from './transport'

/** What the merchant library returns, as far as it can be trusted. Its raw errors, which carry signatures and bodies, are never touched. */
export interface Answer {
  readonly status: number
  readonly data?: unknown
  readonly error?: unknown
}

const refusal = v.object({ code: v.pipe(v.string(), v.regex(/^[A-Z0-9_]{1,64}$/)) })

/** Codes that come with a status of 5xx and are refusals all the same. */
const FINAL_DESPITE_STATUS = new Set(['OPENIDMISMATCH'])

/**
 * WeChat's reason for refusing, without underscores, because its own documents write `ORDERPAID` and `ORDER_PAID` alike. Undefined when the
 * outcome is unknown: no trustworthy answer, 5xx, 429 or anything that is not in the API's form.
 */
export function refusalCode(answer: Answer): string | undefined {
  const code = anyCode(answer)
  if (code !== undefined && FINAL_DESPITE_STATUS.has(code)) return code
  return answer.status >= 400 && answer.status < 500 && answer.status !== 429 ? code : undefined
}

/** The same also for answers that leave the outcome open, for refusals that pass by themselves. */
export function anyCode(answer: Answer): string | undefined {
  if (answer.status === UNKNOWN_STATUS || typeof answer.error !== 'string') return undefined
  try {
    return v.parse(refusal, JSON.parse(answer.error)).code.replaceAll('_', '')
  }
  catch {
    return undefined
  }
}

/** Refusals that pass: the account is empty for now, or we asked too often. The same number may be sent again. */
const PASSING = new Set(['NOTENOUGH', 'FREQUENCYLIMITED', 'RATELIMITEXCEEDED'])

/** The code of a refusal that passes by itself. */
export function passingCode(answer: Answer): string | undefined {
  const code = anyCode(answer)
  return code !== undefined && PASSING.has(code) ? code : undefined
}

/** Whether WeChat knows nothing under the number asked for. */
export function isAbsent(code: string | undefined): boolean {
  return code === 'ORDERNOTEXIST' || code === 'RESOURCENOTEXISTS' || code === 'NOTFOUND'
}
