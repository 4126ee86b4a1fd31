import { afterAll, describe, expect, it } from 'vitest'
import { ask, EVERY_PROCEDURE, OWNER, sampleOf } from '../support/every-procedure'
import { aWorld } from '../support/every-procedure/world'
import { type Act, stopAtEveryCall } from '../support/nth-call'

const counts = { procedures: 0, calls: 0, points: 0, states: 0 }

describe('L4, I12: a worker may be stopped at any of its calls, and in the end it is done once', () => {
  it.each(EVERY_PROCEDURE.map(one => [`${one.table} ${one.procedure}`, one] as const))('%s', async (_name, one) => {
    const base = await aWorld()
    const input = await sampleOf(one, base)
    const act: Omit<Act, 'again'> = {
      shop: () => Promise.resolve(base.fork()),
      run: (shop, worker) => ask(shop, one, OWNER[one.caller], input, worker),
      ...(one.row.pieces && { pieces: one.row.pieces }),
    }
    counts.procedures += 1
    for (const again of one.row.reads ? ['gives_up'] as const : ['asks_again', 'gives_up'] as const) {
      const { broken, calls, points, states } = await stopAtEveryCall({ ...act, again }, { twiceIsTwice: one.row.everyCallCounts !== undefined })
      expect(broken.slice(0, 8)).toEqual([])
      expect(calls).toBeGreaterThan(0)
      // What only reads leaves nothing behind, wherever it stops.
      if (one.row.reads) expect(states).toBe(1)
      counts.calls += calls
      counts.points += points
      counts.states += states
    }
  }, 60_000)

  afterAll(() => console.log(JSON.stringify(counts)))
})
