import type { CodeImport } from '../../domain/code/card-code'
import { type Ports } from '../../ports'
import { answer, type Answer, type Call, refused } from '../answer'
import { givePieces } from '../stock/give-pieces'

export interface ImportInput { readonly importId: string; readonly skuId: string; readonly productId: string; readonly codes: readonly string[] }

type ImportRefusal = 'sku_not_found' | 'goods_not_virtual' | 'import_id_taken'

export interface Imported { readonly received: number; readonly fresh: number }

/**
 * Takes in a batch of card codes (S45). The batch is written first, encrypted, so that one left half-way is finished by whoever comes next; a code
 * the shop has already, in any batch and under any SKU, is passed over; the stock grows by exactly the others. Sending the batch again changes nothing.
 */
export async function importCodes({ ports, openid }: Call, { importId, skuId, productId, codes }: ImportInput): Promise<Answer<Imported, ImportRefusal>> {
  const { store, seal, clock } = ports
  const product = await store.get('products', productId)
  if (!product?.skus.some(sku => sku.skuId === skuId)) return refused('sku_not_found')
  if (product.kind !== 'virtual') return refused('goods_not_virtual')
  const byId = new Map(codes.map(code => [seal.mac(`code:${code}`), code]))
  const digest = seal.mac(`import:${skuId}:${[...byId.keys()].join()}`)
  const batch: CodeImport = {
    id: importId, skuId, productId, digest, received: byId.size, state: 'loading',
    codes: [...byId].map(([id, code]) => ({ id, sealed: seal.seal(code, id) })),
    at: clock.now(), importedBy: openid,
  }
  if (!await store.insert('code_imports', batch)) {
    const earlier = await store.get('code_imports', importId)
    if (earlier?.digest !== digest) return refused('import_id_taken')
  }
  const done = await finishImport(ports, importId)
  return answer({ received: done.received, fresh: done.fresh ?? 0 })
}

/** Brings a batch to its end from wherever it stands. */
export async function finishImport(ports: Ports, importId: string): Promise<CodeImport> {
  const { store } = ports
  const batch = await store.get('code_imports', importId)
  if (!batch) throw new Error(`no import ${importId}`)
  await store.insert('stocks', { id: batch.skuId, productId: batch.productId, available: 0, held: 0, sold: 0, inflight: {}, inflightAt: 0 })
  if (batch.state === 'counted') return batch
  const fresh = await insertCodes(ports, batch)
  await givePieces(ports, {
    skuId: batch.skuId,
    key: batch.id,
    inc: fresh > 0 ? { available: fresh } : {},
    noted: { collection: 'code_imports', id: batch.id, field: 'counted' },
  })
  await store.update('code_imports', importId, { set: { state: 'counted', fresh, codes: [] } }, [{ field: 'state', is: 'eq', value: 'loading' }])
  return { ...batch, state: 'counted', fresh }
}

/** How many of the batch's codes are in the shop because of it. */
async function insertCodes({ store, ids }: Ports, { id: importId, skuId, productId, codes }: CodeImport): Promise<number> {
  let fresh = 0
  for (const { id, sealed } of codes) {
    const place = ids.derive(`place:${id}`)
    const inserted = await store.insert('card_codes', { id, skuId, productId, importId, sealed, state: 'unused', place })
    if (inserted || (await store.get('card_codes', id))?.importId === importId) fresh += 1
  }
  return fresh
}
