import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AdminOrderView, Page, StatementView, SupplierOrderView } from '../../cloudfunctions/contract'
import { DAY_MS, MINUTE_MS } from '../../cloudfunctions/domain/kernel/instant'
import { fen } from '../../cloudfunctions/domain/kernel/fen'
import { balances, saleCompletedPosting } from '../../cloudfunctions/domain/ledger/postings'
import { paidLeftFen } from '../../cloudfunctions/domain/order/order'
import { promisePart } from '../../cloudfunctions/domain/refund/promise-refund'
import { refundOf } from '../../cloudfunctions/domain/pricing/paid-line'
import { ADDRESS, aLine, anOrder, T0 } from '../support/builders'
import { leftUndone } from '../support/invariants'
import { TestShop } from '../support/shop'
import { cartOf, FARM, MILL, ships, withSuppliers } from '../support/suppliers'

async function paidCart(shop: TestShop, orderId = 'order-1'): Promise<void> {
  await shop.place('alice', orderId, cartOf('orange', 'peach', 'rice'))
  await shop.pays('alice', orderId)
}

async function ask<T>(shop: TestShop, openid: string, procedure: string, input: object = {}): Promise<T> {
  const reply = await shop.admin(openid, { procedure, input })
  if (reply.outcome !== 'ok') throw new Error(JSON.stringify(reply) + shop.faults.join())
  return reply.value as T
}

const tab = (name: string): object => ({ tab: name, cursor: null })

describe('an order with goods of several suppliers', () => {
  it('S55: names who sends each line as they were called when it was placed, in the quote and in the order', async () => {
    const shop = withSuppliers(new TestShop())
    const named = [['orange-5', ''], ['peach-1', FARM.name], ['rice-1', MILL.name]]
    const names = (lines: readonly { skuId: string; supplierName: string }[]) => lines.map(line => [line.skuId, line.supplierName])
    await paidCart(shop)
    await ask(shop, 'merchant', 'supplier.save', { ...FARM, name: '王家果园' })
    expect(names((await shop.order('alice', 'order-1')).lines)).toEqual(named)
    await shop.place('bob', 'order-2', cartOf('peach'))
    expect(names((await shop.order('bob', 'order-2')).lines)).toEqual([['peach-1', '王家果园']])
  })

  it('X9 X8: leaves in one parcel from each, is shipped when the last has left, and only then WeChat is told, of all of them', async () => {
    const shop = withSuppliers(new TestShop())
    await paidCart(shop)
    expect((await shop.order('alice', 'order-1')).parcels).toEqual([
      { supplierId: '', skuIds: ['orange-5'], sent: null }, { supplierId: 'farm', skuIds: ['peach-1'], sent: null }, { supplierId: 'mill', skuIds: ['rice-1'], sent: null },
    ])
    expect(await ships(shop, 'order-1', 'mill')).toMatchObject({ value: { state: 'preparing', shippingUploaded: false } })
    expect(await ships(shop, 'order-1', '')).toMatchObject({ value: { state: 'preparing' } })
    expect(shop.wechat.shipments).toEqual([])
    expect(await shop.order('alice', 'order-1')).toMatchObject({ state: 'preparing', shippedAt: null })
    expect(await ships(shop, 'order-1', 'farm')).toMatchObject({ value: { state: 'shipped', shippingUploaded: true } })
    expect(shop.wechat.shipments).toMatchObject([{ parcels: [
      { trackingNo: 'NOmill1234', itemDescription: 'rice  ×1' }, { trackingNo: 'NO1234' }, { trackingNo: 'NOfarm1234', itemDescription: 'peach  ×1' },
    ] }])
    expect((await shop.order('alice', 'order-1')).parcels.map(parcel => [parcel.supplierId, parcel.sent?.trackingNo])).toEqual([['mill', 'NOmill1234'], ['', 'NO1234'], ['farm', 'NOfarm1234']])
  })

  it('X9: a parcel said to have left twice is one; with another number, of nobody\'s, or too early, it is refused', async () => {
    const shop = withSuppliers(new TestShop())
    await shop.place('alice', 'order-1', cartOf('orange', 'peach'))
    expect(await ships(shop, 'order-1', 'farm')).toMatchObject({ refusal: 'order_not_shippable' })
    await shop.pays('alice', 'order-1')
    await ships(shop, 'order-1', 'farm')
    const before = shop.database.digest()
    expect((await ships(shop, 'order-1', 'farm')).outcome).toBe('ok')
    expect(await ships(shop, 'order-1', 'farm', 'OTHER1234')).toMatchObject({ refusal: 'order_not_shippable' })
    expect(await ships(shop, 'order-1', 'mill')).toMatchObject({ refusal: 'order_not_shippable' })
    expect(shop.database.digest()).toBe(before)
  })

  it('X9: nobody waits for a parcel whose goods were all given back', async () => {
    const shop = withSuppliers(new TestShop())
    const lines = [aLine({ skuId: 'peach-1', supplierId: 'farm' }), aLine({ skuId: 'rice-1', supplierId: 'mill', left: { ...aLine({ skuId: 'rice-1' }).left, quantity: 0, paidFen: fen(0) } })]
    shop.database.put('orders', anOrder({ state: 'preparing', lines, unsent: ['farm', 'mill'] }))
    expect(await ships(shop, 'order-bob', 'mill')).toMatchObject({ refusal: 'order_not_shippable' })
    expect(await ships(shop, 'order-bob', 'farm')).toMatchObject({ value: { state: 'shipped' } })
  })

  it('X9: the ten days after which goods count as received begin with the last parcel', async () => {
    const shop = withSuppliers(new TestShop())
    await paidCart(shop)
    await ships(shop, 'order-1', '')
    await ships(shop, 'order-1', 'farm')
    shop.now += 5 * DAY_MS
    await ships(shop, 'order-1', 'mill')
    shop.now += 10 * DAY_MS - 2 * MINUTE_MS
    await shop.passes(MINUTE_MS)
    expect((await shop.order('alice', 'order-1')).state).toBe('shipped')
    await shop.passes(MINUTE_MS)
    expect((await shop.order('alice', 'order-1')).state).toBe('received')
    shop.now += 8 * DAY_MS
    await shop.passes(MINUTE_MS)
    const { supplier_payable, revenue, customer_prepaid } = balances(shop.database.all('postings'))
    expect({ supplier_payable, revenue, customer_prepaid }).toEqual({ supplier_payable: -(2793 + 1396), revenue: -(3 * 3990 - 2793 - 1396), customer_prepaid: 0 })
    expect(leftUndone(shop)).toEqual([])
  })
})

describe('a supplier', () => {
  it('X9: sees of an order its own lines and share, a masked address, and nothing else; S12: the whole address is shown only while it has to send, and each look is noted', async () => {
    const shop = withSuppliers(new TestShop())
    await paidCart(shop)
    await shop.place('bob', 'order-2', cartOf('orange'))
    await shop.pays('bob', 'order-2')
    const { items } = await ask<Page<SupplierOrderView>>(shop, 'farmer', 'supplier.orders', tab('to_ship'))
    expect(items).toEqual([{
      orderId: 'order-1', placedAt: shop.now, state: 'to_ship', delivery: 'standard', sent: null, shareFen: 2793,
      lines: [{ productId: 'peach', skuId: 'peach-1', title: 'peach', specText: '', cover: '/storage/orange.jpg', quantity: 1, packaging: '' }],
      address: { name: '林**', phone: '138****1234', province: '浙江省', city: '杭州市', district: '西湖区', detail: '****' },
    }])
    expect(await ask(shop, 'farmer', 'supplier.address', { orderId: 'order-1' })).toEqual(ADDRESS)
    expect(shop.database.all('audits')).toMatchObject([{ act: 'address.view', openid: 'farmer', subject: 'order-1' }])
    expect(await shop.admin('farmer', { procedure: 'supplier.address', input: { orderId: 'order-2' } })).toMatchObject({ refusal: 'order_not_found' })
    const sent = await ask<SupplierOrderView>(shop, 'farmer', 'supplier.ship', { orderId: 'order-1', company: 'SF', trackingNo: 'SF1234567' })
    expect(sent).toMatchObject({ state: 'sent', address: { phone: '138****1234' }, sent: { trackingNo: 'SF1234567' } })
    expect(await shop.admin('farmer', { procedure: 'supplier.address', input: { orderId: 'order-1' } })).toMatchObject({ refusal: 'order_not_shippable' })
    expect((await ask<Page<SupplierOrderView>>(shop, 'farmer', 'supplier.orders', tab('to_ship'))).items).toEqual([])
    expect((await ask<Page<SupplierOrderView>>(shop, 'farmer', 'supplier.orders', tab('sent'))).items).toEqual([sent])
    expect((await ask<Page<SupplierOrderView>>(shop, 'miller', 'supplier.orders', tab('to_ship'))).items).toMatchObject([{ orderId: 'order-1', shareFen: 1396, sent: null }])
  })

  it('X9: sees an order of an open group as waiting, with a masked phone number', async () => {
    const shop = withSuppliers(new TestShop())
    shop.database.put('products', { ...shop.product, supplierId: 'farm' })
    await shop.opensGroup('alice', 'order-1')
    expect((await ask<Page<SupplierOrderView>>(shop, 'farmer', 'supplier.orders', tab('waiting'))).items).toMatchObject([{ orderId: 'order-1', state: 'waiting', address: { phone: '138****1234' } }])
    expect(await shop.admin('farmer', { procedure: 'supplier.ship', input: { orderId: 'order-1', company: 'SF', trackingNo: 'SF1234567' } })).toMatchObject({ refusal: 'order_not_shippable' })
  })

  it('X9: an order without its goods is the same as none, and its part of another is not the whole', async () => {
    const shop = withSuppliers(new TestShop())
    await shop.place('alice', 'order-1', cartOf('orange', 'peach'))
    await shop.pays('alice', 'order-1')
    const ship = (orderId: string): ReturnType<TestShop['admin']> => shop.admin('miller', { procedure: 'supplier.ship', input: { orderId, company: 'SF', trackingNo: 'SF1234567' } })
    const before = shop.database.digest()
    const theirs = await ship('order-1')
    expect(theirs).toMatchObject({ refusal: 'order_not_found' })
    expect(await ship('order-none')).toEqual(theirs)
    expect(shop.database.digest()).toBe(before)
  })

  it('X9: the role is read at every call; the merchant and shoppers are no suppliers, and a supplier is no merchant', async () => {
    const shop = withSuppliers(new TestShop())
    for (const openid of ['merchant', 'alice']) expect(await shop.admin(openid, { procedure: 'supplier.orders', input: tab('sent') })).toMatchObject({ refusal: 'not_allowed' })
    for (const procedure of ['order.list', 'supplier.list', 'supplier.save', 'supplier.report', 'order.ship']) expect(await shop.admin('farmer', { procedure, input: {} })).toMatchObject({ refusal: 'not_allowed' })
    expect(await shop.value('farmer', 'me.get', {})).toMatchObject({ role: 'supplier' })
    await ask(shop, 'merchant', 'supplier.save', { ...FARM, staff: ['farmer-2'] })
    expect(await shop.admin('farmer', { procedure: 'supplier.orders', input: tab('sent') })).toMatchObject({ refusal: 'not_allowed' })
    expect((await shop.admin('farmer-2', { procedure: 'supplier.orders', input: tab('sent') })).outcome).toBe('ok')
  })

  it('X9: is set up by the merchant; nobody acts for two, and none is called like the shop itself', async () => {
    const shop = new TestShop()
    await ask(shop, 'merchant', 'supplier.save', FARM)
    await ask(shop, 'merchant', 'supplier.save', { ...MILL, sharePercent: 100 })
    expect(await shop.admin('merchant', { procedure: 'supplier.save', input: { ...MILL, staff: ['farmer'] } })).toMatchObject({ refusal: 'staff_of_another_supplier' })
    for (const wrong of [{ supplierId: 'shop' }, { supplierId: '' }, { supplierId: 'constructor' }, { sharePercent: 101 }, { sharePercent: -1 }, { sharePercent: 0.5 }, { staff: ['a', 'a'] }]) {
      expect((await shop.admin('merchant', { procedure: 'supplier.save', input: { ...FARM, ...wrong } })).outcome, JSON.stringify(wrong)).toBe('bad_input')
    }
    expect(await ask(shop, 'merchant', 'supplier.list')).toEqual({ suppliers: [FARM, { ...MILL, sharePercent: 100 }] })
    expect((await ask<Page<unknown>>(shop, 'farmer', 'supplier.goods', { cursor: null })).items).toEqual([])
  })

  it('S55: reads what it earned by day, in the ledger\'s own figures, page by page', async () => {
    const shop = withSuppliers(new TestShop())
    for (let order = 0; order < 3; order++) {
      await shop.place('alice', `order-${order}`, cartOf('peach', 'rice'))
      await shop.pays('alice', `order-${order}`)
      for (const supplier of ['farm', 'mill']) await ships(shop, `order-${order}`, supplier)
      await shop.value('alice', 'order.confirmReceipt', { orderId: `order-${order}` })
      shop.now += DAY_MS / 2
    }
    shop.now += 8 * DAY_MS
    await shop.passes(MINUTE_MS)
    const input = { from: '2026-05-01', to: '2026-05-31', cursor: null }
    const mine = await ask<StatementView>(shop, 'farmer', 'supplier.statement', input)
    expect(mine).toEqual({ supplierId: 'farm', days: [{ day: '2026-05-10', orders: 3, shareFen: 3 * 2793 }], next: null })
    expect(await ask(shop, 'merchant', 'supplier.report', { ...input, supplierId: 'farm' })).toEqual(mine)
    expect((await ask<StatementView>(shop, 'miller', 'supplier.statement', { ...input, from: '2026-05-11' })).days).toEqual([])
    for (const wrong of [{ from: '2026-05-02', to: '2026-05-01' }, { from: '2026-01-01', to: '2026-12-31' }]) {
      expect(await shop.admin('farmer', { procedure: 'supplier.statement', input: { ...input, ...wrong } })).toMatchObject({ refusal: 'period_invalid' })
    }
  })

  it('X9: the merchant sees the whole order with every parcel', async () => {
    const shop = withSuppliers(new TestShop())
    await paidCart(shop)
    const { items } = await ask<Page<AdminOrderView>>(shop, 'merchant', 'order.list', tab('to_ship'))
    expect(items.map(order => order.parcels.map(parcel => parcel.supplierId))).toEqual([['', 'farm', 'mill']])
  })
})

describe('what suppliers earn', () => {
  it('S55: shares and revenue add up to what was paid and not given back, whatever was bought and returned', () => {
    const amount = fc.integer({ min: 1, max: 1_000_000 })
    const oneLine = fc.record({ paid: amount, supplier: fc.constantFrom('' as const, 'farm' as const, 'mill' as const), quantity: fc.integer({ min: 1, max: 9 }), back: fc.integer({ min: 0, max: 9 }) })
    fc.assert(fc.property(fc.array(oneLine, { minLength: 1, maxLength: 12 }), fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 100 }), (bought, farmPercent, millPercent) => {
      const percents = { '': 0, 'farm': farmPercent, 'mill': millPercent }
      const lines = bought.map(({ paid, supplier, quantity }, index) => {
        const line = aLine({ skuId: `s${index}`, quantity, amountFen: fen(paid), supplierId: supplier, sharePercent: percents[supplier] })
        return { ...line, left: { ...line.left, quantity } }
      })
      const payableFen = fen(bought.reduce((sum, { paid }) => sum + paid, 0))
      const order = anOrder({ state: 'received', lines, payableFen, payment: { state: 'succeeded', amountFen: payableFen, expiresAt: T0 } })
      const before = saleCompletedPosting(order, 0, T0)
      const returned = bought.flatMap(({ quantity, back }, index) => back > 0 ? [{ lineId: `s${index}`, quantity: Math.min(quantity, back) }] : [])
      const kept = returned.length === 0 ? order : promisePart(order, 'returned', 'order-bob-R1', refundOf(lines.map(line => line.left), returned), T0).order
      const after = saleCompletedPosting(kept, 0, T0)
      const earned = ({ entries }: typeof after, account: string, party?: string): number => entries.filter(entry => entry.account === account && entry.party === party).reduce((sum, entry) => sum - entry.amountFen, 0)
      expect(earned(after, 'revenue') + earned(after, 'supplier_payable', 'farm') + earned(after, 'supplier_payable', 'mill')).toBe(paidLeftFen(kept))
      expect(earned(after, 'revenue')).toBeGreaterThanOrEqual(0)
      for (const [party, percent] of [['farm', farmPercent], ['mill', millPercent]] as const) {
        const paid = bought.filter(one => one.supplier === party).reduce((sum, one) => sum + one.paid, 0)
        expect(earned(before, 'supplier_payable', party)).toBe(Math.floor(paid * percent / 100))
        expect(earned(after, 'supplier_payable', party)).toBeLessThanOrEqual(earned(before, 'supplier_payable', party))
      }
    }), { numRuns: 2000 })
  })
})
