/** What the phone is shown. Amounts are whole fen, instants epoch milliseconds by the server's clock. */

export interface SpecAxisView { readonly name: string; readonly values: readonly string[] }

export interface SkuView {
  readonly skuId: string
  readonly values: readonly string[]
  readonly image: string
  readonly priceAloneFen: number
  readonly priceGroupFen: number
  readonly available: number
}

export interface GoodsCardView {
  readonly productId: string
  readonly title: string
  readonly cover: string
  readonly priceAloneFen: number
  readonly priceGroupFen: number
  /** People in a group; 0 when the goods are sold alone only. */
  readonly groupSize: number
  readonly soldCount: number
}

export interface ActivityView {
  readonly activityId: string
  readonly size: number
  readonly durationMs: number
  readonly leaseMs: number
  readonly perShopperLimit: number
  readonly quantityLimit: number
  readonly startsAt: number
  readonly endsAt: number
  readonly state: 'upcoming' | 'running' | 'ended'
}

export type DetailBlockView = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'image'; readonly image: string }

/** An open group in a list. */
export interface GroupRowView {
  readonly groupId: string
  readonly productId: string
  readonly title: string
  readonly cover: string
  readonly leader: PersonView
  readonly size: number
  readonly missing: number
  readonly deadlineAt: number
  readonly priceGroupFen: number
}

export interface PersonView { readonly nickname: string; readonly avatar: string }

export interface GoodsView extends GoodsCardView {
  readonly subtitle: string
  readonly gallery: readonly string[]
  readonly axes: readonly SpecAxisView[]
  readonly skus: readonly SkuView[]
  readonly detail: readonly DetailBlockView[]
  readonly onSale: boolean
  readonly activity: ActivityView | null
  readonly openGroups: readonly GroupRowView[]
}

export interface BannerView { readonly image: string; readonly title: string; readonly path: string }
export interface CategoryView { readonly categoryId: string; readonly name: string; readonly icon: string }

export interface HomeView {
  readonly shopName: string
  readonly banners: readonly BannerView[]
  readonly categories: readonly CategoryView[]
  readonly groups: readonly GroupRowView[]
  readonly goods: Page<GoodsCardView>
}

/** One page of a list; `next` asks for the following one, null at the end. */
export interface Page<T> { readonly items: readonly T[]; readonly next: string | null }

export interface PriceLineView { readonly kind: 'goods' | 'group_discount' | 'freight'; readonly amountFen: number }

export interface OrderLineView {
  readonly productId: string
  readonly skuId: string
  readonly title: string
  readonly specText: string
  readonly cover: string
  readonly quantity: number
  readonly unitPriceFen: number
  readonly amountFen: number
}

export interface QuoteView {
  readonly kind: 'alone' | 'open' | 'join'
  readonly line: OrderLineView
  readonly priceLines: readonly PriceLineView[]
  readonly payableFen: number
  /** Sent back at submit, so that nobody is charged a price they were not shown. */
  readonly quoteKey: string
  readonly quantityLimit: number
  readonly available: number
  readonly group: { readonly size: number; readonly missing: number; readonly deadlineAt: number } | null
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
  readonly seats: readonly SeatView[]
  readonly product: GoodsCardView
  readonly myOrderId: string | null
  readonly actions: readonly GroupAction[]
}

export type OrderStateView = 'placing' | 'placed' | 'paid' | 'grouping' | 'preparing' | 'shipped' | 'ready' | 'received' | 'completed' | 'closed'
export type ClosedReasonView = 'not_placed' | 'cancelled' | 'expired' | 'group_failed' | 'paid_late'
export type OrderAction = 'pay' | 'cancel' | 'see_group' | 'share' | 'confirm_receipt' | 'buy_again'

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
  readonly amountFen: number
  readonly requestedAt: number
  readonly succeededAt: number | null
}

export interface OrderCardView {
  readonly orderId: string
  readonly kind: 'alone' | 'open' | 'join'
  readonly state: OrderStateView
  readonly closedReason: ClosedReasonView | null
  readonly line: OrderLineView
  readonly payableFen: number
  readonly placedAt: number
  /** Last moment to pay; null once that is over. */
  readonly payUntil: number | null
  readonly groupId: string | null
  /** Whether the payment was received and is being or has been given back. */
  readonly refundState: RefundView['state'] | null
  readonly actions: readonly OrderAction[]
}

export interface OrderView extends OrderCardView {
  readonly priceLines: readonly PriceLineView[]
  readonly address: AddressView
  readonly paidAt: number | null
  readonly closedAt: number | null
  readonly group: { readonly state: GroupView['state']; readonly size: number; readonly missing: number; readonly deadlineAt: number } | null
  readonly shipping: { readonly company: string; readonly trackingNo: string; readonly shippedAt: number } | null
  readonly receivedAt: number | null
  readonly completedAt: number | null
  readonly refund: RefundView | null
}

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
}

export interface MeView {
  readonly nickname: string
  readonly avatar: string
  readonly role: 'shopper' | 'leader' | 'merchant'
  readonly counts: { readonly toPay: number; readonly grouping: number; readonly toReceive: number }
  readonly messageTemplates: readonly { readonly key: MessageKey; readonly templateId: string }[]
}

export type MessageKey = 'group_formed' | 'group_failed' | 'refund_succeeded' | 'order_shipped'

/** Merchant side. Phone numbers come masked until an order is to be shipped. */
export interface AdminOrderView extends OrderCardView {
  readonly buyer: PersonView
  readonly address: AddressView
  readonly shipping: OrderView['shipping']
  /** Whether WeChat has the shipping info; without it the payment stays frozen (X8). */
  readonly shippingUploaded: boolean
}

export interface AdminRefundView extends RefundView {
  readonly orderId: string
  readonly reason: 'group_failed' | 'paid_late'
  readonly title: string
  readonly buyer: PersonView
  readonly note: string
}

export interface WorkItemView {
  readonly id: string
  readonly kind: 'payment_mismatch' | 'refund_abnormal' | 'effect_dead'
  readonly subject: string
  readonly detail: string
  readonly at: number
}
