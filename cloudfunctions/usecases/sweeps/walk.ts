import type { Instant } from '../../domain/kernel/instant'
import type { CollectionName, Collections, PageQuery, Ports } from '../../ports'

/** What one run of a sweep may take on; the rest waits for the next run. */
export const SWEEP_LIMIT = 400

/**
 * Gives each document of an indexed query to `visit`, page by page along its index, at most `SWEEP_LIMIT` and not past `until`. One that
 * faults is logged and passed over, so that it cannot hold up the others. Answers how many were visited.
 */
export async function walk<C extends CollectionName>(
  ports: Ports,
  query: Omit<PageQuery<C>, 'after' | 'limit'>,
  until: Instant,
  visit: (document: Collections[C]) => Promise<unknown>,
): Promise<number> {
  let after: PageQuery<C>['after']
  let visited = 0
  while (visited < SWEEP_LIMIT) {
    const page = await ports.store.page({ ...query, ...(after && { after }), limit: 50 })
    for (const document of page) {
      if (ports.clock.now() >= until) return visited
      visited += 1
      try {
        await visit(document)
      }
      catch (error) {
        ports.log.fault(`sweep ${query.collection}`, error)
      }
    }
    const last = page.at(-1)
    if (page.length < 50 || !last) break
    after = { value: fieldOf(last, query.order.field), id: last.id }
  }
  return visited
}

function fieldOf(document: object, path: string): number | string {
  const value = path.split('.').reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], document)
  if (typeof value !== 'number' && typeof value !== 'string') throw new Error(`a page ends without ${path}`)
  return value
}
