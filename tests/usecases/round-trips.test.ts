import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { newMemory, type Ports } from '../../cloudfunctions/ports'
import { recordPayment } from '../../cloudfunctions/usecases/payments/record-payment'
import { closeDays } from '../../cloudfunctions/usecases/sweeps/close-days'
import { sweep } from '../../cloudfunctions/usecases/sweeps/sweep'
import { HOUR_MS, SECOND_MS } from '../../cloudfunctions/domain/kernel/instant'
import { aRequest } from '../support/builders'
import { aFlash, aTemplate, manage } from '../support/merchant'
import { TestShop } from '../support/shop'
import { topUpIdOf, WALLET_SETUP } from '../support/wallet'

type Action = (worker: Ports) => Promise<unknown>

/** Procedures as shoppers, merchants and WeChat start them, in a shop where Alice's group waits for one more. */
const ACTIONS: Readonly<Record<string, (shop: TestShop, groupId: string) => Promise<Action>>> = {
  'session.start': async shop => calls(shop, 'alice', 'session.start', { source: 'direct', code: null, path: '/' }),
  'home.get': async shop => calls(shop, 'alice', 'home.get', {}),
  'goods.list': async shop => calls(shop, 'alice', 'goods.list', { categoryId: null, keyword: null, cursor: null }),
  'goods.get': async shop => calls(shop, 'alice', 'goods.get', { productId: 'orange' }),
  'goods.get, read a moment ago': async (shop) => {
    await readsAMomentAgo(shop)
    return calls(shop, 'alice', 'goods.get', { productId: 'orange' })
  },
  'group.get': async (shop, groupId) => calls(shop, 'bob', 'group.get', { groupId }),
  'cart.quote, alone': async shop => calls(shop, 'bob', 'cart.quote', { ...aRequest(), region: null }),
  'cart.quote, joining': async (shop, groupId) => calls(shop, 'bob', 'cart.quote', { ...aRequest({ kind: 'join', groupId }), region: null }),
  'cart.quote, alone at a limited flash price': async (shop) => {
    await manage(shop, 'rules.save', { rule: aFlash() })
    return calls(shop, 'bob', 'cart.quote', { ...aRequest(), region: null })
  },
  'cart.quote, alone at a limited flash price, rules read a moment ago': async (shop) => {
    await manage(shop, 'rules.save', { rule: aFlash() })
    await readsAMomentAgo(shop)
    return calls(shop, 'bob', 'cart.quote', { ...aRequest(), region: null })
  },
  'order.place, alone': async shop => calls(shop, 'bob', 'order.place', await shop.placeInput('bob', 'order-bob')),
  'order.place, opening': async shop => calls(shop, 'bob', 'order.place', await shop.placeInput('bob', 'order-bob', { kind: 'open' })),
  'order.place, joining': async (shop, groupId) => calls(shop, 'bob', 'order.place', await shop.placeInput('bob', 'order-bob', { kind: 'join', groupId })),
  'order.place, opening, rules read a moment ago': async (shop) => {
    await readsAMomentAgo(shop)
    return calls(shop, 'bob', 'order.place', await shop.placeInput('bob', 'order-bob', { kind: 'open' }))
  },
  'order.place, joining, rules read a moment ago': async (shop, groupId) => {
    await readsAMomentAgo(shop)
    return calls(shop, 'bob', 'order.place', await shop.placeInput('bob', 'order-bob', { kind: 'join', groupId }))
  },
  'order.place, alone at a limited flash price': async (shop) => {
    await manage(shop, 'rules.save', { rule: aFlash() })
    return calls(shop, 'bob', 'order.place', await shop.placeInput('bob', 'order-bob'))
  },
  'coupon.centre': async (shop) => {
    await manage(shop, 'coupon.save', aTemplate())
    return calls(shop, 'bob', 'coupon.centre', { cursor: null })
  },
  'coupon.claim': async (shop) => {
    await manage(shop, 'coupon.save', aTemplate())
    return calls(shop, 'bob', 'coupon.claim', { templateId: 'five' })
  },
  'coupon.mine': async shop => calls(shop, 'bob', 'coupon.mine', { state: 'usable', cursor: null }),
  'order.pay': async (shop) => {
    await shop.place('bob', 'order-bob')
    return calls(shop, 'bob', 'order.pay', { orderId: 'order-bob' })
  },
  'order.get': async shop => calls(shop, 'alice', 'order.get', { orderId: 'order-alice' }),
  'order.list': async shop => calls(shop, 'alice', 'order.list', { tab: 'all', cursor: null }),
  'order.cancel': async (shop, groupId) => {
    await shop.place('bob', 'order-bob', { kind: 'join', groupId })
    await shop.askToPay('bob', 'order-bob')
    return calls(shop, 'bob', 'order.cancel', { orderId: 'order-bob' })
  },
  'me.get': async shop => calls(shop, 'alice', 'me.get', {}),
  'points.get': async shop => calls(shop, 'bob', 'points.get', {}),
  'points.checkIn': async (shop) => {
    shop.database.put('shop_setup', WALLET_SETUP)
    return calls(shop, 'bob', 'points.checkIn', {})
  },
  'balance.topUp': async (shop) => {
    shop.database.put('shop_setup', WALLET_SETUP)
    return calls(shop, 'bob', 'balance.topUp', { topUpId: topUpIdOf('bob'), amountFen: 10_000 })
  },
  'wallet.history': async shop => calls(shop, 'bob', 'wallet.history', { unit: 'fen', cursor: null }),
  'payment notified, alone': async (shop) => {
    await shop.place('bob', 'order-bob')
    await shop.askToPay('bob', 'order-bob')
    const facts = shop.pay.force('order-bob')
    return worker => recordPayment(worker, facts, { settle: false })
  },
  'payment notified, in a group': async (shop, groupId) => {
    await shop.place('bob', 'order-bob', { kind: 'join', groupId })
    await shop.askToPay('bob', 'order-bob')
    const facts = shop.pay.force('order-bob')
    return worker => recordPayment(worker, facts, { settle: false })
  },
  'order.sync, alone after its notification': async (shop) => {
    await shop.place('bob', 'order-bob')
    await shop.askToPay('bob', 'order-bob')
    await recordPayment(shop.worker(), shop.pay.force('order-bob'), { settle: false })
    return calls(shop, 'bob', 'order.sync', { orderId: 'order-bob' })
  },
  'order.sync, forming a group of two after its notification': async (shop, groupId) => {
    await shop.place('bob', 'order-bob', { kind: 'join', groupId })
    await shop.askToPay('bob', 'order-bob')
    await recordPayment(shop.worker(), shop.pay.force('order-bob'), { settle: false })
    return calls(shop, 'bob', 'order.sync', { orderId: 'order-bob' })
  },
  'sweep with nothing to do': async (shop) => {
    // At ten in the morning, when every test begins, the day before is settled once.
    await sweep(shop.worker())
    return sweep
  },
  'sweep that fails a group of one and asks for its refund': async (shop) => {
    shop.now += HOUR_MS
    await closeDays(shop.worker(), Infinity)
    return sweep
  },
}

async function calls(shop: TestShop, openid: string, procedure: string, input: unknown): Promise<Action> {
  await shop.value('bob', 'me.get', {})
  // Twice a minute an instance looks at blocks and limits beside the first page it shows.
  await shop.value('bob', 'home.get', {})
  return worker => shop.value(openid, procedure, input, worker)
}

/** From here on the instance remembers for a second, and has just shown a product. */
async function readsAMomentAgo(shop: TestShop): Promise<void> {
  shop.memory = newMemory({ pagesForMs: SECOND_MS })
  await shop.value('alice', 'goods.get', { productId: 'orange' })
}

/** Runs an action while every call takes one turn: how many it makes, and how many it makes one after the other. */
async function measure(shop: TestShop, action: Action): Promise<{ database: number; outside: number; deep: number }> {
  let waiting: (() => void)[] = []
  const counts = { database: 0, outside: 0, deep: 0 }
  let running = true
  const done = action(shop.worker({ before: (call) => {
    counts[/^(pay|wechat)\./.test(call) ? 'outside' : 'database'] += 1
    return new Promise<void>(resolve => waiting.push(resolve))
  } })).finally(() => running = false)
  while (running) {
    await new Promise(setImmediate)
    if (waiting.length === 0) continue
    counts.deep += 1
    const now = waiting
    waiting = []
    for (const go of now) go()
  }
  await done
  return counts
}

const file = fileURLToPath(new URL('../../PERFORMANCE.md', import.meta.url))
const BETWEEN = /(<!-- round trips -->\n)[^]*?(<!-- \/round trips -->)/

describe('round trips', () => {
  it('are as many as PERFORMANCE.md says, and for quote and submit no more than was set', async () => {
    const rows: string[] = []
    const counted = new Map<string, number>()
    const depths = new Map<string, number>()
    for (const [name, prepare] of Object.entries(ACTIONS)) {
      const shop = new TestShop()
      const action = await prepare(shop, await shop.opensGroup('alice', 'order-alice'))
      const { database, outside, deep } = await measure(shop, action)
      counted.set(name, database)
      depths.set(name, deep)
      rows.push(`| ${name} | ${database} | ${outside} | ${deep} |`)
    }
    for (const name of ['cart.quote, alone', 'cart.quote, joining', 'cart.quote, alone at a limited flash price, rules read a moment ago']) expect(counted.get(name), name).toBeLessThanOrEqual(4)
    expect(counted.get('home.get')).toBeLessThanOrEqual(3)
    for (const name of ['order.place, alone', 'order.place, opening, rules read a moment ago', 'order.place, joining, rules read a moment ago']) expect(counted.get(name), name).toBeLessThanOrEqual(8)
    for (const name of ['payment notified, alone', 'payment notified, in a group']) expect(counted.get(name), name).toBeLessThanOrEqual(6)
    // Nine calls when the rules are not remembered, of which some go side by side.
    for (const name of ['order.place, opening', 'order.place, joining']) expect(depths.get(name), name).toBeLessThanOrEqual(8)
    expect(counted.get('coupon.centre')).toBeLessThanOrEqual(2)
    // One of them counts the claim against its shopper's (S25).
    expect(depths.get('coupon.claim')).toBeLessThanOrEqual(5)
    for (const [name, most] of [['points.get', 2], ['points.checkIn', 6], ['balance.topUp', 3]] as const) expect(depths.get(name), name).toBeLessThanOrEqual(most)
    const table = `| what | database | WeChat | one after the other |\n| --- | ---: | ---: | ---: |\n${rows.join('\n')}\n`
    const before = readFileSync(file, 'utf8')
    const after = before.replace(BETWEEN, (_, start: string, end: string) => `${start}${table}${end}`)
    if (process.env.UPDATE_GOLDEN) writeFileSync(file, after)
    expect(after).toContain(table)
    expect(readFileSync(file, 'utf8')).toBe(after)
  })
})
