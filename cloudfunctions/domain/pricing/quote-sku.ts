import type { Fen } from '../kernel/fen'
import type { Product, Sku } from '../product/product'
import { quote } from './quote'
import type { Rule } from './rules/table'

/** One row of the explanation of a price; discounts are negative. */
export interface PriceLine {
  readonly kind: 'goods' | 'group_discount' | 'freight'
  readonly amountFen: Fen
}

export interface SkuQuote {
  readonly unitPriceFen: Fen
  readonly lines: readonly PriceLine[]
  readonly payableFen: Fen
  /** Names everything the shopper agrees to; a quote with another key is another price. */
  readonly key: string
}

const GROUP_PRICE: Rule = { kind: 'group_price', id: 'group_price', version: 1, scope: { kind: 'all' }, order: 0 }

/**
 * The price of `quantity` pieces of a SKU, alone or in a group (S2): a cart of one line under the one rule every shop has. Freight is free in
 * this shop so far. Lines add up to the payable; the key spells them out, as stored orders have it.
 */
export function quoteSku(product: Product, sku: Sku, quantity: number, inGroup: boolean): SkuQuote {
  const mode = inGroup ? 'group' : 'alone'
  const quoted = quote({
    lines: [{
      lineId: sku.skuId, productId: product.id, skuId: sku.skuId, categoryId: product.categoryId, supplierId: '', quantity, listPriceFen: sku.priceAloneFen,
      groupPriceFen: sku.priceGroupFen, weightGram: 0, volumeCm3: 0, freightTemplateId: null, mode, headCount: 1,
    }],
    shopper: { level: 0, isNew: false, pointsBalance: 0 },
    rules: [GROUP_PRICE],
    coupons: [],
    pointsToSpend: 0,
    delivery: null,
    now: 0,
  })
  const [only] = quoted.lines
  if (!only) throw new Error('a quote lost its line')
  const lines: PriceLine[] = [{ kind: 'goods', amountFen: quoted.goodsFen }]
  if (quoted.discountFen !== 0) lines.push({ kind: 'group_discount', amountFen: quoted.discountFen })
  lines.push({ kind: 'freight', amountFen: quoted.freightFen })
  const key = [product.id, sku.skuId, quantity, mode, ...lines.map(line => `${line.kind}=${line.amountFen}`)].join('|')
  return { unitPriceFen: only.unitPriceFen, lines, payableFen: quoted.payableFen, key }
}
