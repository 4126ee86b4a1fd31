import { describe, expect, it } from 'vitest'
import { balances } from '../../cloudfunctions/domain/ledger/postings'
import type { Posting } from '../../cloudfunctions/domain/ledger/posting'
import { demoGoods } from '../../emulator/seed/goods'
import { goodsForm } from '../../emulator/seed/goods-form'
import { checkBooks } from './support/books'
import { HOUR, refusalOf, Shop } from './support/shop'

const DAY = 24 * HOUR

/** Dan's orchard sends peaches for 70 %, Carol's mill rice for 35 %; eggs are the shop's own. */
async function setUp(shop: Shop): Promise<void> {
  const merchant = shop.person('merchant')
  await merchant.manage('supplier.save', { supplierId: 'orchard', name: '大丹果园', sharePercent: 70, staff: [shop.person('dan').openid] })
  await merchant.manage('supplier.save', { supplierId: 'mill', name: '可可米坊', sharePercent: 35, staff: [shop.person('carol').openid] })
  for (const [index, goods] of demoGoods.entries()) {
    const supplierId = goods.picture === 'peach' ? 'orchard' : goods.picture === 'rice' ? 'mill' : ''
    if (supplierId) await merchant.manage('goods.save', { ...goodsForm(goods, 1000 - index), supplierId })
  }
}

describe('an order from several suppliers', () => {
  it('X9 S55 X8: each sends its own part and sees nothing else, WeChat is told of all, and each earns its share', async () => {
    await using shop = await Shop.open()
    await setUp(shop)
    const [alice, orchard, mill, merchant] = [shop.person('alice'), shop.person('dan'), shop.person('carol'), shop.person('merchant')]
    const line = (productId: string): { productId: string; skuId: string; quantity: number } => ({ productId, skuId: `${productId}-1`, quantity: 1 })
    const order = await alice.placesCart({ lines: [line('peach'), line('rice'), line('eggs')] })
    expect(order.payableFen).toBe(3990 + 6990 + 3280)
    expect(await alice.paysAndIsSeen(order)).toMatchObject({ state: 'preparing', parcels: [{ supplierId: 'orchard' }, { supplierId: 'mill' }, { supplierId: '' }] })

    expect(await orchard.ask('me.get', {})).toMatchObject({ role: 'supplier' })
    const { items } = await orchard.manage('supplier.orders', { tab: 'to_ship', cursor: null })
    expect(items).toMatchObject([{ orderId: order.orderId, shareFen: 2793, lines: [{ productId: 'peach', quantity: 1 }], address: { phone: '138****5678' } }])
    expect(await orchard.manage('supplier.address', { orderId: order.orderId })).toMatchObject({ phone: '13812345678' })
    expect(JSON.stringify(items)).not.toMatch(/rice|eggs|五常|鸡蛋|14260|3990/)
    expect(await refusalOf(orchard.manage('order.list', { tab: 'to_ship', cursor: null }))).toBe('not_allowed')
    expect(await refusalOf(alice.manage('supplier.orders', { tab: 'to_ship', cursor: null }))).toBe('not_allowed')

    const { orderId } = order
    expect(await orchard.manage('supplier.ship', { orderId, company: 'SF', trackingNo: 'SF1000001' })).toMatchObject({ state: 'sent', address: { phone: '138****5678' } })
    expect(await merchant.manage('order.ship', { orderId, supplierId: '', company: 'YTO', trackingNo: 'YT1000002' })).toMatchObject({ state: 'preparing', shippingUploaded: false })
    expect(shop.cloud.wechat.shipping()).toEqual([])
    await shop.advance(DAY)
    await mill.manage('supplier.ship', { orderId, company: 'YTO', trackingNo: 'YT1000003' })
    expect(shop.cloud.wechat.shipping()).toMatchObject([{ outTradeNo: orderId, deliveryMode: 2, complete: true, parcels: [{ trackingNo: 'SF1000001' }, { trackingNo: 'YT1000002' }, { trackingNo: 'YT1000003' }] }])
    expect(await alice.sees(order)).toMatchObject({ state: 'shipped', parcels: [{ sent: { trackingNo: 'SF1000001' } }, { sent: { trackingNo: 'YT1000002' } }, { sent: { trackingNo: 'YT1000003' } }] })

    await shop.advance(10 * DAY)
    await shop.settle(2)
    expect((await alice.sees(order)).state).toBe('received')
    await shop.advance(8 * DAY)
    await shop.settle(2)
    expect((await alice.sees(order)).state).toBe('completed')
    const shares = { orchard: Math.floor(3990 * 70 / 100), mill: Math.floor(6990 * 35 / 100) }
    expect(balances(await shop.documents<Posting>('postings'))).toMatchObject({ supplier_payable: -(shares.orchard + shares.mill), revenue: -(order.payableFen - shares.orchard - shares.mill), customer_prepaid: 0 })
    const december = { from: '2026-12-01', to: '2026-12-31', cursor: null }
    expect(await orchard.manage('supplier.statement', december)).toEqual({ supplierId: 'orchard', days: [{ day: '2026-12-12', orders: 1, shareFen: shares.orchard }], next: null })
    expect((await merchant.manage('supplier.report', { ...december, supplierId: 'mill' })).days).toEqual([{ day: '2026-12-12', orders: 1, shareFen: shares.mill }])
    await checkBooks(shop)
  })

  it('X9 X10: goods of a supplier in a group that fails are given back whole, and nobody earns a share', async () => {
    await using shop = await Shop.open()
    await setUp(shop)
    const [alice, orchard] = [shop.person('alice'), shop.person('dan')]
    const opened = await alice.opensGroup({ product: 'peach' })
    await alice.paysAndIsSeen(opened)
    expect((await orchard.manage('supplier.orders', { tab: 'waiting', cursor: null })).items).toMatchObject([{ state: 'waiting', address: { phone: '138****5678' } }])
    await shop.advance(24 * HOUR)
    await shop.settle()
    expect(await alice.sees(opened)).toMatchObject({ state: 'closed', refunds: [{ state: 'succeeded', amountFen: opened.payableFen }] })
    expect((await orchard.manage('supplier.orders', { tab: 'waiting', cursor: null })).items).toEqual([])
    expect(balances(await shop.documents<Posting>('postings'))).toMatchObject({ supplier_payable: 0, wechat_clearing: 0 })
    await checkBooks(shop)
  })
})
