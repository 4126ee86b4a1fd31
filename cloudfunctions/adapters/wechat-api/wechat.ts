import type { Instant } from '../../domain/kernel/instant'
import type { Log, Store, WeChat } from '../../ports'
import { AccessToken } from './access-token'
import { type ApiAnswer, type ApiCall, sendCall } from './http'
import { templateData } from './message-fields'
import { shippingBody } from './shipping'

export interface WeChatOptions {
  readonly appid: string
  readonly secret: string
  /** Where the open API is; without a trailing slash. */
  readonly baseUrl: string
  readonly store: Pick<Store, 'get' | 'update' | 'insert'>
  readonly now: () => Instant
  readonly log: Log
  readonly timeoutMs?: number
}

const TIMEOUT_MS = 5000
const OK = 0
const NO_QUOTA = 43101
const INVALID_TOKEN = new Set([40001, 40014, 42001])
/** WeChat is busy, or we called too often; and a payment that the shipping service has not heard of yet. These pass. */
const PASSING = new Set([-1, 45009, 45011, 10060001, 10060012, 10060019])
/** Why WeChat takes no more shipping info of a payment: it may have it from a call whose answer was lost. */
const ALREADY: ReadonlyMap<number, 'same' | 'corrected' | 'confirmed'> = new Map([[10060002, 'confirmed'], [10060003, 'corrected'], [10060023, 'same']])

/** The mini-program's server APIs over HTTPS. Trouble of the network and passing refusals come out as `unknown`: try again. */
export function wechatApi(options: WeChatOptions): WeChat {
  const { appid, secret, baseUrl, store, now, log } = options
  const send = (call: ApiCall): Promise<ApiAnswer> => sendCall(baseUrl, options.timeoutMs ?? TIMEOUT_MS, call)
  const token = new AccessToken({ appid, secret, store, now, log, send })

  /** One call with a token; a refused token is replaced once. */
  async function call(path: string, body: ApiCall['body']): Promise<ApiAnswer> {
    const first = await token.current()
    if (first === undefined) return undefined
    const answer = await send({ path, query: { access_token: first }, body })
    if (answer?.kind !== 'json' || !INVALID_TOKEN.has(answer.errcode)) return answer
    const second = await token.replace(first)
    const again = second === undefined ? undefined : await send({ path, query: { access_token: second }, body })
    return again?.kind === 'json' && INVALID_TOKEN.has(again.errcode) ? undefined : again
  }

  return {
    async sendMessage({ openid, templateId, page, fields }) {
      const answer = await call('/cgi-bin/message/subscribe/send', { touser: openid, template_id: templateId, page, data: templateData(fields) })
      if (answer?.kind === 'json' && answer.errcode === NO_QUOTA) return { outcome: 'no_quota' }
      return outcomeOf(answer, 'sent')
    },
    async codePicture(page, scene) {
      const answer = await call('/wxa/getwxacodeunlimit', { page, scene, check_path: false })
      if (answer?.kind === 'bytes') return { outcome: 'picture', png: answer.bytes }
      return answer && answer.errcode !== OK && !PASSING.has(answer.errcode) ? { outcome: 'rejected', code: answer.errcode } : { outcome: 'unknown' }
    },
    async uploadShipping(info) {
      const answer = await call('/wxa/sec/order/upload_shipping_info', shippingBody(info))
      const why = answer?.kind === 'json' ? ALREADY.get(answer.errcode) : undefined
      if (why) return { outcome: 'already', why }
      return outcomeOf(answer, 'uploaded')
    },
    async checkText(openid, text) {
      const answer = await call('/wxa/msg_sec_check', { version: 2, scene: 1, openid, content: text })
      if (answer?.kind !== 'json' || answer.errcode !== OK) return 'unknown'
      const { suggest } = (answer.data.result ?? {}) as { suggest?: unknown }
      if (suggest === 'pass') return 'pass'
      return suggest === 'risky' || suggest === 'review' ? 'risky' : 'unknown'
    },
  }
}

function outcomeOf<Done extends string>(answer: ApiAnswer, done: Done): { outcome: Done } | { outcome: 'rejected'; code: number } | { outcome: 'unknown' } {
  if (answer?.kind !== 'json' || PASSING.has(answer.errcode)) return { outcome: 'unknown' }
  return answer.errcode === OK ? { outcome: done } : { outcome: 'rejected', code: answer.errcode }
}
