import type { Instant } from '../kernel/instant'
import type { Transitions } from '../kernel/transition'

export type ReturnState = 'requested' | 'approved' | 'rejected'

export const RETURN_TRANSITIONS: Transitions<ReturnState> = {
  requested: ['approved', 'rejected'],
  approved: [],
  rejected: [],
}

export interface ReturnLine {
  readonly skuId: string
  readonly quantity: number
}

/** A shopper's wish to give goods back (S88). Its id is also the number of the refund it may bring. */
export interface GoodsReturn {
  readonly id: string
  readonly orderId: string
  readonly openid: string
  readonly lines: readonly ReturnLine[]
  /** Vouchers that cannot be used while this is open, and never again once it is approved (S44). */
  readonly voucherIds: readonly string[]
  /** How much of what was paid comes back, by the service's terms at the time of asking; 100 for goods (S44). */
  readonly percent: number
  readonly reason: string
  readonly state: ReturnState
  readonly requestedAt: Instant
  readonly decidedAt?: Instant
  readonly decidedBy?: string
  readonly rejectReason?: string
  /** Whether its pieces are for sale again, as the merchant decided. */
  readonly restock: boolean
  /** For every SKU put back, the stock's entry it was put back under, see `give-pieces`. */
  readonly restocked: Readonly<Record<string, string>>
  readonly version: number
}
