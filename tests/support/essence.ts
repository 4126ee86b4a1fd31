import type { Group } from '../../cloudfunctions/domain/group/group'
import type { Order } from '../../cloudfunctions/domain/order/order'
import { balances } from '../../cloudfunctions/domain/ledger/postings'
import type { CollectionName } from '../../cloudfunctions/ports'
import type { TestShop } from './shop'

/** Lists of what happened, in which asking twice leaves two lines and does no harm; counters of tries; and how far a sweep has looked. */
const LOGS: readonly CollectionName[] = ['risk_counters', 'risk_marks', 'sweep_marks', 'visits', 'code_reveals', 'search_counts', 'message_quotas', 'redeem_guards', 'token_caches', 'outbox', 'postings', 'share_codes']

/** When something was done, and how often it was tried, not what was done; what lists show as sold, of which the stock keeps the exact count; how often a shopper has tried to order; and how it was encrypted. */
const HOW = /At$|^at$|Until$|^(version|seq|nonce|tries|steps|restocked|faults|claimTries|counted|day|key|soldCount|sealed|placed)$/

function withoutHow(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutHow)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).filter(([name]) => !HOW.test(name)).sort(([a], [b]) => a < b ? -1 : 1).map(([name, one]) => [name, withoutHow(one)]))
}

/** An order that was never placed is none, and a seat that was given up is free. */
function whatIsLeft(collection: CollectionName, document: object): object | undefined {
  if (collection === 'orders' && (document as Order).closedReason === 'not_placed') return undefined
  if (collection === 'audits') return { ...document, id: '' }
  if (collection === 'groups') return { ...document, seats: Object.entries((document as Group).seats).filter(([, seat]) => seat.state !== 'released') }
  return document
}

/** What has come of everything, in lines that can be compared: documents without the how, the books, and WeChat's account. */
export function essence(shop: TestShop): string[] {
  const lines = [...shop.database.tables].filter(([name]) => !LOGS.includes(name)).flatMap(([name, table]) => [...table.values()].flatMap(({ document }) => {
    const what = whatIsLeft(name, document)
    return what ? [`${name} ${JSON.stringify(withoutHow(what))}`] : []
  }))
  const postings = shop.database.all('postings')
  return [...lines, `books ${JSON.stringify(balances(postings))}`, `account ${shop.pay.accountFen}`, `${postings.length} postings`, `${shop.pay.refunds.size} refunds`].sort()
}

/** The lines that only one of the two has. */
export function differences(found: readonly string[], expected: readonly string[]): string[] {
  return [...found.filter(line => !expected.includes(line)).map(line => `+ ${line}`), ...expected.filter(line => !found.includes(line)).map(line => `- ${line}`)]
}
