import * as v from 'valibot'
import type { Instant } from '../../domain/kernel/instant'
import type { HttpMessage, Notification } from '../../ports/payments'
import { readRefund, readTrade } from './facts'
import { openSealed } from './seal'
import { type KeyOf, verifyMessage } from './signature'

const envelope = v.object({
  event_type: v.string(),
  resource: v.object({
    algorithm: v.literal('AEAD_AES_256_GCM'),
    ciphertext: v.string(),
    nonce: v.string(),
    associated_data: v.optional(v.string(), ''),
  }),
})

const REFUND_EVENTS = new Set(['REFUND.SUCCESS', 'REFUND.ABNORMAL', 'REFUND.CLOSED'])

export interface NotificationReader {
  readonly keyOf: KeyOf
  readonly apiV3Key: string
  readonly now: () => Instant
}

/**
 * Reads a notification: signature over the raw body first, then the seal, then the form (X10). What it states is only what WeChat states;
 * whether merchant, app, amount and number are ours is for the use case to compare. Nothing of a forged one is looked at.
 */
export async function readNotification(reader: NotificationReader, message: HttpMessage): Promise<Notification> {
  const headers = new Map(Object.entries(message.headers).map(([name, value]) => [name.toLowerCase(), value]))
  const verdict = await verifyMessage({ header: name => headers.get(name), body: message.body }, reader.keyOf, reader.now())
  if (verdict !== 'genuine') return { kind: 'forged', why: verdict }
  const parsed = v.safeParse(envelope, parseJson(message.body))
  if (!parsed.success) return { kind: 'forged', why: 'not_an_envelope' }
  const { event_type: eventType, resource } = parsed.output
  const content = unseal(reader.apiV3Key, resource)
  if (content === undefined) return { kind: 'forged', why: 'bad_seal' }
  return readEvent(eventType, content)
}

function readEvent(eventType: string, content: unknown): Notification {
  if (REFUND_EVENTS.has(eventType)) {
    const facts = readRefund(content)
    return facts?.mchid !== undefined ? { kind: 'refund', facts } : { kind: 'forged', why: 'not_a_refund' }
  }
  if (eventType !== 'TRANSACTION.SUCCESS') return { kind: 'ignored', eventType }
  const trade = readTrade(content)
  if (!trade) return { kind: 'forged', why: 'not_a_payment' }
  return trade.state === 'SUCCESS' && trade.facts ? { kind: 'payment', facts: trade.facts } : { kind: 'forged', why: 'not_paid' }
}

function unseal(apiV3Key: string, resource: v.InferOutput<typeof envelope>['resource']): unknown {
  try {
    return parseJson(openSealed(apiV3Key, { ciphertext: resource.ciphertext, nonce: resource.nonce, associatedData: resource.associated_data }))
  }
  catch {
    return undefined
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  }
  catch {
    return undefined
  }
}
