import type { Attempt, Invocation, Order, PaymentNotification, Refund, SentMessage, Shipment } from '../api/types'
import { yuan } from '../text/format'
import { answerOf } from './answer'

export const KINDS = ['call', 'timer', 'payment', 'notification', 'refund', 'message', 'shipping'] as const
export type Kind = (typeof KINDS)[number]

/** One thing that happened, in the words of whoever watches. */
export interface StoryEvent {
  id: string
  at: number
  kind: Kind
  title: string
  note?: string
  failed: boolean
  openid?: string
  /** The orders it is known to be about. */
  orders: readonly string[]
  call?: Invocation
  detail?: unknown
  /** What is worth saying about how a call ended. */
  answer?: string
}

export interface Sources {
  invocations: readonly Invocation[]
  orders: readonly Order[]
  refunds: readonly Refund[]
  notifications: readonly PaymentNotification[]
  messages: readonly SentMessage[]
  shipments: readonly Shipment[]
}

type Told = Omit<StoryEvent, 'failed'> & { failed?: boolean }

/** Everything the local cloud remembers as one story in the order of time. What fell on the same instant stands as cause before effect. */
export function tellStory(sources: Sources): StoryEvent[] {
  const orderOf = new Map(sources.refunds.map(refund => [refund.outRefundNo, refund.outTradeNo]))
  const payerOf = new Map(sources.orders.map(order => [order.outTradeNo, order.openid]))
  // What may stand in an event or a reply, and the order it means.
  const known = new Map([
    ...sources.orders.map(order => [order.outTradeNo, order.outTradeNo] as const),
    ...orderOf,
    ...sources.notifications.map(({ id, subject }) => [id, orderOf.get(subject) ?? subject] as const),
  ])
  const told: Told[] = [
    ...sources.invocations.map(call => ofCall(call, known, payerOf)),
    ...sources.orders.flatMap(ofOrder),
    ...sources.notifications.flatMap(notification => ofNotification(notification, orderOf.get(notification.subject) ?? notification.subject, payerOf)),
    ...sources.refunds.flatMap(refund => ofRefund(refund, payerOf)),
    ...sources.messages.map(ofMessage),
    ...sources.shipments.flatMap(ofShipment),
  ]
  return told.map(event => ({ failed: false, ...event })).sort((a, b) => a.at - b.at)
}

function ofCall(call: Invocation, known: ReadonlyMap<string, string>, payerOf: ReadonlyMap<string, string>): Told {
  const orders = ordersIn([call.event, call.reply, ...call.logs.map(line => line.text)].join(' '), known)
  const answer = answerOf(call)
  const openid = call.openid ?? payerOf.get(orders[0] ?? '')
  return {
    id: call.requestId,
    at: call.at,
    kind: call.source === 'timer' ? 'timer' : 'call',
    title: call.procedure ?? (call.source === 'timer' ? `${call.function} by timer` : call.source === 'http' ? `${call.function} over HTTP` : call.function),
    ...(call.procedure !== undefined && { note: call.function }),
    failed: answer.failed,
    ...(answer.text !== undefined && { answer: answer.text }),
    ...(openid !== undefined && { openid }),
    orders,
    call,
  }
}

/** The orders a text names. A list names many and is about none of them. */
function ordersIn(text: string, known: ReadonlyMap<string, string>): readonly string[] {
  const found = new Set((text.match(/[\w-]{6,64}/g) ?? []).flatMap(word => known.get(word) ?? []))
  return found.size > 3 ? [] : [...found]
}

function ofOrder(order: Order): Told[] {
  const about = { kind: 'payment' as const, openid: order.openid, orders: [order.outTradeNo], detail: order }
  const { payment } = order
  return [
    { ...about, id: `order ${order.outTradeNo}`, at: order.createdAt, title: `Payment of ${yuan(order.totalFen)} asked for`, note: order.description },
    ...payment ? [{ ...about, id: `paid ${order.outTradeNo}`, at: payment.paidAt, title: `Paid ${yuan(payment.payerFen)}`, note: payment.couponFen > 0 ? `and ${yuan(payment.couponFen)} by a WeChat coupon` : order.description }] : [],
  ]
}

const ATTEMPTS: Readonly<Record<Attempt['kind'], string>> = {
  try: 'sent',
  duplicate: 'sent twice',
  probe: 'sent as a probe with a wrong signature',
  unsigned: 'sent without a signature',
  lost: 'lost on the way',
  resend: 'sent again',
  impostor: 'sent by a forger',
}

function ofNotification(notification: PaymentNotification, order: string, payerOf: ReadonlyMap<string, string>): Told[] {
  const openid = payerOf.get(order)
  return notification.attempts.map((attempt, index) => ({
    id: `notification ${notification.id} ${index}`,
    at: attempt.at,
    kind: 'notification',
    title: `${notification.eventType} ${ATTEMPTS[attempt.kind] ?? attempt.kind}`,
    note: attempt.kind === 'lost' ? undefined : attempt.status === undefined ? attempt.error ?? 'no answer' : `answered ${attempt.status}`,
    // A forged one is meant to be refused.
    failed: ['try', 'duplicate', 'resend'].includes(attempt.kind) && !(attempt.status !== undefined && attempt.status < 300),
    ...(openid !== undefined && { openid }),
    orders: [order],
    detail: { attempt, notification },
  }))
}

function ofRefund(refund: Refund, payerOf: ReadonlyMap<string, string>): Told[] {
  const openid = payerOf.get(refund.outTradeNo)
  const about = { kind: 'refund' as const, orders: [refund.outTradeNo], detail: refund, ...(openid !== undefined && { openid }) }
  return [
    { ...about, id: `refund ${refund.outRefundNo}`, at: refund.createdAt, title: `Refund of ${yuan(refund.refundFen)} accepted`, ...(refund.reason !== undefined && { note: refund.reason }) },
    ...refund.successAt !== undefined ? [{ ...about, id: `refunded ${refund.outRefundNo}`, at: refund.successAt, title: `Refunded ${yuan(refund.refundFen)}`, note: `to ${refund.receivedAccount}` }] : [],
    ...refund.status === 'ABNORMAL' || refund.status === 'CLOSED'
      ? [{ ...about, id: `refund failed ${refund.outRefundNo}`, at: refund.settlesAt ?? refund.createdAt, title: `Refund of ${yuan(refund.refundFen)} ended as ${refund.status}`, failed: true }]
      : [],
  ]
}

function ofMessage(message: SentMessage): Told {
  const order = message.page?.match(/[?&]orderId=([\w-]+)/)?.[1]
  return {
    id: `message ${message.id}`,
    at: message.at,
    kind: 'message',
    title: 'Subscribe message',
    note: Object.values(message.data).join(' · '),
    openid: message.openid,
    orders: order === undefined ? [] : [order],
    detail: message,
  }
}

function ofShipment(shipment: Shipment): Told[] {
  const about = { kind: 'shipping' as const, openid: shipment.openid, orders: [shipment.outTradeNo], detail: shipment }
  const parcels = shipment.parcels.map(parcel => [parcel.expressCompany, parcel.trackingNo].filter(Boolean).join(' ')).filter(Boolean).join(', ')
  return [
    { ...about, id: `shipment ${shipment.transactionId}`, at: shipment.uploadedAt, title: 'Shipping reported to WeChat', note: parcels },
    ...shipment.confirmedAt !== undefined ? [{ ...about, id: `received ${shipment.transactionId}`, at: shipment.confirmedAt, title: 'Receipt confirmed in WeChat' }] : [],
  ]
}

export interface Filter {
  order?: string
  openid?: string
  text?: string
  kinds: ReadonlySet<Kind>
}

/**
 * What of the story is asked for. A call that does not say which order it is about counts as part of an order's story when it came from the order's
 * payer while the order was alive.
 */
export function choose(story: readonly StoryEvent[], filter: Filter): StoryEvent[] {
  const words = (filter.text ?? '').toLowerCase().split(/\s+/).filter(Boolean)
  const ofOrder = filter.order ? memberOf(story, filter.order) : () => true
  return story.filter(event =>
    filter.kinds.has(event.kind)
    && (!filter.openid || event.openid === filter.openid)
    && ofOrder(event)
    && (words.length === 0 || contains(event, words)))
}

/** Whether everything known of the event has all the words, given in lower case. */
export function contains(event: StoryEvent, words: readonly string[]): boolean {
  const text = JSON.stringify(event).toLowerCase()
  return words.every(word => text.includes(word))
}

const BEFORE_MS = 60_000

function memberOf(story: readonly StoryEvent[], order: string): (event: StoryEvent) => boolean {
  const own = story.filter(event => event.orders.includes(order))
  const payers = new Set(own.filter(event => event.kind !== 'call').map(event => event.openid))
  const first = Math.min(...own.map(event => event.at)) - BEFORE_MS
  const last = Math.max(...own.map(event => event.at)) + BEFORE_MS
  return (event) => {
    if (event.orders.length > 0) return event.orders.includes(order)
    return event.kind === 'call' && event.openid !== undefined && payers.has(event.openid) && event.at >= first && event.at <= last
  }
}
