import type { ShopProcedures } from '../../../cloudfunctions/contract'
import { TRANSFER } from '../commission'
import { PRIVACY_VERSION } from '../../../cloudfunctions/domain/member/consent'
import type { TestShop } from '../shop'
import { givePoints, topUpIdOf } from '../wallet'
import { confirmed, earned, takenOut } from './commission'
import { BLOCK, blocked } from './risk'
import type { Rows } from './row'
import { GROUP, TOP_UP } from './world'

/** Whatever was hers is another's, so that nothing is open: somebody with a few points alone. */
async function becomesNew(world: TestShop, openid: string): Promise<void> {
  // What is paid is settled first, with its payer's own name.
  await world.value(openid, 'balance.topUpSync', { topUpId: TOP_UP })
  const { database } = world
  for (const [collection, table] of [...database.tables]) {
    for (const [id, { document }] of [...table]) {
      const text = JSON.stringify(document)
      if (!text.includes(`"${openid}"`)) continue
      table.delete(id)
      database.put(collection, JSON.parse(text.replaceAll(`"${openid}"`, `"former-${openid}"`)) as never)
    }
  }
  givePoints(world, openid, 30)
}

/** Alice calls them. */
export const SHOP_ROWS: Rows<ShopProcedures> = {
  'session.start': { for: 'shopper', own: 'none', everyCallCounts: 'each opening is a visit', input: { source: 'share', code: null, path: 'pages/home/index' } },
  'home.get': { for: 'shopper', own: 'none', reads: true, input: {} },
  'goods.list': { for: 'shopper', own: 'none', everyCallCounts: 'each search is counted', input: { categoryId: null, keyword: '脐橙', cursor: null } },
  'goods.get': { for: 'shopper', own: 'public', reads: true, input: { productId: 'orange' } },
  'search.hot': { for: 'shopper', own: 'none', reads: true, input: {} },
  'group.get': { for: 'shopper', own: 'public', reads: true, input: { groupId: GROUP } },
  'share.create': { for: 'shopper', own: 'public', input: { groupId: 'g-order-stuck' } },
  'share.code': { for: 'shopper', own: 'public', reads: true, input: world => ({ code: world.database.all('share_codes')[0]?.id ?? '' }) },
  'cart.quote': {
    for: 'shopper', own: 'none', reads: true,
    input: { kind: 'alone', lines: [{ productId: 'orange', skuId: 'orange-5', quantity: 1 }], groupId: null, couponIds: [], points: 0, useBalance: false, delivery: 'standard', platform: 'other', region: null },
  },
  'order.place': { for: 'shopper', own: 'new', input: world => world.placeInput('alice', 'order-new', { kind: 'join', groupId: GROUP, useBalance: true, points: 100 }) },
  'order.pay': { for: 'shopper', own: 'orderId', input: { orderId: 'order-placed' } },
  'order.sync': { for: 'shopper', own: 'orderId', before: async world => world.pay.force('order-placed'), input: { orderId: 'order-placed' } },
  'order.cancel': { for: 'shopper', own: 'orderId', input: { orderId: 'order-placed' } },
  'order.get': { for: 'shopper', own: 'orderId', reads: true, input: { orderId: 'order-paid' } },
  'order.list': { for: 'shopper', own: 'none', reads: true, input: { tab: 'all', cursor: null } },
  'order.confirmReceipt': { for: 'shopper', own: 'orderId', input: { orderId: 'order-sent' } },
  'order.revealCodes': { for: 'shopper', own: 'orderId', everyCallCounts: 'each look is noted', input: { orderId: 'order-code' } },
  'return.request': { for: 'shopper', own: 'orderId', input: { orderId: 'order-got', lines: [{ skuId: 'orange-5', quantity: 1 }], reason: '太酸' } },
  'voucher.mine': { for: 'shopper', own: 'none', reads: true, input: { cursor: null } },
  'me.get': { for: 'shopper', own: 'none', reads: true, input: {} },
  'me.update': { for: 'shopper', own: 'none', input: { nickname: '阿月', avatar: '/storage/moon.png' } },
  'message.allow': { for: 'shopper', own: 'none', everyCallCounts: 'each permission is for one message more', input: { keys: ['order_shipped'] } },
  'coupon.centre': { for: 'shopper', own: 'none', reads: true, input: { cursor: null } },
  'coupon.claim': { for: 'shopper', own: 'public', input: { templateId: 'five' } },
  'coupon.mine': { for: 'shopper', own: 'none', reads: true, input: { state: 'usable', cursor: null } },
  'points.get': { for: 'shopper', own: 'none', reads: true, input: {} },
  'points.checkIn': { for: 'shopper', own: 'none', input: {} },
  'points.exchange': { for: 'shopper', own: 'public', before: async world => givePoints(world, 'alice', 300), input: { templateId: 'gold', requestId: 'request-1' } },
  'balance.get': { for: 'shopper', own: 'none', reads: true, input: {} },
  'balance.topUp': { for: 'shopper', own: 'new', input: { topUpId: topUpIdOf('another'), amountFen: 10_000 } },
  'balance.topUpSync': { for: 'shopper', own: 'topUpId', input: { topUpId: TOP_UP } },
  'wallet.history': { for: 'shopper', own: 'none', reads: true, input: { unit: 'fen', cursor: null } },
  'commission.get': { for: 'shopper', own: 'none', reads: true, input: {} },
  'commission.withdraw': { for: 'shopper', own: 'new', before: earned, input: { transferId: 'withdrawal00009', amountFen: 100, name: null } },
  'commission.sync': { for: 'shopper', own: 'transferId', before: confirmed, input: { transferId: TRANSFER } },
  'commission.cancel': { for: 'shopper', own: 'transferId', before: takenOut, input: { transferId: TRANSFER } },
  'commission.transfers': { for: 'shopper', own: 'none', reads: true, before: takenOut, input: { cursor: null } },
  'invoice.request': { for: 'shopper', own: 'orderId', input: { orderId: 'order-got', title: '小林公司', taxNo: null, email: 'alice@example.com' } },
  'privacy.agree': { for: 'shopper', own: 'none', before: world => world.value('alice', 'privacy.withdraw', {}), input: { version: PRIVACY_VERSION } },
  'privacy.withdraw': { for: 'shopper', own: 'none', input: {} },
  'me.export': { for: 'shopper', own: 'none', reads: true, input: { cursor: null } },
  'me.delete': { for: 'shopper', own: 'none', before: world => becomesNew(world, 'alice'), input: { confirmed: true } },
  'invoice.list': { for: 'shopper', own: 'none', reads: true, input: { cursor: null } },
  'block.get': { for: 'shopper', own: 'blockId', reads: true, before: blocked, input: { blockId: BLOCK.id } },
  'block.appeal': { for: 'shopper', own: 'blockId', before: blocked, input: { blockId: BLOCK.id, text: '我只是在挑水果' } },
  'device.agree': { for: 'shopper', own: 'none', input: { deviceId: 'the-phone-of-alice', consent: 'v1' } },
  'device.forget': { for: 'shopper', own: 'none', before: world => world.value('alice', 'device.agree', { deviceId: 'the-phone-of-alice', consent: 'v1' }), input: {} },
}
