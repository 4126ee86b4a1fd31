import { fen } from '../../cloudfunctions/domain/kernel/fen'
import { checkInPosting } from '../../cloudfunctions/domain/ledger/postings'
import { newMember } from '../../cloudfunctions/domain/member/member'
import { NO_SETUP, type ShopSetup } from '../../cloudfunctions/domain/shop/setup'
import type { TopUpPayView } from '../../cloudfunctions/contract'
import type { PaymentFacts } from '../../cloudfunctions/domain/payment/payment'
import { recordPayment } from '../../cloudfunctions/usecases/payments/record-payment'
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
