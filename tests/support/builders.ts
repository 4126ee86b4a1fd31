import type { Activity } from '../../cloudfunctions/domain/group/activity'
import type { Group, Seat } from '../../cloudfunctions/domain/group/group'
import { fen } from '../../cloudfunctions/domain/kernel/fen'
import { HOUR_MS, MINUTE_MS } from '../../cloudfunctions/domain/kernel/instant'
import { newMember } from '../../cloudfunctions/domain/member/member'
import type { Member } from '../../cloudfunctions/domain/member/member'
import type { Order, OrderLine } from '../../cloudfunctions/domain/order/order'
import type { PaymentFacts } from '../../cloudfunctions/domain/payment/payment'
import { offerOf, type Product, type Sku } from '../../cloudfunctions/domain/product/product'
import type { PurchaseRequest } from '../../cloudfunctions/domain/order/purchase'
import { APPID, MCHID } from './pay-peer'

/** Friday morning; any instant would do, as long as every test agrees on it. */
export const T0 = Date.UTC(2026, 4, 1, 2, 0, 0)

export const ADDRESS = { name: '林一', phone: '13800001234', province: '浙江省', city: '杭州市', district: '西湖区', detail: '文三路 1 号' }

export function aSku(skuId: string, changes: Partial<Sku> = {}): Sku {
  return { skuId, values: ['5斤'], priceAloneFen: fen(3990), priceGroupFen: fen(2990), weightGram: 2500, volumeCm3: 0, returnPolicy: 'seven_days', ...changes }
}

export function aProduct(changes: Partial<Product> = {}): Product {
  return {
    id: 'orange',
    kind: 'physical',
    supplierId: '',
    freightTemplateId: null,
    cold: false,
    packaging: '',
    orderHours: null,
    service: null,
    title: '赣南脐橙',
    subtitle: '现摘现发',
    cover: '/storage/orange.jpg',
    gallery: ['/storage/orange.jpg'],
    categoryId: 'fruit',
    axes: [{ name: '规格', values: ['5斤', '10斤'] }],
    skus: [
      aSku('orange-5'),
      aSku('orange-10', { values: ['10斤'], priceAloneFen: fen(6990), priceGroupFen: fen(5490), image: '/storage/orange-10.jpg', weightGram: 5000 }),
    ],
    detail: [],
    activity: anActivity(),
    state: 'on_sale',
    groupSize: 2,
    rank: 10,
    soldCount: 0,
    terms: ['赣', '南'],
    fromAloneFen: fen(3990),
    fromGroupFen: fen(2990),
    updatedAt: T0,
    ...changes,
  }
}

export function anActivity(changes: Partial<Activity> = {}): Activity {
  return {
    id: 'a-orange',
    size: 2,
    formAt: changes.size ?? 2,
    presale: false,
    durationMs: HOUR_MS,
    leaseMs: 10 * MINUTE_MS,
    perShopperLimit: 5,
    quantityLimit: 5,
    startsAt: T0 - HOUR_MS,
    endsAt: T0 + 240 * HOUR_MS,
    ...changes,
  }
}

export function aSeat(orderId: string, changes: Partial<Seat> = {}): Seat {
  return { orderId, state: 'held', takenAt: T0, nickname: '', avatar: '', ...changes }
}

/** A listed group of two with its leader's seat paid. */
export function aGroup(changes: Partial<Group> = {}): Group {
  return {
    id: 'g-order-alice',
    activityId: 'a-orange',
    productId: 'orange',
    offer: offerOf(aProduct()),
    terms: { size: 2, formAt: 2, presale: false, leaseMs: 10 * MINUTE_MS, quantityLimit: 5, perShopperLimit: 5 },
    state: 'open',
    leaderOpenid: 'alice',
    openedAt: T0,
    deadlineAt: T0 + HOUR_MS,
    free: 1,
    paid: 1,
    listed: true,
    seats: { alice: aSeat('order-alice', { state: 'paid' }) },
    display: { title: '赣南脐橙', cover: '/storage/orange.jpg', skuId: 'orange-5', priceGroupFen: fen(2990), leaderNickname: '', leaderAvatar: '' },
    ...changes,
  }
}

/** A purchase of one piece as a phone asks for it. */
export function aRequest(changes: Partial<PurchaseRequest> = {}): PurchaseRequest {
  return { kind: 'alone', lines: [{ productId: 'orange', skuId: 'orange-5', quantity: 1 }], groupId: null, couponIds: [], points: 0, useBalance: false, delivery: 'standard', platform: 'other', ...changes }
}

export function aMember(changes: Partial<Member> = {}): Member {
  return { ...newMember('bob', T0), ...changes }
}

export function aLine(changes: Partial<OrderLine> = {}): OrderLine {
  const { skuId = 'orange-5', quantity = 1, amountFen = fen(2990) } = changes
  return {
    productId: 'orange', skuId, title: '赣南脐橙', specText: '5斤', cover: '/storage/orange.jpg', quantity, listPriceFen: amountFen, unitPriceFen: amountFen, amountFen, discounts: [],
    supplierId: '', sharePercent: 0, returnPolicy: 'seven_days', noReturnAgreed: false, packaging: '', service: null,
    left: { lineId: skuId, quantity, listPriceFen: amountFen, pricedFen: amountFen, paidFen: amountFen, points: 0, pointsFen: fen(0) },
    ...changes,
  }
}

/** Bob's order, placed to join Alice's group and asked for at WeChat. */
export function anOrder(changes: Partial<Order> = {}): Order {
  const payableFen = changes.payableFen ?? fen(2990)
  return {
    id: 'order-bob',
    openid: 'bob',
    kind: 'join',
    state: 'placed',
    groupId: 'g-order-alice',
    activityId: 'a-orange',
    goods: 'physical',
    lines: [aLine({ amountFen: payableFen })],
    priceLines: [{ kind: 'goods', amountFen: payableFen }],
    funds: { balanceFen: fen(0), points: 0, coupons: [], spent: false },
    pointsEarned: 0,
    delivery: 'standard',
    presale: false,
    payableFen,
    address: ADDRESS,
    quoteKey: 'key',
    placedAt: T0,
    leaseUntil: T0 + 10 * MINUTE_MS,
    payment: { state: 'unpaid', amountFen: payableFen, expiresAt: T0 + 9 * MINUTE_MS, requestedAt: T0 },
    stock: { 'orange-5': { state: 'held', quantity: 1, seq: 1 } },
    refundIds: [],
    givenBack: { wechatFen: fen(0), balanceFen: fen(0), points: 0 },
    parcels: {},
    unsent: ['shop'],
    sent: [],
    workUntil: T0 + MINUTE_MS,
    version: 2,
    ...changes,
  }
}

export function factsOf(order: Order, changes: Partial<PaymentFacts> = {}): PaymentFacts {
  return {
    outTradeNo: order.id,
    appid: APPID,
    mchid: MCHID,
    openid: order.openid,
    amountFen: order.payment.amountFen,
    currency: 'CNY',
    transactionId: `42000${order.id}`,
    paidAt: T0,
    ...changes,
  }
}
