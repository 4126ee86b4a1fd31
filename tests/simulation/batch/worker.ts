import { takeOverSdk } from '../cloud/database'
import { takeOverFetch } from '../cloud/network'
import { takeOverTime } from '../engine/virtual-time'
import { runSeed, type SeedResult } from '../run-seed'
import type { Job, JobDone } from './job'

/** A process that simulates: it gives its clock, its timers, its network and its database away, and runs seeds for whoever forked it. */
await import('@cloudbase/node-sdk')
takeOverSdk()
takeOverFetch()
takeOverTime()

process.on('message', (job: Job) => {
  void work(job).then(done => process.send?.(done), (error: unknown) => {
    console.error(error)
    process.exit(1)
  })
})

async function work({ from, count, choice, keepLines, stopAtFailure }: Job): Promise<JobDone> {
  const before = process.cpuUsage()
  const results: SeedResult[] = []
  for (let seed = from; seed < from + count; seed += 1) {
    const result = await runSeed(seed, choice, keepLines)
    results.push(result.broken.length > 0 ? result : { ...result, strokes: [] })
    if (stopAtFailure && result.broken.length > 0) break
  }
  const { user, system } = process.cpuUsage(before)
  return { results, cpuSeconds: (user + system) / 1e6 }
}
