import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import type { AdminOrderView, GoodsView, Page, QuoteView } from '../../../cloudfunctions/contract'
import { MINUTE_MS } from '../../../cloudfunctions/domain/kernel/instant'
import { aGoodsShop, buys, WISHES } from '../../support/goods'
import type { TestShop } from '../../support/shop'

const REGION = { province: '浙江省', city: '杭州市', district: '西湖区' }

function quote(shop: TestShop, delivery: 'standard' | 'cold', lines: readonly object[] = WISHES.fish.lines): Promise<QuoteView> {
  return shop.value('alice', 'cart.quote', { kind: 'alone', lines, groupId: null, couponIds: [], points: 0, useBalance: false, delivery, platform: 'other', region: REGION })
}

describe('fresh goods', () => {
  it('S41: are carried cold and no other way, in a cart as well, and the freight that is shown says what of it is the surcharge', async () => {
    const shop = aGoodsShop()
    await expect(quote(shop, 'standard')).rejects.toThrow('cold_delivery_required')
    await expect(quote(shop, 'standard', [...WISHES.fish.lines, { productId: 'orange', skuId: 'orange-5', quantity: 1 }])).rejects.toThrow('cold_delivery_required')
    const cold = await quote(shop, 'cold')
    expect(cold.priceLines).toEqual([{ kind: 'goods', amountFen: 3990, say: null }, { kind: 'freight', amountFen: 1300, say: { key: 'freight_cold', params: { coldFen: 500 } } }])
    expect(cold.payableFen).toBe(3990 + 800 + 500)
    // Whoever quoted cold and submits without is refused.
    const input = await shop.placeInput('alice', 'order-alice', WISHES.fish)
    expect(await shop.call('alice', { procedure: 'order.place', input: { ...input, delivery: 'standard' } })).toMatchObject({ refusal: 'cold_delivery_required' })
    expect(await shop.value<GoodsView>('alice', 'goods.get', { productId: 'fish' })).toMatchObject({ cold: true, packaging: '泡沫箱加两个冰袋' })
  })

  it('S42: are sold up to a moment before the cutoff, not at it, and again from the opening on; the server\'s clock decides', async () => {
    const shop = aGoodsShop()
    const fish = shop.database.one('products', 'fish')
    if (!fish) throw new Error('no fish')
    shop.database.put('products', { ...fish, orderHours: { fromMinute: 6 * 60, cutoffMinute: 16 * 60 + 30 } })
    const cutoff = Date.parse('2026-05-01T16:30:00+08:00')
    shop.now = cutoff - 1
    const input = await shop.placeInput('alice', 'order-alice', WISHES.fish)
    shop.now = cutoff
    expect(await shop.call('alice', { procedure: 'order.place', input })).toMatchObject({ refusal: 'past_cutoff' })
    expect(await shop.value('alice', 'goods.get', { productId: 'fish' })).toMatchObject({ orderHours: { open: false } })
    shop.now = cutoff - 1000
    expect(await shop.call('alice', { procedure: 'order.place', input })).toMatchObject({ outcome: 'ok' })
    shop.now = Date.parse('2026-05-02T06:00:00+08:00') - 1
    await expect(quote(shop, 'cold')).rejects.toThrow('past_cutoff')
    shop.now += 1
    expect((await quote(shop, 'cold')).payableFen).toBe(5290)
  })

  it('S42: the cutoff is the same moment wherever the server stands', () => {
    const answers = ['UTC', 'Asia/Shanghai', 'America/New_York'].map(TZ => execFileSync(process.execPath, ['--import', 'tsx', 'tests/support/cutoff-child.ts'], { env: { ...process.env, TZ }, encoding: 'utf8' }))
    expect(answers[0]).toBe('{"offset":"0","taken":[true,false,false,true,true,false],"day":["2026-05-01","2026-05-01","2026-05-02"]}\n')
    expect(answers.map(answer => (JSON.parse(answer) as { offset: string }).offset)).toEqual(['0', '-480', '240'])
    expect(new Set(answers.map(answer => JSON.stringify({ ...JSON.parse(answer) as object, offset: '' }))).size).toBe(1)
  }, 30_000)

  it('S81: the order carries how it is to be packed, the merchant sees it and says that it was done before it leaves', async () => {
    const shop = aGoodsShop()
    await buys(shop, 'alice', 'order-alice', WISHES.fish)
    expect(await shop.order('alice', 'order-alice')).toMatchObject({ lines: [{ packaging: '泡沫箱加两个冰袋' }], delivery: 'cold' })
    expect(await shop.asMerchant<Page<AdminOrderView>>('order.list', { tab: 'to_ship', cursor: null })).toMatchObject({ items: [{ lines: [{ packaging: '泡沫箱加两个冰袋' }] }] })
    const ship = { orderId: 'order-alice', supplierId: '', company: 'SF', trackingNo: 'SF1234567' }
    expect(await shop.admin('merchant', { procedure: 'order.ship', input: ship })).toMatchObject({ refusal: 'packaging_unconfirmed' })
    expect(await shop.asMerchant('order.ship', { ...ship, packedAsAsked: true })).toMatchObject({ state: 'shipped' })
    // Later changes of the goods do not change what was agreed on.
    const fish = shop.database.one('products', 'fish')
    if (fish) shop.database.put('products', { ...fish, packaging: '' })
    await shop.passes(MINUTE_MS)
    expect(await shop.order('alice', 'order-alice')).toMatchObject({ lines: [{ packaging: '泡沫箱加两个冰袋' }] })
  })
})
