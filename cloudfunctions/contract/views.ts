import type { GoodsCardView, GoodsKindView, PersonView, ReturnPolicyView, RungView } from './goods-views'

export type * from './goods-views'

import type { ReturnView } from './after-sales'
import type { MethodView } from './payment-methods'
import type { PrivacyView } from './privacy'
import type { VoucherView } from './vouchers'

/** What the phone is shown. Amounts are whole fen, instants epoch milliseconds by the server's clock. */

/** One page of a list; `next` asks for the following one, null at the end. */
export interface Page<T> { readonly items: readonly T[]; readonly next: string | null }

/** Names a sentence; its words and how its numbers are written are the app's. */
export interface SentenceView { readonly key: string; readonly params: Readonly<Record<string, number>> }

/** One row of the explanation of a price; discounts are below zero and say which rule they come from. */
export interface PriceLineView { readonly kind: 'goods' | 'discount' | 'freight'; readonly amountFen: number; readonly say: SentenceView | null }

export interface OrderLineView {
  readonly productId: string
  readonly skuId: string
  readonly title: string
  readonly specText: string
  readonly cover: string
  readonly quantity: number
  readonly listPriceFen: number
  readonly unitPriceFen: number
  /** Money to pay for the line, its share of the freight included. */
  readonly amountFen: number
  readonly discounts: readonly PriceLineView[]
  readonly returnPolicy: ReturnPolicyView
  readonly noReturnAgreed: boolean
  readonly packaging: string
  /** Who sends it, and what they are called; both empty for the shop itself. */
  readonly supplierId: string
  readonly supplierName: string
  /** Pieces not given back. */
  readonly leftQuantity: number
}

/** A rule that changed nothing, and why; `name` for a coupon. */
export interface NotAppliedView { readonly kind: string; readonly reason: string; readonly params: Readonly<Record<string, number>>; readonly name: string | null }

/** A coupon of the shopper's beside an order: whether it would count, and what it would save if it were the only one. */
export interface CouponChoiceView extends CouponView { readonly chosen: boolean; readonly savesFen: number; readonly why: NotAppliedView | null }

export interface CouponView {
  readonly couponId: string
  readonly name: string
  /** What it gives, in words. */
  readonly say: SentenceView
  readonly state: 'unused' | 'held' | 'used' | 'expired'
  readonly validFrom: number
  readonly expiresAt: number
}

export interface QuoteView {
  readonly kind: 'alone' | 'open' | 'join'
  readonly goods: GoodsKindView
  readonly lines: readonly (OrderLineView & { readonly available: number })[]
  readonly priceLines: readonly PriceLineView[]
  readonly notApplied: readonly NotAppliedView[]
  /** Money to pay: from the balance and through WeChat. */
  readonly payableFen: number
  readonly balanceFen: number
  readonly wechatFen: number
  /** Ways to pay that are open; what is not among them is not offered (S54). */
  readonly methods: readonly MethodView[]
  /** What the shopper has; null when it is not offered here, or is nothing and the shop takes no stored value. */
  readonly balanceHaveFen: number | null
  readonly points: { readonly have: number; readonly spent: number; readonly earned: number }
  readonly coupons: readonly CouponChoiceView[]
  /** False until a region is known: freight is not in the sum yet. */
  readonly freightKnown: boolean
  readonly needsAddress: boolean
  /** SKUs that cannot be carried to the region. */
  readonly undeliverable: readonly string[]
  /** SKUs that cannot be sent back: the shopper must agree to each (S88). */
  readonly mustAgree: readonly string[]
  /** Sent back at submit, so that nobody is charged a price they were not shown. */
  readonly quoteKey: string
  readonly quantityLimit: number
  /** The group it would be bought in, with the ladder its price follows; empty without one (S39). */
  readonly group: { readonly size: number; readonly missing: number; readonly deadlineAt: number; readonly people: number; readonly rungs: readonly RungView[] } | null
}

export interface SeatView {
  readonly nickname: string
  readonly avatar: string
  readonly leader: boolean
  readonly state: 'held' | 'paid'
  readonly mine: boolean
}

export type GroupAction = 'pay' | 'join' | 'share' | 'open_again' | 'see_order'

export interface GroupView {
  readonly groupId: string
  readonly state: 'open' | 'formed' | 'failed'
  readonly size: number
  /** People still missing to form: size less paid seats. */
  readonly missing: number
  /** Seats nobody pays or holds right now. */
  readonly free: number
  readonly deadlineAt: number
  /** The ladder this group's price follows; empty without one. */
  readonly rungs: readonly RungView[]
  /** Paid seats. */
  readonly people: number
  /** True head count of a group the merchant completed short (S16). */
  readonly completedShort: number | null
  readonly seats: readonly SeatView[]
  readonly product: GoodsCardView
  readonly myOrderId: string | null
  readonly actions: readonly GroupAction[]
}

export type OrderStateView = 'placing' | 'placed' | 'paid' | 'grouping' | 'preparing' | 'shipped' | 'ready' | 'received' | 'completed' | 'closed'
export type ClosedReasonView = 'not_placed' | 'cancelled' | 'expired' | 'group_failed' | 'paid_late' | 'presale_short' | 'returned'
export type RefundReasonView = 'group_failed' | 'paid_late' | 'better_rung' | 'presale_short' | 'returned'
export type OrderAction = 'pay' | 'cancel' | 'see_group' | 'share' | 'confirm_receipt' | 'reveal_codes' | 'request_return' | 'buy_again'

export interface AddressView {
  readonly name: string
  readonly phone: string
  readonly province: string
  readonly city: string
  readonly district: string
  readonly detail: string
}

export interface RefundView {
  readonly refundId: string
  readonly state: 'requested' | 'processing' | 'succeeded' | 'abnormal' | 'closed'
  readonly reason: RefundReasonView
  /** Money back in all; of it, what went to the balance at once. */
  readonly amountFen: number
  readonly balanceFen: number
  readonly points: number
  readonly requestedAt: number
  readonly succeededAt: number | null
}

export interface OrderCardView {
  readonly orderId: string
  readonly kind: 'alone' | 'open' | 'join'
  readonly state: OrderStateView
  readonly closedReason: ClosedReasonView | null
  readonly goods: GoodsKindView
  readonly lines: readonly OrderLineView[]
  readonly payableFen: number
  readonly placedAt: number
  /** Last moment to pay; null once that is over. */
  readonly payUntil: number | null
  readonly groupId: string | null
  /** How the last refund stands, if anything was given back. */
  readonly refundState: RefundView['state'] | null
  readonly actions: readonly OrderAction[]
}

/** The part of an order that one sender sends; lines are named by their SKU. Goods nobody carries come in none. */
export interface ParcelView {
  /** Empty for the shop itself. */
  readonly supplierId: string
  readonly skuIds: readonly string[]
  /** Null until it has left. */
  readonly sent: { readonly company: string; readonly trackingNo: string; readonly shippedAt: number } | null
}

export interface OrderView extends OrderCardView {
  readonly priceLines: readonly PriceLineView[]
  readonly balanceFen: number
  readonly wechatFen: number
  readonly points: { readonly spent: number; readonly earned: number }
  readonly coupons: readonly string[]
  readonly delivery: 'standard' | 'cold'
  readonly address: AddressView | null
  readonly paidAt: number | null
  readonly closedAt: number | null
  readonly group: { readonly state: GroupView['state']; readonly size: number; readonly missing: number; readonly people: number; readonly deadlineAt: number; readonly completedShort: number | null } | null
  readonly parcels: readonly ParcelView[]
  /** When the last parcel left; null before. */
  readonly shippedAt: number | null
  readonly receivedAt: number | null
  readonly completedAt: number | null
  readonly refunds: readonly RefundView[]
  /** Card codes that wait to be shown, without themselves; null for other goods and until they are delivered (S45). */
  readonly codes: { readonly count: number; readonly revealedAt: number | null } | null
  readonly vouchers: readonly VoucherView[]
  readonly returns: readonly ReturnView[]
  /** First instant at which the goods can no longer be given back (S88). */
  readonly returnUntil: number | null
}

/** `paid`: nothing is left to pay through WeChat. */
export type PayView = { readonly kind: 'wechat'; readonly params: PayParamsView } | { readonly kind: 'paid' }

/** Exactly what `wx.requestPayment` takes. */
export interface PayParamsView {
  readonly appId: string
  readonly timeStamp: string
  readonly nonceStr: string
  readonly package: string
  readonly signType: 'RSA'
  readonly paySign: string
}

export interface ShareView {
  /** Short code of group and sharer; the QR scene. */
  readonly code: string
  /** Page path with the code, for a share card or a link. */
  readonly path: string
  /** Whether this share can earn its sharer anything; beyond so many a day it cannot (S49). */
  readonly earns: boolean
  /** Shares a day that can. */
  readonly dailyShares: number
}

export interface MeView {
  /** Who the caller is to the shop: what a merchant is told by whoever shall act for a supplier. */
  readonly openid: string
  readonly nickname: string
  readonly avatar: string
  readonly role: 'shopper' | 'leader' | 'supplier' | 'merchant'
  readonly counts: { readonly toPay: number; readonly grouping: number; readonly toReceive: number }
  readonly wallet: WalletView
  readonly messageTemplates: readonly { readonly key: MessageKey; readonly templateId: string }[]
  /** Whether personal data may be taken in (S12). */
  readonly privacy: PrivacyView
}

export interface WalletView {
  readonly points: number
  readonly balanceFen: number
  /** Coupons that can be used now. */
  readonly coupons: number
  readonly level: number
  readonly levelName: string
  /** Whether the shop takes stored value. */
  readonly storedValue: boolean
}

export type MessageKey = 'group_formed' | 'group_failed' | 'refund_succeeded' | 'order_shipped'

/** Merchant side. Addresses come masked but for the region; `order.address` shows the one of an order to be shipped. */
export interface AdminOrderView extends OrderCardView {
  readonly buyer: PersonView
  readonly address: AddressView | null
  readonly parcels: readonly ParcelView[]
  /** Whether WeChat has the shipping info; without it the payment stays frozen (X8). */
  readonly shippingUploaded: boolean
  readonly shipping: AdminShippingView
  /** When the platform lets go of the money: null where it holds none of it. */
  readonly release: { readonly state: 'waiting' | 'counting' | 'released'; readonly at: number | null } | null
}

/** How the shipping info stands at WeChat, which takes one correction of it (X8). */
export interface AdminShippingView {
  readonly refused: boolean
  /** Whether a waybill can be changed now. */
  readonly correctable: boolean
  readonly correction: 'asked' | 'taken' | 'refused' | null
}

export interface AdminRefundView extends RefundView {
  readonly orderId: string
  readonly title: string
  readonly buyer: PersonView
  readonly note: string
}
