import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DepositEntryView, DepositView } from '../../../cloudfunctions/contract'
import { balances } from '../../../cloudfunctions/domain/ledger/postings'
import { NO_SETUP } from '../../../cloudfunctions/domain/shop/setup'
import { crashAnywhere } from '../../support/crash-anywhere'
import { alwaysBroken } from '../../support/invariants'
import { race, raced } from '../../support/race'
import { TestShop } from '../../support/shop'

const farm = { kind: 'supplier', id: 'farm' }

function depositShop(): TestShop {
  const shop = new TestShop()
  shop.database.put('shop_setup', { ...NO_SETUP, suppliers: [{ supplierId: 'farm', name: '果园', sharePercent: 20, staff: [] }] })
  shop.database.put('staff', { id: 'lily', role: 'leader' })
  return shop
}

let asked = 0
function ask(shop: TestShop, what: string, more: object = {}, ports?: Parameters<TestShop['admin']>[2]): ReturnType<TestShop['admin']> {
  return shop.admin('merchant', { procedure: `deposit.${what}`, input: { party: farm, note: '转账', requestId: `request-${++asked}`, ...more } }, ports)
}

describe('deposits', () => {
  it('S74: a freeze blocks the withdrawal of what is frozen, a release lets it go and is logged with who did it', async () => {
    const shop = depositShop()
    expect(await ask(shop, 'receive', { amountFen: 10_000 })).toMatchObject({ value: { balanceFen: 10_000, availableFen: 10_000 } })
    expect(await ask(shop, 'freeze', { amountFen: 8000, note: '投诉核实中', requestId: 'freeze-1' })).toMatchObject({ value: { frozenFen: 8000, availableFen: 2000 } })
    expect(await ask(shop, 'withdraw', { amountFen: 2001 })).toMatchObject({ outcome: 'refused', refusal: 'deposit_frozen' })
    expect(await ask(shop, 'withdraw', { amountFen: 10_001 })).toMatchObject({ refusal: 'deposit_too_low' })
    expect(await ask(shop, 'withdraw', { amountFen: 2000 })).toMatchObject({ value: { balanceFen: 8000, availableFen: 0 } })
    expect(await ask(shop, 'freeze', { amountFen: 1 })).toMatchObject({ refusal: 'deposit_too_low' })
    expect(await ask(shop, 'release', { freezeId: 'freeze-1', note: '投诉已撤' })).toMatchObject({ value: { frozenFen: 0, availableFen: 8000, freezes: [] } })
    expect(await ask(shop, 'withdraw', { amountFen: 8000 })).toMatchObject({ value: { balanceFen: 0 } })
    const { log } = await shop.asMerchant<DepositView & { log: DepositEntryView[] }>('deposit.get', { party: farm })
    expect(log.map(entry => entry.act).sort()).toEqual(['deposit.freeze', 'deposit.receive', 'deposit.release', 'deposit.withdraw', 'deposit.withdraw'])
    expect(log.find(entry => entry.act === 'deposit.release')).toMatchObject({ by: 'merchant', detail: 'freeze-1, 投诉已撤' })
    expect(balances(shop.database.all('postings'))).toMatchObject({ deposits: 0, bank: 0 })
    expect(alwaysBroken(shop)).toEqual([])
  })

  it('S74: what is deducted is earned, never more than was frozen, and the rest of the freeze is free', async () => {
    const shop = depositShop()
    await ask(shop, 'receive', { amountFen: 10_000 })
    await ask(shop, 'freeze', { amountFen: 3000, requestId: 'freeze-2' })
    expect(await ask(shop, 'deduct', { freezeId: 'freeze-2', amountFen: 3001 })).toMatchObject({ refusal: 'deposit_too_low' })
    expect(await ask(shop, 'deduct', { freezeId: 'freeze-2', amountFen: 1000 })).toMatchObject({ value: { balanceFen: 9000, frozenFen: 0 } })
    expect(await ask(shop, 'deduct', { freezeId: 'freeze-2', amountFen: 1000 })).toMatchObject({ refusal: 'freeze_not_found' })
    expect(balances(shop.database.all('postings'))).toMatchObject({ deposits: -9000, bank: 10_000, revenue: -1000 })
  })

  it('S74: a request repeated is one movement, with other figures a conflict; a refusal changes nothing', async () => {
    const shop = depositShop()
    for (let turn = 0; turn < 3; turn++) expect(await ask(shop, 'receive', { amountFen: 500, requestId: 'request-a' })).toMatchObject({ value: { balanceFen: 500 } })
    const before = shop.database.digest()
    expect(await ask(shop, 'receive', { amountFen: 501, requestId: 'request-a' })).toMatchObject({ refusal: 'request_id_taken' })
    expect(await ask(shop, 'withdraw', { amountFen: 500, requestId: 'request-a' })).toMatchObject({ refusal: 'request_id_taken' })
    expect(await ask(shop, 'withdraw', { amountFen: 501 })).toMatchObject({ refusal: 'deposit_too_low' })
    expect(await ask(shop, 'receive', { amountFen: 5, party: { kind: 'supplier', id: 'nobody' } })).toMatchObject({ refusal: 'party_not_found' })
    expect(await ask(shop, 'receive', { amountFen: 5, party: { kind: 'leader', id: 'alice' } })).toMatchObject({ refusal: 'party_not_found' })
    expect(shop.database.digest()).toBe(before)
    expect(await ask(shop, 'receive', { amountFen: 5, party: { kind: 'leader', id: 'lily' } })).toMatchObject({ value: { party: { kind: 'leader', id: 'lily' }, balanceFen: 5 } })
  })

  it('S74, I2: freezes and withdrawals at once never take more than there is, in every order', async () => {
    const step = fc.record({ kind: fc.constantFrom('withdraw', 'freeze'), amountFen: fc.integer({ min: 1, max: 80 }) })
    await fc.assert(fc.asyncProperty(fc.scheduler(), fc.array(step, { minLength: 2, maxLength: 4 }), async (scheduler, steps) => {
      const shop = depositShop()
      await ask(shop, 'receive', { amountFen: 100 })
      await race(scheduler, steps.map(({ kind, amountFen }, index) => () => ask(shop, kind, { amountFen }, shop.worker(raced(scheduler, `w${index}`)))))
      expect(alwaysBroken(shop)).toEqual([])
      expect(shop.faults).toEqual([])
    }), { numRuns: 150 })
  }, 60_000)

  it('S74, I2: wherever a withdrawal stops, asked again it is made exactly once', async () => {
    const { found } = await crashAnywhere({
      shop: depositShop,
      repeated: true,
      set: async (shop) => {
        await ask(shop, 'receive', { amountFen: 100 })
        return worker => ask(shop, 'withdraw', { amountFen: 30, requestId: 'request-w' }, worker)
      },
      end: shop => shop.database.one('deposits', 'supplier:farm')?.balanceFen === 70 ? [] : ['S74: not once'],
    })
    expect(found).toEqual([])
  })
})
