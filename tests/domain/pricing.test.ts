import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fen } from '../../cloudfunctions/domain/kernel/fen'
import { decidePurchase, type Purchase } from '../../cloudfunctions/domain/order/purchase'
import { checkProduct, checkSkus } from '../../cloudfunctions/domain/product/check-product'
import type { Sku } from '../../cloudfunctions/domain/product/product'
import { NO_SETUP } from '../../cloudfunctions/domain/shop/setup'
import { aGroup, aMember, aProduct, aRequest, aSku, T0 } from '../support/builders'

const product = aProduct()
const skus = fc.record({ alone: fc.integer({ min: 2, max: 100_000_000 }), share: fc.double({ min: 0, max: 1, noNaN: true }) }).map(({ alone, share }): Sku =>
  aSku('orange-5', { priceAloneFen: fen(alone), priceGroupFen: fen(Math.max(1, Math.floor((alone - 1) * share))) }))
const quantities = fc.integer({ min: 1, max: 99 })

/** What so many pieces of a SKU cost, alone or in a group. */
function purchase(sku: Sku, quantity: number, inGroup: boolean): Purchase {
  const goods = aProduct({ skus: [sku] })
  const activity = goods.activity && { ...goods.activity, quantityLimit: 99 }
  const decision = decidePurchase(
    aRequest({ kind: inGroup ? 'open' : 'alone', lines: [{ productId: 'orange', skuId: sku.skuId, quantity }] }),
    { products: [{ ...goods, ...(activity && { activity }) }], group: aGroup(), setup: NO_SETUP, member: aMember() }, null, 'bob', T0,
  )
  if (!decision.ok) throw new Error(decision.refusal)
  return decision.value
}

describe('the price of a SKU', () => {
  it('S2: is the price alone, or the group price with what it saves as a line of its own', () => {
    const [sku] = product.skus
    if (!sku) throw new Error('no sku')
    expect(purchase(sku, 2, false)).toMatchObject({ quote: { payableFen: 7980 }, priceLines: [{ kind: 'goods', amountFen: 7980 }, { kind: 'freight', amountFen: 0 }], lines: [{ unitPriceFen: 3990, amountFen: 7980 }] })
    expect(purchase(sku, 2, true)).toMatchObject({
      quote: { payableFen: 5980 },
      priceLines: [{ kind: 'goods', amountFen: 7980 }, { kind: 'discount', amountFen: -2000, say: { key: 'group_price' } }, { kind: 'freight', amountFen: 0 }],
      lines: [{ unitPriceFen: 2990 }],
    })
  })

  it('S2, X12: lines add up to what is payable, which is the unit price times the quantity and never negative', () => {
    fc.assert(fc.property(skus, quantities, fc.boolean(), (sku, quantity, inGroup) => {
      const { priceLines, quote, lines, wechatFen } = purchase(sku, quantity, inGroup)
      expect(priceLines.reduce((sum, line) => sum + line.amountFen, 0)).toBe(quote.payableFen)
      expect(quote.payableFen).toBe((lines[0]?.unitPriceFen ?? 0) * quantity)
      expect(wechatFen).toBe(quote.payableFen)
      expect(quote.payableFen).toBeGreaterThan(0)
      expect(priceLines.filter(line => line.kind !== 'discount').every(line => line.amountFen >= 0)).toBe(true)
    }))
  })

  it('I16: the key changes whenever a price, the quantity, the SKU or the way of buying does', () => {
    fc.assert(fc.property(skus, fc.integer({ min: 1, max: 98 }), (sku, quantity) => {
      const key = (one: Sku, pieces: number, inGroup: boolean): string => purchase(one, pieces, inGroup).key
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

  it('S43: takes three axes with every combination, and refuses one that is unknown, missing, too many, or a combination or id twice', () => {
    const matrix = [{ name: '颜色', values: ['红', '蓝'] }, { name: '尺码', values: ['大', '小'] }, { name: '款式', values: ['甲', '乙'] }]
    const all = ['红', '蓝'].flatMap(color => ['大', '小'].flatMap(size => ['甲', '乙'].map(cut => aSku(`${color}${size}${cut}`, { values: [color, size, cut] }))))
    expect(checkSkus(matrix, all)).toBeUndefined()
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

describe('checkProduct', () => {
  const service = { uses: 1, validFrom: T0, validUntil: T0 + 1, refundSteps: [{ beforeMs: 100, percent: 100 }, { beforeMs: 0, percent: 50 }] }

  it('S41: cold goods are physical and have somebody to carry them', () => {
    expect(checkProduct({ ...product, cold: true })).toBe('cold_needs_carrier')
    expect(checkProduct({ ...product, cold: true, freightTemplateId: 'f' })).toBeUndefined()
    expect(checkProduct({ ...product, kind: 'virtual', cold: true, freightTemplateId: 'f' })).toBe('cold_needs_carrier')
  })

  it('S44: services have terms that make sense, and nothing else has any', () => {
    expect(checkProduct({ ...product, kind: 'service', service })).toBeUndefined()
    for (const wrong of [{ kind: 'service' as const, service: null }, { service }, { kind: 'service' as const, service: { ...service, validUntil: T0 } }, { kind: 'service' as const, service: { ...service, refundSteps: [...service.refundSteps].reverse() } }]) {
      expect(checkProduct({ ...product, ...wrong })).toBe('service_terms_invalid')
    }
  })
})
