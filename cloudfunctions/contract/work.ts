import * as v from 'valibot'
import { cursor, id, keyId, priceFen, text } from './fields'
import { procedure } from './procedure'
import type { Page } from './views'

/** Work item ids name their subject, which may be a row of the outbox. */
const workItemId = v.pipe(v.string(), v.regex(/^[0-9A-Za-z_:-]{1,120}$/))
const by = v.picklist(['bank', 'wechat', 'cash'])
const proof = text(100)

/** Things only a person can settle: who can, what to do next, and how they end, audited (X13, I18). */
export const workProcedures = {
  'work.list': procedure<Page<WorkItemView>>()({ caller: 'merchant', input: v.strictObject({ state: v.optional(v.picklist(['open', 'closed']), 'open'), cursor }) }),
  /** Ends an item with what was done about it; the id makes a repeated call harmless. */
  'work.resolve': procedure<WorkItemView>()({
    caller: 'merchant',
    input: v.strictObject({
      id: workItemId,
      requestId: keyId,
      resolution: v.variant('way', [
        v.strictObject({ way: v.literal('noted'), note: text(200) }),
        /** A supplier was paid by other means; the item ends with the last of what is owed (S55). */
        v.strictObject({ way: v.literal('paid_by_hand'), supplierId: id, amountFen: priceFen, by, proof }),
        v.strictObject({ way: v.literal('got_back'), by, proof }),
        v.strictObject({ way: v.literal('explained'), account: v.picklist(['revenue', 'bank']), note: text(200) }),
        v.strictObject({ way: v.literal('try_again') }),
      ]),
    }),
    refusals: ['work_item_not_found', 'work_already_done', 'way_not_possible', 'split_not_ended', 'more_than_owed', 'request_id_taken'],
  }),
}

export type WorkKindView =
  | 'payment_mismatch' | 'refund_abnormal' | 'shipping_refused' | 'effect_dead' | 'invoice_outdated'
  | 'bill_only' | 'ours_only' | 'bill_amount' | 'bill_fee' | 'bill_account' | 'bill_unreadable' | 'split_unpaid' | 'split_not_returned'
  | 'order_burst' | 'shopper_flagged' | 'payee_held' | 'block_appealed' | 'sale_restricted'
export type WorkWayView = 'noted' | 'paid_by_hand' | 'got_back' | 'explained' | 'try_again'

export interface WorkItemView {
  readonly id: string
  readonly kind: WorkKindView
  readonly state: 'open' | 'closed'
  readonly subject: string
  readonly detail: string
  readonly at: number
  /** Who can deal with it. */
  readonly owner: 'merchant' | 'bookkeeper' | 'developer'
  /** Where it is dealt with; `day` of a settlement. */
  readonly link: { readonly page: 'refunds' | 'orders' | 'invoices' | 'settlement'; readonly day: string | null } | null
  /** How it can end here; empty once it has. */
  readonly ways: readonly WorkWayView[]
  /** What suppliers are still owed, for an item about that. */
  readonly unpaid: readonly { readonly supplierId: string; readonly name: string; readonly amountFen: number }[]
  readonly resolved: { readonly at: number; readonly way: WorkWayView; readonly note: string; readonly by: string } | null
}
