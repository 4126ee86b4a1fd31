import { afterAll, describe, expect, it } from 'vitest'
import { seededRandom } from '../../emulator/control/faults'
import { sweep } from '../../cloudfunctions/usecases/sweeps/sweep'
import { alwaysBroken } from '../support/invariants'
import { ask, EVERY_PROCEDURE, OWNER, type Proved, sampleOf, schemaOf } from '../support/every-procedure'
import { aWorld } from '../support/every-procedure/world'
import type { TestShop } from '../support/shop'
import { brokenFen } from '../support/whole-fen'
import { badValues, EXTRA_FIELDS, REMOVED, spoilt } from './bad-values'
import { formOf } from './schema-form'
import { strangeInput } from './strange-values'

/** `FUZZ=1` looks for longer. */
const MORE = process.env['FUZZ'] ? 10 : 1
const SEED = Number(process.env['FUZZ_SEED'] ?? 1)
const COMBINED = 200 * MORE
const STRANGE = 60 * MORE

const counts = { bad: 0, strange: 0, bySort: { ok: 0, refused: 0, bad_input: 0 } }

/** What was sent, short enough to be read. */
const shown = (value: unknown): string => {
  const text = JSON.stringify(value, (_key, one: unknown) => typeof one === 'bigint' || typeof one === 'symbol' || typeof one === 'function' ? String(one) : one) as string | undefined
  return (text ?? String(value)).slice(0, 300)
}

async function mustBeBad(world: TestShop, one: Proved, input: unknown): Promise<string | undefined> {
  counts.bad += 1
  const reply = await ask(world, one, OWNER[one.caller], input)
  if (reply.outcome !== 'bad_input') return `${shown(input)} was answered ${shown(reply)}`
  // An issue names places and rules, never what was sent.
  return JSON.stringify(reply).length > 4000 || reply.issues.length === 0 ? `${shown(input)}: ${shown(reply)}` : undefined
}

const READS = EVERY_PROCEDURE.filter(one => one.row.reads)

async function faultsOfLooking(world: TestShop): Promise<string[]> {
  const faults: string[] = []
  for (const one of READS) {
    const reply = await ask(world, one, OWNER[one.caller], await sampleOf(one, world))
    if (reply.outcome === 'internal') faults.push(`${one.procedure}: ${world.faults.at(-1)}`)
  }
  return faults
}

describe('bad input made of the contract itself (pitfalls 17, 20, 21)', () => {
  it.each(EVERY_PROCEDURE.map(one => [`${one.table} ${one.procedure}`, one] as const))('I15: %s takes nothing that is not of its form, and nothing changes', async (_name, one) => {
    const world = await aWorld()
    const sample = await sampleOf(one, world)
    const before = world.digest()
    const singles = badValues(formOf(schemaOf(one)), sample)
    const wrong: (string | undefined)[] = []
    for (const bad of singles) wrong.push(await mustBeBad(world, one, spoilt(sample, [bad])))
    const random = seededRandom(SEED)
    const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T
    for (let n = 0; n < COMBINED; n++) {
      const several = Array.from({ length: 1 + Math.floor(random() * 3) }, () => pick(singles)).filter(bad => bad.value !== REMOVED)
      // One more, so that a value that took another's place away cannot make the whole right again.
      const extra = { path: [`x${pick(EXTRA_FIELDS)}`], value: pick([1, 'x', { $gt: '' }, null, []]) }
      wrong.push(await mustBeBad(world, one, spoilt(sample, [...several, extra])))
    }
    expect(wrong.filter(text => text !== undefined).slice(0, 5)).toEqual([])
    expect(world.digest() === before, 'something changed').toBe(true)
    expect(world.faults).toEqual([])
  })

  it.each(EVERY_PROCEDURE.map(one => [`${one.table} ${one.procedure}`, one] as const))('I2, I3, I4, X12: %s takes the strangest input of its form without a fault', async (_name, one) => {
    const world = await aWorld()
    const sample = await sampleOf(one, world)
    const form = formOf(schemaOf(one))
    const random = seededRandom(SEED)
    const wrong: string[] = []
    for (let n = 0; n < STRANGE; n++) {
      const input = strangeInput(form, sample, random)
      counts.strange += 1
      const reply = await ask(world, one, OWNER[one.caller], input)
      if (reply.outcome === 'internal' || reply.outcome === 'unknown_procedure') wrong.push(`${shown(input)} was answered ${shown(reply)}: ${world.faults.at(-1)}`)
      else counts.bySort[reply.outcome] += 1
      // What was taken is lived with: everything can still be looked at, and quoted.
      if (reply.outcome === 'ok' && !one.row.reads && n % 6 === 0) wrong.push(...(await faultsOfLooking(world)).map(fault => `after ${shown(input)}: ${fault}`))
    }
    await sweep(world.worker())
    for (const [name, table] of world.database.tables) wrong.push(...[...table.values()].flatMap(({ document }) => brokenFen(document, `${name} ${document.id}`)))
    wrong.push(...world.faults.map(fault => `a fault: ${fault}`))
    expect([...new Set(wrong)].slice(0, 5)).toEqual([])
    // Pieces come and go by what the merchant does here; everything else must hold.
    expect(alwaysBroken(world).filter(what => !(one.procedure === 'stock.adjust' && what.startsWith('I4: pieces')))).toEqual([])
  })

  it('is as much as was promised', () => {
    expect(counts.bad).toBeGreaterThanOrEqual(40_000)
    expect(counts.bySort.ok).toBeGreaterThan(counts.strange / 20)
  })

  afterAll(() => console.log(`${counts.bad} bad inputs; ${counts.strange} strange ones: ${JSON.stringify(counts.bySort)}`))
})

describe('what is no call at all', () => {
  const EVENTS: readonly unknown[] = [
    undefined, null, 0, 1, '', 'order.list', true, [], [[]], {}, { procedure: undefined }, { procedure: null }, { procedure: 7 }, { procedure: [] }, { procedure: ['order.list'] }, { procedure: {} },
    { procedure: { $ne: null }, input: {} }, { Type: 'Timer', TriggerName: 'sweep' }, { httpMethod: 'POST', headers: {}, body: '{}' }, { input: {} }, JSON.parse('{"__proto__":{"procedure":"order.list"}}'),
  ]
  const NAMES = ['', ' ', 'order', 'order.', '.list', 'order.list ', ' order.list', 'ORDER.LIST', 'order.list.x', 'order/list', '__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', 'order.__proto__', 'order\u0000.list', '../admin', 'x'.repeat(100_000)]

  it('is answered as what it is, whoever sends it', async () => {
    const world = await aWorld()
    const before = world.digest()
    for (const openid of ['alice', 'merchant']) {
      for (const event of EVENTS) {
        for (const reply of [await world.call(openid, event), await world.admin(openid, event)]) expect(['bad_input', 'unknown_procedure'], shown(event)).toContain(reply.outcome)
      }
      for (const procedure of NAMES) {
        for (const reply of [await world.call(openid, { procedure, input: {} }), await world.admin(openid, { procedure, input: {} })]) expect(reply).toEqual({ outcome: 'unknown_procedure', serverNow: world.now })
      }
    }
    expect(world.digest()).toBe(before)
    expect(world.faults).toEqual([])
  })
})
