import { setTimeout as wait } from 'node:timers/promises'
import type { FaultRule } from '../control/faults'
import type { Attempt, Notification } from './model'
import type { Delivery, Peer } from './peer'
import { notifyingKey, signatureHeaders, type Signature } from './signing'

/**
 * One try of a notification, under a fault or not. True when the merchant took it. Forged and unsigned copies go ahead of the true
 * one; a duplicate travels beside it; after a lost answer the merchant has the news but WeChat does not know.
 */
export async function deliverOnce(peer: Peer, notification: Notification, fault?: Pick<FaultRule, 'kind' | 'ms'>): Promise<boolean> {
  const skewMs = fault?.kind === 'skew' ? fault.ms ?? 0 : 0
  const send = (kind: Attempt['kind'], signature: Signature = 'true', heard = true) => sendCopy(peer, notification, { kind, signature, heard, skewMs })
  switch (fault?.kind) {
    case 'lose':
    case 'reset-before':
      record(peer, notification.id, { at: peer.clock.now(), kind: 'lost' })
      return false
    case 'forged-signature':
      await send('probe', 'forged')
      return send('try')
    case 'missing-signature':
      await send('unsigned', 'missing')
      return send('try')
    case 'wrong-signature':
      await send('impostor', 'wrong')
      return send('try')
    case 'duplicate':
      return (await Promise.all([send('try'), send('duplicate')])).includes(true)
    case 'hang':
    case 'reset-after':
      return send('try', 'true', false)
    default:
      return send('try')
  }
}

export interface Copy {
  kind: Attempt['kind']
  signature?: Signature
  /** Whether WeChat gets the answer. */
  heard?: boolean
  skewMs?: number
}

/** Sends one copy; true when WeChat heard that the merchant took it. */
export async function sendCopy(peer: Peer, notification: Notification, copy: Copy): Promise<boolean> {
  const { kind, signature = 'true', heard = true, skewMs = 0 } = copy
  const at = peer.clock.now()
  const key = notifyingKey(peer.keys, peer.settings.mode, peer.random)
  const headers = { ...plainHeaders(), ...signatureHeaders(key, notification.body, at + skewMs, signature) }
  const answer = await post(peer, notification.url, { headers, body: notification.body })
  record(peer, notification.id, { at, kind, ...(heard ? answer : { error: 'answer lost' }) })
  return heard && (answer.status === 200 || answer.status === 204)
}

/** The merchant's answer within the time allowed, or why there is none. */
export async function post(peer: Peer, url: string, delivery: Delivery): Promise<{ status?: number, error?: string }> {
  const late = new AbortController()
  try {
    const timeout = wait(peer.settings.notifyTimeoutMs, undefined, { ref: false, signal: late.signal }).then(() => ({ error: 'timeout' }), () => ({}))
    return await Promise.race([peer.deliver(url, delivery).then(({ status }) => ({ status })), timeout])
  }
  catch (error) {
    return { error: error instanceof Error ? error.message : String(error) }
  }
  finally {
    late.abort()
  }
}

export function plainHeaders(): Record<string, string> {
  return { 'Content-Type': 'application/json', 'Accept': '*/*', 'User-Agent': 'Mozilla/4.0' }
}

export function record(peer: Peer, id: string, attempt: Attempt): void {
  const current = peer.tables.notifications.get(id)
  if (current) peer.tables.notifications.put(id, { ...current, attempts: [...current.attempts, attempt] })
}

/** Delivery over HTTP; a redirect is an answer like any other that is no success. */
export async function deliverByFetch(url: string, delivery: Delivery): Promise<{ status: number }> {
  const response = await fetch(url, { method: 'POST', ...delivery, redirect: 'manual', signal: AbortSignal.timeout(30_000) })
  await response.arrayBuffer()
  return { status: response.status }
}
