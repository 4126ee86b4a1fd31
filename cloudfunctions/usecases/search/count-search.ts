import { dayOf } from '../../domain/kernel/day'
import { searchCountId, searchWord } from '../../domain/search/search-count'
import type { Ports } from '../../ports'

/** Counts a search for the report and the hot words (S34). A search is answered even when it cannot be counted. */
export async function countSearch({ store, clock, log }: Ports, keyword: string, found: boolean): Promise<void> {
  const word = searchWord(keyword)
  if (word === undefined) return
  const day = dayOf(clock.now())
  const id = searchCountId(day, word)
  const once = { inc: { count: 1 }, set: { found } }
  try {
    if (await store.update('search_counts', id, once)) return
    if (!await store.insert('search_counts', { id, day, word, count: 1, found })) await store.update('search_counts', id, once)
  }
  catch (error) {
    log.fault('counting a search', error)
  }
}
