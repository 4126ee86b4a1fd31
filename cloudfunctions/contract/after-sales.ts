import * as v from 'valibot'
import { cursor, orderId, quantity, skuId, text } from './fields'
import { procedure } from './procedure'
import type { GoodsKindView, OrderLineView, Page, PersonView, RefundView } from './views'

/** A shopper's wish to give goods back (S88). */
export interface ReturnView {
  readonly returnId: string
  readonly orderId: string
  readonly lines: readonly { readonly skuId: string; readonly quantity: number }[]
  /** How much of what was paid for them comes back: 100 for goods, less for a service near its time (S44). */
  readonly percent: number
  readonly reason: string
  readonly state: 'requested' | 'approved' | 'rejected'
  readonly requestedAt: number
  readonly decidedAt: number | null
  /** Why the merchant refused; empty otherwise. */
  readonly rejectReason: string
}

export interface AdminReturnView extends ReturnView {
  readonly goods: GoodsKindView
  readonly orderLines: readonly OrderLineView[]
  readonly buyer: PersonView
  readonly restock: boolean
  readonly refund: RefundView | null
}

export const RETURN_REFUSALS = ['order_not_returnable', 'return_window_over', 'goods_not_returnable', 'return_too_many', 'return_open', 'codes_revealed', 'vouchers_used'] as const

/** Return ids are order ids with a suffix. */
const returnId = v.pipe(v.string(), v.regex(/^[0-9A-Za-z_-]{6,32}$/))

export const afterSalesShopProcedures = {
  /** Goods within seven days of receipt, codes nobody has seen, services as their terms say. One return of an order at a time. */
  'return.request': procedure<ReturnView>()({
    caller: 'shopper',
    input: v.strictObject({
      orderId,
      lines: v.pipe(
        v.array(v.strictObject({ skuId, quantity })),
        v.minLength(1),
        v.maxLength(50),
        v.check(lines => new Set(lines.map(line => line.skuId)).size === lines.length),
      ),
      reason: text(200),
    }),
    refusals: ['order_not_found', ...RETURN_REFUSALS],
  }),
}

export const afterSalesAdminProcedures = {
  'return.list': procedure<Page<AdminReturnView>>()({
    caller: 'merchant',
    input: v.strictObject({ state: v.picklist(['requested', 'approved', 'rejected']), cursor }),
  }),
  /** Promises the refund, to where the money came from; `restock` puts the pieces on sale again. */
  'return.approve': procedure<AdminReturnView>()({
    caller: 'merchant',
    input: v.strictObject({ returnId, restock: v.boolean() }),
    refusals: ['return_not_found', 'return_already_decided'],
  }),
  'return.reject': procedure<AdminReturnView>()({
    caller: 'merchant',
    input: v.strictObject({ returnId, reason: text(200) }),
    refusals: ['return_not_found', 'return_already_decided'],
  }),
}
