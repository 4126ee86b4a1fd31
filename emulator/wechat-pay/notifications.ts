import type { FaultKind } from '../control/faults'
import { deliverOnce, sendCopy } from './deliveries'
import type { EventType, Notification } from './model'
import { newNotificationId, scheduleJob, type After, type Peer } from './peer'
import { seal } from './sealing'
import { HOUR_MS, MINUTE_MS, rfc3339, SECOND_MS } from './time'

/** How long after a failed try the next one follows: 15 repeats in 24 hours and 4 minutes, then WeChat gives up. */
export const retrySchedule: readonly number[] = [
  15 * SECOND_MS, 15 * SECOND_MS, 30 * SECOND_MS, 3 * MINUTE_MS, 10 * MINUTE_MS, 20 * MINUTE_MS, 30 * MINUTE_MS, 30 * MINUTE_MS,
  30 * MINUTE_MS, 60 * MINUTE_MS, 3 * HOUR_MS, 3 * HOUR_MS, 3 * HOUR_MS, 6 * HOUR_MS, 6 * HOUR_MS,
]

export interface News {
  eventType: EventType
  originalType: 'transaction' | 'refund' | 'profitsharing' | 'mch_payment'
  summary: string
  subject: string
  url: string
  content: Record<string, unknown>
}

/** Seals the news and puts the first try on the clock once the surrounding transaction is durable. */
export function notify(peer: Peer, after: After, news: News): void {
  const now = peer.clock.now()
  const id = newNotificationId(peer)
  const plain = JSON.stringify(news.content)
  const nextAt = now + peer.settings.notifyDelayMs
  peer.tables.notifications.put(id, {
    id,
    eventType: news.eventType,
    subject: news.subject,
    url: news.url,
    body: envelope(peer, id, news, plain),
    plain,
    createdAt: now,
    state: 'pending',
    tries: 0,
    nextAt,
    attempts: [],
  })
  after(() => scheduleTry(peer, id, nextAt))
}

export function envelope(peer: Peer, id: string, news: Omit<News, 'url' | 'subject' | 'content'>, plain: string): string {
  const { algorithm, ciphertext, associated_data, nonce } = seal(peer.keys.apiV3Key, plain, news.originalType)
  return JSON.stringify({
    id,
    create_time: rfc3339(peer.clock.now()),
    resource_type: 'encrypt-resource',
    event_type: news.eventType,
    summary: news.summary,
    resource: { original_type: news.originalType, algorithm, ciphertext, associated_data, nonce },
  })
}

function scheduleTry(peer: Peer, id: string, at: number): void {
  scheduleJob(peer, at, `wechat-pay notification ${id}`, () => tryNow(peer, id))
}

/** Puts every pending notification back on the clock; those that fell due while the peer was down go out at once, and those held back too. */
export function resumeNotifications(peer: Peer): void {
  for (const pending of peer.tables.notifications.values()) {
    if (pending.state === 'pending') scheduleTry(peer, pending.id, pending.nextAt ?? peer.clock.now())
  }
}

const faultKinds: readonly FaultKind[] = [
  'lose', 'delay', 'duplicate', 'repeat', 'reorder', 'forged-signature', 'missing-signature', 'wrong-signature', 'skew', 'hang', 'reset-before', 'reset-after',
]

async function tryNow(peer: Peer, id: string): Promise<void> {
  const notification = peer.tables.notifications.get(id)
  if (notification?.state !== 'pending') return
  const fault = peer.faults.strike('wechat-pay:notify', faultKinds)
  if (fault?.kind === 'reorder') {
    const { nextAt: _, ...waiting } = notification
    peer.tables.notifications.put(id, waiting)
    peer.heldBack.add(id)
    return
  }
  if (fault?.kind === 'delay') {
    // At least a moment, else a standing clock would meet an endless delay at the same instant for ever.
    const nextAt = peer.clock.now() + Math.max(fault.ms, 1)
    peer.tables.notifications.put(id, { ...notification, nextAt })
    scheduleTry(peer, id, nextAt)
    return
  }
  const delivered = await deliverOnce(peer, notification, fault)
  if (fault?.kind === 'repeat') scheduleJob(peer, peer.clock.now() + SECOND_MS, `wechat-pay repeat of ${id}`, async () => void await sendCopy(peer, notification, { kind: 'duplicate' }))
  releaseHeldBack(peer)
  const current = peer.tables.notifications.get(id)
  if (current?.state !== 'pending') return
  const pause = delivered ? undefined : retrySchedule[current.tries]
  const { nextAt: _, ...spent } = { ...current, tries: current.tries + 1 }
  if (pause === undefined) {
    peer.tables.notifications.put(id, { ...spent, state: delivered ? 'delivered' : 'given-up' })
    return
  }
  const nextAt = peer.clock.now() + pause
  peer.tables.notifications.put(id, { ...spent, nextAt })
  scheduleTry(peer, id, nextAt)
}

/** What was held back goes a moment after the one that overtook it. */
function releaseHeldBack(peer: Peer): void {
  const nextAt = peer.clock.now() + 1
  for (const id of peer.heldBack) {
    const waiting = peer.tables.notifications.get(id)
    if (waiting?.state !== 'pending') continue
    peer.tables.notifications.put(id, { ...waiting, nextAt })
    scheduleTry(peer, id, nextAt)
  }
  peer.heldBack.clear()
}

/** Sends once more out of turn, whatever the state; a success ends the schedule. */
export async function resendNow(peer: Peer, id: string): Promise<Notification> {
  const notification = peer.tables.notifications.get(id)
  if (!notification) throw new Error(`no notification ${id}`)
  const delivered = await sendCopy(peer, notification, { kind: 'resend' })
  const current = peer.tables.notifications.get(id) ?? notification
  if (!delivered || current.state !== 'pending') return current
  const { nextAt: _, ...done } = { ...current, state: 'delivered' as const }
  peer.tables.notifications.put(id, done)
  return done
}
