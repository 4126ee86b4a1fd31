import { execFileSync } from 'node:child_process'
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
