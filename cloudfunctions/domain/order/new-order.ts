import type { Fen } from '../kernel/fen'
import { type DurationMs, type Instant, MINUTE_MS } from '../kernel/instant'
import type { Activity } from '../group/activity'
import type { Group, Seat } from '../group/group'
import type { Address, Order } from './order'
import type { Purchase, PurchaseRequest } from './purchase'

/** How long the request that wrote a half-placed order may work on it; longer than a function can live. */
export const PLACING_LEASE_MS: DurationMs = MINUTE_MS
/** How long seat and stock are kept for an unpaid order that has no activity to say so. */
export const ALONE_LEASE_MS: DurationMs = 10 * MINUTE_MS
/** The payment ends this long before the lease, so that WeChat refuses late payers while their seat is still theirs. */
export const PAYMENT_MARGIN_MS: DurationMs = MINUTE_MS

export interface NewOrder {
  readonly orderId: string
  readonly openid: string
  readonly request: PurchaseRequest
  readonly purchase: Purchase
  readonly address: Address
  readonly activity: Activity | undefined
  readonly group: Group | undefined
}

/** The order as first written: what it is about to take is on it, nothing is taken yet. */
export function newOrder({ orderId, openid, request, purchase, address, activity, group }: NewOrder, now: Instant): Order {
  const leaseMs = group?.terms.leaseMs ?? activity?.leaseMs ?? ALONE_LEASE_MS
  const leaseUntil = now + leaseMs
  const groupId = request.kind === 'open' ? groupIdOf(orderId) : request.kind === 'join' ? group?.id : undefined
  const activityId = request.kind === 'open' ? activity?.id : request.kind === 'join' ? group?.activityId : undefined
  const deadlineAt = request.kind === 'join' ? group?.deadlineAt : request.kind === 'open' && activity ? now + activity.durationMs : undefined
  return {
    id: orderId,
    openid,
    kind: request.kind,
    state: 'placing',
    ...(groupId && { groupId }),
    ...(activityId && { activityId }),
    line: purchase.line,
    priceLines: purchase.quote.lines,
    payableFen: purchase.quote.payableFen,
    address,
    quoteKey: purchase.quote.key,
    placedAt: now,
    leaseUntil,
    payment: { state: 'unpaid', amountFen: purchase.quote.payableFen, expiresAt: Math.min(leaseUntil - PAYMENT_MARGIN_MS, deadlineAt ?? Infinity) },
    stock: 'none',
    stockSeq: 0,
    workUntil: now + PLACING_LEASE_MS,
    version: 1,
  }
}

/** Whether a repeated submit asks for the same thing as the order that carries its id (I12). */
export function isSameRequest(order: Order, openid: string, request: PurchaseRequest & { quoteKey: string; address: Address }): boolean {
  return order.openid === openid
    && order.kind === request.kind
    && order.line.productId === request.productId
    && order.line.skuId === request.skuId
    && order.line.quantity === request.quantity
    && (request.kind !== 'join' || order.groupId === request.groupId)
    && order.quoteKey === request.quoteKey
    && (Object.keys(request.address) as (keyof Address)[]).every(field => order.address[field] === request.address[field])
}

/** A group opened by an order carries its id, so that a repeated step opens no second one. */
export function groupIdOf(orderId: string): string {
  return `g-${orderId}`
}

/** The group an opening order brings with it, its leader's seat held (S14). */
export function openGroup(order: Order, activity: Activity, leader: { nickname: string; avatar: string }, priceGroupFen: Fen, now: Instant): Group {
  const seat: Seat = { orderId: order.id, state: 'held', takenAt: now, nickname: leader.nickname, avatar: leader.avatar }
  return {
    id: groupIdOf(order.id),
    activityId: activity.id,
    productId: activity.productId,
    terms: { size: activity.size, leaseMs: activity.leaseMs, quantityLimit: activity.quantityLimit, perShopperLimit: activity.perShopperLimit },
    state: 'open',
    leaderOpenid: order.openid,
    openedAt: now,
    deadlineAt: now + activity.durationMs,
    free: activity.size - 1,
    paid: 0,
    listed: false,
    seats: { [order.openid]: seat },
    display: { title: order.line.title, cover: order.line.cover, priceGroupFen, leaderNickname: leader.nickname, leaderAvatar: leader.avatar },
  }
}
