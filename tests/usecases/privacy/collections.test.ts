import { describe, expect, it } from 'vitest'
import { schema } from '../../../cloudfunctions/adapters/cloudbase/schema'

/** What of each collection is a shopper's own: exported, and removed or renamed when they leave (`usecases/privacy`); or why nothing of it is. */
const PERSONAL: Readonly<Record<string, string>> = {
  members: 'exported; starts anew',
  orders: 'exported; renamed, without name and address',
  groups: 'the own seat is exported; renamed, without name and picture',
  refunds: 'exported with their order; renamed',
  returns: 'exported with their order; renamed, without what was written',
  invoices: 'exported; renamed, without whom they were made out to',
  vouchers: 'exported; renamed',
  top_ups: 'exported; renamed',
  transfers: 'exported; renamed; none is open then',
  payee_changes: 'of suppliers: whom they want paid, and a keyed hash of who was checked',
  postings: 'exported where they change the own balance, points or commission; renamed',
  visits: 'exported; renamed; gone after their time. Who shared is named by the share code alone once that is renamed',
  share_codes: 'exported; renamed',
  message_quotas: 'exported; removed',
  code_reveals: 'exported; renamed; gone after their time',
  outbox: 'rows name orders, or somebody who is leaving, and go when they are done',
  staff: 'people who work for the shop, who cannot leave while they do',
  audits: 'what people did for the shop, or were not let do, kept as evidence; gone after their time',
  redeem_guards: 'wrong guesses of people who work for the shop',
  rule_versions: 'who of the shop changed a rule',
  code_imports: 'who of the shop brought codes',
  card_codes: 'name an order, no person',
  coupon_templates: 'claims in flight, for minutes',
  work_items: 'name orders and refunds',
  settlement_differences: 'name orders and refunds',
  inspections: 'goods that were looked at, and who oversees the shop',
  deposits: 'of suppliers and leaders, who cannot leave while they act for the shop',
  risk_counters: 'how often somebody did something, by openid or keyed hash; gone when their window is over',
  risk_cases: 'suspicions of abuse, kept as evidence whoever leaves; who decided them',
  risk_blocks: 'who is shut out, and until when, whoever leaves; their appeals',
  risk_watches: 'figures of what is watched',
  risk_marks: 'how far a sweep has come',
  products: '', stocks: '', settlements: '', ledger_days: '', splits: '', home_content: '', shop_setup: '', token_caches: '', search_counts: '', sweep_marks: '',
}

describe('personal data', () => {
  it('S12: of every collection is said what of it is somebody’s; a new one that is not must be put into export and removal first', () => {
    expect(Object.keys(PERSONAL).sort()).toEqual(schema.map(({ collection }) => collection as string).sort())
  })
})
