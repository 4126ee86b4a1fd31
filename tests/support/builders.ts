import type { Activity } from '../../cloudfunctions/domain/group/activity'
import type { Group, Seat } from '../../cloudfunctions/domain/group/group'
import { fen } from '../../cloudfunctions/domain/kernel/fen'
import { HOUR_MS, MINUTE_MS } from '../../cloudfunctions/domain/kernel/instant'
import type { Order } from '../../cloudfunctions/domain/order/order'
import type { PaymentFacts } from '../../cloudfunctions/domain/payment/payment'
import type { Product } from '../../cloudfunctions/domain/product/product'
import { APPID, MCHID } from './pay-peer'

/** Friday morning; any instant would do, as long as every test agrees on it. */
export const T0 = Date.UTC(2026, 4, 1, 2, 0, 0)

export const ADDRESS = { name: '林一', phone: '13800001234', province: '浙江省', city: '杭州市', district: '西湖区', detail: '文三路 1 号' }

export function aProduct(changes: Partial<Product> = {}): Product {
  return {
    id: 'orange',
    title: '赣南脐橙',
    subtitle: '现摘现发',
    cover: '/storage/orange.jpg',
    gallery: ['/storage/orange.jpg'],
    categoryId: 'fruit',
    axes: [{ name: '规格', values: ['5斤', '10斤'] }],
    skus: [
      { skuId: 'orange-5', values: ['5斤'], priceAloneFen: fen(3990), priceGroupFen: fen(2990) },
      { skuId: 'orange-10', values: ['10斤'], priceAloneFen: fen(6990), priceGroupFen: fen(5490), image: '/storage/orange-10.jpg' },
    ],
    detail: [],
    activityId: 'a-orange',
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
    productId: 'orange',
    size: 2,
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
    terms: { size: 2, leaseMs: 10 * MINUTE_MS, quantityLimit: 5, perShopperLimit: 5 },
    state: 'open',
    leaderOpenid: 'alice',
    openedAt: T0,
    deadlineAt: T0 + HOUR_MS,
    free: 1,
    paid: 1,
    listed: true,
    seats: { alice: aSeat('order-alice', { state: 'paid' }) },
    display: { title: '赣南脐橙', cover: '/storage/orange.jpg', priceGroupFen: fen(2990), leaderNickname: '', leaderAvatar: '' },
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
    line: { productId: 'orange', skuId: 'orange-5', title: '赣南脐橙', specText: '5斤', cover: '/storage/orange.jpg', quantity: 1, unitPriceFen: payableFen, amountFen: payableFen },
    priceLines: [{ kind: 'goods', amountFen: payableFen }],
    payableFen,
    address: ADDRESS,
    quoteKey: 'key',
    placedAt: T0,
    leaseUntil: T0 + 10 * MINUTE_MS,
    payment: { state: 'unpaid', amountFen: payableFen, expiresAt: T0 + 9 * MINUTE_MS, requestedAt: T0 },
    stock: 'held',
    stockSeq: 1,
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
