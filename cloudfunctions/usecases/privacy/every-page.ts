import type { CollectionName, Collections, PageQuery, Ports } from '../../ports'

const PAGE_SIZE = 100
/** More pages than this one shopper does not fill; whoever does is told to try again, never waited for without end. */
const MAX_PAGES = 200

/** Gives a shopper's documents to `visit`, newest first, a page at a time. */
export async function everyPage<C extends CollectionName>(ports: Ports, collection: C, owner: string, openid: string, field: keyof Collections[C] & string, visit: (page: Collections[C][]) => Promise<void> | void): Promise<void> {
  let after: PageQuery<C>['after']
  for (let pages = 0; pages < MAX_PAGES; pages++) {
    const page = await ports.store.page({ collection, where: [{ field: owner, is: 'eq', value: openid }], order: { field, direction: 'desc' }, ...(after && { after }), limit: PAGE_SIZE })
    await visit(page)
    const last = page.at(-1)
    if (!last || page.length < PAGE_SIZE) return
    after = { value: Number(last[field]), id: last.id }
  }
  throw new Error(`more than ${MAX_PAGES} pages of ${collection}`)
}
