import { describe, expect, it } from 'vitest'
import { ask, EVERY_PROCEDURE, OWNER, sampleOf } from '../support/every-procedure'
import { aWorld } from '../support/every-procedure/world'
import { brokenFen } from '../support/whole-fen'

const documentsOf = (world: Awaited<ReturnType<typeof aWorld>>): object => Object.fromEntries([...world.database.tables].map(([name, table]) => [name, Object.fromEntries([...table].map(([id, { document }]) => [id, document]))]))

describe('X12: no part of a fen', () => {
  it('stands in any document of a shop in which everything has happened', async () => {
    const documents = documentsOf(await aWorld())
    expect(brokenFen(documents)).toEqual([])
    // The look itself sees amounts, and would see a part of one.
    expect(JSON.stringify(documents).match(/Fen":\d+/g)?.length).toBeGreaterThan(300)
    expect(brokenFen({ lines: [{ amountFen: 1.5 }] })).toEqual(['lines.0.amountFen: 1.5'])
  })

  it.each(EVERY_PROCEDURE.map(one => [`${one.table} ${one.procedure}`, one] as const))('is answered or left behind by %s', async (_name, one) => {
    const world = await aWorld()
    const reply = await ask(world, one, OWNER[one.caller], await sampleOf(one, world))
    expect([...brokenFen(reply), ...brokenFen(documentsOf(world))]).toEqual([])
  })
})
