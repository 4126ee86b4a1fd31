import { describe, expect, it } from 'vitest'
import type { InspectionView, OrderView, Page, QuoteView, RestrictionsView, WorkItemView } from '../../cloudfunctions/contract'
import { NO_RESTRICTIONS, impose, MAX_RESTRICTED_GOODS } from '../../cloudfunctions/domain/oversight/restriction'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../cloudfunctions/domain/kernel/instant'
import { aProduct, aRequest } from '../support/builders'
import { leftUndone } from '../support/invariants'
import { saysTurnedAway } from '../support/memory-store'
import { TestShop } from '../support/shop'
import { aWalletShop, topUpIdOf } from '../support/wallet'

/** A shop somebody else oversees: `overseer` may, the clerk who sells in it may not. */
function overseen(shop = new TestShop()): TestShop {
  shop.database.put('staff', { id: 'overseer', role: 'operator' })
  shop.database.put('staff', { id: 'clerk', role: 'merchant' })
  return shop
}

async function asks<T>(shop: TestShop, procedure: string, input: unknown, openid = 'overseer'): Promise<T> {
  const reply = await shop.admin(openid, { procedure, input })
  if (reply.outcome !== 'ok') throw new Error(JSON.stringify(reply))
  return reply.value as T
}

const restricts = (shop: TestShop, target: object, requestId = 'restrict-1'): Promise<RestrictionsView> => asks(shop, 'restriction.impose', { target, reason: '资质过期', requestId })
const quote = (shop: TestShop, wish = {}): Promise<unknown> => shop.call('bob', { procedure: 'cart.quote', input: { ...aRequest(), ...wish, region: null } })
const SHOP = { kind: 'shop' }
const ORANGES = { kind: 'goods', productId: 'orange' }

describe('a restricted shop', () => {
  it('S13: sells nothing, alone or in a group, whatever the phone showed, and takes no money in', async () => {
    const shop = overseen(aWalletShop())
    const groupId = await shop.opensGroup('alice', 'order-alice')
    const inputs = [await shop.placeInput('bob', 'order-1'), await shop.placeInput('bob', 'order-2', { kind: 'open' }), await shop.placeInput('bob', 'order-3', { kind: 'join', groupId })]
    await restricts(shop, SHOP)
    const before = shop.database.digest()
    for (const input of inputs) expect(await shop.call('bob', { procedure: 'order.place', input })).toMatchObject({ outcome: 'refused', refusal: 'shop_restricted' })
    expect(await quote(shop)).toMatchObject({ refusal: 'shop_restricted' })
    expect(await shop.call('bob', { procedure: 'balance.topUp', input: { topUpId: topUpIdOf('bob'), amountFen: 1000 } })).toMatchObject({ refusal: 'shop_restricted' })
    expect(shop.database.digest()).toBe(before)
  })

  it('S13: still ships, refunds and finishes what was bought before', async () => {
    const shop = overseen()
    await shop.place('alice', 'order-alice')
    await shop.pays('alice', 'order-alice')
    await shop.opensGroup('bob', 'order-bob')
    await restricts(shop, SHOP)
    await shop.asMerchant('order.ship', { orderId: 'order-alice', supplierId: '', company: 'SF', trackingNo: 'SF1234567' })
    expect((await shop.value<OrderView>('alice', 'order.confirmReceipt', { orderId: 'order-alice' })).state).toBe('received')
    await shop.passes(HOUR_MS + 2 * MINUTE_MS)
    expect(shop.database.all('refunds')).toMatchObject([{ orderId: 'order-bob', state: 'succeeded' }])
    expect(leftUndone(shop)).toEqual([])
  })

  it('S13: sells again once it is restored; both are written down, and the merchant is told why and when it is over', async () => {
    const shop = overseen()
    await restricts(shop, SHOP)
    const work = async (state: 'open' | 'closed'): Promise<readonly WorkItemView[]> => (await shop.asMerchant<Page<WorkItemView>>('work.list', { state, cursor: null })).items
    expect(await work('open')).toMatchObject([{ kind: 'sale_restricted', subject: 'shop', detail: '资质过期', ways: [] }])
    expect(await shop.admin('clerk', { procedure: 'work.resolve', input: { id: 'restricted-shop', requestId: 'note-1', resolution: { way: 'noted', note: '已处理' } } })).toMatchObject({ refusal: 'way_not_possible' })
    shop.now += HOUR_MS
    const restored = { target: SHOP, note: '新证已上传', requestId: 'restore-1' }
    expect(await asks(shop, 'restriction.lift', restored)).toEqual({ shop: null, goods: [] })
    expect(await asks(shop, 'restriction.lift', restored)).toEqual({ shop: null, goods: [] })
    expect(await quote(shop)).toMatchObject({ outcome: 'ok' })
    expect(await work('open')).toEqual([])
    expect(await work('closed')).toHaveLength(1)
    expect(shop.database.all('audits').filter(audit => audit.act.startsWith('restriction'))).toMatchObject([
      { act: 'restriction.impose', openid: 'overseer', subject: 'shop', detail: '资质过期' },
      { act: 'restriction.lift', openid: 'overseer', subject: 'shop', detail: '新证已上传', at: shop.now },
    ])
  })

  it('S13: whoever sells in it cannot lift it, not even its owner, nor take the right to it from somebody', async () => {
    const shop = overseen()
    await restricts(shop, SHOP)
    const before = shop.database.digest()
    for (const openid of ['clerk', 'merchant', 'alice']) {
      expect(await shop.admin(openid, { procedure: 'restriction.lift', input: { target: SHOP, note: '没事', requestId: 'restore-1' } })).toMatchObject({ refusal: 'not_allowed' })
    }
    expect(await shop.admin('clerk', { procedure: 'leader.save', input: { openid: 'overseer', active: false } })).toMatchObject({ refusal: 'staff_is_merchant' })
    // And whoever oversees it does not run it.
    expect(await shop.admin('overseer', { procedure: 'work.list', input: { cursor: null } })).toMatchObject({ refusal: 'not_allowed' })
    expect(shop.database.digest(saysTurnedAway)).toBe(before)
  })
})

describe('restricted goods', () => {
  it('S13: are not sold, not even in a group that is open; everything else is', async () => {
    const shop = overseen()
    shop.database.put('products', aProduct({ id: 'rice', skus: shop.product.skus.map(sku => ({ ...sku, skuId: `rice-${sku.skuId}` })) }))
    const groupId = await shop.opensGroup('alice', 'order-alice')
    expect(await restricts(shop, ORANGES)).toMatchObject({ shop: null, goods: [{ productId: 'orange', reason: '资质过期' }] })
    expect(await quote(shop)).toMatchObject({ refusal: 'goods_restricted' })
    expect(await quote(shop, { kind: 'join', groupId })).toMatchObject({ refusal: 'goods_restricted' })
    const rice = { lines: [{ productId: 'rice', skuId: 'rice-orange-5', quantity: 1 }] }
    expect((await shop.value<QuoteView>('bob', 'cart.quote', { ...aRequest(), ...rice, region: null })).payableFen).toBeGreaterThan(0)
    await asks(shop, 'restriction.lift', { target: ORANGES, note: '复检合格', requestId: 'restore-1' })
    expect(await quote(shop, { kind: 'join', groupId })).toMatchObject({ outcome: 'ok' })
  })

  it('S13: restricted twice, lifted twice and too many are refused; another act under the same id too', async () => {
    const shop = overseen()
    await restricts(shop, ORANGES)
    expect(await restricts(shop, ORANGES)).toMatchObject({ goods: [{ productId: 'orange' }] })
    const refusal = async (procedure: string, input: object): Promise<unknown> => shop.admin('overseer', { procedure, input })
    expect(await refusal('restriction.impose', { target: ORANGES, reason: '又一次', requestId: 'restrict-2' })).toMatchObject({ refusal: 'already_restricted' })
    expect(await refusal('restriction.lift', { target: SHOP, note: '没有的事', requestId: 'restore-1' })).toMatchObject({ refusal: 'not_restricted' })
    expect(await refusal('restriction.lift', { target: ORANGES, note: '复检', requestId: 'restrict-1' })).toMatchObject({ refusal: 'request_id_taken' })
    const full = { goods: Array.from({ length: MAX_RESTRICTED_GOODS }, (_, at) => ({ productId: `p${at}`, at: 0, by: 'x', reason: '' })) }
    expect(impose(full, { kind: 'goods', productId: 'one-more' }, { at: 0, by: 'x', reason: '' })).toEqual({ ok: false, refusal: 'too_many_restricted' })
    expect(impose(NO_RESTRICTIONS, { kind: 'shop' }, { at: 0, by: 'x', reason: '' })).toMatchObject({ ok: true })
  })
})

describe('spot checks', () => {
  function withGoods(count: number): TestShop {
    const shop = overseen()
    for (let at = 0; at < count; at++) shop.database.put('products', aProduct({ id: `p${String(at).padStart(3, '0')}`, rank: at % 7 }))
    return shop
  }
  const open = async (shop: TestShop): Promise<readonly InspectionView[]> => (await asks<Page<InspectionView>>(shop, 'inspection.list', { state: 'open', cursor: null })).items

  it('S13: draws goods by chance, the same ones however often it is asked, one a product and day', async () => {
    const shop = withGoods(130)
    const first = { count: 5, requestId: 'draw-1' }
    expect(await asks(shop, 'inspection.draw', first)).toEqual({ drawn: 5 })
    const drawn = (await open(shop)).map(one => one.productId)
    expect(await asks(shop, 'inspection.draw', first)).toEqual({ drawn: 5 })
    expect((await open(shop)).map(one => one.productId)).toEqual(drawn)
    const chances = new Set<string>()
    for (let draw = 2; draw < 60; draw++) {
      shop.now += DAY_MS
      await asks(shop, 'inspection.draw', { count: 20, requestId: `draw-${draw}` })
    }
    for (const { productId } of shop.database.all('inspections')) chances.add(productId)
    // Everything comes up sooner or later, wherever it stands in the shop.
    expect(chances.size).toBe(131)
  })

  it('S13: a verdict is given once; it ends there, or takes the goods or the shop from sale in the same breath', async () => {
    const shop = withGoods(0)
    const verdicts = [['passed', { shop: null, goods: [] }], ['warned', { shop: null, goods: [] }], ['goods_restricted', { shop: null, goods: [{ productId: 'orange' }] }], ['shop_restricted', { shop: { reason: '见附件' } }]] as const
    for (const [index, [verdict, restrictions]] of verdicts.entries()) {
      shop.now += DAY_MS
      for (const lifted of [SHOP, ORANGES]) await shop.admin('overseer', { procedure: 'restriction.lift', input: { target: lifted, note: '重来', requestId: `again-${index}-${lifted.kind}` } })
      await asks(shop, 'inspection.draw', { count: 1, requestId: `draw-${index}` })
      const [one] = await open(shop)
      const said = { inspectionId: one?.inspectionId, verdict, note: '见附件', requestId: `verdict-${index}` }
      expect(await asks(shop, 'inspection.decide', said)).toMatchObject({ productId: 'orange', decided: { verdict, note: '见附件', by: 'overseer', at: shop.now } })
      expect(await asks(shop, 'inspection.decide', said)).toMatchObject({ decided: { verdict } })
      expect(await shop.admin('overseer', { procedure: 'inspection.decide', input: { ...said, requestId: `twice-${index}` } })).toMatchObject({ refusal: 'inspection_decided' })
      expect(await asks(shop, 'restriction.list', {})).toMatchObject(restrictions)
      expect(await open(shop)).toEqual([])
    }
    expect(shop.database.all('audits').filter(audit => audit.act === 'inspection.decide').map(audit => audit.detail)).toEqual(verdicts.map(([verdict]) => `${verdict}: 见附件`))
  })

  it('S13: goods that are restricted already are not drawn', async () => {
    const shop = withGoods(0)
    await restricts(shop, ORANGES)
    expect(await asks(shop, 'inspection.draw', { count: 3, requestId: 'draw-1' })).toEqual({ drawn: 0 })
  })
})
