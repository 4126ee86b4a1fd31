import { type Fen, fen, timesFen } from '../../kernel/fen'
import { allocate } from '../arithmetic'
import type { CartLine } from '../cart'
import { decline, type RuleBase, type SetModule, type SetShare } from '../rule'

/**
 * Certain SKUs together for one price, as often as the cart holds the whole set. The price of a set is shared by its pieces in the measure of
 * their list prices, whatever else is reduced; a piece that is offered for less by itself keeps that price. One bundle an order.
 */
export interface BundlePriceRule extends RuleBase {
  readonly kind: 'bundle_price'
  readonly exclusive: 'bundle'
  readonly pieces: readonly { readonly skuId: string; readonly quantity: number }[]
  readonly setPriceFen: Fen
  readonly maxSets: number
}

export const bundlePrice: SetModule<BundlePriceRule> = {
  step: 'set',
  check(rule) {
    const known = new Set(rule.pieces.map(piece => piece.skuId))
    if (known.size < 1 || known.size < rule.pieces.length || rule.pieces.some(piece => !(Number.isSafeInteger(piece.quantity) && piece.quantity >= 1))) return 'pieces'
    if (rule.setPriceFen < 0) return 'setPriceFen'
    return Number.isSafeInteger(rule.maxSets) && rule.maxSets >= 1 ? undefined : 'maxSets'
  },
  sets(rule, lines) {
    // A SKU may stand in the cart twice; the first line by id serves the set.
    const parts: { line: CartLine; quantity: number }[] = []
    for (const { skuId, quantity } of rule.pieces) {
      const line = lines.find(one => one.skuId === skuId && one.quantity >= quantity)
      if (!line) return decline('set_incomplete')
      parts.push({ line, quantity })
    }
    const sets = Math.min(rule.maxSets, ...parts.map(({ line, quantity }) => Math.floor(line.quantity / quantity)))
    const weights = parts.map(({ line, quantity }) => line.listPriceFen * quantity)
    const listFen = fen(weights.reduce((sum, weight) => sum + weight, 0))
    if (listFen <= rule.setPriceFen) return decline('not_cheapest')
    const shares = allocate(rule.setPriceFen, weights)
    return {
      ok: true,
      shares: parts.map(({ line, quantity }, index): SetShare => ({ line, pieces: sets * quantity, amountFen: timesFen(shares[index] ?? fen(0), sets) })),
      say: { key: 'bundle_price', params: { sets, setPriceFen: rule.setPriceFen } },
    }
  },
}
