import type { StatementView } from '../../contract/supplier-views'
import { beginOfDay } from '../../domain/kernel/day'
import { DAY_MS } from '../../domain/kernel/instant'
import type { Posting } from '../../domain/ledger/posting'
import { earnedByDay } from '../../domain/shop/supplier'
import type { Ports } from '../../ports'
import { cursorOf, readCursor } from '../paging'

const MAX_DAYS = 92
const PAGE_SIZE = 100
const MAX_PAGES = 5

export interface StatementInput {
  readonly supplierId: string
  /** First and last Shanghai day, both included. */
  readonly from: string
  readonly to: string
  readonly cursor: string | null
}

/** What a supplier earned in some Shanghai days, read from the ledger along its index (S55). Undefined for a period that is none, or too long. */
export async function statement({ store }: Ports, { supplierId, from, to, cursor }: StatementInput): Promise<StatementView | undefined> {
  const begin = beginOfDay(from)
  const end = beginOfDay(to)
  if (begin === undefined || end === undefined || end < begin || end - begin >= MAX_DAYS * DAY_MS) return undefined
  const postings: Posting[] = []
  let after = readCursor(cursor)
  let full = true
  for (let page = 0; full && page < MAX_PAGES; page++) {
    const found = await store.page({
      collection: 'postings',
      where: [
        { field: 'suppliers', is: 'has', value: supplierId }, { field: 'kind', is: 'eq', value: 'sale_completed' },
        { field: 'at', is: 'gte', value: begin }, { field: 'at', is: 'lt', value: end + DAY_MS },
      ],
      order: { field: 'at', direction: 'asc' },
      ...(after && { after }),
      limit: PAGE_SIZE,
    })
    postings.push(...found)
    const last = found.at(-1)
    full = found.length === PAGE_SIZE
    if (last) after = { value: last.at, id: last.id }
  }
  return { supplierId, days: earnedByDay(postings, supplierId), next: full && after ? cursorOf(after) : null }
}
