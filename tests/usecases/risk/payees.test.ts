import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PayeeChangeView, PayoutView, WorkItemView, Page } from '../../../cloudfunctions/contract'
import { isIdNumber } from '../../../cloudfunctions/domain/payee/payee-change'
import { DAY_MS } from '../../../cloudfunctions/domain/kernel/instant'
import { crashAnywhere } from '../../support/crash-anywhere'
import { race, raced } from '../../support/race'
import { FARM_MCHID, farmShop } from '../../support/splits'
import type { TestShop } from '../../support/shop'

const NEW = { type: 'merchant', account: '1900000777', name: '新果园' }
const THIRD = { ...NEW, account: '1900000888' }
const PERSON = { name: '林一', idNumber: '11010519491231002X' }

type Worker = Parameters<TestShop['admin']>[2]
const wish = (shop: TestShop, payee: object | null, worker?: Worker): ReturnType<TestShop['admin']> => shop.admin('merchant', { procedure: 'payout.savePayee', input: { supplierId: 'farm', payee } }, worker)
const begin = (shop: TestShop, person: object = PERSON, worker?: Worker): ReturnType<TestShop['admin']> => shop.admin('merchant', { procedure: 'payee.beginCheck', input: { supplierId: 'farm', ...person } }, worker)
const finish = (shop: TestShop, worker?: Worker): ReturnType<TestShop['admin']> => shop.admin('merchant', { procedure: 'payee.finishCheck', input: { supplierId: 'farm' } }, worker)
const paidTo = (shop: TestShop): string[] => (shop.database.one('shop_setup', 'shop')?.payees ?? []).map(payee => payee.account)

async function passes(shop: TestShop, person: object = PERSON): Promise<void> {
  const begun = await begin(shop, person)
  if (begun.outcome !== 'ok') throw new Error(JSON.stringify(begun))
  shop.identity.results.set((begun.value as { token: string }).token, { outcome: 'passed' })
}

describe('another payee', () => {
  it('S76: is held until real name and face are checked; until then the old one is paid', async () => {
    const shop = farmShop()
    expect(await wish(shop, NEW)).toMatchObject({ value: { payees: [{ account: FARM_MCHID }], held: ['farm'] } })
    expect(await wish(shop, NEW)).toMatchObject({ outcome: 'ok' })
    expect((await shop.asMerchant<{ items: PayeeChangeView[] }>('payee.held', {})).items).toMatchObject([{ supplierId: 'farm', state: 'held', accountEnd: '0777' }])
    expect((await shop.asMerchant<Page<WorkItemView>>('work.list', { cursor: null })).items).toMatchObject([{ kind: 'payee_held', subject: 'farm' }])
    expect(await finish(shop)).toMatchObject({ refusal: 'payee_change_not_found' })
    await begin(shop)
    expect(await finish(shop)).toMatchObject({ refusal: 'check_waiting' })
    expect(paidTo(shop)).toEqual([FARM_MCHID])
    expect(shop.pay.money.receivers.has(NEW.account)).toBe(false)
    shop.identity.results.set('EID-1', { outcome: 'passed' })
    expect(await finish(shop)).toMatchObject({ value: { state: 'applied' } })
    expect(await finish(shop)).toMatchObject({ value: { state: 'applied' } })
    expect(paidTo(shop)).toEqual([NEW.account])
    expect(shop.pay.money.receivers.has(NEW.account)).toBe(true)
    expect((await shop.asMerchant<PayoutView>('payout.get', {})).held).toEqual([])
    expect((await shop.asMerchant<Page<WorkItemView>>('work.list', { cursor: null })).items).toEqual([])
    expect(shop.database.all('audits').map(audit => audit.act)).toEqual(['payee.hold', 'payee.apply'])
    expect(JSON.stringify([...shop.database.tables.keys()].map(name => shop.database.all(name)))).not.toMatch(/11010519491231002X/)
  })

  it('S76: a failed check changes nothing and may be made again; too many a day are not, nor one with a number that cannot be', async () => {
    const shop = farmShop()
    await wish(shop, NEW)
    expect(await begin(shop, { ...PERSON, idNumber: '110105194912310021' })).toMatchObject({ refusal: 'id_number_invalid' })
    for (let turn = 1; turn <= 5; turn++) {
      expect(await begin(shop)).toMatchObject({ outcome: 'ok' })
      shop.identity.results.set(`EID-${turn}`, { outcome: 'failed', code: '2016' })
      expect(await finish(shop)).toMatchObject({ refusal: 'check_failed', detail: { code: '2016' } })
    }
    expect(await begin(shop)).toMatchObject({ refusal: 'check_too_often' })
    expect(paidTo(shop)).toEqual([FARM_MCHID])
    shop.now += DAY_MS
    await passes(shop)
    expect(await finish(shop)).toMatchObject({ outcome: 'ok' })
  })

  it('S76: a check counts for the wish it was begun for, and not for another account slipped in afterwards', async () => {
    const shop = farmShop()
    await wish(shop, NEW)
    await passes(shop)
    await wish(shop, THIRD)
    expect(await finish(shop)).toMatchObject({ refusal: 'payee_change_not_found' })
    expect(paidTo(shop)).toEqual([FARM_MCHID])
    expect(shop.database.all('work_items').filter(item => item.state === 'open')).toHaveLength(1)
  })

  it('S76: whoever passed once is the one who changes it from then on', async () => {
    const shop = farmShop()
    await wish(shop, NEW)
    await passes(shop)
    await finish(shop)
    await wish(shop, THIRD)
    expect(await begin(shop, { name: '王五', idNumber: '440524188001010014' })).toMatchObject({ refusal: 'check_of_other_person' })
    await passes(shop)
    expect(await finish(shop)).toMatchObject({ outcome: 'ok' })
    expect(paidTo(shop)).toEqual([THIRD.account])
  })

  it('S76: taking the payee away first is no way round: nobody is paid at once, and the next one is held', async () => {
    const shop = farmShop()
    expect(await wish(shop, null)).toMatchObject({ value: { payees: [] } })
    expect(await wish(shop, NEW)).toMatchObject({ value: { payees: [], held: ['farm'] } })
    expect(await shop.asMerchant('payee.drop', { supplierId: 'farm' })).toMatchObject({ state: 'dropped' })
    expect(await shop.asMerchant('payee.drop', { supplierId: 'farm' })).toMatchObject({ state: 'dropped' })
    expect(await wish(shop, NEW)).toMatchObject({ value: { payees: [], held: ['farm'] } })
    await passes(shop)
    await finish(shop)
    expect(paidTo(shop)).toEqual([NEW.account])
  })

  it('S76: without an answer of the service, or of WeChat, it stays held', async () => {
    const shop = farmShop()
    await wish(shop, NEW)
    shop.identity.down = true
    expect(await begin(shop)).toMatchObject({ refusal: 'check_unavailable' })
    shop.identity.down = false
    await passes(shop)
    shop.identity.down = true
    expect(await finish(shop)).toMatchObject({ refusal: 'check_unavailable' })
    shop.identity.down = false
    shop.pay.down = true
    expect(await finish(shop)).toMatchObject({ refusal: 'payment_unavailable' })
    expect(paidTo(shop)).toEqual([FARM_MCHID])
    shop.pay.down = false
    expect(await finish(shop)).toMatchObject({ outcome: 'ok' })
  })

  it('S76: whatever comes at once, nobody is paid whose wish was not checked, in every order', async () => {
    await fc.assert(fc.asyncProperty(fc.scheduler(), fc.shuffledSubarray(['other', 'remove', 'drop', 'finish', 'same'], { minLength: 2 }), async (scheduler, steps) => {
      const shop = farmShop()
      await wish(shop, NEW)
      await passes(shop)
      const run = (step: string, worker: Worker): Promise<unknown> => step === 'other' ? wish(shop, THIRD, worker) : step === 'remove' ? wish(shop, null, worker) : step === 'same' ? wish(shop, NEW, worker) : step === 'drop' ? shop.admin('merchant', { procedure: 'payee.drop', input: { supplierId: 'farm' } }, worker) : finish(shop, worker)
      await race(scheduler, [...steps, 'finish'].map((step, index) => () => run(step, shop.worker(raced(scheduler, `w${index}`)))))
      expect(paidTo(shop)).not.toContain(THIRD.account)
      expect(paidTo(shop).length).toBeLessThanOrEqual(1)
      expect(shop.faults).toEqual([])
    }), { numRuns: 300 })
  }, 60_000)

  it('S76, L4: wherever a wish, a check or its end stops, asked again it comes to the same', async () => {
    const steps: Record<string, (shop: TestShop) => Promise<(worker: Worker) => Promise<unknown>>> = {
      wish: async shop => worker => wish(shop, NEW, worker),
      begin: async (shop) => {
        await wish(shop, NEW)
        return worker => begin(shop, PERSON, worker)
      },
      finish: async (shop) => {
        await wish(shop, NEW)
        await passes(shop)
        return worker => finish(shop, worker)
      },
      remove: async shop => worker => wish(shop, null, worker),
    }
    const expected: Record<string, [string, string[], number]> = { wish: ['held', [FARM_MCHID], 1], begin: ['checking', [FARM_MCHID], 1], finish: ['applied', [NEW.account], 0], remove: ['removed', [], 0] }
    for (const [name, set] of Object.entries(steps)) {
      const { found } = await crashAnywhere({
        shop: () => farmShop(),
        repeated: true,
        set,
        end: (shop) => {
          const open = shop.database.all('work_items').filter(item => item.kind === 'payee_held' && item.state === 'open').length
          const is = [shop.database.one('payee_changes', 'farm')?.state, paidTo(shop), open]
          return JSON.stringify(is) === JSON.stringify(expected[name]) ? [] : [`S76: ${name} came to ${JSON.stringify(is)}`]
        },
      })
      expect(found).toEqual([])
    }
  }, 60_000)
})

describe('an id number', () => {
  it('S76: is one whose check digit fits', () => {
    for (const good of ['11010519491231002X', '440524188001010014']) expect(isIdNumber(good)).toBe(true)
    for (const wrong of ['110105194912310021', '44052418800101001X', '4405241880010100', '11010519491231002x']) expect(isIdNumber(wrong)).toBe(false)
  })
})
