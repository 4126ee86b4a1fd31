import { describe, expect, it } from 'vitest'
import { alwaysBroken } from '../support/invariants'
import { ask, EVERY_PROCEDURE, OWNER, sampleOf } from '../support/every-procedure'
import { aWorld, worldUndone } from '../support/every-procedure/world'

describe('the rows', () => {
  it('L1, L2, L3, L4, L5, L6: stand in a world that is sound, and in which everything comes to an end, the books equal to WeChat\'s account', async () => {
    expect(alwaysBroken(await aWorld())).toEqual([])
    expect(await worldUndone()).toEqual([])
  })

  it.each(EVERY_PROCEDURE.map(one => [`${one.table} ${one.procedure}`, one] as const))('%s is granted to whom it belongs', async (_name, one) => {
    const world = await aWorld()
    expect(one.row, 'no row').toBeDefined()
    expect(one.row.for).toBe(one.caller)
    const input = await sampleOf(one, world)
    const before = world.digest()
    const reply = await ask(world, one, OWNER[one.caller], input)
    expect(reply, world.faults.join()).toMatchObject({ outcome: 'ok' })
    expect(world.digest() === before, 'whether it only reads').toBe(one.row.reads === true)
  })
})
