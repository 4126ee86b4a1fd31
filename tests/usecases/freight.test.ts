import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AdminProcedures, InputOf, QuoteView, Reply } from '../../cloudfunctions/contract'
import { fen } from '../../cloudfunctions/domain/kernel/fen'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../cloudfunctions/domain/kernel/instant'
import { ADDRESS, aRequest } from '../support/builders'
import { manage } from '../support/merchant'
import { mayBeBusy, race, raced } from '../support/race'
import { TestShop } from '../support/shop'

type TemplateInput = InputOf<AdminProcedures['freight.save']>['template']

const rate = (firstUnits: number, firstFen: number, nextUnits: number, nextFen: number): TemplateInput['rate'] => ({ firstUnits, firstFen, nextUnits, nextFen })

function parcel(over: Partial<TemplateInput> = {}): TemplateInput {
  return { id: 'parcel', by: 'weight', rate: rate(3000, 800, 1000, 200), regionRates: [{ regions: ['新疆维吾尔自治区'], rate: rate(1000, 2000, 1000, 1500) }], freeFromFen: 9900, coldFen: 600, excludedRegions: ['西藏自治区'], ...over }
}

/** Oranges of 2.5 kg at ¥39.90 carried by the template. */
async function carried(over: Partial<TemplateInput> = {}, cold = false): Promise<TestShop> {
  const shop = new TestShop()
  await manage(shop, 'freight.save', { template: parcel(over) })
  shop.database.put('products', { ...shop.product, freightTemplateId: 'parcel', cold })
  return shop
}

function quote(shop: TestShop, quantity: number, region: Partial<typeof ADDRESS> = {}, delivery: 'standard' | 'cold' = 'standard'): Promise<QuoteView> {
  const { province, city, district } = { ...ADDRESS, ...region }
  return shop.value('bob', 'cart.quote', { ...aRequest({ delivery, lines: [{ productId: 'orange', skuId: 'orange-5', quantity }] }), region: { province, city, district } })
}

const freightFen = ({ priceLines }: QuoteView): number | undefined => priceLines.find(line => line.kind === 'freight')?.amountFen
const XINJIANG = { province: '新疆维吾尔自治区', city: '乌鲁木齐市', district: '天山区' }
const TIBET = { province: '西藏自治区', city: '拉萨市', district: '城关区' }

describe('freight templates', () => {
  it('S43: freight by weight, begun kilograms whole, and the rate of the region', async () => {
    const shop = await carried({ freeFromFen: null })
    // 2.5 kg within the first 3; 5 kg two more; 7.5 kg five more, the last begun.
    expect([freightFen(await quote(shop, 1)), freightFen(await quote(shop, 2)), freightFen(await quote(shop, 3))]).toEqual([800, 1200, 1800])
    expect(freightFen(await quote(shop, 1, XINJIANG))).toBe(2000 + 2 * 1500)
  })

  it('S43: free from exactly its threshold on, at list price', async () => {
    expect(freightFen(await quote(await carried({ freeFromFen: 7981 }), 2))).toBe(1200)
    expect(freightFen(await quote(await carried({ freeFromFen: 7980 }), 2))).toBe(0)
  })

  it('S43: an excluded region is named before the order and refused with it', async () => {
    const shop = await carried()
    expect((await quote(shop, 1, TIBET)).undeliverable).toEqual(['orange-5'])
    const input = await shop.placeInput('bob', 'order-bob', { address: { ...ADDRESS, ...TIBET } })
    expect(await shop.call('bob', { procedure: 'order.place', input })).toMatchObject({ refusal: 'not_deliverable' })
  })

  it('S41, S43: carried cold costs its surcharge, also where the rest is free', async () => {
    const shop = await carried({}, true)
    expect(freightFen(await quote(shop, 1, {}, 'cold'))).toBe(1400)
    expect(freightFen(await quote(shop, 3, {}, 'cold'))).toBe(600)
  })

  it('S43: goods name a template that is there; one in use cannot be taken away, also by a running group alone', async () => {
    const shop = await carried()
    const remove = (): Promise<Reply> => shop.admin('merchant', { procedure: 'freight.remove', input: { templateId: 'parcel' } })
    expect(await remove()).toMatchObject({ refusal: 'freight_in_use' })
    await shop.opensGroup('alice', 'order-alice')
    shop.database.put('products', { ...shop.product, freightTemplateId: null })
    expect(await remove()).toMatchObject({ refusal: 'freight_in_use' })
    await shop.passes(HOUR_MS + 2 * MINUTE_MS)
    expect(await remove()).toMatchObject({ outcome: 'ok' })
    expect(await remove()).toMatchObject({ refusal: 'freight_template_not_found' })
    expect((await manage(shop, 'freight.list', {})).templates).toEqual([])
  })

  it('S43: goods saved with a template while it is taken away keep it', async () => {
    const shop = new TestShop()
    await manage(shop, 'freight.save', { template: parcel() })
    const worker = shop.worker({ before: (call) => {
      if (call === 'commit') shop.database.put('products', { ...shop.product, freightTemplateId: 'parcel' })
    } })
    expect(await shop.admin('merchant', { procedure: 'freight.remove', input: { templateId: 'parcel' } }, worker)).toMatchObject({ refusal: 'freight_in_use' })
    expect((await manage(shop, 'freight.list', {})).templates).toEqual([parcel()])
  })

  /** What `goods.save` takes for the shop's oranges. */
  async function asSaved(shop: TestShop, freightTemplateId: string): Promise<InputOf<AdminProcedures['goods.save']>> {
    const { skus, detail: _, ...goods } = await manage(shop, 'goods.read', { productId: 'orange' })
    return { ...goods, gallery: [...goods.gallery], axes: goods.axes.map(axis => ({ ...axis, values: [...axis.values] })), detail: [], service: null, freightTemplateId, skus: skus.map(({ available: _left, ...sku }) => ({ ...sku, values: [...sku.values] })) }
  }

  it('S43: goods whose saving began before their template was taken away are carried by it still, and want another when they are saved again', async () => {
    const shop = new TestShop()
    await manage(shop, 'freight.save', { template: parcel() })
    const input = await asSaved(shop, 'parcel')
    let removed: Reply | undefined
    const saver = shop.worker({ before: async (call) => {
      if (call === 'commit') removed ??= await shop.admin('merchant', { procedure: 'freight.remove', input: { templateId: 'parcel' } })
    } })
    expect(await shop.admin('merchant', { procedure: 'goods.save', input }, saver)).toMatchObject({ outcome: 'ok' })
    expect(removed).toMatchObject({ outcome: 'ok' })
    expect(freightFen(await quote(shop, 1))).toBe(800)
    expect((await manage(shop, 'freight.list', {})).templates).toEqual([])
    expect(await shop.admin('merchant', { procedure: 'goods.save', input })).toMatchObject({ refusal: 'freight_template_not_found' })
  })

  it('S43: whatever the order of saving goods and taking their template away, the goods can be quoted', () => fc.assert(fc.asyncProperty(fc.scheduler(), async (scheduler) => {
    const shop = new TestShop()
    await manage(shop, 'freight.save', { template: parcel() })
    const input = await asSaved(shop, 'parcel')
    const ask = (worker: string, procedure: string, given: unknown) => () => mayBeBusy(shop.admin('merchant', { procedure, input: given }, shop.worker(raced(scheduler, worker))))
    await race(scheduler, [ask('save', 'goods.save', input), ask('remove', 'freight.remove', { templateId: 'parcel' })])
    const carried = shop.database.one('products', 'orange')?.freightTemplateId === 'parcel'
    expect(freightFen(await quote(shop, 1))).toBe(carried ? 800 : 0)
  }), { numRuns: 60 }))

  it('S43: what was taken away is forgotten when nothing can be carried by it any more, and can be made anew before', async () => {
    const shop = new TestShop()
    const remove = (templateId: string): Promise<Reply> => shop.admin('merchant', { procedure: 'freight.remove', input: { templateId } })
    const kept = () => shop.database.one('shop_setup', 'shop')?.freightTemplates.map(one => one.id)
    for (const id of ['parcel', 'old', 'other']) await manage(shop, 'freight.save', { template: parcel({ id }) })
    for (const id of ['parcel', 'old']) expect(await remove(id)).toMatchObject({ outcome: 'ok' })
    await manage(shop, 'freight.save', { template: parcel() })
    expect((await manage(shop, 'freight.list', {})).templates.map(one => one.id).sort()).toEqual(['other', 'parcel'])
    shop.now += 41 * DAY_MS
    expect(kept()).toContain('old')
    expect(await remove('other')).toMatchObject({ outcome: 'ok' })
    expect(kept()?.sort()).toEqual(['other', 'parcel'])
  })

  const WRONG: readonly [string, Partial<TemplateInput>][] = [
    ['rate', { rate: rate(0, 800, 1000, 200) }],
    ['rate', { rate: rate(1000, 800, 0, 200) }],
    ['regionRates', { regionRates: [{ regions: [], rate: rate(1, 1, 1, 1) }] }],
    ['regionRates', { regionRates: [{ regions: ['浙江省'], rate: rate(0, 1, 1, 1) }] }],
    ['regions', { excludedRegions: ['新疆维吾尔自治区'] }],
    ['regions', { excludedRegions: ['西藏自治区', '西藏自治区'] }],
  ]
  it.each(WRONG)('S43: names the wrong field: %s', async (field, over) => {
    const shop = new TestShop()
    expect(await shop.admin('merchant', { procedure: 'freight.save', input: { template: parcel(over) } })).toMatchObject({ refusal: 'freight_invalid', detail: { templateId: 'parcel', field } })
    expect(shop.database.all('shop_setup')).toEqual([])
  })

  it('S43, X12: a saved template is what the quote reckons with, to the fen', async () => {
    const shop = await carried({ freeFromFen: null })
    expect(shop.database.one('shop_setup', 'shop')?.freightTemplates[0]?.rate.firstFen).toBe(fen(800))
    const order = await shop.place('bob', 'order-bob', { quantity: 2 })
    expect(order.payableFen).toBe(2 * 3990 + 1200)
  })
})
