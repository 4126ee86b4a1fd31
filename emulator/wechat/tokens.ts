import { randomText } from '../wechat-pay/sealing'
import { HOUR_MS, MINUTE_MS } from '../wechat-pay/time'
import type { Handler } from './call'
import { ApiError } from './errors'
import type { Peer, Token } from './peer'

const LIFE_MS = 2 * HOUR_MS
const GRACE_MS = 5 * MINUTE_MS

/**
 * stable_token: the same token while it is good. In its last five minutes, or when a refresh is forced, there is a new one and the old
 * one goes on for five minutes at most.
 */
export const stableToken: Handler = (peer, { body }) => {
  if (body.grant_type !== 'client_credential') throw new ApiError(40002)
  checkSecret(peer, body.appid, body.secret)
  return peer.state.atomically(() => {
    const now = peer.clock.now()
    const current = currentToken(peer)
    const keep = current !== undefined && body.force_refresh !== true && current.expiresAt - now > GRACE_MS
    const token = keep ? current : issue(peer, current, now)
    return { access_token: token.value, expires_in: Math.floor((token.expiresAt - now) / 1000) }
  })
}

export function checkSecret(peer: Peer, appid: unknown, secret: unknown): void {
  if (appid !== peer.appid) throw new ApiError(40013)
  if (secret !== peer.secret) throw new ApiError(40125)
}

function currentToken(peer: Peer): Token | undefined {
  return peer.tables.tokens.values().sort((a, b) => b.expiresAt - a.expiresAt)[0]
}

function issue(peer: Peer, old: Token | undefined, now: number): Token {
  // Tokens long dead are forgotten: they answer as unknown, as they do at WeChat's.
  for (const { value, expiresAt } of peer.tables.tokens.values()) if (expiresAt < now - LIFE_MS) peer.tables.tokens.delete(value)
  if (old && old.expiresAt > now) peer.tables.tokens.put(old.value, { ...old, expiresAt: Math.min(old.expiresAt, now + GRACE_MS) })
  const token = { value: `90_${randomText(133)}`, expiresAt: now + LIFE_MS }
  peer.tables.tokens.put(token.value, token)
  return token
}

/** Refuses a missing, unknown or outlived access_token. */
export function checkToken(peer: Peer, value: string | undefined): void {
  if (!value) throw new ApiError(41001)
  const token = peer.tables.tokens.get(value)
  if (!token) throw new ApiError(40001)
  if (token.expiresAt <= peer.clock.now()) throw new ApiError(42001)
}
