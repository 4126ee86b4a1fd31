import type { Instant } from '../kernel/instant'

export type WorkKind =
  | 'payment_mismatch' | 'refund_abnormal' | 'shipping_refused' | 'effect_dead' | 'invoice_outdated'
  | 'bill_only' | 'ours_only' | 'bill_amount' | 'bill_fee' | 'bill_account' | 'bill_unreadable' | 'split_unpaid' | 'split_not_returned'
  | 'order_burst' | 'shopper_flagged' | 'payee_held' | 'block_appealed' | 'sale_restricted'

/**
 * How an item can end. `noted`: dealt with elsewhere, in words. `paid_by_hand`: a supplier got what WeChat did not pay. `got_back`: a supplier gave back what
 * WeChat did not return. `explained`: money in suspense has found its account. `try_again`: what gave up is tried anew. Others end by themselves, where they are dealt with.
 */
export type WorkWay = 'noted' | 'paid_by_hand' | 'got_back' | 'explained' | 'try_again'

/** Who can deal with it: the one who runs the shop, the one who keeps its books, the one who keeps the program. */
export type WorkOwner = 'merchant' | 'bookkeeper' | 'developer'

/** Something a person must settle. The id derives from its subject, so that one cause makes one item (I18). */
export interface WorkItem {
  readonly id: string
  readonly kind: WorkKind
  readonly state: 'open' | 'closed'
  readonly subject: string
  readonly detail: string
  readonly at: Instant
  /** The day and the difference between bill and books it is about. */
  readonly day?: string
  readonly differenceId?: string
  readonly resolved?: { readonly at: Instant; readonly openid: string; readonly way: WorkWay; readonly note: string }
}

interface Guide { readonly owner: WorkOwner; readonly page: 'refunds' | 'orders' | 'invoices' | 'settlement' | null; readonly ways: readonly WorkWay[] }

/** Every kind with whoever deals with it, the page where, and how it can end (X13). The sentence that says what to do is the app's. */
export const WORK_GUIDE: Readonly<Record<WorkKind, Guide>> = {
  payment_mismatch: { owner: 'bookkeeper', page: null, ways: ['noted'] },
  refund_abnormal: { owner: 'merchant', page: 'refunds', ways: ['noted'] },
  shipping_refused: { owner: 'merchant', page: 'orders', ways: ['noted'] },
  effect_dead: { owner: 'developer', page: null, ways: ['try_again', 'noted'] },
  invoice_outdated: { owner: 'bookkeeper', page: 'invoices', ways: ['noted'] },
  bill_only: { owner: 'bookkeeper', page: 'settlement', ways: ['explained', 'noted'] },
  ours_only: { owner: 'bookkeeper', page: 'settlement', ways: ['noted'] },
  bill_amount: { owner: 'bookkeeper', page: 'settlement', ways: ['explained', 'noted'] },
  bill_fee: { owner: 'bookkeeper', page: 'settlement', ways: ['noted'] },
  bill_account: { owner: 'bookkeeper', page: 'settlement', ways: ['noted'] },
  bill_unreadable: { owner: 'developer', page: 'settlement', ways: ['noted'] },
  // What is owed stays owed until somebody says how it was paid.
  split_unpaid: { owner: 'bookkeeper', page: null, ways: ['paid_by_hand'] },
  split_not_returned: { owner: 'bookkeeper', page: null, ways: ['got_back', 'noted'] },
  order_burst: { owner: 'merchant', page: 'orders', ways: ['noted'] },
  shopper_flagged: { owner: 'merchant', page: null, ways: ['noted'] },
  payee_held: { owner: 'bookkeeper', page: null, ways: ['noted'] },
  block_appealed: { owner: 'merchant', page: null, ways: ['noted'] },
  // Over when it is lifted, which is not the merchant's to do.
  sale_restricted: { owner: 'merchant', page: null, ways: [] },
}

/** The item as its resolution leaves it. */
export function resolvedItem(item: WorkItem, way: WorkWay, note: string, openid: string, now: Instant): WorkItem {
  return { ...item, state: 'closed', resolved: { at: now, openid, way, note } }
}
