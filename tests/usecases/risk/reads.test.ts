import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type AdminBlockView, type BlockView, type Page, shopProcedures, type WorkItemView } from '../../../cloudfunctions/contract'
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../cloudfunctions/domain/kernel/instant'
import { DEFAULT_RISK, type RateRule } from '../../../cloudfunctions/domain/risk/rules'
import { NO_SETUP } from '../../../cloudfunctions/domain/shop/setup'
import { newMemory } from '../../../cloudfunctions/ports'
import { handleCall } from '../../../cloudfunctions/usecases/handle-call'
import { shopImplementations } from '../../../cloudfunctions/usecases/shop'
import { crashAnywhere } from '../../support/crash-anywhere'
import { APPID } from '../../support/pay-peer'
import { mayBeBusy, race, raced } from '../../support/race'
import { TestShop } from '../../support/shop'

const READS: RateRule = { id: 'reads', act: 'page.read', by: 'openid', who: 'all', limit: { perMinute: 100, perDay: 1000 }, says: 'no' }
const READS_IP: RateRule = { ...READS, id: 'reads_ip', by: 'ip' }

function shopWith(...rates: RateRule[]): TestShop {
  const shop = new TestShop()
  shop.database.put('shop_setup', { ...NO_SETUP, risk: { ...DEFAULT_RISK, rates } })
  return shop
}

const read = (shop: TestShop, openid: string, ports = shop.worker()): ReturnType<TestShop['call']> => shop.call(openid, { procedure: 'goods.get', input: { productId: 'orange' } }, ports)

function readFrom(shop: TestShop, openid: string, ip: string): ReturnType<TestShop['call']> {
  return handleCall(shop.worker(), shopProcedures, shopImplementations, { openid, appid: APPID, requestId: 'r', ip }, { procedure: 'goods.get', input: { productId: 'orange' } })
}

/** Reads until it is shut out; answers how many came through and the refusal. */
async function crawls(shop: TestShop, openid = 'crawler', most = 300): Promise<{ through: number; blockId: string; until: number }> {
  for (let through = 0; through < most; through++) {
    const reply = await read(shop, openid)
    if (reply.outcome === 'refused' && reply.refusal === 'reads_blocked') return { through, ...reply.detail as { blockId: string; until: number } }
    expect(reply.outcome).toBe('ok')
  }
  throw new Error('never shut out')
}

describe('someone who reads more than a person does', () => {
  it('S77: is shut out of reading for half an hour and no longer; orders, payments and the rest stay open', async () => {
    const shop = shopWith(READS)
    await shop.place('crawler', 'order-1')
    const { through, until } = await crawls(shop)
    expect(through).toBeGreaterThanOrEqual(100)
    expect(through).toBeLessThan(120)
    expect(until).toBe(shop.now + DEFAULT_RISK.blockMs)
    for (const procedure of ['home.get', 'goods.list', 'group.get'] as const) {
      const input = { 'home.get': {}, 'goods.list': { categoryId: null, keyword: null, cursor: null }, 'group.get': { groupId: 'g' } }[procedure]
      expect(await shop.call('crawler', { procedure, input })).toMatchObject({ refusal: 'reads_blocked' })
    }
    expect((await read(shop, 'alice')).outcome).toBe('ok')
    await shop.pays('crawler', 'order-1')
    const before = shop.database.digest()
    expect(await read(shop, 'crawler')).toMatchObject({ refusal: 'reads_blocked' })
    expect(shop.database.digest()).toBe(before)
    shop.now = until - 1
    expect(await read(shop, 'crawler')).toMatchObject({ refusal: 'reads_blocked' })
    shop.now = until
    expect((await read(shop, 'crawler')).outcome).toBe('ok')
    expect(shop.database.all('audits')).toMatchObject([{ act: 'block.raise', openid: 'system' }])
  })

  it('S77: is shut out by every instance within half a minute, and none of them has to have seen it', async () => {
    const shop = shopWith(READS)
    const other = newMemory()
    const elsewhere = (): ReturnType<TestShop['worker']> => ({ ...shop.worker(), memory: other })
    expect((await read(shop, 'crawler', elsewhere())).outcome).toBe('ok')
    await crawls(shop)
    shop.now += 30 * SECOND_MS
    expect((await read(shop, 'crawler', elsewhere())).outcome).toBe('refused')
    expect((await read(shop, 'crawler', { ...shop.worker(), memory: newMemory() })).outcome).toBe('refused')
  })

  it('S77: pages that many read from one address on the network are counted by it; a private address says nothing', async () => {
    const shop = shopWith(READS_IP)
    let last = ''
    for (let turn = 0; turn < 140; turn++) last = (await readFrom(shop, `bot-${turn}`, '203.0.113.7')).outcome
    expect(last).toBe('refused')
    expect((await readFrom(shop, 'alice', '203.0.113.8')).outcome).toBe('ok')
    for (let turn = 0; turn < 140; turn++) expect((await readFrom(shop, `guest-${turn}`, '127.0.0.1')).outcome).toBe('ok')
    expect(JSON.stringify([...shop.database.all('risk_blocks'), ...shop.database.all('risk_counters'), ...shop.database.all('audits')])).not.toContain('203.0.113')
  })

  it('S77: someone who looks at a page every two seconds for an hour is never shut out, and nine of ten pages cost no write', async () => {
    const shop = new TestShop()
    const writes: string[] = []
    for (let page = 0; page < 1800; page++) {
      expect((await read(shop, 'alice', shop.worker({ before: call => void (/^(update|insert|commit)/.test(call) && writes.push(call)) }))).outcome).toBe('ok')
      shop.now += 2 * SECOND_MS
    }
    expect(writes.length).toBeLessThanOrEqual(185)
    expect(shop.database.all('risk_blocks')).toEqual([])
  })

  it('S77: of several instances at once one block comes, in every order', async () => {
    await fc.assert(fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const shop = shopWith({ ...READS, limit: { perMinute: 2, perDay: 1000 } })
      await race(scheduler, [0, 1, 2, 3].map(index => () => mayBeBusy(read(shop, 'crawler', { ...shop.worker(raced(scheduler, `w${index}`)), memory: newMemory() }))))
      for (let turn = 0; turn < 2; turn++) await read(shop, 'crawler')
      expect(shop.database.all('risk_blocks')).toMatchObject([{ times: 1 }])
      expect(shop.database.all('audits')).toHaveLength(1)
    }), { numRuns: 100 })
  }, 60_000)
})

describe('an appeal', () => {
  const appeal = (shop: TestShop, openid: string, blockId: string, text = '我只是在比较商品'): ReturnType<TestShop['call']> => shop.call(openid, { procedure: 'block.appeal', input: { blockId, text } })
  const decide = (shop: TestShop, blockId: string, verdict: string, requestId = 'request-1'): ReturnType<TestShop['admin']> => shop.admin('merchant', { procedure: 'block.decide', input: { blockId, verdict, note: '已核实', requestId } })

  it('S77: reaches the merchant once; granted, the block is over and the same hour brings no other', async () => {
    const shop = shopWith(READS)
    const { blockId } = await crawls(shop)
    expect(await appeal(shop, 'crawler', blockId)).toMatchObject({ value: { state: 'active', appeal: { state: 'open' } } })
    expect(await appeal(shop, 'crawler', blockId)).toMatchObject({ outcome: 'ok' })
    expect(await appeal(shop, 'crawler', blockId, '再说一次')).toMatchObject({ refusal: 'already_appealed' })
    expect((await shop.asMerchant<Page<WorkItemView>>('work.list', { cursor: null })).items).toMatchObject([{ kind: 'block_appealed', subject: blockId }])
    expect((await shop.asMerchant<Page<AdminBlockView>>('block.list', { which: 'appealed', cursor: null })).items).toMatchObject([{ blockId, openid: 'crawler', times: 1 }])
    expect(await decide(shop, blockId, 'lift')).toMatchObject({ value: { state: 'lifted', appeal: { state: 'granted' } } })
    expect(await decide(shop, blockId, 'lift')).toMatchObject({ outcome: 'ok' })
    expect(await decide(shop, blockId, 'keep')).toMatchObject({ refusal: 'request_id_taken' })
    for (let turn = 0; turn < 40; turn++) expect((await read(shop, 'crawler')).outcome).toBe('ok')
    expect((await shop.asMerchant<Page<WorkItemView>>('work.list', { cursor: null })).items).toEqual([])
    expect(shop.database.all('audits').map(audit => audit.act)).toEqual(['block.raise', 'block.decide'])
  })

  it('S77: rejected, the block lasts; whoever goes on is shut out again when it is over, and it is counted', async () => {
    const shop = shopWith(READS)
    // Early in an hour, so that both breaches fall into it.
    shop.now += HOUR_MS - shop.now % HOUR_MS
    const { blockId, until } = await crawls(shop)
    await appeal(shop, 'crawler', blockId)
    expect(await decide(shop, blockId, 'keep')).toMatchObject({ value: { state: 'active', appeal: { state: 'rejected' } } })
    expect((await read(shop, 'crawler')).outcome).toBe('refused')
    shop.now = until - MINUTE_MS + 20 * SECOND_MS + MINUTE_MS
    expect((await crawls(shop)).blockId).toBe(blockId)
    expect(shop.database.one('risk_blocks', blockId)).toMatchObject({ times: 2 })
    expect(shop.database.all('audits').filter(audit => audit.act === 'block.raise')).toHaveLength(2)
  })

  it('S77, I15: a block of somebody else\'s is not there, and one that is over needs no appeal', async () => {
    const shop = shopWith(READS)
    const { blockId, until } = await crawls(shop)
    expect(await appeal(shop, 'mallory', blockId)).toMatchObject({ refusal: 'block_not_found' })
    expect(await shop.call('mallory', { procedure: 'block.get', input: { blockId } })).toMatchObject({ refusal: 'block_not_found' })
    expect(await shop.call('crawler', { procedure: 'block.get', input: { blockId: 'block:none' } })).toMatchObject({ refusal: 'block_not_found' })
    expect(await decide(shop, 'block:none', 'lift')).toMatchObject({ refusal: 'block_not_found' })
    shop.now = until
    expect(await appeal(shop, 'crawler', blockId)).toMatchObject({ refusal: 'block_over' })
    expect((await shop.value<BlockView>('crawler', 'block.get', { blockId })).state).toBe('over')
  })

  it('S77, L4: wherever the breaching read, the appeal or the decision stops, asked again there is one of each', async () => {
    const steps = {
      read: async (shop: TestShop) => {
        await crawls(shop, 'warm')
        for (let turn = 0; turn < 109; turn++) await read(shop, 'crawler')
        return (worker: ReturnType<TestShop['worker']>) => read(shop, 'crawler', worker)
      },
      appeal: async (shop: TestShop) => {
        const { blockId } = await crawls(shop)
        return (worker: ReturnType<TestShop['worker']>) => shop.call('crawler', { procedure: 'block.appeal', input: { blockId, text: '误会' } }, worker)
      },
      decide: async (shop: TestShop) => {
        const { blockId } = await crawls(shop)
        await appeal(shop, 'crawler', blockId)
        return (worker: ReturnType<TestShop['worker']>) => shop.admin('merchant', { procedure: 'block.decide', input: { blockId, verdict: 'lift', note: '误会', requestId: 'request-1' } }, worker)
      },
    }
    for (const [name, set] of Object.entries(steps)) {
      const { found } = await crashAnywhere({
        shop: () => shopWith(READS),
        repeated: true,
        set,
        end: shop => shop.database.all('risk_blocks').every(block => shop.database.one('audits', `${block.id}:1`) && (block.appeal === undefined) === (shop.database.one('work_items', `appeal-${block.id}`) === undefined)) ? [] : [`S77: ${name} is left half-way`],
      })
      expect(found).toEqual([])
    }
  }, 120_000)
})
