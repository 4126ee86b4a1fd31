import type { Context } from 'hono'
import type { FaultKind } from '../control/faults'
import { cutConnection, pause } from '../wechat-pay/connection'
import { ApiError } from './errors'
import type { Peer } from './peer'
import { checkToken } from './tokens'

export interface Call {
  /** The JSON body, `{}` for a GET. */
  body: Record<string, unknown>
  query(name: string): string | undefined
}

/** Fields beside errcode and errmsg, or a finished picture. */
export type Result = Record<string, unknown> | Buffer

export type Handler = (peer: Peer, call: Call) => Result | Promise<Result>

const faultKinds: readonly FaultKind[] = ['hang', 'delay', 'reset-before', 'reset-after', 'rate-limited', 'error-before', 'error-after']

/** One call of the open API: token, faults at `wechat:<name>`, errors as HTTP 200 with errcode and errmsg. */
export function call(peer: Peer, name: string, handle: Handler, options: { token?: boolean } = {}): (c: Context) => Promise<Response> {
  return async (c) => {
    const fault = peer.faults.strike(`wechat:${name}`, faultKinds)
    switch (fault?.kind) {
      case 'delay': await pause(fault.ms); break
      case 'reset-before': return cutConnection(c)
      case 'rate-limited': return refusal(c, new ApiError(45009))
      case 'error-before': return refusal(c, new ApiError(-1))
    }
    const response = await answer(peer, c, handle, options.token ?? true)
    switch (fault?.kind) {
      case 'hang': await pause(fault.ms); return response
      case 'reset-after': return cutConnection(c)
      case 'error-after': return refusal(c, new ApiError(-1))
      default: return response
    }
  }
}

async function answer(peer: Peer, c: Context, handle: Handler, token: boolean): Promise<Response> {
  try {
    if (token) checkToken(peer, c.req.query('access_token'))
    const body = c.req.method === 'GET' ? {} : parseObject(await c.req.text())
    const result = await handle(peer, { body, query: name => c.req.query(name) })
    if (Buffer.isBuffer(result)) return new Response(new Uint8Array(result), { headers: { 'Content-Type': 'image/png' } })
    return c.json(result)
  }
  catch (error) {
    if (error instanceof ApiError) return refusal(c, error)
    throw error
  }
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) return value as Record<string, unknown>
  }
  catch {
    // Not JSON: refused below like any other body that is no object.
  }
  throw new ApiError(47001)
}

function refusal(c: Context, error: ApiError): Response {
  return c.json({ errcode: error.errcode, errmsg: error.message })
}

/** What a successful call answers beside its own fields. */
export const OK = { errcode: 0, errmsg: 'ok' } as const
