import type { OrderCommission } from '../commission/commission'
import { addFen, type Fen, ZERO_FEN } from '../kernel/fen'
import type { Instant } from '../kernel/instant'
import type { Transitions } from '../kernel/transition'
import type { HeldCoupon } from '../member/coupon'
import type { Payment } from '../payment/payment'
import type { Discount } from '../pricing/apply'
import type { PaidLine } from '../pricing/paid-line'
import type { Sentence } from '../pricing/rule'
import type { GoodsKind, ReturnPolicy, ServiceTerms } from '../product/product'
import type { OrderTraces } from '../risk/cluster'
import type { LineStock } from '../stock/stock'
import type { Parcel } from './parcel'

/** `placing` is an order whose seat and stock are still being taken; nobody but its own request and the sweep sees it. */
export type OrderState = 'placing' | 'placed' | 'paid' | 'grouping' | 'preparing' | 'shipped' | 'ready' | 'received' | 'completed' | 'closed'

export type ClosedReason = 'not_placed' | 'cancelled' | 'expired' | 'group_failed' | 'paid_late' | 'presale_short' | 'returned'

/** A closed order moves to `paid` only when money arrives for it after all. */
export const ORDER_TRANSITIONS: Transitions<OrderState> = {
  placing: ['placed', 'closed'],
  placed: ['paid', 'grouping', 'closed'],
  paid: ['grouping', 'preparing', 'closed'],
  grouping: ['preparing', 'closed'],
  preparing: ['shipped', 'ready', 'closed'],
  shipped: ['received'],
  // What is given back whole closes an order that was handed over (S88).
  ready: ['received', 'closed'],
  received: ['completed', 'closed'],
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

/** One row of the explanation of a price; discounts are negative. `say` names the sentence of the rule behind a discount. */
export interface PriceLine {
  readonly kind: 'goods' | 'discount' | 'freight'
  readonly amountFen: Fen
  readonly say?: Sentence
}

/** One SKU of an order, as it was agreed on. An order has at most one line for a SKU, so that the SKU names it. */
export interface OrderLine {
  readonly productId: string
  readonly skuId: string
  readonly title: string
  readonly specText: string
  readonly cover: string
  readonly quantity: number
  readonly listPriceFen: Fen
  /** What a piece costs after the rules that set prices. */
  readonly unitPriceFen: Fen
  /** Money paid for the line, its share of the freight included. */
  readonly amountFen: Fen
  readonly discounts: readonly Discount[]
  readonly supplierId: string
  /** Per cent of what is paid for the line that is its supplier's, as agreed on when it was ordered (S55); 0 for the shop's own goods. */
  readonly sharePercent: number
  /** What the supplier was called when the order was placed (S55); left out for the shop's own goods. */
  readonly supplierName?: string
  readonly returnPolicy: ReturnPolicy
  /** The shopper agreed that these goods cannot be sent back (S88). */
  readonly noReturnAgreed: boolean
  readonly packaging: string
  readonly service: ServiceTerms | null
  /** What is not given back yet; refunds subtract from it. */
  readonly left: PaidLine
  /** Paid for pieces given back and kept by the shop, by the terms of a service (S44). */
  readonly retainedFen?: Fen
}

/** What of a shopper's own pays for an order beside WeChat Pay (S18, S20, S21). */
export interface OrderFunds {
  readonly balanceFen: Fen
  readonly points: number
  readonly coupons: readonly HeldCoupon[]
  /** True once balance and points are booked as spent; until then they are only kept in the shopper's hold. */
  readonly spent: boolean
}

/** What has been promised back so far, by source. */
export interface GivenBack {
  readonly wechatFen: Fen
  readonly balanceFen: Fen
  readonly points: number
}

export type ShippingCorrection = 'asked' | 'taken' | 'refused'

export interface Order {
  readonly id: string
  readonly openid: string
  /** How it was bought; `open` and `join` carry a group (S2). */
  readonly kind: 'alone' | 'open' | 'join'
  readonly state: OrderState
  readonly closedReason?: ClosedReason
  readonly groupId?: string
  readonly activityId?: string
  /** One kind of goods; a group order has one line. */
  readonly goods: GoodsKind
  readonly lines: readonly OrderLine[]
  readonly priceLines: readonly PriceLine[]
  /** Money to pay, by WeChat and from the balance together. */
  readonly payableFen: Fen
  readonly funds: OrderFunds
  /** Points the order brings when it is complete (X3). */
  readonly pointsEarned: number
  readonly delivery: 'standard' | 'cold'
  /** Null for goods nobody carries. */
  readonly address: Address | null
  /** When personal data came in with it; absent when there is none or it was removed (S12). */
  readonly personalSince?: Instant
  /** When what of it was personal was removed. */
  readonly erasedAt?: Instant
  /** Presale: pieces are deducted when the order is prepared (S40). */
  readonly presale: boolean
  /** What the shopper was shown when agreeing; the same order id with another key is a conflict (I12). */
  readonly quoteKey: string
  /** It has a discount for first orders: no other of its shopper may be paid or waiting to be (S25). */
  readonly firstOrder?: true
  readonly placedAt: Instant
  /** Until then seat and stock are kept for the unpaid order. */
  readonly leaseUntil: Instant
  readonly payment: Payment
  /** Where the pieces of each line are, by SKU; those at a limited flash price by its pool besides (X1). */
  readonly stock: Readonly<Record<string, LineStock>>
  /** Its invoice was asked for: whatever is given back from now on must look at that (X5). */
  readonly invoiced?: true
  /** The refunds of this order's payment, oldest first. */
  readonly refundIds: readonly string[]
  readonly givenBack: GivenBack
  /** What has left, by sender: a supplier, or the shop itself (X9). */
  readonly parcels: Readonly<Record<string, Parcel>>
  /** Senders whose part has yet to leave, and those whose part has left; what suppliers' lists are found by. Empty for goods nobody carries. */
  readonly unsent: readonly string[]
  readonly sent: readonly string[]
  /** When the last part left. */
  readonly shippedAt?: Instant
  /** When WeChat accepted the shipping info as it now is; until then the payment stays frozen (X8). */
  readonly shippingUploadedAt?: Instant
  /** What the shipping info is dated with when it is not that of the sending; a repeated upload has the same date, so that WeChat knows it again. */
  readonly shippingInfoAt?: Instant
  /** WeChat's code for not taking it; until the merchant has changed a waybill nothing goes up again. */
  readonly shippingRefused?: number
  /** The one correction WeChat takes of a payment (X8), used up by asking for it. */
  readonly shippingCorrection?: ShippingCorrection
  /** When codes or vouchers were handed over. */
  readonly readyAt?: Instant
  /** Codes assigned to it, by their keyed hashes (S45). */
  readonly codeIds?: readonly string[]
  /** When its codes were first shown: from then on they are not taken back. */
  readonly revealedAt?: Instant
  /** Its vouchers, noted before they are made, so that no second set is ever made (S44). */
  readonly voucherIds?: readonly string[]
  /** A ready order that nobody ends is received at this instant. */
  readonly readyUntil?: Instant
  /** Its returns, oldest first, and the one not yet decided (S88). */
  readonly returnIds?: readonly string[]
  readonly openReturnId?: string
  readonly closedAt?: Instant
  readonly receivedAt?: Instant
  /** When the shopper said so; absent when time alone did. */
  readonly confirmedAt?: Instant
  readonly completedAt?: Instant
  /** What the leader of its group earned by it (I14). */
  readonly commission?: OrderCommission
  /** What it is known again by, as keyed hashes; for looking at orders together (S72, S75). */
  readonly traces?: OrderTraces
  /** Who may work on a half-placed order: until then only the request that wrote it. */
  readonly workUntil: Instant
  /** Raised by every stored change. */
  readonly version: number
}

/** Money of a line that is the shop's: paid for what is not given back, and kept of what is. */
export function paidOf({ left, retainedFen }: OrderLine): Fen {
  return addFen(left.paidFen, retainedFen ?? ZERO_FEN)
}

/** Money of an order that was not given back. */
export function paidLeftFen(order: Order): Fen {
  return addFen(...order.lines.map(paidOf))
}
