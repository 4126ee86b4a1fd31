import type { Fen } from '../kernel/fen'
import { addFen, fen, subtractFen, timesFen, ZERO_FEN } from '../kernel/fen'
import type { Product, Sku } from '../product/product'

/** One row of the explanation of a price; discounts are negative. */
export interface PriceLine {
  readonly kind: 'goods' | 'group_discount' | 'freight'
  readonly amountFen: Fen
}

export interface Quote {
  readonly unitPriceFen: Fen
  readonly lines: readonly PriceLine[]
  readonly payableFen: Fen
  /** Names everything the shopper agrees to; a quote with another key is another price. */
  readonly key: string
}

/** The price of `quantity` pieces of a SKU, alone or in a group (S2). Freight is free in this shop so far. Lines add up to the payable. */
export function quoteSku(product: Product, sku: Sku, quantity: number, inGroup: boolean): Quote {
  const goodsFen = timesFen(sku.priceAloneFen, quantity)
  const unitPriceFen = inGroup ? sku.priceGroupFen : sku.priceAloneFen
  const discountFen = subtractFen(timesFen(unitPriceFen, quantity), goodsFen)
  const lines: PriceLine[] = [{ kind: 'goods', amountFen: goodsFen }]
  if (discountFen !== 0) lines.push({ kind: 'group_discount', amountFen: fen(discountFen) })
  lines.push({ kind: 'freight', amountFen: ZERO_FEN })
  const payableFen = addFen(...lines.map(line => line.amountFen))
  const key = [product.id, sku.skuId, quantity, inGroup ? 'group' : 'alone', ...lines.map(line => `${line.kind}=${line.amountFen}`)].join('|')
  return { unitPriceFen, lines, payableFen, key }
}
