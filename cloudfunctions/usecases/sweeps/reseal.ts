import type { Instant } from '../../domain/kernel/instant'
import type { PageCursor, Ports } from '../../ports'

const SEALED = ['orders', 'invoices'] as const
const PAGE_SIZE = 50
/** So many pages of a collection in one run. */
const PAGES = 4

/**
 * After the data key was changed, writes every document with sealed fields once more, which seals it under the new key (S12). A mark says how far it
 * has come; under the same key it is done for good.
 */
export async function resealAll(ports: Ports, until: Instant): Promise<number> {
  let resealed = 0
  for (const collection of SEALED) resealed += await reseal(ports, collection, until)
  return resealed
}

async function reseal({ store, seal, clock }: Ports, collection: (typeof SEALED)[number], until: Instant): Promise<number> {
  const id = `reseal-${collection}`
  const found = await store.get('sweep_marks', id)
  if (!found) await store.insert('sweep_marks', { id, task: seal.keyId, done: false })
  const mark = found?.task === seal.keyId ? found : { id, task: seal.keyId, done: false }
  if (mark.done) return 0
  let resealed = 0
  let after: PageCursor | undefined = mark.after
  for (let pages = 0; pages < PAGES && clock.now() < until; pages++) {
    const page = await store.page({ collection, where: [{ field: 'personalSince', is: 'gt', value: 0 }], order: { field: 'personalSince', direction: 'asc' }, ...(after && { after }), limit: PAGE_SIZE })
    for (const document of page) {
      await store.transaction(async (tx) => {
        const current = await tx.get(collection, document.id)
        if (current) await tx.replace(collection, current)
      })
      resealed += 1
    }
    const last = page.at(-1)
    const done = page.length < PAGE_SIZE
    if (last) after = { value: last.personalSince ?? 0, id: last.id }
    await store.update('sweep_marks', id, { set: { task: seal.keyId, done, ...(after && { after }) }, ...(!after && { unset: ['after'] }) })
    if (done) break
  }
  return resealed
}
