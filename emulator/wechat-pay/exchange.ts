import type { Context } from 'hono'
import type { FaultKind } from '../control/faults'
import { cutConnection, pause } from './connection'
import { PayError } from './errors'
import { commit, type After, type Peer } from './peer'
import { randomText } from './sealing'
import { answeringKey, signatureHeaders, signatureUnder, verifyRequest, type Signature } from './signing'

export interface ApiRequest {
  /** Path parameter by name. */
  param(name: string): string
  query(name: string): string | undefined
  /** The JSON body; an object, else PARAM_ERROR. */
  body(): Record<string, unknown>
  /** Wechatpay-Serial as sent, which names the key that sensitive fields are sealed with. */
  readonly serial: string | null
}

export interface Reply {
  status: 200 | 204
  body?: unknown
  /** A file in place of a body; WeChat does not sign those. */
  file?: Buffer
}

/** A refusal that is thrown undoes what the endpoint wrote; one that is returned keeps it. */
export type Endpoint = (peer: Peer, request: ApiRequest, after: After) => Reply | PayError

const faultKinds: readonly FaultKind[] = [
  'hang', 'delay', 'reset-before', 'reset-after', 'rate-limited', 'error-before', 'error-after', 'forged-signature', 'missing-signature',
  'wrong-signature',
]

/**
 * One endpoint of the merchant API: the request is verified on its raw bytes, handled in one durable transaction and the answer signed.
 * Faults strike at `wechat-pay:<point>` after verification, so that a badly signed request uses none up; only a skewed clock strikes before.
 */
export function exchange(peer: Peer, point: string, handle: Endpoint): (c: Context) => Promise<Response> {
  return async (c) => {
    const raw = Buffer.from(await c.req.arrayBuffer())
    const skewMs = peer.faults.strike(`wechat-pay:${point}`, ['skew'])?.ms ?? 0
    try {
      const url = c.req.raw.url
      verifyRequest(peer.keys, peer.clock.now() + skewMs, {
        method: c.req.method,
        path: url.slice(url.indexOf('/v3/')),
        authorization: c.req.header('authorization'),
        body: raw,
      })
    }
    catch (error) {
      return refusal(peer, error)
    }
    const fault = peer.faults.strike(`wechat-pay:${point}`, faultKinds)
    switch (fault?.kind) {
      case 'delay': await pause(fault.ms); break
      case 'reset-before': return cutConnection(c)
      case 'rate-limited': return refusal(peer, new PayError('FREQUENCY_LIMITED'))
      case 'error-before': return refusal(peer, new PayError('SYSTEM_ERROR'))
    }
    const response = await answer(peer, c, raw, handle, { how: signatureUnder(fault?.kind), skewMs })
    switch (fault?.kind) {
      case 'hang': await pause(fault.ms); return response
      case 'reset-after': return cutConnection(c)
      case 'error-after': return refusal(peer, new PayError('SYSTEM_ERROR'))
      default: return response
    }
  }
}

interface Seal {
  how: Signature
  skewMs: number
}

async function answer(peer: Peer, c: Context, raw: Buffer, handle: Endpoint, { how, skewMs }: Seal): Promise<Response> {
  const serial = c.req.header('wechatpay-serial') ?? null
  const request: ApiRequest = {
    param: name => c.req.param(name) ?? '',
    query: name => c.req.query(name),
    body: () => parseObject(raw),
    serial,
  }
  try {
    const reply = commit(peer, after => handle(peer, request, after))
    if (reply instanceof PayError) return refusal(peer, reply)
    if (reply.file) return new Response(new Uint8Array(reply.file), { headers: { ...commonHeaders(), 'Content-Type': 'text/plain' } })
    const body = reply.status === 204 ? '' : JSON.stringify(reply.body)
    const key = answeringKey(peer.keys, peer.settings.mode, serial)
    return new Response(reply.status === 204 ? null : body, {
      status: reply.status,
      headers: { ...commonHeaders(), ...signatureHeaders(key, body, peer.clock.now() + skewMs, how) },
    })
  }
  catch (error) {
    return refusal(peer, error)
  }
}

function parseObject(raw: Buffer): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(raw))
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) return value as Record<string, unknown>
  }
  catch {
    // Neither UTF-8 nor JSON: refused below like any other body that is no object.
  }
  throw new PayError('PARAM_ERROR', '请求体不是合法的JSON对象')
}

function refusal(peer: Peer, error: unknown): Response {
  if (!(error instanceof PayError)) throw error
  return new Response(error.body(peer.settings.spelling), { status: error.status, headers: commonHeaders() })
}

function commonHeaders(): Record<string, string> {
  return { 'Content-Type': 'application/json; charset=utf-8', 'Request-ID': `08${randomText(38).toUpperCase()}` }
}
