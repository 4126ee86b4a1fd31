import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { checkBooks } from './support/books'
import { HOUR, MINUTE, NOON, SECOND, Shop } from './support/shop'

const folders: string[] = []

async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'lintuan-'))
  folders.push(folder)
  return folder
}

afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true })
})

describe('the shop stops in the middle', () => {
  it('X17: a payment made just before a restart is recorded after it, and the group goes on to fail and refund', async () => {
    const data = await emptyFolder()
    const { alice, bob } = await inShop(data, async (shop) => {
      const opened = await shop.person('alice').opensGroup({ product: 'peach' })
      await shop.person('alice').paysAndIsSeen(opened)
      const joined = await shop.person('bob').joins(opened.groupId ?? '', { product: 'peach' })
      await shop.person('bob').pays(joined)
      return { alice: opened, bob: joined }
    })
    await inShop(data, async (shop) => {
      await shop.advance(MINUTE)
      expect(await shop.person('bob').comesBack(bob)).toMatchObject({ state: 'grouping', group: { missing: 1 } })
      await shop.advance(24 * HOUR)
      await shop.cloud.settle({ timers: true })
    })
    await inShop(data, async (shop) => {
      await shop.settle()
      for (const [person, order] of [['alice', alice], ['bob', bob]] as const) {
        expect(await shop.person(person).sees(order)).toMatchObject({ state: 'closed', refunds: [{ state: 'succeeded' }] })
      }
      await checkBooks(shop)
    })
  })

  it('I4: an order abandoned half-way by a dying function is undone by the sweep', async () => {
    await using shop = await Shop.open()
    const alice = shop.person('alice')
    await abandonAfterStock(shop)
    await shop.advance(2 * MINUTE)
    await shop.settle()
    expect(await alice.ask('order.list', { tab: 'all', cursor: null })).toMatchObject({ items: [] })
    await checkBooks(shop)
  })
})

/** A shop that stops at the end, however it ends; the next one finds what it left. */
async function inShop<T>(data: string, story: (shop: Shop) => Promise<T>): Promise<T> {
  const { at, port } = lastSeen.get(data) ?? { at: NOON, port: 0 }
  const shop = await Shop.open({ data, port, clock: { mode: 'frozen', at: at + SECOND } })
  try {
    return await story(shop)
  }
  finally {
    lastSeen.set(data, { at: shop.cloud.clock.now(), port: Number(new URL(shop.cloud.url).port) })
    await shop.cloud.stop()
  }
}

/** Time goes on where it stopped, under the same address: that is where WeChat Pay sends its notifications. */
const lastSeen = new Map<string, { at: number; port: number }>()

/** The database stops answering `shop` right after the stock was taken: what a function killed there leaves behind. */
async function abandonAfterStock(shop: Shop): Promise<void> {
  const alice = shop.person('alice')
  await alice.ask('session.start', { source: 'direct', code: null, path: '/pages/home/index' })
  await alice.agrees()
  const purchase = { kind: 'alone' as const, lines: [{ productId: 'rice', skuId: 'rice-1', quantity: 1 }], groupId: null, couponIds: [], points: 0, useBalance: false, delivery: 'standard' as const, platform: 'other' as const }
  const region = { province: '浙江省', city: '杭州市', district: '西湖区' }
  const { quoteKey } = await alice.ask('cart.quote', { ...purchase, region })
  // Writes of one placing: the hold, the stock, the mark. The third is lost, and with it the function.
  let writes = 0
  const handle = shop.cloud.database.handle.bind(shop.cloud.database)
  shop.cloud.database.handle = (body) => {
    if (body.action === 'database.modifyDocument' && ++writes > 2) return Promise.resolve({ requestId: 'lost', code: 'SYS_ERR', message: 'lost' } as never)
    return handle(body)
  }
  const reply = await alice.reply('order.place', { orderId: 'abandoned-1', ...purchase, quoteKey, agreed: [], address: { name: '小雨', phone: '13812345678', ...region, detail: '邻里路 8 号' } })
  shop.cloud.database.handle = handle
  expect(reply.outcome).toBe('internal')
  expect(await shop.document('orders', 'abandoned-1')).toMatchObject({ state: 'placing' })
  expect(await shop.document('stocks', 'rice-1')).toMatchObject({ held: 1 })
}
