import type { Stock } from '../../domain/stock/stock'
import { Busy, type Change, type Ports } from '../../ports'

/** What is to be given to the counters of a SKU, and where it is noted that it was. */
export interface Gift {
  readonly skuId: string
  /** Names the gift among those of the SKU. */
  readonly key: string
  /** What it adds to the counters. */
  readonly inc: NonNullable<Change['inc']>
  /** The document that remembers it: the nonce under this field says under which entry. */
  readonly noted: { readonly collection: 'code_imports' | 'returns'; readonly id: string; readonly field: string }
}

/**
 * Gives pieces to a SKU exactly once, however often and by however many it is asked (I4), without a transaction on its counters. An entry is put on
 * the stock under a nonce of this call; the document behind it notes that nonce, once for ever; then the entry goes, and the pieces come only if it
 * was the one noted. Whoever finds an entry finishes it for its owner.
 */
export async function givePieces(ports: Ports, gift: Gift): Promise<void> {
  const { store, ids, clock } = ports
  const entry = `giving.${gift.key}`
  for (let attempt = 0; attempt < 8; attempt++) {
    const [stock, noted] = [await store.get('stocks', gift.skuId), await noteOf(ports, gift)]
    if (!stock) throw new Error(`no stock of ${gift.skuId}`)
    const found = stock.giving?.[gift.key]
    if (found !== undefined) await finish(ports, gift, found)
    else if (noted !== undefined) return
    // Also when it was put there, so that the sweep looks at one that comes too late for anybody.
    else await store.update('stocks', gift.skuId, { set: { [entry]: ids.next(), inflightAt: clock.now() } }, [{ field: entry, is: 'absent' }])
  }
  throw new Busy(`giving to ${gift.skuId}`)
}

async function finish(ports: Ports, gift: Gift, nonce: string): Promise<void> {
  const { collection, id, field } = gift.noted
  const entry = `giving.${gift.key}`
  await ports.store.update(collection, id, { set: { [field]: nonce } }, [{ field, is: 'absent' }])
  const stands = await noteOf(ports, gift) === nonce
  await ports.store.update('stocks', gift.skuId, { ...(stands && { inc: gift.inc }), unset: [entry] }, [{ field: entry, is: 'eq', value: nonce }])
}

/** Takes away entries that reached the stock after their gift was noted under another one: nobody comes back for them. True when no entry is left. */
export async function dropStrayGifts({ store }: Ports, stock: Stock): Promise<boolean> {
  let left = false
  for (const [key, nonce] of Object.entries(stock.giving ?? {})) {
    const [batch, goodsReturn] = [await store.get('code_imports', key), await store.get('returns', key)]
    const notes = [...(batch ? [batch.counted] : []), ...(goodsReturn ? [goodsReturn.restocked[stock.id]] : [])]
    const isStray = notes.length > 0 && notes.every(note => note !== undefined && note !== nonce)
    if (isStray) await store.update('stocks', stock.id, { unset: [`giving.${key}`] }, [{ field: `giving.${key}`, is: 'eq', value: nonce }])
    else left = true
  }
  return !left
}

async function noteOf({ store }: Ports, { noted: { collection, id, field } }: Gift): Promise<string | undefined> {
  const document = await store.get(collection, id)
  if (!document) throw new Error(`${collection} has no ${id}`)
  const found = field.split('.').reduce<unknown>((at, name) => (at as Record<string, unknown> | undefined)?.[name], document)
  return typeof found === 'string' ? found : undefined
}
