import { createHash } from 'node:crypto'
import { MINUTE_MS } from '../wechat-pay/time'
import { OK, type Handler } from './call'
import { ApiError } from './errors'
import { shortId, type Code, type Peer } from './peer'
import { checkSecret } from './tokens'

const CODE_LIFE_MS = 5 * MINUTE_MS

/** The code that `wx.login` or the phone-number button would give this person; good once, for five minutes. */
export function issueCode(peer: Peer, kind: Code['kind'], openid: string): string {
  return peer.state.atomically(() => {
    const code = shortId(peer, 'code')
    peer.tables.codes.put(code, { kind, openid, expiresAt: peer.clock.now() + CODE_LIFE_MS, used: false })
    return code
  })
}

function redeem(peer: Peer, kind: Code['kind'], code: unknown): string {
  return peer.state.atomically(() => {
    const found = typeof code === 'string' ? peer.tables.codes.get(code) : undefined
    if (typeof code !== 'string' || found?.kind !== kind || found.expiresAt <= peer.clock.now()) throw new ApiError(40029)
    if (found.used) throw new ApiError(40163)
    peer.tables.codes.put(code, { ...found, used: true })
    return found.openid
  })
}

export const getPhoneNumber: Handler = (peer, { body }) => {
  const openid = redeem(peer, 'phone', body.code)
  if (body.openid !== undefined && body.openid !== openid) throw new ApiError(40029)
  const number = peer.people?.find(openid)?.phone ?? inventedPhone(openid)
  return {
    ...OK,
    phone_info: {
      phoneNumber: number,
      purePhoneNumber: number,
      countryCode: '86',
      watermark: { timestamp: Math.floor(peer.clock.now() / 1000), appid: peer.appid },
    },
  }
}

/** A person without a number gets one of a range that is not given out, always the same. */
function inventedPhone(openid: string): string {
  return `1300000${String(digest(openid).readUInt32BE() % 10_000).padStart(4, '0')}`
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

export const codeToSession: Handler = (peer, { query }) => {
  checkSecret(peer, query('appid'), query('secret'))
  if (query('grant_type') !== 'authorization_code') throw new ApiError(40002)
  const openid = redeem(peer, 'login', query('js_code'))
  const unionid = peer.people?.find(openid)?.unionid
  const sessionKey = digest(`${peer.secret} ${openid}`).subarray(0, 16).toString('base64')
  return { openid, session_key: sessionKey, ...(unionid !== undefined && { unionid }) }
}
