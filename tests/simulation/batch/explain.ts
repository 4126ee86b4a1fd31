import type { SeedResult } from '../run-seed'
import type { Worker } from './pool'
import { commit } from './report'
import { shrink } from './shrink'

/** A failure as a person needs it: seed, commit, what broke, the fewest faults with which it still does, and how to see it again. */
export async function explain(worker: Pick<Worker, 'run'>, failure: SeedResult): Promise<string> {
  const { choice, result } = await shrink(worker, failure)
  const flags = [...(choice.without?.length ? [`--without ${choice.without.join(',')}`] : []), ...(choice.spared?.length ? [`--spared ${choice.spared.join(',')}`] : [])]
  return [
    headOf(failure),
    `With these faults alone: ${result.strokes.join(', ') || 'none'}`,
    `  ${result.broken[0] ?? ''}`,
    `Again: npm run sim -- --seeds 1 --from ${failure.seed} --trace 300 ${flags.join(' ')}`,
  ].join('\n')
}

export function headOf({ seed, broken }: SeedResult): string {
  return `seed ${seed} at commit ${commit()} broke:\n${broken.slice(0, 6).map(what => `  ${what}`).join('\n')}`
}
