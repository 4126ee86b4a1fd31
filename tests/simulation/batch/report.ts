import { execFileSync } from 'node:child_process'
import { type Count, WATCHED, type Watched } from '../people/honesty'
import { type Sometime, SOMETIMES } from '../sometimes'
import type { SeedResult } from '../run-seed'
import type { Batch } from './pool'

export const failuresOf = ({ results }: Batch): readonly SeedResult[] => results.filter(result => result.broken.length > 0)

/** In how many seeds each thing was seen that must be seen now and then. */
export function seenIn({ results }: Batch): ReadonlyMap<Sometime, number> {
  return new Map(SOMETIMES.map(what => [what, results.filter(result => result.sometimes[what] !== undefined).length]))
}

export function neverSeen(batch: Batch): readonly Sometime[] {
  return [...seenIn(batch)].filter(([, seeds]) => seeds === 0).map(([what]) => what)
}

/** At most one in a thousand of what honest people ask for may be denied them by a rule against dishonest ones. */
const DENIED_AT_MOST = 0.001

/** What honest people asked for in all seeds, and how much of it a rule about limits and risk denied them. */
export function honestIn({ results }: Batch): ReadonlyMap<Watched, Count> {
  return new Map(WATCHED.map(what => [what, results.reduce(({ asked, stopped }, { honest: { [what]: more } }) =>
    ({ asked: asked + (more?.asked ?? 0), stopped: stopped + (more?.stopped ?? 0) }), { asked: 0, stopped: 0 })]))
}

/** Where honest people are stopped too often, or nothing shows that they are not; there must be no such place. */
export function honestStopped(batch: Batch): readonly string[] {
  return [...honestIn(batch)].filter(([, { asked, stopped }]) => asked === 0 || stopped > asked * DENIED_AT_MOST).map(([what, count]) => `${what}: ${sayOf(count)}`)
}

export function honesty(batch: Batch): string {
  return `Honest people stopped by a rule about limits and risk:\n${[...honestIn(batch)].map(([what, count]) => `  ${what}: ${sayOf(count)}`).join('\n')}`
}

const sayOf = ({ asked, stopped }: Count): string => `${stopped} of ${asked} (${(100 * stopped / Math.max(1, asked)).toFixed(3)} %)`

export function summary(batch: Batch): string {
  const { results, seconds, cpuSeconds } = batch
  const events = results.reduce((sum, result) => sum + result.events, 0)
  return [
    `${results.length} seeds, ${failuresOf(batch).length} failed; ${seconds.toFixed(1)} s, ${cpuSeconds.toFixed(1)} s of processor time`,
    `${(results.length / cpuSeconds).toFixed(1)} seeds and ${Math.round(events / cpuSeconds)} events a second and core; ${Math.round(events / Math.max(1, results.length))} events a seed`,
  ].join('\n')
}

export function coverage(batch: Batch): string {
  return [...seenIn(batch)].map(([what, seeds]) => `  ${String(seeds).padStart(6)}  ${what}`).join('\n')
}

export function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim()
  }
  catch {
    return 'unknown'
  }
}
