import type { CardCode, CodeImport, CodeReveal } from '../domain/code/card-code'
import type { CouponTemplate } from '../domain/coupon/template'
import type { OutboxRow } from '../domain/effect/effect'
import type { Inspection } from '../domain/oversight/inspection'
import type { PayeeChange } from '../domain/payee/payee-change'
import type { TopUp } from '../domain/balance/top-up'
import type { Deposit } from '../domain/deposit/deposit'
import type { Group } from '../domain/group/group'
import type { Invoice } from '../domain/invoice/invoice'
import type { Posting } from '../domain/ledger/posting'
import type { Member, Staff } from '../domain/member/member'
import type { Order } from '../domain/order/order'
import type { RuleVersion } from '../domain/pricing/rule-version'
import type { Product } from '../domain/product/product'
import type { Refund } from '../domain/refund/refund'
import type { GoodsReturn } from '../domain/returns/return'
import type { RiskBlock } from '../domain/risk/block'
import type { RiskCase, RiskMark, RiskWatch } from '../domain/risk/case'
import type { RiskCounter } from '../domain/risk/counter'
import type { SearchCount } from '../domain/search/search-count'
import type { ShopSetup } from '../domain/shop/setup'
import type { LedgerDay } from '../domain/settlement/day-books'
import type { Difference } from '../domain/settlement/difference'
import type { Settlement } from '../domain/settlement/settlement'
import type { Split } from '../domain/split/split'
import type { Stock } from '../domain/stock/stock'
import type { Transfer } from '../domain/transfer/transfer'
import type { RedeemGuard, Voucher } from '../domain/voucher/voucher'
import type { WorkItem } from '../domain/work/work-item'
import type { Audit, HomeContent, MessageQuota, ShareCode, SweepMark, TokenCache, Visit } from './records'

/** Every collection and the type of its documents; `id` is the document's `_id`. */
export interface Collections {
  products: Product
  stocks: Stock
  groups: Group
  orders: Order
  refunds: Refund
  members: Member
  staff: Staff
  postings: Posting
  top_ups: TopUp
  settlements: Settlement
  settlement_differences: Difference
  ledger_days: LedgerDay
  splits: Split
  transfers: Transfer
  invoices: Invoice
  outbox: OutboxRow
  share_codes: ShareCode
  visits: Visit
  work_items: WorkItem
  audits: Audit
  message_quotas: MessageQuota
  home_content: HomeContent
  shop_setup: ShopSetup
  rule_versions: RuleVersion
  coupon_templates: CouponTemplate
  token_caches: TokenCache
  card_codes: CardCode
  code_imports: CodeImport
  code_reveals: CodeReveal
  vouchers: Voucher
  redeem_guards: RedeemGuard
  returns: GoodsReturn
  search_counts: SearchCount
  sweep_marks: SweepMark
  deposits: Deposit
  risk_counters: RiskCounter
  payee_changes: PayeeChange
  inspections: Inspection
  risk_cases: RiskCase
  risk_blocks: RiskBlock
  risk_watches: RiskWatch
  risk_marks: RiskMark
}

export type CollectionName = keyof Collections
export type Scalar = string | number | boolean | null

/** One clause of a condition: a dotted field path, a comparison and a typed value. Clauses are joined by "and". `has`/`lacks` look into an array. */
export type Clause =
  | { readonly field: string; readonly is: 'eq' | 'neq' | 'gt' | 'gte' | 'lt' | 'lte' | 'has' | 'lacks'; readonly value: Scalar }
  | { readonly field: string; readonly is: 'in' | 'nin'; readonly values: readonly Scalar[] }
  | { readonly field: string; readonly is: 'has_all'; readonly values: readonly string[] }
  | { readonly field: string; readonly is: 'present' | 'absent' }
  /** The field is an object without keys. */
  | { readonly field: string; readonly is: 'empty' }

/** A change of named fields by dotted path; `set` replaces a field's whole value. */
export interface Change {
  readonly set?: Readonly<Record<string, unknown>>
  readonly inc?: Readonly<Record<string, number>>
  readonly unset?: readonly string[]
  readonly push?: Readonly<Record<string, Scalar>>
  /** Removes these values from an array field. */
  readonly pull?: Readonly<Record<string, readonly Scalar[]>>
}

export interface PageQuery<C extends CollectionName> {
  readonly collection: C
  readonly where: readonly Clause[]
  /** The field of the index the page walks along, and its direction; ties are ordered by id in the same direction. */
  readonly order: { readonly field: string; readonly direction: 'asc' | 'desc' }
  /** Where the previous page ended. */
  readonly after?: PageCursor
  /** At most 100. */
  readonly limit: number
}

export interface PageCursor {
  readonly value: number | string
  readonly id: string
}

/** Reads and writes of single documents by id, all or nothing, on one snapshot. A conflict reruns the whole body: no calls to the outside in it. */
export interface Transaction {
  get: <C extends CollectionName>(collection: C, id: string) => Promise<Collections[C] | undefined>
  /** Fails the transaction with `AlreadyExists` when the id is taken. */
  insert: <C extends CollectionName>(collection: C, document: Collections[C]) => Promise<void>
  /** Replaces the whole document that this transaction has read. */
  replace: <C extends CollectionName>(collection: C, document: Collections[C]) => Promise<void>
}

export interface Store {
  get: <C extends CollectionName>(collection: C, id: string) => Promise<Collections[C] | undefined>
  /** Several documents by id, in any order, missing ones left out; at most 100. */
  getMany: <C extends CollectionName>(collection: C, ids: readonly string[]) => Promise<Collections[C][]>
  /** One conditional, atomic update of one document. False when the document is missing or the condition does not hold. */
  update: <C extends CollectionName>(collection: C, id: string, change: Change, when?: readonly Clause[]) => Promise<boolean>
  /** False when the id (or another unique key) is taken. */
  insert: <C extends CollectionName>(collection: C, document: Collections[C]) => Promise<boolean>
  remove: <C extends CollectionName>(collection: C, id: string) => Promise<void>
  page: <C extends CollectionName>(query: PageQuery<C>) => Promise<Collections[C][]>
  count: <C extends CollectionName>(collection: C, where: readonly Clause[]) => Promise<number>
  /**
   * Runs `body` in one snapshot transaction, again after a conflict (≤ 6 tries, 5 s) and again when the commit's outcome is unknown:
   * bodies load, decide and save, so a rerun after a commit that did succeed finds its own work and changes nothing.
   * Throws `Busy` when tries run out.
   */
  transaction: <T>(body: (tx: Transaction) => Promise<T>) => Promise<T>
}

/** The store is overloaded or contended; nothing was changed and the caller may try again. */
export class Busy extends Error {
  override name = 'Busy'
}

/** An insert inside a transaction met a taken id: a defect or a lost race; the transaction changed nothing. */
export class AlreadyExists extends Error {
  override name = 'AlreadyExists'
}
