import { fen } from '../../cloudfunctions/domain/kernel/fen'
import { DAY_MS, HOUR_MS } from '../../cloudfunctions/domain/kernel/instant'
import { promisePart } from '../../cloudfunctions/domain/refund/promise-refund'
import type { Payee } from '../../cloudfunctions/domain/split/split'
import { saveRefund } from '../../cloudfunctions/usecases/member/credit'
import { completeOrder, receiveOrder } from '../../cloudfunctions/usecases/order/receive-order'
import { settlementShop } from './settlement'
import type { TestShop } from './shop'

export const FARM_MCHID = '1900000109'
const FARM: Payee = { supplierId: 'farm', type: 'merchant', account: FARM_MCHID, name: '赣南果园' }

/** The shop's oranges are a farm's, which gets so many per cent of what is paid for them, through WeChat. */
export function farmShop(sharePercent = 20, payee: Payee = FARM): TestShop {
  const shop = settlementShop()
  shop.database.put('products', { ...shop.product, supplierId: 'farm' })
  const setup = shop.database.one('shop_setup', 'shop')
  if (!setup) throw new Error('no setup')
  shop.database.put('shop_setup', { ...setup, suppliers: [{ supplierId: 'farm', name: '果园', sharePercent, staff: [] }], payees: [payee] })
  shop.pay.money.receivers.add(payee.account)
  return shop
}

/** An order of the farm's oranges, paid, sent, received, and past its return window, all in ten days. */
export async function farmOrder(shop: TestShop, orderId = 'order-alice'): Promise<void> {
  await shop.place('alice', orderId)
  await shop.pays('alice', orderId)
  const sent = await shop.admin('merchant', { procedure: 'order.ship', input: { orderId, supplierId: 'farm', company: 'SF', trackingNo: 'SF12345678' } })
  if (sent.outcome !== 'ok') throw new Error(JSON.stringify(sent))
  shop.now += 2 * DAY_MS
  await receiveOrder(shop.worker(), orderId)
  shop.now += 8 * DAY_MS + HOUR_MS
}

/** The sale is over. */
export function completes(shop: TestShop, orderId = 'order-alice'): Promise<void> {
  return completeOrder(shop.worker(), orderId)
}

/** A part of the money of an order goes back after its sale, as the merchant may decide. */
export async function givesBack(shop: TestShop, orderId: string, amountFen: number): Promise<void> {
  const { store } = shop.worker()
  await store.transaction(async (tx) => {
    const order = await tx.get('orders', orderId)
    if (!order) throw new Error('no order')
    const left = order.lines.map(line => ({ ...line.left, paidFen: fen(line.left.paidFen - amountFen) }))
    const promise = promisePart(order, 'returned', `${orderId}-R${order.refundIds.length}`, { amountFen: fen(amountFen), points: 0, left }, shop.now)
    await saveRefund(tx, promise, shop.now)
  })
}
