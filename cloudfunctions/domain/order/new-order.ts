import type { Fen } from '../kernel/fen'
import { ZERO_FEN } from '../kernel/fen'
import { type DurationMs, type Instant, MINUTE_MS } from '../kernel/instant'
import type { Activity } from '../group/activity'
import type { Group, Seat } from '../group/group'
import type { SizeLadderRule } from '../pricing/rules/size-ladder'
import type { OrderTraces } from '../risk/cluster'
import type { Offer } from '../product/product'
import type { Address, Order } from './order'
import { sendersOf } from './parcel'
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
  readonly address: Address | null
  /** SKUs whose goods the shopper agreed not to send back (S88). */
  readonly agreed: readonly string[]
  readonly activity: Activity | undefined
  readonly group: Group | undefined
  /** What the order is known again by (S75). */
  readonly traces?: OrderTraces
}

/** The order as first written: what it is about to take is on it, nothing is taken yet. */
export function newOrder({ orderId, openid, request, purchase, address, agreed, activity, group, traces }: NewOrder, now: Instant): Order {
  const opening = request.kind === 'open' ? activity : undefined
  const joining = request.kind === 'join' ? group : undefined
  const leaseUntil = now + (joining?.terms.leaseMs ?? opening?.leaseMs ?? ALONE_LEASE_MS)
  const groupId = opening ? groupIdOf(orderId) : joining?.id
  const activityId = opening?.id ?? joining?.activityId
  const deadlineAt = joining?.deadlineAt ?? (opening && now + opening.durationMs)
  return {
    id: orderId,
    openid,
    kind: request.kind,
    state: 'placing',
    ...(groupId && { groupId }),
    ...(activityId && { activityId }),
    goods: purchase.goods,
    lines: purchase.lines.map(line => ({ ...line, noReturnAgreed: line.returnPolicy === 'none' && agreed.includes(line.skuId) })),
    priceLines: purchase.priceLines,
    payableFen: purchase.quote.payableFen,
    funds: { balanceFen: purchase.balanceFen, points: purchase.quote.pointsSpent, coupons: purchase.coupons, spent: false },
    pointsEarned: purchase.quote.pointsEarned,
    delivery: request.delivery,
    address,
    ...(address && { personalSince: now }),
    presale: purchase.presale,
    quoteKey: purchase.key,
    ...(purchase.firstOrder && { firstOrder: true }),
    placedAt: now,
    leaseUntil,
    payment: { state: 'unpaid', amountFen: purchase.wechatFen, expiresAt: Math.min(leaseUntil - PAYMENT_MARGIN_MS, deadlineAt ?? Infinity) },
    stock: Object.fromEntries([...purchase.lines.map(({ skuId, quantity }) => ({ stockId: skuId, quantity })), ...purchase.pools]
      .map(({ stockId, quantity }) => [stockId, { state: 'none' as const, quantity, seq: 0 }])),
    refundIds: [],
    givenBack: { wechatFen: ZERO_FEN, balanceFen: ZERO_FEN, points: 0 },
    parcels: {},
    unsent: purchase.goods === 'physical' ? sendersOf(purchase.lines) : [],
    sent: [],
    ...(traces && { traces }),
    workUntil: now + PLACING_LEASE_MS,
    version: 1,
  }
}

/** Whether a repeated submit asks for the same thing as the order that carries its id (I12). The quote's key covers goods, prices and how they are paid. */
export function isSameRequest(order: Order, openid: string, request: PurchaseRequest & { quoteKey: string; address: Address | null }): boolean {
  return order.openid === openid
    && order.kind === request.kind
    && order.lines.length === request.lines.length
    && request.lines.every(line => order.lines.some(one => one.skuId === line.skuId && one.productId === line.productId && one.quantity === line.quantity))
    && (request.kind !== 'join' || order.groupId === request.groupId)
    && order.quoteKey === request.quoteKey
    && order.delivery === request.delivery
    && sameAddress(order.address, request.address)
}

function sameAddress(a: Address | null, b: Address | null): boolean {
  if (!a || !b) return a === b
  return (Object.keys(b) as (keyof Address)[]).every(field => a[field] === b[field])
}

/** A group opened by an order carries its id, so that a repeated step opens no second one. */
export function groupIdOf(orderId: string): string {
  return `g-${orderId}`
}

export interface Opening {
  readonly offer: Offer
  readonly activity: Activity
  readonly ladder: SizeLadderRule | undefined
  readonly priceGroupFen: Fen
}

/** The group an opening order brings with it, its leader's seat held (S14). */
export function openGroup(order: Order, { offer, activity, ladder, priceGroupFen }: Opening, leader: { nickname: string; avatar: string }, now: Instant): Group {
  const seat: Seat = { orderId: order.id, state: 'held', takenAt: now, nickname: leader.nickname, avatar: leader.avatar }
  const { size, formAt, leaseMs, quantityLimit, perShopperLimit, presale } = activity
  return {
    id: groupIdOf(order.id),
    activityId: activity.id,
    productId: offer.id,
    offer,
    // Without a ladder, whatever the activity says, a group forms only when full.
    terms: { size, formAt: ladder ? formAt : size, leaseMs, quantityLimit, perShopperLimit, presale, ...(ladder && { ladder }) },
    state: 'open',
    leaderOpenid: order.openid,
    openedAt: now,
    deadlineAt: now + activity.durationMs,
    free: size - 1,
    paid: 0,
    listed: false,
    seats: { [order.openid]: seat },
    display: { title: offer.title, cover: offer.cover, skuId: order.lines[0]?.skuId ?? '', priceGroupFen, leaderNickname: leader.nickname, leaderAvatar: leader.avatar },
  }
}
