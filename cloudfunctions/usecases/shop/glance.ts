import type { Ports, Store } from '../../ports'

/** So many answers of the store an instance keeps; the oldest goes first. */
const KEPT = 200

/** The part of the store that only reads. */
export type Reading = Pick<Store, 'get' | 'getMany' | 'page'>

/**
 * The store as pages read it that are the same for everybody: what this instance read a moment ago (`LINTUAN_PAGES_FOR_MS`) it does not read again, so
 * that a product shown to a crowd costs the database a few reads a second and instance, however many look. For showing only, but for the
 * shop's rules: a purchase is priced by rules at most so old, and still at what was shown or not at all (I16). No goods, group, shopper or piece that is
 * decided on is read through it.
 */
export function glance({ store, memory: { pages }, clock }: Ports): Reading {
  if (pages.forMs === 0) return store
  const { forMs, kept } = pages
  async function remembered<T>(asked: readonly unknown[], read: () => Promise<T>): Promise<T> {
    const key = JSON.stringify(asked)
    const now = clock.now()
    const found = kept.get(key)
    if (found && now >= found.at && now - found.at < forMs) return found.value as T
    const value = await read()
    keep(kept, key, { at: now, value })
    return value
  }
  return {
    get: (collection, id) => remembered([collection, id], () => store.get(collection, id)),
    getMany: (collection, ids) => remembered([collection, ids], () => store.getMany(collection, ids)),
    page: query => remembered([query], () => store.page(query)),
  }
}

function keep<T>(kept: Map<string, T>, key: string, entry: T): void {
  kept.delete(key)
  const [oldest] = kept.keys()
  if (kept.size >= KEPT && oldest !== undefined) kept.delete(oldest)
  kept.set(key, entry)
}
