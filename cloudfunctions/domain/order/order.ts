import type { Fen } from '../kernel/fen'
import type { Instant } from '../kernel/instant'
import type { Transitions } from '../kernel/transition'
import type { Payment } from '../payment/payment'
import type { PriceLine } from '../pricing/quote-sku'
import type { StockState } from '../stock/stock'

/** `placing` is an order whose seat and stock are still being taken; nobody but its own request and the sweep sees it. */
export type OrderState = 'placing' | 'placed' | 'paid' | 'grouping' | 'preparing' | 'shipped' | 'ready' | 'received' | 'completed' | 'closed'

export type ClosedReason = 'not_placed' | 'cancelled' | 'expired' | 'group_failed' | 'paid_late'

/** A closed order moves to `paid` only when money arrives for it after all. */
export const ORDER_TRANSITIONS: Transitions<OrderState> = {
  placing: ['placed', 'closed'],
  placed: ['paid', 'grouping', 'closed'],
  paid: ['grouping', 'preparing', 'closed'],
  grouping: ['preparing', 'closed'],
  preparing: ['shipped', 'ready', 'closed'],
  shipped: ['received'],
  ready: ['received'],
  received: ['completed'],
  completed: [],
  closed: ['paid'],
}

export interface Address {
  readonly name: string
  readonly phone: string
  readonly province: string
  readonly city: string
  readonly district: string
  readonly detail: string
}

export interface OrderLine {
  readonly productId: string
  readonly skuId: string
  readonly title: string
  readonly specText: string
  readonly cover: string
  readonly quantity: number
  readonly unitPriceFen: Fen
  readonly amountFen: Fen
}

export interface Shipping {
  readonly company: string
  readonly trackingNo: string
  readonly shippedAt: Instant
  /** When WeChat accepted the shipping info; until then the payment stays frozen (X8). */
  readonly uploadedAt?: Instant
}

export interface Order {
  readonly id: string
  readonly openid: string
  /** How it was bought; `open` and `join` carry a group (S2). */
  readonly kind: 'alone' | 'open' | 'join'
  readonly state: OrderState
  readonly closedReason?: ClosedReason
  readonly groupId?: string
  readonly activityId?: string
  readonly line: OrderLine
  readonly priceLines: readonly PriceLine[]
  readonly payableFen: Fen
  readonly address: Address
  /** What the shopper was shown when agreeing; the same order id with another key is a conflict (I12). */
  readonly quoteKey: string
  readonly placedAt: Instant
  /** Until then seat and stock are kept for the unpaid order. */
  readonly leaseUntil: Instant
  readonly payment: Payment
  readonly stock: StockState
  /** Stock moves made so far; names the next one, so that repeating it is recognised. */
  readonly stockSeq: number
  /** Nonce of the last stock move marked; an application with another nonce is a stray one. */
  readonly stockNonce?: string
  /** The refund that answers this order's payment, if there is one. */
  readonly refundId?: string
  readonly shipping?: Shipping
  readonly closedAt?: Instant
  readonly receivedAt?: Instant
  readonly completedAt?: Instant
  /** Who may work on a half-placed order: until then only the request that wrote it. */
  readonly workUntil: Instant
  /** Raised by every stored change. */
  readonly version: number
}
