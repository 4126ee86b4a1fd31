import type { Hono } from 'hono'
import type { Random } from '../engine/random'
import type { Sometimes } from '../sometimes'
import type { Platform, Strike } from './platform'

type Peer = 'pay' | 'api'

export interface NetworkParts {
  readonly platform: Platform
  readonly peers: Readonly<Record<Peer, Pick<Hono, 'fetch'>>>
  readonly random: (name: 'pay_slow') => Random
  readonly sometimes: Sometimes
  /** Whether WeChat takes money for this order now. */
  readonly isPayable: (outTradeNo: string) => boolean
  /** Told of an order that WeChat says is closed and is not. */
  readonly crossed: (outTradeNo: string) => void
  /** Told before a call is carried out. */
  readonly watch: (label: string, path: string, body: string | undefined) => void
}

let answering: ((url: URL, init: RequestInit | undefined) => Promise<Response>) | undefined

/** Puts `fetch` of this process on the network of the simulation. Nobody waits there by the machine's clock, and what would is not made. */
export function takeOverFetch(): void {
  const never = new AbortController().signal
  AbortSignal.timeout = () => never
  globalThis.fetch = (input, init) => answering ? answering(new URL(String(input)), init) : Promise.reject(new TypeError('no network'))
}

/** Hosts are `<instance>.pay` and `<instance>.api`, so that each call says whose it is. */
export const addressOf = (instanceId: string, peer: Peer): string => `http://${instanceId}.${peer}`

export function openNetworkGate(parts: NetworkParts): void {
  const gate = new NetworkGate(parts)
  answering = (url, init) => gate.send(url, init)
}

/** The gate between functions and WeChat: `fetch` ends in the emulated peers of this process. */
class NetworkGate {
  constructor(private readonly parts: NetworkParts) {}

  send(url: URL, init: RequestInit | undefined): Promise<Response> {
    const [id = '', peer] = url.hostname.split('.')
    const { platform, peers, watch } = this.parts
    const instance = platform.instances.get(id)
    if (!instance) return new Promise(() => undefined)
    const method = init?.method ?? 'GET'
    const body = typeof init?.body === 'string' ? init.body : undefined
    const label = peer === 'pay' ? payLabel(method, url.pathname) : `wechat.${url.pathname.split('/').at(-1) ?? ''}`
    const strike = peer === 'pay' ? this.#payStrike(label, url.pathname) : this.#apiStrike()
    return platform.call(instance, label, strike, async () => {
      watch(label, url.pathname, body)
      return peers[peer === 'pay' ? 'pay' : 'api'].fetch(new PlainRequest(url.href, method, init?.headers, body) as unknown as Request)
    })
  }

  #payStrike(label: string, path: string): Strike {
    const { platform, random, sometimes, isPayable, crossed } = this.parts
    const refund = label === 'pay.refund'
    return platform.firstOf({
      pay_rejected: () => ({ instead: cut }),
      pay_lost_reply: () => ({ afterwards: cut }),
      pay_system_error: () => ({ instead: () => refusal(500, 'SYSTEM_ERROR') }),
      pay_system_error_after: () => ({ afterwards: () => refusal(500, 'SYSTEM_ERROR') }),
      pay_frequency: () => ({ instead: () => refusal(429, 'FREQUENCY_LIMITED') }),
      ...(refund && { pay_not_enough: () => {
        sometimes.saw('refund waited for money')
        return { instead: () => refusal(403, 'NOT_ENOUGH') }
      } }),
      // Closing and paying cross at WeChat: it says closed, and takes the money all the same.
      ...(label === 'pay.close' && isPayable(path.split('/').at(-2) ?? '') && { pay_close_crossed: () => {
        crossed(path.split('/').at(-2) ?? '')
        return { instead: () => refusal(400, 'ORDER_CLOSED') }
      } }),
      pay_slow: () => ({ delayMs: random('pay_slow').pick([500, 3000, 7000, 12_000]) }),
    })
  }

  #apiStrike(): Strike {
    return this.parts.platform.firstOf({
      wechat_lost: () => ({ afterwards: cut }),
      wechat_busy: () => ({ instead: () => Response.json({ errcode: -1, errmsg: 'system error' }) }),
    })
  }
}

/** As much of a request as a server reads. The platform's own is made to be sent, at many times the cost. */
class PlainRequest {
  readonly headers: Headers

  constructor(readonly url: string, readonly method: string, headers: RequestInit['headers'], private readonly content = '') {
    this.headers = new Headers(headers)
  }

  text = (): Promise<string> => Promise.resolve(this.content)
  json = (): Promise<unknown> => Promise.resolve(JSON.parse(this.content))
  arrayBuffer = (): Promise<ArrayBuffer> => Promise.resolve(new TextEncoder().encode(this.content).buffer)
}

function cut(): never {
  throw new TypeError('fetch failed')
}

function refusal(status: number, code: string): Response {
  return Response.json({ code, message: code }, { status })
}

function payLabel(method: string, path: string): string {
  if (path.endsWith('/jsapi')) return 'pay.create'
  if (path.endsWith('/close')) return 'pay.close'
  if (path.endsWith('apply-abnormal-refund')) return 'pay.refundToCard'
  if (path.includes('/refund/')) return method === 'POST' ? 'pay.refund' : 'pay.queryRefund'
  return 'pay.query'
}
