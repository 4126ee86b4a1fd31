import type { FlashPriceRule } from '../pricing/rules/flash-price'
import { flashPoolId } from '../pricing/rules/flash-price'
import type { Stock } from './stock'

/**
 * The pieces of a SKU that are sold at a flash price: a stock of its own beside the SKU's (X1). An order at that price takes from both, each by
 * the same exact move. SKU ids have no colon, so no pool is ever taken for a SKU.
 */
export function isFlashPool(stockId: string): boolean {
  return stockId.startsWith('flash:')
}

/** The pools a rule needs, full. */
export function flashPoolsOf({ id, prices }: FlashPriceRule): Stock[] {
  return prices.flatMap(({ skuId, limit }) => limit ? [{ id: flashPoolId(id, skuId), productId: '', available: limit.pieces, held: 0, sold: 0, inflight: {}, inflightAt: 0 }] : [])
}

export function piecesIn({ available, held, sold }: Stock): number {
  return available + held + sold
}
