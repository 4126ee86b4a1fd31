import type { IPayRequest } from 'wechatpay-node-v3/dist/lib/pay-request.interface'
import type { Output } from 'wechatpay-node-v3/dist/lib/interface-v2'
import type { Instant } from '../../domain/kernel/instant'
import type { KeyRing } from './key-ring'
import { type SignedMessage, verifyMessage } from './signature'

export interface TransportOptions {
  /** Where the merchant API is; without a trailing slash. */
  readonly baseUrl: string
  readonly timeoutMs: number
  readonly ring: Pick<KeyRing, 'find' | 'preferred'>
  readonly now: () => Instant
}

/** An answer before anybody looked at its signature. */
export interface RawAnswer extends SignedMessage {
  readonly status: number
}

/** What the merchant library compiles into every URL; requests are signed for the path after it. */
const ORIGIN = 'https://api.mch.weixin.qq.com'

/** Status of a call whose outcome is unknown: it may have been carried out. Its `error` says why, and nothing about the request. */
export const UNKNOWN_STATUS = 0

/**
 * How the merchant library reaches WeChat Pay. Against its own: the base URL is configuration, every call has a time limit and names the key
 * WeChat shall answer with, and an answer counts only if its signature is WeChat's. A call without a trustworthy answer has the status 0.
 */
export class VerifiedTransport implements IPayRequest {
  readonly #options: TransportOptions

  constructor(options: TransportOptions) {
    this.#options = options
  }

  post = (url: string, params: Record<string, unknown>, headers: Record<string, string>): Promise<Output> =>
    this.#verified('POST', url, headers, JSON.stringify(params))

  get = (url: string, headers: Record<string, string>): Promise<Output> => this.#verified('GET', url, headers)

  /** The library's uploads do not work with any transport, and the shop uploads nothing. */
  upload = (): Promise<Output> => Promise.reject(new Error('uploads are not supported'))

  /** One exchange without looking at the signature. Undefined when no whole answer came. Errors of the network never leave: they carry the request. */
  async exchange(method: 'GET' | 'POST', url: string, headers: Record<string, string>, body?: string): Promise<RawAnswer | undefined> {
    try {
      const response = await fetch(url.replace(ORIGIN, this.#options.baseUrl), {
        method,
        headers,
        redirect: 'error',
        signal: AbortSignal.timeout(this.#options.timeoutMs),
        ...(body !== undefined && { body }),
      })
      const text = await response.text()
      return { status: response.status, body: text, header: name => response.headers.get(name) ?? undefined }
    }
    catch {
      return undefined
    }
  }

  /** The bytes behind an address of WeChat's own, which carries no signature; undefined for any other address and without a whole answer. */
  async download(url: string, headers: Record<string, string>): Promise<Buffer | undefined> {
    if (!url.startsWith(`${ORIGIN}/`)) return undefined
    try {
      const response = await fetch(url.replace(ORIGIN, this.#options.baseUrl), { headers, redirect: 'error', signal: AbortSignal.timeout(this.#options.timeoutMs) })
      return response.ok ? Buffer.from(await response.arrayBuffer()) : undefined
    }
    catch {
      return undefined
    }
  }

  async #verified(method: 'GET' | 'POST', url: string, headers: Record<string, string>, body?: string): Promise<Output> {
    const { ring, now } = this.#options
    const serial = headers['Wechatpay-Serial'] ?? (await ring.preferred())?.serial
    if (!serial) return unknown('NO_PLATFORM_KEY')
    const answer = await this.exchange(method, url, { ...headers, 'Wechatpay-Serial': serial }, body)
    if (!answer) return unknown('NETWORK')
    const verdict = await verifyMessage(answer, ring.find, now())
    const succeeded = answer.status >= 200 && answer.status < 300
    // Refusals come unsigned from some of WeChat's gateways; TLS vouches for those. One that is signed must be signed well.
    if (verdict !== 'genuine' && (succeeded || verdict !== 'unsigned')) return unknown('UNVERIFIED')
    return succeeded ? { status: answer.status, data: parseJson(answer.body) } : { status: answer.status, error: answer.body }
  }
}

function unknown(code: string): Output {
  return { status: UNKNOWN_STATUS, error: JSON.stringify({ code }) }
}

function parseJson(text: string): unknown {
  if (text === '') return {}
  try {
    return JSON.parse(text) as unknown
  }
  catch {
    return undefined
  }
}
