import type { Instant } from '../../domain/kernel/instant'
import type { Identity, IdentityResult } from '../../ports'
import { authorization, CONTENT_TYPE } from './signature'

export interface FaceIdOptions {
  readonly merchantId: string
  readonly secretId: string
  readonly secretKey: string
  /** Where the service is; without a trailing slash. */
  readonly baseUrl: string
  readonly now: () => Instant
  readonly timeoutMs?: number
}

const VERSION = '2018-03-01'
const TIMEOUT_MS = 5000
const PASSED = 0
/** The check has not been gone through yet. */
const NOT_FINISHED = 17
const PASSING = /^(InternalError|RequestLimitExceeded|ResourceUnavailable|FailedOperation\.UnKnown)/

type Fields = Readonly<Record<string, unknown>>
type ApiAnswer = { readonly outcome: 'ok'; readonly response: Fields } | { readonly outcome: 'rejected'; readonly code: string } | { readonly outcome: 'unknown' }

/** Tencent Cloud's check of real name and face in a mini-program (E证通). A shop without an account there has no checks: every answer is `unknown`. */
export function faceIdentity(options: FaceIdOptions | undefined): Identity {
  if (!options) return { begin: () => Promise.resolve({ outcome: 'unknown' }), result: () => Promise.resolve({ outcome: 'unknown' }) }
  const call = (action: string, input: Fields): Promise<ApiAnswer> => send(options, action, input)
  return {
    async begin({ reference, name, idNumber }) {
      const answer = await call('GetEidToken', { MerchantId: options.merchantId, IdCard: idNumber, Name: name, Extra: reference })
      if (answer.outcome !== 'ok') return answer
      const { EidToken: token } = answer.response
      return typeof token === 'string' && token !== '' ? { outcome: 'begun', token } : { outcome: 'unknown' }
    },
    async result(token) {
      const answer = await call('GetEidResult', { EidToken: token, InfoType: '1' })
      if (answer.outcome === 'rejected') return { outcome: 'failed', code: answer.code }
      return answer.outcome === 'ok' ? resultOf(answer.response.Text) : answer
    },
  }
}

/** Passed is only what says so in every part: the whole, the living face, and its comparison with the id. */
function resultOf(text: unknown): IdentityResult {
  const { ErrCode: code, LiveStatus: live, Comparestatus: compared } = typeof text === 'object' && text !== null ? text as Fields : {}
  if (code === undefined || code === null || code === NOT_FINISHED) return { outcome: 'waiting' }
  if (typeof code !== 'number') return { outcome: 'unknown' }
  if (code !== PASSED) return { outcome: 'failed', code: String(code) }
  return live === PASSED && compared === PASSED ? { outcome: 'passed' } : { outcome: 'failed', code: `${String(live)}/${String(compared)}` }
}

/** Never throws and never logs: the body carries a name and an id number. */
async function send({ secretId, secretKey, baseUrl, now, timeoutMs = TIMEOUT_MS }: FaceIdOptions, action: string, input: Fields): Promise<ApiAnswer> {
  const body = JSON.stringify(input)
  const timestamp = Math.floor(now() / 1000)
  try {
    const response = await fetch(`${baseUrl}/`, {
      method: 'POST',
      headers: {
        'Content-Type': CONTENT_TYPE, 'X-TC-Action': action, 'X-TC-Version': VERSION, 'X-TC-Timestamp': String(timestamp),
        'Authorization': authorization({ host: new URL(baseUrl).host, body, timestamp }, secretId, secretKey),
      },
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    })
    if (!response.ok) return { outcome: 'unknown' }
    const { Response: answer } = await response.json() as { Response?: Fields }
    const error = answer?.Error as { Code?: unknown } | undefined
    if (!answer) return { outcome: 'unknown' }
    if (!error) return { outcome: 'ok', response: answer }
    return typeof error.Code === 'string' && !PASSING.test(error.Code) ? { outcome: 'rejected', code: error.Code } : { outcome: 'unknown' }
  }
  catch {
    return { outcome: 'unknown' }
  }
}
