import type { Instant } from '../kernel/instant'

/** What must still happen after a commit. `id` derives from the event, so that running it twice is harmless. */
export type Effect =
  | { readonly kind: 'settle_order'; readonly orderId: string }
  | { readonly kind: 'release_order'; readonly orderId: string; /** Of the order when it was closed: an order can be closed, paid late and closed again. */ readonly version: number }
  | { readonly kind: 'revive_order'; readonly orderId: string }
  | { readonly kind: 'settle_group'; readonly groupId: string; /** Paid orders to settle. */ readonly members: number }
  | { readonly kind: 'send_refund'; readonly refundId: string }
  | { readonly kind: 'pay_split'; readonly orderId: string }
  | { readonly kind: 'send_transfer'; readonly transferId: string }
  | { readonly kind: 'upload_shipping'; readonly orderId: string }
  | { readonly kind: 'correct_shipping'; readonly orderId: string; /** The time of the corrected info: an order's may be corrected again as long as WeChat takes none. */ readonly infoAt: Instant }
  | { readonly kind: 'deliver_codes'; readonly orderId: string }
  | { readonly kind: 'issue_vouchers'; readonly orderId: string }
  | { readonly kind: 'restock_return'; readonly returnId: string }
  | { readonly kind: 'erase_member'; readonly openid: string; /** Each time they leave is another. */ readonly pseudonym: string }
  | { readonly kind: 'send_message'; readonly messageKey: 'group_formed' | 'group_failed' | 'refund_succeeded' | 'order_shipped'; readonly orderId: string; /** One of several of its kind about the order, such as a refund. */ readonly about?: string }

/** A row of the outbox: an effect, who works on it until when, and how often it was tried. */
export interface OutboxRow {
  readonly id: string
  readonly effect: Effect
  readonly createdAt: Instant
  /** Not before this instant; also the lease of whoever works on it. */
  readonly dueAt: Instant
  readonly tries: number
  /** How many of the tries ended in a fault rather than in waiting. */
  readonly faults: number
  readonly state: 'waiting' | 'dead'
  readonly lastError?: string
}
