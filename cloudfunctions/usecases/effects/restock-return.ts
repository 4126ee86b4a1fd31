import type { Ports } from '../../ports'
import { givePieces } from '../stock/give-pieces'
import type { EffectResult } from './run-effects'

/** Puts the pieces of an approved return back on sale, SKU by SKU, each exactly once (S88, I4). The order let go of them when it was approved. */
export async function restockReturn(ports: Ports, returnId: string): Promise<EffectResult> {
  const goodsReturn = await ports.store.get('returns', returnId)
  if (goodsReturn?.state !== 'approved' || !goodsReturn.restock) return 'done'
  for (const { skuId, quantity } of goodsReturn.lines) {
    await givePieces(ports, { skuId, key: returnId, inc: { available: quantity, sold: -quantity }, noted: { collection: 'returns', id: returnId, field: `restocked.${skuId}` } })
  }
  return 'done'
}
