import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fen } from '../../cloudfunctions/domain/kernel/fen'
import { quoteSku } from '../../cloudfunctions/domain/pricing/quote-sku'
import { checkSkus } from '../../cloudfunctions/domain/product/check-product'
import type { Sku } from '../../cloudfunctions/domain/product/product'
import { aProduct } from '../support/builders'

const product = aProduct()
const skus = fc.record({ alone: fc.integer({ min: 2, max: 100_000_000 }), share: fc.double({ min: 0, max: 1, noNaN: true }) }).map(({ alone, share }): Sku =>
  ({ skuId: 'orange-5', values: ['5斤'], priceAloneFen: fen(alone), priceGroupFen: fen(Math.max(1, Math.floor((alone - 1) * share))) }))
const quantities = fc.integer({ min: 1, max: 999 })

describe('quoteSku', () => {
  it('S2: charges the price alone, or the group price with what it saves as a line of its own', () => {
    const [sku] = product.skus
    if (!sku) throw new Error('no sku')
    expect(quoteSku(product, sku, 2, false)).toMatchObject({ unitPriceFen: 3990, payableFen: 7980, lines: [{ kind: 'goods', amountFen: 7980 }, { kind: 'freight', amountFen: 0 }] })
    expect(quoteSku(product, sku, 2, true)).toMatchObject({
      unitPriceFen: 2990,
      payableFen: 5980,
      lines: [{ kind: 'goods', amountFen: 7980 }, { kind: 'group_discount', amountFen: -2000 }, { kind: 'freight', amountFen: 0 }],
    })
  })

  it('S2, X12: lines add up to what is payable, which is the unit price times the quantity and never negative', () => {
    fc.assert(fc.property(skus, quantities, fc.boolean(), (sku, quantity, inGroup) => {
      const quote = quoteSku(product, sku, quantity, inGroup)
      expect(quote.lines.reduce((sum, line) => sum + line.amountFen, 0)).toBe(quote.payableFen)
      expect(quote.payableFen).toBe(quote.unitPriceFen * quantity)
      expect(quote.payableFen).toBeGreaterThan(0)
      expect(quote.lines.filter(line => line.kind !== 'group_discount').every(line => line.amountFen >= 0)).toBe(true)
    }))
  })

  it('I16: the key changes whenever a price, the quantity, the SKU or the way of buying does', () => {
    fc.assert(fc.property(skus, quantities, (sku, quantity) => {
      const key = (one: Sku, pieces: number, inGroup: boolean): string => quoteSku(product, one, pieces, inGroup).key
      const keys = [
        key(sku, quantity, false), key(sku, quantity, true), key(sku, quantity + 1, true), key(sku, quantity + 1, false),
        key({ ...sku, priceAloneFen: fen(sku.priceAloneFen + 1) }, quantity, true),
        key({ ...sku, priceAloneFen: fen(sku.priceAloneFen + 1) }, quantity, false),
        key({ ...sku, priceGroupFen: fen(sku.priceGroupFen + 1) }, quantity, true),
        key({ ...sku, skuId: 'other' }, quantity, true),
      ]
      expect(new Set(keys).size).toBe(keys.length)
      expect(key(sku, quantity, true)).toBe(keys[1])
      for (const one of keys) expect(one.length).toBeLessThan(300)
    }))
  })
})

describe('checkSkus', () => {
  const axes = product.axes

  it('takes SKUs that fit their axes', () => {
    expect(checkSkus(axes, product.skus)).toBeUndefined()
    expect(checkSkus([], [{ skuId: 'only', values: [], priceAloneFen: fen(2), priceGroupFen: fen(1) }])).toBeUndefined()
  })

  it('refuses a value that is unknown, missing, too many, or a combination or id twice', () => {
    const [first, second] = product.skus
    if (!first || !second) throw new Error('two SKUs')
    for (const wrong of [[{ ...first, values: ['20斤'] }], [{ ...first, values: [] }], [{ ...first, values: ['5斤', '5斤'] }], [first, { ...second, values: first.values }], [first, { ...second, skuId: first.skuId }]]) {
      expect(checkSkus(axes, wrong)).toBe('sku_matrix_invalid')
    }
  })

  it('refuses a group price above the price alone', () => {
    expect(checkSkus([], [{ skuId: 'only', values: [], priceAloneFen: fen(1), priceGroupFen: fen(2) }])).toBe('group_price_above_alone')
  })
})
