import * as v from 'valibot'
import { cursor, keyId, priceFen, text } from './fields'
import { procedure } from './procedure'
import type { Page } from './views'

/** What a supplier or a leader has left with the shop as security (S74). */
export interface DepositView {
  readonly party: { readonly kind: 'supplier' | 'leader'; readonly id: string }
  readonly balanceFen: number
  readonly frozenFen: number
  /** What can be withdrawn. */
  readonly availableFen: number
  readonly freezes: readonly { readonly freezeId: string; readonly amountFen: number; readonly reason: string; readonly at: number }[]
}

/** One thing that was done to a deposit, and by whom. */
export interface DepositEntryView {
  readonly act: 'deposit.receive' | 'deposit.withdraw' | 'deposit.freeze' | 'deposit.release' | 'deposit.deduct'
  readonly at: number
  readonly by: string
  readonly detail: string
}

const party = v.strictObject({ kind: v.picklist(['supplier', 'leader']), id: v.pipe(v.string(), v.regex(/^[0-9A-Za-z_-]{1,64}$/)) })
/** Names the request, so that asking twice is one act; freezes stand under it. */
const requestId = v.pipe(keyId, v.minLength(6))

/** What merchants do with deposits. Money moves outside, by bank transfer; this keeps the books of it. */
export const depositProcedures = {
  'deposit.list': procedure<Page<DepositView>>()({ caller: 'merchant', input: v.strictObject({ cursor }) }),
  /** A deposit with the last fifty things that were done to it, newest first. */
  'deposit.get': procedure<DepositView & { readonly log: readonly DepositEntryView[] }>()({ caller: 'merchant', input: v.strictObject({ party }), refusals: ['deposit_not_found'] }),
  'deposit.receive': procedure<DepositView>()({ caller: 'merchant', input: v.strictObject({ party, amountFen: priceFen, note: text(100), requestId }), refusals: ['party_not_found', 'request_id_taken'] }),
  'deposit.withdraw': procedure<DepositView>()({ caller: 'merchant', input: v.strictObject({ party, amountFen: priceFen, note: text(100), requestId }), refusals: ['deposit_too_low', 'deposit_frozen', 'request_id_taken'] }),
  'deposit.freeze': procedure<DepositView>()({ caller: 'merchant', input: v.strictObject({ party, amountFen: priceFen, note: text(100), requestId }), refusals: ['deposit_too_low', 'too_many_freezes', 'request_id_taken'] }),
  'deposit.release': procedure<DepositView>()({ caller: 'merchant', input: v.strictObject({ party, freezeId: requestId, note: text(100), requestId }), refusals: ['freeze_not_found', 'request_id_taken'] }),
  /** Takes so much of a freeze for what it was frozen for, and releases the rest of it. */
  'deposit.deduct': procedure<DepositView>()({ caller: 'merchant', input: v.strictObject({ party, freezeId: requestId, amountFen: priceFen, note: text(100), requestId }), refusals: ['freeze_not_found', 'deposit_too_low', 'request_id_taken'] }),
}
