import { fen } from '../../cloudfunctions/domain/kernel/fen'
import { DAY_MS } from '../../cloudfunctions/domain/kernel/instant'
import { checkInPosting } from '../../cloudfunctions/domain/ledger/postings'
import { newMember } from '../../cloudfunctions/domain/member/member'
import { refundOf } from '../../cloudfunctions/domain/pricing/paid-line'
import { promisePart } from '../../cloudfunctions/domain/refund/promise-refund'
import { refundId } from '../../cloudfunctions/domain/refund/refund'
import { NO_SETUP, type ShopSetup } from '../../cloudfunctions/domain/shop/setup'
import type { TopUpPayView } from '../../cloudfunctions/contract'
import type { PaymentFacts } from '../../cloudfunctions/domain/payment/payment'
import { runOwn } from '../../cloudfunctions/usecases/effects/run-effects'
import { saveRefund } from '../../cloudfunctions/usecases/member/credit'
import { recordPayment } from '../../cloudfunctions/usecases/payments/record-payment'
import { sweep } from '../../cloudfunctions/usecases/sweeps/sweep'
import { aRule } from '../domain/pricing/builders'
import { TestShop } from './shop'

/** A shop in which points pay up to half at a fen each, every yuan earns one, and money can be put in: ¥100 brings ¥10. */
export const WALLET_SETUP: ShopSetup = {
  ...NO_SETUP,
  rules: [aRule('points_money', { fenPerPoint: fen(1), maxPercent: 50, minPoints: 1 }), aRule('points_earned')],
  topUpBonuses: [{ fromFen: fen(10_000), bonusFen: fen(1000) }, { fromFen: fen(20_000), bonusFen: fen(3000) }],
  checkInPoints: 5,
  checkInStreak: { days: 7, points: 20 },
  switches: { simulatedCompletion: false, storedValue: true },
}

export function aWalletShop(options: ConstructorParameters<typeof TestShop>[0] = {}, setup: Partial<ShopSetup> = {}): TestShop {
  const shop = new TestShop(options)
  shop.database.put('shop_setup', { ...WALLET_SETUP, ...setup })
  return shop
}

export const topUpIdOf = (name: string): string => `topup-${name.padEnd(19, '0')}`

/** Asks for a top-up and pays it in the sheet; WeChat's word of it is answered, not yet told. */
export async function paysTopUp(shop: TestShop, openid: string, amountFen: number, name = openid): Promise<PaymentFacts> {
  await shop.value<TopUpPayView>(openid, 'balance.topUp', { topUpId: topUpIdOf(name), amountFen })
  const facts = shop.pay.pay(topUpIdOf(name))
  if (!facts) throw new Error('WeChat takes no money for the top-up')
  return facts
}

/** Puts in money through WeChat, notification included. */
export async function topsUp(shop: TestShop, openid: string, amountFen: number, name = openid): Promise<void> {
  await recordPayment(shop.worker(), await paysTopUp(shop, openid, amountFen, name))
}

/** So many points more, in the books as well. */
export function givePoints(shop: TestShop, openid: string, points: number): void {
  const member = shop.database.one('members', openid) ?? newMember(openid, shop.now)
  shop.database.put('members', { ...member, points: member.points + points })
  shop.database.put('postings', checkInPosting(openid, `gift-${shop.database.all('postings').length}`, points, shop.now))
}

/** What a shopper has, free to spend. */
export function fundsIn(shop: TestShop, openid: string): { balanceFen: number; points: number } {
  const member = shop.database.one('members', openid)
  return { balanceFen: member?.balanceFen ?? 0, points: member?.points ?? 0 }
}

/** A paid order leaves, arrives and is past its return window; its points and growth are the shopper's then. */
export async function completes(shop: TestShop, openid: string, orderId: string): Promise<void> {
  await receives(shop, openid, orderId)
  shop.now += 8 * DAY_MS
  await sweep(shop.worker())
  if (shop.database.one('orders', orderId)?.state !== 'completed') throw new Error(`${orderId} is not completed`)
}

export async function receives(shop: TestShop, openid: string, orderId: string): Promise<void> {
  const shipped = await shop.admin('merchant', { procedure: 'order.ship', input: { orderId, supplierId: '', company: '顺丰', trackingNo: 'SF12345678' } })
  if (shipped.outcome !== 'ok') throw new Error(JSON.stringify(shipped))
  await shop.value(openid, 'order.confirmReceipt', { orderId })
}

/** Gives back some pieces of an order's first line, the way a return does. */
export async function givesBack(shop: TestShop, orderId: string, quantity: number, worker = shop.worker()): Promise<void> {
  const effects = await worker.store.transaction(async (tx) => {
    const order = await tx.get('orders', orderId)
    if (!order) throw new Error(`no ${orderId}`)
    const [line] = order.lines
    const back = refundOf(order.lines.map(one => one.left), [{ lineId: line?.skuId ?? '', quantity }])
    const promise = promisePart(order, 'returned', refundId(orderId, 'returned', order.refundIds.length), back, shop.now)
    await saveRefund(tx, { ...promise, order: { ...promise.order, version: order.version + 1 } }, shop.now)
    return promise.effects
  })
  await runOwn(worker, effects)
}
