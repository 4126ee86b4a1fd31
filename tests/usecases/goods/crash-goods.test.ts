import { describe, expect, it } from 'vitest'
import { HOUR_MS } from '../../../cloudfunctions/domain/kernel/instant'
import { deliverCodes } from '../../../cloudfunctions/usecases/codes/deliver-codes'
import { settleOrder } from '../../../cloudfunctions/usecases/effects/settle-order'
import { settleGroup } from '../../../cloudfunctions/usecases/effects/settle-group'
import { recordPayment } from '../../../cloudfunctions/usecases/payments/record-payment'
import { sweep } from '../../../cloudfunctions/usecases/sweeps/sweep'
import { issueVouchers } from '../../../cloudfunctions/usecases/vouchers/issue-vouchers'
import { Crashed } from '../../support/crash'
import { crashAnywhere, dyingAfter, type Scenario } from '../../support/crash-anywhere'
import { aGoodsShop, buys, importInput, imports, receives, SERVICE, someCodes, WISHES } from '../../support/goods'
import { type Purchase, TestShop } from '../../support/shop'

const two = { ...WISHES.card, lines: [{ ...WISHES.card.lines[0], quantity: 2 as const }] }

function expectAll(...wrong: (string | false)[]): string[] {
  return wrong.filter(one => one !== false)
}

const SCENARIOS: Readonly<Record<string, Scenario>> = {
  'codes.import': {
    shop: aGoodsShop,
    // Finished by the sweep, or never begun; never in part.
    end: shop => expectAll(![0, 4].includes(shop.database.all('card_codes').length) && `${shop.database.all('card_codes').length} codes`),
    set: async shop => worker => shop.admin('merchant', { procedure: 'codes.import', input: importInput(someCodes(4)) }, worker),
  },
  'codes.import sent again': {
    shop: aGoodsShop,
    repeated: true,
    end: shop => expectAll(shop.database.one('stocks', 'card-50')?.available !== 3 && 'S45: not each code counted once'),
    set: async (shop) => {
      await imports(shop, someCodes(1), 'batch-0')
      return worker => shop.admin('merchant', { procedure: 'codes.import', input: importInput(someCodes(3)) }, worker)
    },
  },
  'deliver_codes': {
    shop: aGoodsShop,
    end: shop => expectAll(shop.database.one('orders', 'order-alice')?.codeIds?.length !== 2 && 'S45: not delivered', shop.wechat.shipments.length === 0 && 'X8: WeChat was not told'),
    set: async (shop) => {
      await imports(shop, someCodes(3))
      await isPreparing(shop, two)
      return worker => deliverCodes(worker, 'order-alice')
    },
  },
  'the payment of card codes': {
    shop: aGoodsShop,
    end: shop => expectAll(shop.database.one('orders', 'order-alice')?.codeIds?.length !== 2 && 'S45: not delivered'),
    set: async (shop) => {
      await imports(shop, someCodes(2))
      await shop.place('alice', 'order-alice', two)
      await shop.askToPay('alice', 'order-alice')
      const facts = shop.pay.force('order-alice')
      return worker => recordPayment(worker, facts)
    },
    repeated: true,
  },
  'order.revealCodes': {
    shop: aGoodsShop,
    end: shop => expectAll(shop.database.all('code_reveals').length === 0 && shop.database.one('orders', 'order-alice')?.revealedAt !== undefined && 'S45: seen and not noted'),
    set: async (shop) => {
      await imports(shop, someCodes(2))
      await buys(shop, 'alice', 'order-alice', two)
      return worker => shop.call('alice', { procedure: 'order.revealCodes', input: { orderId: 'order-alice' } }, worker)
    },
  },
  'issue_vouchers': {
    shop: aGoodsShop,
    end: shop => expectAll(shop.database.all('vouchers').length !== 2 && `S44: ${shop.database.all('vouchers').length} vouchers`, shop.wechat.shipments.length === 0 && 'X8: WeChat was not told'),
    set: async (shop) => {
      await isPreparing(shop, WISHES.spa)
      return worker => issueVouchers(worker, 'order-alice')
    },
  },
  'voucher.redeem of the last voucher': {
    shop: aGoodsShop,
    repeated: true,
    end: shop => expectAll(shop.database.all('vouchers').some(voucher => voucher.state !== 'used') && 'S44: not used', orderOf(shop).state !== 'received' && `S44: the order is ${orderOf(shop).state}`),
    set: async (shop) => {
      await buys(shop, 'alice', 'order-alice', WISHES.spa)
      shop.now = SERVICE.validFrom
      const [first, last] = shop.database.all('vouchers')
      await shop.asMerchant('voucher.redeem', { code: first?.id, requestId: 'scan-1' })
      return worker => shop.admin('merchant', { procedure: 'voucher.redeem', input: { code: last?.id, requestId: 'scan-2' } }, worker)
    },
  },
  'return.request': {
    shop: aGoodsShop,
    set: async (shop) => {
      await buys(shop, 'alice', 'order-alice', WISHES.spa)
      return worker => shop.call('alice', { procedure: 'return.request', input: { orderId: 'order-alice', lines: [{ skuId: 'spa-2', quantity: 1 }], reason: '不去了' } }, worker)
    },
  },
  'return.approve of a part, put back on sale': {
    shop: aGoodsShop,
    repeated: true,
    end: shop => expectAll(shop.database.one('stocks', 'orange-5')?.available !== 98 && 'S88: not put back once', shop.pay.accountFen !== 2 * 3990 && 'S88: not paid back once'),
    set: async (shop) => {
      await buys(shop, 'alice', 'order-alice', { quantity: 3 })
      await receives(shop, 'alice', 'order-alice')
      return approves(shop, 'orange-5')
    },
  },
  'return.approve of everything': {
    shop: aGoodsShop,
    repeated: true,
    end: shop => expectAll(orderOf(shop).closedReason !== 'returned' && 'S88: not closed', shop.pay.accountFen !== 0 && 'S88: not paid back once'),
    set: async (shop) => {
      await buys(shop, 'alice', 'order-alice', {})
      await receives(shop, 'alice', 'order-alice')
      return approves(shop, 'orange-5')
    },
  },
  'return.approve of vouchers': {
    shop: aGoodsShop,
    repeated: true,
    end: shop => expectAll(shop.database.all('vouchers').some(voucher => voucher.state !== 'void') && 'S44: not void', shop.pay.accountFen !== 0 && 'S88: not paid back once'),
    set: async (shop) => {
      await buys(shop, 'alice', 'order-alice', WISHES.spa)
      return approves(shop, 'spa-2')
    },
  },
  'return.approve of codes nobody has seen': {
    shop: aGoodsShop,
    repeated: true,
    end: shop => expectAll(shop.database.one('stocks', 'card-50')?.available !== 1 && 'S45: a code is sold again'),
    set: async (shop) => {
      await imports(shop, someCodes(2))
      await buys(shop, 'alice', 'order-alice', WISHES.card)
      return approves(shop, 'card-50')
    },
  },
  'a presale group that forms with too few pieces': {
    shop: () => new TestShop({ pieces: 1, activity: { presale: true } }),
    end: shop => expectAll(shop.database.one('stocks', 'orange-5')?.sold !== 1 && 'S40: the one piece is not sold'),
    set: async (shop) => {
      await presaleGroup(shop)
      return worker => settleGroup(worker, 'g-order-alice')
    },
  },
  'a presale group that fails': {
    shop: () => new TestShop({ pieces: 5, activity: { presale: true } }),
    end: shop => expectAll(shop.database.one('stocks', 'orange-5')?.available !== 5 && 'S40: pieces are missing'),
    set: async (shop) => {
      await shop.opensGroup('alice', 'order-alice')
      shop.now += HOUR_MS
      return worker => sweep(worker)
    },
  },
}

function orderOf(shop: TestShop): NonNullable<ReturnType<typeof shop.database.one<'orders'>>> {
  const order = shop.database.one('orders', 'order-alice')
  if (!order) throw new Error('no order')
  return order
}

/** Alice's order is paid and prepared; its worker died before it handed anything over. */
async function isPreparing(shop: TestShop, wish: Purchase): Promise<void> {
  await shop.place('alice', 'order-alice', wish)
  await shop.askToPay('alice', 'order-alice')
  const dead = (): boolean => orderOf(shop).state === 'preparing'
  const check = (): void => {
    if (dead()) throw new Crashed('prepared')
  }
  await recordPayment(shop.worker({ before: check, after: check }), shop.pay.force('order-alice')).catch(() => undefined)
  expect(orderOf(shop).state).toBe('preparing')
}

async function approves(shop: TestShop, skuId: string): ReturnType<Scenario['set']> {
  await shop.value('alice', 'return.request', { orderId: 'order-alice', lines: [{ skuId, quantity: 1 }], reason: '不要了' })
  return worker => shop.admin('merchant', { procedure: 'return.approve', input: { returnId: 'order-alice-R1', restock: true } }, worker)
}

/** Alice and Bob have paid and their group is formed; nothing of that is settled yet. */
async function presaleGroup(shop: TestShop): Promise<void> {
  const groupId = await shop.opensGroup('alice', 'order-alice')
  await shop.place('bob', 'order-bob', { kind: 'join', groupId })
  await shop.askToPay('bob', 'order-bob')
  await recordPayment(shop.worker(), shop.pay.force('order-bob'), { settle: false })
  await settleOrder(shop.worker(dyingAfter('commit')), 'order-bob').catch(() => undefined)
  expect(shop.database.one('groups', groupId)?.state).toBe('formed')
}

describe('kinds of goods: a worker may die or lose an answer at any of its calls, and the sweeps bring everything to an end', () => {
  for (const [name, scenario] of Object.entries(SCENARIOS)) {
    it(`L4, I4, S40, S44, S45, S88: ${name}`, async () => {
      const { found, points } = await crashAnywhere(scenario)
      expect(found).toEqual([])
      expect(points).toBeGreaterThan(16)
    }, 60_000)
  }
})
