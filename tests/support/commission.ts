import type { TransferView } from '../../cloudfunctions/contract/commission'
import { fen } from '../../cloudfunctions/domain/kernel/fen'
import { DAY_MS, MINUTE_MS } from '../../cloudfunctions/domain/kernel/instant'
import { balances } from '../../cloudfunctions/domain/ledger/postings'
import { settlementShop } from './settlement'
import type { TestShop } from './shop'

export const TRANSFER = 'transfer00000001'
/** Five per cent of the 2990 that Bob pays in Alice's group. */
export const EARNED = 149

/** Alice is a leader of the shop, which pays leaders five per cent. */
export function leaderShop(): TestShop {
  const shop = settlementShop()
  const setup = shop.database.one('shop_setup', 'shop')
  if (!setup) throw new Error('no setup')
  shop.database.put('shop_setup', { ...setup, commission: { rates: [{ from: 0, perMyriad: 500 }], perTransferFen: fen(50_000), perDayFen: fen(200_000) } })
  shop.database.put('staff', { id: 'alice', role: 'leader' })
  return shop
}

/** Bob buys in Alice's group; both receive and keep their goods until the sales are over. */
export async function aliceEarns(shop: TestShop, mark = ''): Promise<void> {
  const groupId = await shop.opensGroup('alice', `order-alice${mark}`)
  await shop.place('bob', `order-bob${mark}`, { kind: 'join', groupId })
  await shop.pays('bob', `order-bob${mark}`)
  await completesAll(shop, [['alice', `order-alice${mark}`], ['bob', `order-bob${mark}`]])
}

export async function completesAll(shop: TestShop, orders: readonly (readonly [string, string])[]): Promise<void> {
  for (const [openid, orderId] of orders) {
    await shop.asMerchant('order.ship', { orderId, supplierId: '', company: 'SF', trackingNo: 'SF1234567' })
    await shop.value(openid, 'order.confirmReceipt', { orderId })
  }
  shop.now += 8 * DAY_MS
  await shop.passes(MINUTE_MS)
}

export function withdraws(shop: TestShop, amountFen = 100, over: object = {}): ReturnType<TestShop['call']> {
  return shop.call('alice', { procedure: 'commission.withdraw', input: { transferId: TRANSFER, amountFen, name: null, ...over } })
}

export async function synced(shop: TestShop, transferId = TRANSFER): Promise<TransferView> {
  return shop.value('alice', 'commission.sync', { transferId })
}

export function books(shop: TestShop): ReturnType<typeof balances> {
  return balances(shop.database.all('postings'))
}
