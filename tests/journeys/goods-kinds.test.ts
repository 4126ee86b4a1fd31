import { describe, expect, it } from 'vitest'
import type { CardCode } from '../../cloudfunctions/domain/code/card-code'
import { demoCodes, demoKindStock, seedKinds } from '../../emulator/seed/kinds'
import { checkBooks } from './support/books'
import { HOUR, MINUTE, refusalOf, Shop } from './support/shop'

const DAY = 24 * HOUR

type Kind = 'gift-card' | 'massage' | 'sea-fish' | 'mooncake'

/** The demo shop with one of each kind of goods beside its physical ones. */
async function openShop(): Promise<Shop> {
  const shop = await Shop.open()
  await seedKinds(shop.cloud)
  return shop
}

const one = (productId: Kind, quantity = 1): { lines: { productId: string; skuId: string; quantity: number }[] } => ({ lines: [{ productId, skuId: `${productId}-1`, quantity }] })
const NOBODY_CARRIES = { address: null } as const

const books = (shop: Shop): Promise<void> => checkBooks(shop, demoKindStock)

describe('every kind of goods, from the payment to its end', () => {
  it('S45 S11 X8: card codes are there with the payment, shown to their owner alone, and never in clear anywhere else', async () => {
    await using shop = await openShop()
    const [alice, bob, merchant] = [shop.person('alice'), shop.person('bob'), shop.person('merchant')]
    expect(await refusalOf(alice.placesCart({ ...one('gift-card'), ...NOBODY_CARRIES, platform: 'ios' }))).toBe('not_sold_on_ios')

    const order = await alice.placesCart({ ...one('gift-card', 2), ...NOBODY_CARRIES, platform: 'android' })
    expect(await alice.paysAndIsSeen(order)).toMatchObject({ state: 'ready', codes: { count: 2, revealedAt: null } })
    await shop.settle()
    expect(shop.cloud.wechat.shipping()).toMatchObject([{ logisticsType: 3, complete: true }])

    expect(await refusalOf(bob.ask('order.revealCodes', { orderId: order.orderId }))).toBe('order_not_found')
    const { codes } = await alice.ask('order.revealCodes', { orderId: order.orderId })
    expect(new Set(codes).size).toBe(2)
    for (const code of codes) expect(demoCodes(20)).toContain(code)
    expect(await alice.sees(order)).toMatchObject({ state: 'received' })
    expect(await refusalOf(alice.ask('return.request', { orderId: order.orderId, lines: [{ skuId: 'gift-card-1', quantity: 1 }], reason: '不要了' }))).toBe('codes_revealed')

    const second = await bob.placesCart({ ...one('gift-card'), ...NOBODY_CARRIES })
    await bob.paysAndIsSeen(second)
    await bob.ask('return.request', { orderId: second.orderId, lines: [{ skuId: 'gift-card-1', quantity: 1 }], reason: '买错了' })
    await merchant.manage('return.approve', { returnId: `${second.orderId}-R1`, restock: true })
    await shop.settle()
    expect(await bob.sees(second)).toMatchObject({ state: 'closed', closedReason: 'returned', refunds: [{ state: 'succeeded', amountFen: 5000 }] })
    const stored = await shop.documents<CardCode>('card_codes')
    expect(stored.map(code => code.state).filter(state => state !== 'unused').sort()).toEqual(['assigned', 'assigned', 'void'])

    const everything = JSON.stringify([...await shop.documents('card_codes'), ...await shop.documents('orders'), ...await shop.documents('code_imports'), ...await shop.documents('code_reveals'), ...await shop.documents('outbox')])
    expect(everything).not.toContain('DEMO-')
    expect(await merchant.manage('codes.import', { importId: 'demo-codes', skuId: 'gift-card-1', productId: 'gift-card', codes: demoCodes(20) })).toEqual({ received: 20, fresh: 20 })
    await books(shop)
  })

  it('S44: vouchers of a group bought service: used once each in their time, one piece given back by its terms', async () => {
    await using shop = await openShop()
    const [alice, bob, merchant] = [shop.person('alice'), shop.person('bob'), shop.person('merchant')]
    const opened = await alice.placesCart({ kind: 'open', ...one('massage', 2), ...NOBODY_CARRIES, agreed: ['massage-1'] })
    expect(await alice.paysAndIsSeen(opened)).toMatchObject({ state: 'grouping', vouchers: [] })
    const joined = await bob.placesCart({ kind: 'join', groupId: opened.groupId ?? '', ...one('massage'), ...NOBODY_CARRIES, agreed: ['massage-1'] })
    await bob.paysAndIsSeen(joined)
    await shop.settle()
    const { vouchers } = await alice.sees(opened)
    expect(vouchers).toHaveLength(4)

    const code = vouchers[0]?.code ?? ''
    expect(await refusalOf(merchant.manage('voucher.redeem', { code, requestId: 'scan-1' }))).toBe('voucher_not_yet')
    await shop.advance(2 * DAY - HOUR)
    await alice.ask('return.request', { orderId: opened.orderId, lines: [{ skuId: 'massage-1', quantity: 1 }], reason: '只去一次' })
    expect(await merchant.manage('return.approve', { returnId: `${opened.orderId}-R1`, restock: true })).toMatchObject({ percent: 50, refund: { amountFen: 7950 } })

    await shop.advance(DAY + 2 * HOUR)
    expect(await merchant.manage('voucher.redeem', { code, requestId: 'scan-1' })).toMatchObject({ use: 1, uses: 2 })
    expect(await merchant.manage('voucher.redeem', { code, requestId: 'scan-1' })).toMatchObject({ use: 1, uses: 2 })
    expect(await refusalOf(merchant.manage('voucher.redeem', { code, requestId: 'scan-2' }))).toBe('voucher_used')
    expect(await refusalOf(merchant.manage('voucher.redeem', { code: vouchers[3]?.code ?? '', requestId: 'scan-3' }))).toBe('voucher_not_valid')
    await merchant.manage('voucher.redeem', { code: vouchers[1]?.code ?? '', requestId: 'scan-4' })
    expect(await alice.sees(opened)).toMatchObject({ state: 'received' })
    await shop.settle()
    await books(shop)
    // What nobody uses is over with its time; then everything is earned, the kept half too.
    await shop.advance(90 * DAY)
    await shop.settle()
    expect(await bob.sees(joined)).toMatchObject({ state: 'received' })
    await shop.advance(9 * DAY)
    await shop.settle()
    for (const [buyer, order] of [[alice, opened], [bob, joined]] as const) expect(await buyer.sees(order)).toMatchObject({ state: 'completed' })
    await books(shop)
  })

  it('S41 S42 S81: fresh goods are carried cold, ordered before the cutoff and packed as they ask', async () => {
    await using shop = await openShop()
    const [alice, merchant] = [shop.person('alice'), shop.person('merchant')]
    expect(await refusalOf(alice.placesCart({ ...one('sea-fish'), agreed: ['sea-fish-1'] }))).toBe('cold_delivery_required')
    const order = await alice.placesCart({ ...one('sea-fish'), delivery: 'cold', agreed: ['sea-fish-1'] })
    expect(order).toMatchObject({ payableFen: 6990 + 1200 + 600, delivery: 'cold' })
    await alice.paysAndIsSeen(order)
    const ship = { orderId: order.orderId, supplierId: '', company: 'SF', trackingNo: 'SF1234567890' }
    expect((await merchant.manage('order.list', { tab: 'to_ship', cursor: null })).items[0]?.lines[0]?.packaging).toContain('冰袋')
    expect(await refusalOf(merchant.manage('order.ship', ship))).toBe('packaging_unconfirmed')
    await merchant.manage('order.ship', { ...ship, packedAsAsked: true })
    await alice.ask('order.confirmReceipt', { orderId: order.orderId })
    expect(await refusalOf(alice.ask('return.request', { orderId: order.orderId, lines: [{ skuId: 'sea-fish-1', quantity: 1 }], reason: '不想要' }))).toBe('goods_not_returnable')
    // It is noon in Shanghai and the cutoff is at five.
    await shop.cloud.clock.advance(Date.parse('2026-11-23T17:00:00+08:00') - 1000 - shop.cloud.clock.now())
    await alice.placesCart({ ...one('sea-fish'), delivery: 'cold', agreed: ['sea-fish-1'] })
    await shop.cloud.clock.advance(1000)
    expect(await refusalOf(alice.placesCart({ ...one('sea-fish'), delivery: 'cold', agreed: ['sea-fish-1'] }))).toBe('past_cutoff')
    await shop.settle(12)
    await books(shop)
  })

  it('S40: a presale takes its pieces when the group forms, and gives the money back where there are too few', async () => {
    await using shop = await openShop()
    const merchant = shop.person('merchant')
    await merchant.manage('stock.adjust', { adjustmentId: 'fewer', skuId: 'mooncake-1', productId: 'mooncake', pieces: -26 })
    const available = async (): Promise<number> => (await shop.document<{ available: number }>('stocks', 'mooncake-1'))?.available ?? -1
    const buyers = shop.people(3)
    const [leader] = buyers
    if (!leader) throw new Error('nobody')
    const opened = await leader.placesCart({ kind: 'open', ...one('mooncake', 2) })
    await leader.paysAndIsSeen(opened)
    const orders = [opened]
    for (const buyer of buyers.slice(1)) {
      expect(await available()).toBe(4)
      const order = await buyer.placesCart({ kind: 'join', groupId: opened.groupId ?? '', ...one('mooncake', 2) })
      await buyer.paysAndIsSeen(order)
      orders.push(order)
    }
    await shop.settle(12)
    const states = await Promise.all(buyers.map((buyer, index) => buyer.sees(orders[index] ?? opened)))
    expect(states.map(order => order.state).sort()).toEqual(['closed', 'preparing', 'preparing'])
    expect(states.find(order => order.state === 'closed')).toMatchObject({ closedReason: 'presale_short', refunds: [{ state: 'succeeded', amountFen: 19_800 }] })
    expect(await available()).toBe(0)
    await checkBooks(shop, { ...demoKindStock, 'mooncake-1': 4 })
  })

  it('S88: goods come back within seven days, part by part, to where the money came from', async () => {
    await using shop = await openShop()
    const [alice, merchant] = [shop.person('alice'), shop.person('merchant')]
    const order = await alice.placesCart({ lines: [{ productId: 'eggs', skuId: 'eggs-1', quantity: 2 }, { productId: 'milk', skuId: 'milk-1', quantity: 1 }] })
    await alice.paysAndIsSeen(order)
    await merchant.manage('order.ship', { orderId: order.orderId, supplierId: '', company: 'SF', trackingNo: 'SF1234567890' })
    await alice.ask('order.confirmReceipt', { orderId: order.orderId })
    // Received on the 23rd: the 30th is the last day.
    await shop.cloud.clock.advance(Date.parse('2026-12-01T00:00:00+08:00') - MINUTE - shop.cloud.clock.now())
    await alice.ask('return.request', { orderId: order.orderId, lines: [{ skuId: 'eggs-1', quantity: 1 }], reason: '破了一盒' })
    await shop.settle()
    expect(await alice.sees(order)).toMatchObject({ state: 'received' })
    await merchant.manage('return.approve', { returnId: `${order.orderId}-R1`, restock: true })
    await shop.settle()
    expect(await alice.sees(order)).toMatchObject({ state: 'completed', refunds: [{ state: 'succeeded', amountFen: 3280 }], lines: [{ leftQuantity: 1 }, { leftQuantity: 1 }] })
    expect(await refusalOf(alice.ask('return.request', { orderId: order.orderId, lines: [{ skuId: 'milk-1', quantity: 1 }], reason: '还有一箱' }))).toBe('order_not_returnable')
    await books(shop)
  })

  it('S34 S36: search finds and counts, and offers what is looked for', async () => {
    await using shop = await openShop()
    const alice = shop.person('alice')
    expect((await alice.ask('goods.list', { categoryId: null, keyword: '带鱼', cursor: null })).items.map(item => item.productId)).toEqual(['sea-fish'])
    await alice.ask('goods.list', { categoryId: null, keyword: '月饼', cursor: null })
    await alice.ask('goods.list', { categoryId: null, keyword: '月饼', cursor: null })
    expect(await alice.ask('search.hot', {})).toEqual({ words: ['月饼', '带鱼'] })
    expect(shop.cloud.unindexed).toEqual([])
  })
})
