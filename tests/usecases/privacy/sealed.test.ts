import { describe, expect, it } from 'vitest'
import { sealOf } from '../../../cloudfunctions/adapters/system/seal'
import { sealedStore } from '../../../cloudfunctions/adapters/system/sealed-store'
import { HOUR_MS, MINUTE_MS } from '../../../cloudfunctions/domain/kernel/instant'
import { sweep } from '../../../cloudfunctions/usecases/sweeps/sweep'
import { ADDRESS, anOrder } from '../../support/builders'
import { MemoryDatabase } from '../../support/memory-store'
import { TestShop } from '../../support/shop'

const [OLD, NEW, OTHER] = [1, 2, 3].map(byte => Buffer.alloc(32, byte)) as [Buffer, Buffer, Buffer]

describe('personal data at rest', () => {
  it('S12: names, phones, streets and invoice heads are nowhere in the database; the region freight goes by is', async () => {
    const shop = new TestShop()
    await shop.place('bob', 'order-bob')
    await shop.pays('bob', 'order-bob')
    await shop.asMerchant('order.ship', { orderId: 'order-bob', supplierId: '', company: 'SF', trackingNo: 'SF1234567' })
    await shop.value('bob', 'order.confirmReceipt', { orderId: 'order-bob' })
    await shop.value('bob', 'invoice.request', { orderId: 'order-bob', title: '邻里有限公司', taxNo: '91330100MA2AXXXX0X', email: 'secret@example.com' })
    const stored = shop.database.digest()
    for (const secret of [ADDRESS.name, ADDRESS.phone, ADDRESS.detail, '邻里有限公司', '91330100MA2AXXXX0X', 'secret@example.com']) expect(stored).not.toContain(secret)
    for (const region of [ADDRESS.province, ADDRESS.city, ADDRESS.district]) expect(stored).toContain(region)
    expect((await shop.order('bob', 'order-bob')).address).toEqual(ADDRESS)
    expect(await shop.value('bob', 'invoice.list', { cursor: null })).toMatchObject({ items: [{ title: '邻里有限公司', taxNo: '91330100MA2AXXXX0X', email: 'secret@example.com' }] })
    // WeChat needs the receiver's number, and gets it.
    expect(JSON.stringify(shop.wechat.shipments)).toContain(ADDRESS.phone)
  })

  it('S12: an order from before is read as it is, and hidden with its next change', async () => {
    const shop = new TestShop()
    shop.database.put('orders', anOrder({ id: 'order-old', kind: 'alone', address: ADDRESS }))
    const store = shop.worker().store
    expect((await store.get('orders', 'order-old'))?.address).toEqual(ADDRESS)
    await store.transaction(async (tx) => {
      const order = await tx.get('orders', 'order-old')
      if (order) await tx.replace('orders', { ...order, version: order.version + 1 })
    })
    expect(JSON.stringify(shop.database.one('orders', 'order-old'))).not.toContain(ADDRESS.phone)
    expect((await store.get('orders', 'order-old'))?.address).toEqual(ADDRESS)
  })

  it('S12: with a new key what the old one sealed is still read; without the old one it is not; codes keep their hashes', async () => {
    const database = new MemoryDatabase()
    const order = anOrder({ address: ADDRESS })
    await sealedStore(database.connect(), sealOf(OLD)).insert('orders', order)
    const rotated = sealOf(NEW, [OLD])
    expect((await sealedStore(database.connect(), rotated).get('orders', order.id))?.address).toEqual(ADDRESS)
    await expect(sealedStore(database.connect(), sealOf(NEW)).get('orders', order.id)).rejects.toThrow()
    expect(rotated.mac('LT-1')).toBe(sealOf(OLD).mac('LT-1'))
    expect(sealOf(OTHER, [NEW, OLD]).mac('LT-1')).toBe(sealOf(OLD).mac('LT-1'))
  })

  it('S12: a sealed text is about its own document: moved into another it opens nothing', async () => {
    const database = new MemoryDatabase()
    const store = sealedStore(database.connect(), sealOf(OLD))
    await store.insert('orders', anOrder({ id: 'order-1', address: ADDRESS }))
    const stored = database.one('orders', 'order-1')
    if (!stored) throw new Error('not stored')
    database.put('orders', { ...stored, id: 'order-2' })
    await expect(store.get('orders', 'order-2')).rejects.toThrow()
  })

  it('S12: the sweep seals everything anew after a change of the key, goes on where it stopped, and is then done for good', async () => {
    const shop = new TestShop({ pieces: 500 })
    for (let index = 0; index < 230; index++) shop.database.put('orders', anOrder({ id: `old-${String(index).padStart(3, '0')}`, kind: 'alone', state: 'closed', address: ADDRESS, personalSince: shop.now - index % 7 }))
    const seal = sealOf(NEW, [Buffer.alloc(32, 7)])
    const worker = () => ({ ...shop.worker(), seal, store: sealedStore(shop.database.connect(), seal) })
    const inClear = (): number => shop.database.all('orders').filter(order => JSON.stringify(order).includes(ADDRESS.phone)).length
    shop.now += 7 * MINUTE_MS
    await sweep(worker())
    expect(inClear()).toBe(30)
    shop.now += HOUR_MS
    await sweep(worker())
    expect(inClear()).toBe(0)
    expect(shop.database.all('orders').every(order => JSON.stringify(order).includes(`v2.${seal.keyId}.`))).toBe(true)
    const before = shop.database.writes
    shop.now += HOUR_MS
    await sweep(worker())
    expect(shop.database.writes).toBe(before)
  })

  it('S12: sealed fields change with their whole document only', async () => {
    const store = sealedStore(new MemoryDatabase().connect(), sealOf(OLD))
    expect(() => store.update('orders', 'order-1', { set: { 'address.phone': '13900000000' } })).toThrow(/sealed/)
    expect(() => store.update('invoices', 'order-1', { set: { email: 'a@b.cn' } })).toThrow(/sealed/)
  })
})
