import type { CollectionName } from '../../ports/store'

export interface IndexField { readonly field: string; readonly direction: 'asc' | 'desc' }
export interface Index { readonly name: string; readonly fields: readonly IndexField[]; readonly unique?: boolean }
export interface CollectionSchema { readonly collection: CollectionName; readonly indexes: readonly Index[] }

/**
 * Every collection with every index the product's queries need. What pages walk along ends in `_id` in the same direction, so that the
 * index gives the page's order; the store refuses a page or a count that no index here serves. `cloudbaserc.json` says the same.
 */
export const schema: readonly CollectionSchema[] = [
  collection('products', 'state -rank -_id', 'categoryId state -rank -_id', 'terms state -rank -_id', 'supplierId -rank -_id', 'freightTemplateId _id'),
  collection('stocks', 'inflightAt _id', 'productId _id'),
  collection('groups',
    'state deadlineAt _id', 'productId state listed deadlineAt _id', 'state listed deadlineAt _id', 'offer.freightTemplateId state _id',
    'ended.how ended.at _id'),
  collection('orders',
    'openid -placedAt -_id', 'openid state -placedAt -_id', 'state leaseUntil _id', 'state payment.askAt _id', 'state workUntil _id', 'state -placedAt -_id',
    'state shippedAt _id', 'state receivedAt _id', 'state readyUntil _id', 'unsent state -placedAt -_id', 'sent -placedAt -_id',
    'placedAt _id', 'traces.address -placedAt -_id', 'traces.phone -placedAt -_id', 'personalSince _id'),
  collection('refunds', 'state requestedAt _id'),
  collection('members', 'device.key _id'),
  collection('staff'),
  collection('postings', 'suppliers kind at _id', 'balanceOf -at -_id', 'commissionOf -at -_id', 'pointsOf -at -_id', 'at _id'),
  collection('top_ups', 'state expiresAt _id', 'state askAt _id', 'openid -requestedAt -_id'),
  collection('settlements'),
  collection('settlement_differences', 'day _id'),
  collection('ledger_days'),
  collection('splits'),
  collection('transfers', 'openid -createdAt -_id', '-createdAt -_id'),
  collection('invoices', 'openid -requestedAt -_id', 'state -requestedAt -_id', 'personalSince _id'),
  collection('outbox', 'state dueAt _id'),
  collection('share_codes', 'sharerOpenid createdAt _id'),
  collection('visits', 'openid at _id', 'at _id'),
  collection('work_items', 'state -at -_id'),
  collection('audits', '-at -_id', 'openid act -at -_id', 'subject -at -_id'),
  collection('message_quotas'),
  collection('home_content'),
  collection('shop_setup'),
  collection('rule_versions', 'ruleId -version -_id'),
  collection('coupon_templates', '-createdAt -_id', 'state claimUntil _id', 'inflightAt _id'),
  collection('token_caches'),
  collection('card_codes', 'skuId state place _id'),
  collection('code_imports', 'state at _id', 'productId -at -_id'),
  collection('code_reveals', 'orderId at _id', 'at _id'),
  collection('vouchers', 'openid -validUntil -_id'),
  collection('redeem_guards'),
  collection('returns', 'state -requestedAt -_id'),
  collection('sweep_marks'),
  collection('search_counts', 'day -count -_id', 'day _id'),
  collection('payee_changes', 'state askedAt _id'),
  collection('inspections', 'state drawnAt _id'),
  collection('deposits', '-updatedAt -_id'),
  collection('risk_counters', 'until _id'),
  collection('risk_cases', 'state -openedAt -_id', 'applied openedAt _id'),
  collection('risk_blocks', 'state -until -_id', 'appeal.state appeal.at _id'),
  collection('risk_watches'),
  collection('risk_marks'),
]

/** An index is written as its fields in order, a minus before a descending one; its name follows from them. */
function collection(name: CollectionName, ...indexes: readonly string[]): CollectionSchema {
  return { collection: name, indexes: indexes.map(indexOf) }
}

function indexOf(text: string): Index {
  const fields = text.split(' ').map((field): IndexField => field.startsWith('-') ? { field: field.slice(1), direction: 'desc' } : { field, direction: 'asc' })
  return { name: fields.map(({ field }) => field.replace(/^_/, '').replaceAll('.', '_')).join('_'), fields }
}

/** One index as `cloudbaserc.json` lists it. */
export interface IndexDescription extends Index { readonly collection: CollectionName }

export interface CloudbaseDescription {
  readonly database: { readonly collections: readonly CollectionName[]; readonly indexes: readonly IndexDescription[] }
  readonly rules: Readonly<Record<string, 'ADMINONLY'>>
}

/** What `cloudbaserc.json` must say about the database: its collections and indexes, and that nobody but the functions reads or writes. */
export function cloudbaseDescription(): CloudbaseDescription {
  return {
    database: {
      collections: schema.map(entry => entry.collection),
      indexes: schema.flatMap(entry => entry.indexes.map(index => ({ collection: entry.collection, ...index }))),
    },
    rules: Object.fromEntries(schema.map(entry => [entry.collection, 'ADMINONLY' as const])),
  }
}
