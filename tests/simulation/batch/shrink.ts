import type { FaultChoice, FaultName, Stroke } from '../engine/faults'
import type { SeedResult } from '../run-seed'
import type { Worker } from './pool'

/** Runs a shortening may cost. */
const BUDGET = 160

/** Fewest faults with which a seed still fails: first whole kinds are taken away, then single strokes. */
export async function shrink(worker: Pick<Worker, 'run'>, failure: SeedResult): Promise<{ choice: FaultChoice; result: SeedResult }> {
  let choice: FaultChoice = {}
  let result = failure
  let runs = 0
  const stillFails = async (tried: FaultChoice): Promise<boolean> => {
    if (runs >= BUDGET) return false
    runs += 1
    const { results: [next] } = await worker.run({ from: failure.seed, count: 1, choice: tried })
    if (!next || next.broken.length === 0) return false
    choice = tried
    result = next
    return true
  }
  for (const name of Object.keys(failure.rates) as FaultName[]) await stillFails({ ...choice, without: [...choice.without ?? [], name] })
  for (let size = Math.ceil(result.strokes.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < result.strokes.length && runs < BUDGET;) {
      const spared: readonly Stroke[] = [...choice.spared ?? [], ...result.strokes.slice(at, at + size)]
      if (!await stillFails({ ...choice, spared })) at += size
    }
  }
  return { choice, result }
}
