import type { Hono } from 'hono'
import type { Output } from 'wechatpay-node-v3/dist/lib/interface-v2'
import type { IPayRequest } from 'wechatpay-node-v3/dist/lib/pay-request.interface'

export interface Exchange {
  status: number
  headers: Headers
  text: string
}

const ORIGIN = 'https://api.mch.weixin.qq.com'

/** What the package offers for exchanging its HTTP client: sends to the imitated API instead and keeps the last answer as it came. */
export class PeerTransport implements IPayRequest {
  last: Exchange | undefined
  extraHeaders: Record<string, string> = {}

  constructor(readonly app: Hono) {}

  async post(url: string, params: Record<string, unknown>, headers: Record<string, string>): Promise<Output> {
    return this.#send('POST', url, headers, JSON.stringify(params))
  }

  async get(url: string, headers: Record<string, string>): Promise<Output> {
    return this.#send('GET', url, headers)
  }

  async upload(): Promise<Output> {
    throw new Error('not used')
  }

  async #send(method: string, url: string, headers: Record<string, string>, body?: string): Promise<Output> {
    const response = await this.app.request(url.replace(ORIGIN, 'http://local/wechat-pay'), {
      method,
      headers: { ...headers, ...this.extraHeaders },
      ...(body !== undefined && { body }),
    })
    const bytes = Buffer.from(await response.arrayBuffer())
    const text = bytes.toString('utf8')
    this.last = { status: response.status, headers: response.headers, text }
    if (!response.ok) return { status: response.status, error: text }
    // As the package's own client does: a packed bill as bytes, a plain one as text.
    if (!response.headers.get('content-type')?.includes('json')) return { status: response.status, data: bytes[0] === 0x1F ? bytes : text }
    return { status: response.status, data: text === '' ? {} : JSON.parse(text) as unknown }
  }
}
