import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CodesView, Reply } from '../../../cloudfunctions/contract'
import type { GoodsDraftView } from '../../../cloudfunctions/contract/goods-desk'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../cloudfunctions/domain/kernel/instant'
import { deliverCodes } from '../../../cloudfunctions/usecases/codes/deliver-codes'
import { aGoodsShop, buys, importInput, imports, someCodes, WISHES, withoutCodes } from '../../support/goods'
import { alwaysBroken, leftUndone } from '../../support/invariants'
import { race, raced } from '../../support/race'
import type { TestShop } from '../../support/shop'

const reveal = (shop: TestShop, openid: string, orderId: string): Promise<CodesView> => shop.value(openid, 'order.revealCodes', { orderId })

function quantityOf(quantity: number): { lines: [{ productId: string; skuId: string; quantity: number }]; address: null } {
  return { lines: [{ productId: 'card', skuId: 'card-50', quantity }], address: null }
}

describe('card codes in stock', () => {
  it('S45: a batch adds as many pieces as it has new codes, and none when it is sent again', async () => {
    const shop = aGoodsShop()
    expect(await imports(shop, someCodes(5))).toEqual({ received: 5, fresh: 5 })
    expect(await imports(shop, someCodes(5))).toEqual({ received: 5, fresh: 5 })
    expect(shop.database.one('stocks', 'card-50')).toMatchObject({ available: 5 })
    // Three of these are there already, one is there twice.
    expect(await imports(shop, [...someCodes(5, 3), 'LT-000007'], 'batch-2')).toEqual({ received: 5, fresh: 2 })
    expect(shop.database.one('stocks', 'card-50')).toMatchObject({ available: 7 })
    expect(leftUndone(shop)).toEqual([])
  })

  it('I4, L4: an entry that reaches the stock after its batch was counted by another call is swept away, and counts nothing (found by the simulation)', async () => {
    const shop = aGoodsShop()
    let arrive = (): void => undefined
    const late = new Promise<void>(resolve => arrive = resolve)
    const arrived = new Promise<void>((resolve) => {
      // The request of this worker is over when its write gets there.
      const worker = shop.worker({ before: call => call === 'update stocks' ? late : undefined, after: call => call === 'update stocks' ? new Promise(() => resolve()) : undefined })
      void shop.admin('merchant', { procedure: 'codes.import', input: importInput(someCodes(3)) }, worker)
    })
    await new Promise(resolve => setImmediate(resolve))
    await imports(shop, someCodes(3))
    arrive()
    await arrived
    expect(Object.keys(shop.database.one('stocks', 'card-50')?.giving ?? {})).toEqual(['batch-1'])
    await shop.passes(4 * MINUTE_MS)
    expect(shop.database.one('stocks', 'card-50')).toMatchObject({ available: 3, giving: {}, inflightAt: 0 })
    expect(leftUndone(shop)).toEqual([])
  })

  it('S45: the same batch number with other codes is a conflict, and only virtual goods take codes', async () => {
    const shop = aGoodsShop()
    await imports(shop, someCodes(2))
    expect(await shop.admin('merchant', { procedure: 'codes.import', input: importInput(someCodes(3)) })).toMatchObject({ refusal: 'import_id_taken' })
    expect(await shop.admin('merchant', { procedure: 'codes.import', input: { importId: 'b', productId: 'orange', skuId: 'orange-5', codes: ['A'] } })).toMatchObject({ refusal: 'goods_not_virtual' })
    expect(await shop.admin('alice', { procedure: 'codes.import', input: importInput(someCodes(3), 'mine') })).toMatchObject({ refusal: 'not_allowed' })
  })

  it('S45: stock is the unused codes, and nothing else moves it: neither by hand nor by making other goods of it', async () => {
    const shop = aGoodsShop()
    await imports(shop, someCodes(2))
    const refusalOf = async (procedure: string, input: object): Promise<unknown> => shop.admin('merchant', { procedure, input })
    for (const pieces of [5, -1]) expect(await refusalOf('stock.adjust', { adjustmentId: `by-hand${pieces}`, skuId: 'card-50', productId: 'card', pieces })).toMatchObject({ refusal: 'stock_is_codes' })
    expect(shop.database.one('stocks', 'card-50')).toMatchObject({ available: 2 })
    const saved = async (productId: string, changes: object): Promise<unknown> => {
      const { productId: id, skus, ...draft } = await shop.asMerchant<GoodsDraftView>('goods.read', { productId })
      return refusalOf('goods.save', { ...draft, productId: id, skus: skus.map(({ available: _, ...sku }) => sku), ...changes })
    }
    expect(await saved('card', { kind: 'physical' })).toMatchObject({ refusal: 'goods_kind_fixed' })
    expect(await saved('orange', { kind: 'virtual' })).toMatchObject({ refusal: 'goods_kind_fixed' })
    expect(await saved('card', { title: '邻里礼品卡 50 元' })).toMatchObject({ outcome: 'ok' })
  })

  it('S43, I4: a SKU belongs to one kind of goods: another cannot be saved with it', async () => {
    const shop = aGoodsShop()
    const { skus: [sku], ...draft } = await shop.asMerchant<GoodsDraftView>('goods.read', { productId: 'fish' })
    const { available: _, ...mine } = sku ?? { available: 0 }
    const save = (productId: string): Promise<Reply> => shop.admin('merchant', { procedure: 'goods.save', input: { ...draft, productId, skus: [mine] } })
    expect(await save('other-fish')).toMatchObject({ refusal: 'sku_taken' })
    expect(await save('fish')).toMatchObject({ outcome: 'ok' })
  })

  it('S45: no stored document holds a code in clear, and a code cannot be opened under another id', async () => {
    const shop = aGoodsShop()
    await imports(shop, ['CANARY-4711', 'CANARY-4712'])
    await buys(shop, 'alice', 'order-alice', WISHES.card)
    const { codes } = await reveal(shop, 'alice', 'order-alice')
    expect(codes).toHaveLength(1)
    expect(codes[0]).toMatch(/^CANARY-471[12]$/)
    const everything = [...shop.database.tables.keys()].flatMap(name => shop.database.all(name))
    expect(JSON.stringify(everything)).not.toContain('CANARY')
    expect(JSON.stringify([await shop.order('alice', 'order-alice'), await shop.asMerchant('order.list', { tab: 'to_ship', cursor: null })])).not.toContain('CANARY')
    const [one, other] = shop.database.all('card_codes')
    expect(() => shop.worker().seal.open(one?.sealed ?? '', other?.id ?? '')).toThrow()
  })

  it('S45, I4: the same and an overlapping batch at once count every code once', async () => {
    await fc.assert(fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const shop = aGoodsShop()
      const batches = [importInput(someCodes(2)), importInput(someCodes(2)), importInput(someCodes(2, 2), 'batch-2')]
      const replies = await race(scheduler, batches.map((input, index) => () =>
        shop.admin('merchant', { procedure: 'codes.import', input }, shop.worker(raced(scheduler, `import ${index}`))))) as Reply[]
      for (const reply of replies) expect(reply.outcome === 'ok' || (reply.outcome === 'refused' && reply.refusal === 'busy')).toBe(true)
      await shop.passes(4 * MINUTE_MS)
      expect(shop.database.one('stocks', 'card-50')).toMatchObject({ available: 3 })
      expect(leftUndone(shop)).toEqual([])
    }), { numRuns: 200 })
  }, 30_000)
})

describe('delivery of card codes', () => {
  it('S45, X8: a paid order has its codes at once and needs no parcel; WeChat is told that nothing was carried', async () => {
    const shop = aGoodsShop()
    await imports(shop, someCodes(5))
    await buys(shop, 'alice', 'order-alice', quantityOf(3))
    expect(await shop.order('alice', 'order-alice')).toMatchObject({ state: 'ready', codes: { count: 3, revealedAt: null }, actions: ['reveal_codes', 'request_return', 'confirm_receipt'] })
    expect(shop.wechat.shipments).toEqual([expect.objectContaining({ handedOver: expect.stringContaining('邻里礼品卡') as string })])
    expect(shop.database.all('card_codes').filter(code => code.state === 'assigned')).toHaveLength(3)
    expect(await shop.admin('merchant', { procedure: 'order.ship', input: { orderId: 'order-alice', supplierId: '', company: 'SF', trackingNo: 'SF1234' } })).toMatchObject({ refusal: 'order_not_shippable' })
    expect(leftUndone(shop)).toEqual([])
  })

  it('S45: stock is the unused codes: what is not there is not sold', async () => {
    const shop = aGoodsShop()
    await imports(shop, someCodes(2))
    await buys(shop, 'alice', 'order-alice', WISHES.card)
    expect(await shop.call('bob', { procedure: 'order.place', input: await shop.placeInput('bob', 'order-bob', quantityOf(2)) })).toMatchObject({ refusal: 'sold_out' })
    await buys(shop, 'bob', 'order-bob2', WISHES.card)
    const [alice, bob] = [await reveal(shop, 'alice', 'order-alice'), await reveal(shop, 'bob', 'order-bob2')]
    expect(new Set([...alice.codes, ...bob.codes]).size).toBe(2)
    expect(leftUndone(shop)).toEqual([])
  })

  it('S45: orders delivered at once never share a code, and the same order delivered twice gets one set', async () => {
    await fc.assert(fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const shop = aGoodsShop()
      await imports(shop, someCodes(4))
      for (const openid of ['alice', 'bob']) {
        await withoutCodes(shop, () => buys(shop, openid, `order-${openid}`, quantityOf(2)))
        expect(shop.database.one('orders', `order-${openid}`)?.state).toBe('preparing')
      }
      const workers = ['order-alice', 'order-alice', 'order-bob']
      await race(scheduler, workers.map((orderId, index) => () => deliverCodes(shop.worker(raced(scheduler, `delivery ${index}`)), orderId).catch(() => 'busy')))
      expect(alwaysBroken(shop)).toEqual([])
      await shop.passes(5 * MINUTE_MS)
      const given = [...(await reveal(shop, 'alice', 'order-alice')).codes, ...(await reveal(shop, 'bob', 'order-bob')).codes]
      expect(new Set(given).size).toBe(4)
      expect(leftUndone(shop)).toEqual([])
    }), { numRuns: 200 })
  }, 30_000)

  it('S11, S45: card codes are shown on iOS and not sold there', async () => {
    const shop = aGoodsShop()
    await imports(shop, someCodes(1))
    const quote = { kind: 'alone', lines: WISHES.card.lines, groupId: null, couponIds: [], points: 0, useBalance: false, delivery: 'standard', region: null }
    expect(await shop.value('alice', 'goods.get', { productId: 'card' })).toMatchObject({ kind: 'virtual', onSale: true })
    expect(await shop.call('alice', { procedure: 'cart.quote', input: { ...quote, platform: 'ios' } })).toMatchObject({ outcome: 'refused', refusal: 'not_sold_on_ios' })
    for (const platform of ['android', 'other']) expect(await shop.call('alice', { procedure: 'cart.quote', input: { ...quote, platform } })).toMatchObject({ outcome: 'ok' })
    // The phone that quoted elsewhere and submits as an iPhone is refused as well.
    const input = await shop.placeInput('alice', 'order-alice', { ...WISHES.card, platform: 'android' })
    expect(await shop.call('alice', { procedure: 'order.place', input: { ...input, platform: 'ios' } })).toMatchObject({ refusal: 'not_sold_on_ios' })
  })

  it('S45: a group that fails never had codes', async () => {
    const shop = aGoodsShop()
    await imports(shop, someCodes(2))
    await buys(shop, 'alice', 'order-alice', { ...WISHES.card, kind: 'open' })
    expect(await shop.call('alice', { procedure: 'order.revealCodes', input: { orderId: 'order-alice' } })).toMatchObject({ refusal: 'codes_not_ready' })
    await shop.passes(HOUR_MS + 5 * MINUTE_MS)
    expect((await shop.order('alice', 'order-alice')).state).toBe('closed')
    expect(shop.database.all('card_codes').every(code => code.state === 'unused')).toBe(true)
    expect(shop.database.one('stocks', 'card-50')).toMatchObject({ available: 2, held: 0, sold: 0 })
    expect(leftUndone(shop)).toEqual([])
  })
})

describe('looking at card codes', () => {
  it('S45: the owner alone sees them, every look is noted, the first is the receipt', async () => {
    const shop = aGoodsShop()
    await imports(shop, someCodes(1))
    await buys(shop, 'alice', 'order-alice', WISHES.card)
    expect(await shop.call('bob', { procedure: 'order.revealCodes', input: { orderId: 'order-alice' } })).toMatchObject({ refusal: 'order_not_found' })
    const first = await reveal(shop, 'alice', 'order-alice')
    expect(first).toEqual({ codes: ['LT-000001'], revealedAt: shop.now })
    shop.now += MINUTE_MS
    expect(await reveal(shop, 'alice', 'order-alice')).toEqual(first)
    expect(shop.database.all('code_reveals').map(({ openid, orderId, at }) => ({ openid, orderId, at }))).toEqual([
      { openid: 'alice', orderId: 'order-alice', at: first.revealedAt }, { openid: 'alice', orderId: 'order-alice', at: first.revealedAt + MINUTE_MS },
    ])
    expect(await shop.order('alice', 'order-alice')).toMatchObject({ state: 'received', codes: { count: 1, revealedAt: first.revealedAt } })
    shop.now += 8 * DAY_MS
    await shop.passes(MINUTE_MS)
    expect(await shop.order('alice', 'order-alice')).toMatchObject({ state: 'completed', actions: ['reveal_codes', 'buy_again'] })
    expect(leftUndone(shop)).toEqual([])
  })

  it('S45, S88: codes that were seen are not taken back; codes that were not are void and never sold again', async () => {
    const shop = aGoodsShop()
    await imports(shop, someCodes(3))
    await buys(shop, 'alice', 'order-alice', quantityOf(2))
    await buys(shop, 'bob', 'order-bob', WISHES.card)
    await reveal(shop, 'bob', 'order-bob')
    const asks = (openid: string, orderId: string, quantity: number): Promise<Reply> =>
      shop.call(openid, { procedure: 'return.request', input: { orderId, lines: [{ skuId: 'card-50', quantity }], reason: '买错了' } })
    expect(await asks('bob', 'order-bob', 1)).toMatchObject({ refusal: 'codes_revealed' })
    expect(await asks('alice', 'order-alice', 1)).toMatchObject({ outcome: 'ok' })
    // While the merchant decides, nobody may look and then be paid back.
    expect(await shop.call('alice', { procedure: 'order.revealCodes', input: { orderId: 'order-alice' } })).toMatchObject({ refusal: 'return_open' })
    await shop.asMerchant('return.approve', { returnId: 'order-alice-R1', restock: true })
    expect(alwaysBroken(shop)).toEqual([])
    expect(shop.database.all('card_codes').map(code => code.state).sort()).toEqual(['assigned', 'assigned', 'void'])
    expect(shop.database.one('stocks', 'card-50')).toMatchObject({ available: 0, sold: 3 })
    expect(await imports(shop, someCodes(3), 'again')).toEqual({ received: 3, fresh: 0 })
    expect((await reveal(shop, 'alice', 'order-alice')).codes).toHaveLength(1)
    await shop.passes(5 * MINUTE_MS)
    expect(leftUndone(shop)).toEqual([])
  })

  it('S45: whoever is first, codes are either seen or taken back, and looking twice at once is one receipt', async () => {
    const outcomes = new Set<string>()
    await fc.assert(fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const shop = aGoodsShop()
      await imports(shop, someCodes(1))
      await buys(shop, 'alice', 'order-alice', WISHES.card)
      const calls = [
        { procedure: 'order.revealCodes', input: { orderId: 'order-alice' } },
        { procedure: 'order.revealCodes', input: { orderId: 'order-alice' } },
        { procedure: 'return.request', input: { orderId: 'order-alice', lines: [{ skuId: 'card-50', quantity: 1 }], reason: '不要了' } },
      ]
      const [one, two, back] = await race(scheduler, calls.map((event, index) => () => shop.call('alice', event, shop.worker(raced(scheduler, `call ${index}`))))) as Reply[]
      const seen = [one, two].filter(reply => reply?.outcome === 'ok')
      expect(seen.length > 0 && back?.outcome === 'ok').toBe(false)
      expect(shop.database.all('code_reveals')).toHaveLength(seen.length)
      outcomes.add(seen.length > 0 ? 'seen' : 'back')
      expect(alwaysBroken(shop)).toEqual([])
    }), { numRuns: 200 })
    expect([...outcomes].sort()).toEqual(['back', 'seen'])
  }, 30_000)
})
