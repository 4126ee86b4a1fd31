import { HOUR_MS, MINUTE_MS } from '../../../cloudfunctions/domain/kernel/instant'
import { fen } from '../../../cloudfunctions/domain/kernel/fen'
import { sweep } from '../../../cloudfunctions/usecases/sweeps/sweep'
import { ADDRESS, T0 } from '../builders'
import { aGoodsShop, imports, SERVICE, someCodes, WISHES } from '../goods'
import { leftUndone } from '../invariants'
import { aTemplate, claims } from '../merchant'
import { dayCloses } from '../settlement'
import type { Purchase, TestShop } from '../shop'
import { cartOf, FARM, MILL, withSuppliers } from '../suppliers'
import { givePoints, paysTopUp, topsUp, topUpIdOf, WALLET_SETUP } from '../wallet'

/** Whose these are: Alice buys, Carol leads a group, the farmer and the miller send goods, the clerk works for the merchant. */
export const PARCEL = { company: 'SF', trackingNo: 'SF1234567' }

/** What nobody but Alice and whoever must send her goods may see. */
export const SECRETS = { name: '林晓月', phone: '13900007777', detail: '秘密花园 7 幢', email: 'alice@example.com', taxNo: '91330000MA27XXXX1A' }

const ALICES_ADDRESS = { ...ADDRESS, name: SECRETS.name, phone: SECRETS.phone, detail: SECRETS.detail }

/** Ids that stand for themselves in the rows. */
export const MISSING = 'nobody-00000'
export const TOP_UP = topUpIdOf('alice')
export const GROUP = 'g-order-carol'

async function buys(shop: TestShop, orderId: string, wish: Purchase = {}): Promise<void> {
  await shop.place('alice', orderId, { address: ALICES_ADDRESS, ...wish })
  await shop.pays('alice', orderId)
}

async function sends(shop: TestShop, orderId: string): Promise<void> {
  await shop.asMerchant('order.ship', { orderId, supplierId: '', ...PARCEL, packedAsAsked: true })
}

async function gets(shop: TestShop, orderId: string, wish?: Purchase): Promise<void> {
  await buys(shop, orderId, wish)
  await sends(shop, orderId)
  await shop.value('alice', 'order.confirmReceipt', { orderId })
}

/** Yesterday: money put in, an order, and a group that failed whose refund got stuck. The day is closed. */
async function yesterday(shop: TestShop): Promise<void> {
  await topsUp(shop, 'alice', 1000, 'yesterday')
  givePoints(shop, 'alice', 500)
  await gets(shop, 'order-old')
  await shop.opensGroup('alice', 'order-stuck', { address: ALICES_ADDRESS })
  shop.pay.refundOutcome = 'abnormal'
  shop.now += 2 * HOUR_MS
  await sweep(shop.worker())
  shop.pay.refundOutcome = 'succeeded'
  await dayCloses(shop)
}

/** Today: something in every state a procedure asks for. */
async function today(shop: TestShop): Promise<void> {
  await imports(shop, someCodes(6))
  await shop.asMerchant('coupon.save', aTemplate({ claimUntil: T0 + 240 * HOUR_MS }))
  await shop.asMerchant('coupon.save', aTemplate({ templateId: 'gold', costPoints: 100, perShopper: 2, claimUntil: T0 + 240 * HOUR_MS }))
  await shop.asMerchant('coupon.save', aTemplate({ templateId: 'hers', claimUntil: T0 + 240 * HOUR_MS }))
  await claims(shop, 'alice', 'hers')
  await shop.asMerchant('rules.save', { rule: { kind: 'threshold_discount', id: 'off', scope: { kind: 'all' }, by: 'amount', tiers: [{ from: 50_000, offFen: 100 }], repeat: 'once', capFen: null } })
  await gets(shop, 'order-got')
  await gets(shop, 'order-back')
  await shop.value('alice', 'return.request', { orderId: 'order-back', lines: [{ skuId: 'orange-5', quantity: 1 }], reason: '坏了' })
  for (const orderId of ['order-bill', 'order-billed']) {
    await gets(shop, orderId)
    await shop.value('alice', 'invoice.request', { orderId, title: '小林公司', taxNo: SECRETS.taxNo, email: SECRETS.email })
  }
  await shop.asMerchant('invoice.issue', { invoiceId: 'order-billed', number: '24332000000000000001', file: '/storage/invoice.pdf' })
  await buys(shop, 'order-code', WISHES.card)
  await buys(shop, 'order-spa', WISHES.spa)
  await buys(shop, 'order-sent')
  await sends(shop, 'order-sent')
  await buys(shop, 'order-peach', cartOf('peach'))
  await buys(shop, 'order-paid')
  await shop.opensGroup('carol', 'order-carol')
  await shop.value('alice', 'share.create', { groupId: GROUP })
  await paysTopUp(shop, 'alice', 10_000)
  await shop.place('alice', 'order-placed', { address: ALICES_ADDRESS, useBalance: true, points: 200 })
  await shop.askToPay('alice', 'order-placed')
}

async function build(): Promise<TestShop> {
  const setup = {
    ...WALLET_SETUP,
    levels: [{ level: 1, name: '常客', fromGrowth: 100 }],
    suppliers: [FARM, MILL],
    switches: { simulatedCompletion: true, storedValue: true },
  }
  const shop = aGoodsShop({ activity: { size: 3, perShopperLimit: 50 } }, { service: { ...SERVICE, validFrom: T0 }, setup })
  withSuppliers(shop)
  const carrier = shop.database.one('shop_setup', 'shop')?.freightTemplates ?? []
  const templates = aGoodsShop().database.one('shop_setup', 'shop')?.freightTemplates ?? carrier
  shop.database.put('shop_setup', { ...setup, freightTemplates: [...templates, ...templates.map(one => ({ ...one, id: 'spare', coldFen: fen(0) }))] })
  shop.database.put('staff', { id: 'clerk', role: 'merchant' })
  shop.database.put('staff', { id: 'lily', role: 'leader' })
  shop.database.put('staff', { id: 'overseer', role: 'operator' })
  shop.database.put('staff', { id: 'former-leader', role: 'former' })
  await yesterday(shop)
  await today(shop)
  // So many orders in a minute are more than one shopper places.
  shop.now += MINUTE_MS
  if (shop.faults.length > 0) throw new Error(shop.faults.join('\n'))
  return shop
}

let world: Promise<TestShop> | undefined

/** A shop of one's own with everything in it that any procedure can be about. */
export async function aWorld(): Promise<TestShop> {
  world ??= build()
  return (await world).fork()
}

/** The world's own checks: it must be sound, and everything in it must be able to end. */
export async function worldUndone(): Promise<string[]> {
  const shop = await aWorld()
  for (let minutes = 0; minutes < 100; minutes += 5) await shop.passes(5 * 60_000)
  return leftUndone(shop)
}
