import { parseArgs } from 'node:util'
import { buildWorker, PatchDoesNotApply } from '../batch/build-worker'
import { runBatch } from '../batch/pool'
import { failuresOf, honestStopped } from '../batch/report'
import type { Mutant } from './mutant'
import { PAIRS } from './pairs'
import { SINGLES } from './singles'

const { values } = parseArgs({ options: { seeds: { type: 'string', default: '300' }, only: { type: 'string' }, skip: { type: 'string', default: '0' }, from: { type: 'string', default: '1' } } })

interface Verdict { readonly mutant: Mutant; readonly killedBy?: string; readonly seeds: number; readonly problem?: string }

async function judge(mutant: Mutant): Promise<Verdict> {
  try {
    const file = await buildWorker('mutant', mutant.patches)
    const batch = await runBatch(file, { from: Number(values.from), count: Number(values.seeds), seedsAJob: 5, stopAtFailure: true })
    const [failure] = failuresOf(batch)
    const [stopped] = failure ? [] : honestStopped(batch)
    if (!failure) return { mutant, seeds: batch.results.length, ...(stopped !== undefined && { killedBy: `honest people were stopped: ${stopped}` }) }
    return { mutant, seeds: failure.seed - Number(values.from) + 1, killedBy: failure.broken[0] ?? '' }
  }
  catch (error) {
    // A mutant that makes the process stand still or fall over is as dead as one that breaks an invariant; a patch that does not apply is our own fault.
    if (error instanceof PatchDoesNotApply) return { mutant, seeds: 0, problem: error.message }
    return { mutant, seeds: 0, killedBy: error instanceof Error ? error.message : String(error) }
  }
}

const started = Date.now()
let wrong = 0
let left = Number(values.skip)
for (const [kind, mutants] of [['single', SINGLES], ['pair', PAIRS]] as const) {
  for (const mutant of mutants.filter(one => values.only === undefined || one.name.includes(values.only))) {
    if (left-- > 0) continue
    const { killedBy, seeds, problem } = await judge(mutant)
    if (killedBy === undefined) wrong += 1
    const verdict = problem ? `DOES NOT APPLY: ${problem}` : killedBy === undefined ? `ALIVE after ${seeds} seeds` : `killed by seed ${seeds}: ${killedBy.slice(0, 90)}`
    console.log(`| ${kind} | ${mutant.name} | ${verdict.replaceAll('|', '/')} |`)
  }
}
console.log(`${SINGLES.length} singles and ${PAIRS.length} pairs, ${wrong} not killed, in ${Math.round((Date.now() - started) / 60_000)} min`)
process.exitCode = wrong > 0 ? 1 : 0
