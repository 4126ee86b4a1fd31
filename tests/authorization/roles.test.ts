import { afterAll, describe, expect, it } from 'vitest'
import { handleCall } from '../../cloudfunctions/usecases/handle-call'
import { shopImplementations } from '../../cloudfunctions/usecases/shop'
import { adminProcedures, shopProcedures } from '../../cloudfunctions/contract'
import { NO_SETUP } from '../../cloudfunctions/domain/shop/setup'
import { ask, EVERY_PROCEDURE, type Proved, sampleOf } from '../support/every-procedure'
import { aWorld } from '../support/every-procedure/world'
import { saysTurnedAway } from '../support/memory-store'
import type { TestShop } from '../support/shop'
import { EVERYBODY } from './principals'

/** The world after two people lost their roles, which they had used. */
async function afterRevocation(): Promise<TestShop> {
  const world = await aWorld()
  const setup = world.database.one('shop_setup', 'shop') ?? NO_SETUP
  const staff = (...farmers: string[]): void => world.database.put('shop_setup', { ...setup, suppliers: setup.suppliers.map(one => one.supplierId === 'farm' ? { ...one, staff: farmers } : one) })
  staff('farmer', 'former-farmer')
  world.database.put('staff', { id: 'former-clerk', role: 'merchant' })
  for (const [openid, procedure, input] of [['former-clerk', 'work.list', { cursor: null }], ['former-farmer', 'supplier.goods', { cursor: null }]] as const) {
    expect((await world.admin(openid, { procedure, input })).outcome).toBe('ok')
  }
  staff('farmer')
  await world.worker().store.remove('staff', 'former-clerk')
  return world
}

let cells = 0

describe('every procedure × everybody', () => {
  afterAll(() => expect(cells).toBe(EVERY_PROCEDURE.length * EVERYBODY.length))

  it.each(EVERY_PROCEDURE.map(one => [`${one.table} ${one.procedure}`, one] as const))('I15, I18: %s', async (_name, one: Proved) => {
    const base = await afterRevocation()
    const input = await sampleOf(one, base)
    const before = base.digest()
    const turnedAway: string[] = []
    for (const [name, { openid, may }] of EVERYBODY) {
      cells += 1
      if (may.includes(one.row.for)) {
        const world = base.fork()
        const reply = await ask(world, one, openid, input)
        expect(['ok', 'refused'], `${name}: ${JSON.stringify(reply)} ${world.faults.join()}`).toContain(reply.outcome)
        expect(reply, name).not.toMatchObject({ refusal: 'not_allowed' })
      }
      else {
        // What is sent makes no difference: who may not call learns nothing of it.
        for (const sent of [input, undefined, {}, { nonsense: true }]) {
          expect(await ask(base, one, openid, sent), name).toEqual({ outcome: 'refused', refusal: 'not_allowed', serverNow: base.now })
        }
        expect(base.digest(saysTurnedAway) === before, `${name} was turned away and something changed`).toBe(true)
        if (openid !== undefined) turnedAway.push(openid)
      }
    }
    // Each of them once, however often they tried; what they sent is not kept.
    const entries = base.database.all('audits').filter(audit => audit.act === 'access.deny')
    expect(entries.map(({ openid, subject, detail }) => ({ openid, subject, detail })))
      .toEqual(turnedAway.map(openid => ({ openid, subject: one.procedure, detail: '' })))
  })
})

describe('the doors themselves', () => {
  it('I15: the function of shoppers knows nothing of what merchants call, whoever calls, and the other way round', async () => {
    const world = await aWorld()
    const before = world.digest()
    const shop = Object.keys(shopProcedures)
    const admin = Object.keys(adminProcedures)
    const unknown = { outcome: 'unknown_procedure', serverNow: world.now }
    for (const procedure of admin.filter(name => !shop.includes(name))) expect(await world.call('merchant', { procedure, input: {} })).toEqual(unknown)
    for (const procedure of shop.filter(name => !admin.includes(name))) expect(await world.admin('merchant', { procedure, input: {} })).toEqual(unknown)
    expect(world.digest()).toBe(before)
  })

  it('I15: a call from another mini-program, or without one, is nobody\'s', async () => {
    const world = await aWorld()
    const before = world.digest()
    for (const one of EVERY_PROCEDURE.filter(({ table }) => table === 'shop')) {
      for (const appid of ['wxsomebodyelse', '', undefined]) {
        const reply = await handleCall(world.worker(), shopProcedures, shopImplementations, { openid: 'alice', appid, requestId: 'r' }, { procedure: one.procedure, input: {} })
        expect(reply).toEqual({ outcome: 'refused', refusal: 'not_allowed', serverNow: world.now })
      }
    }
    expect(world.digest()).toBe(before)
  })
})
