import { parseArgs } from 'node:util'
import { buildWorker } from './batch/build-worker'
import { runBatch, Worker } from './batch/pool'
import { replayTwice } from './batch/replay'
import { commit, coverage, failuresOf, neverSeen, summary } from './batch/report'
import { shrink } from './batch/shrink'
import type { FaultChoice, FaultName, Stroke } from './engine/faults'

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '20000' }, from: { type: 'string', default: '1' }, seconds: { type: 'string' }, workers: { type: 'string' },
    trace: { type: 'string' }, without: { type: 'string' }, spared: { type: 'string' }, keep: { type: 'boolean', default: false },
  },
})
const from = Number(values.from)
const count = Number(values.seeds)
const file = await buildWorker(values.seeds === '1' ? 'one' : 'plain')

if (count === 1) await one()
else await many()

/** One seed with all it did: `--trace 200` shows the last events, `--without` and `--spared` take faults away. */
async function one(): Promise<void> {
  const worker = new Worker(file)
  const choice: FaultChoice = {
    ...(values.without && { without: values.without.split(',') as FaultName[] }),
    ...(values.spared && { spared: values.spared.split(',') as Stroke[] }),
  }
  const { results: [result] } = await worker.run({ from, count: 1, choice, keepLines: Number(values.trace ?? 0) })
  if (result) {
    console.log(result.trace.join('\n'))
    console.log(`seed ${from}: ${result.hash}, ${result.events} events, faults ${Object.entries(result.rates).map(([name, rate]) => `${name} ${rate * 100} %`).join(', ')}`)
    if (result.broken.length > 0) await explain(worker, result)
    process.exitCode = result.broken.length > 0 ? 1 : 0
  }
  worker.close()
}

async function many(): Promise<void> {
  const batch = await runBatch(file, {
    from, count, stopAtFailure: !values.keep,
    ...(values.seconds && { seconds: Number(values.seconds) }), ...(values.workers && { workers: Number(values.workers) }),
    onProgress: (done, failed) => { if (done % 100 === 0) console.log(`  ${done} of ${count}, ${failed} failed`) },
  })
  console.log(`${summary(batch)}\n\nSeen in so many seeds:\n${coverage(batch)}`)
  const failures = failuresOf(batch)
  const differing = await replayTwice(file, batch)
  for (const seed of differing) console.log(`seed ${seed} did not run the same way twice`)
  const missing = failures.length === 0 ? neverSeen(batch) : []
  if (missing.length > 0) console.log(`\nNever seen: ${missing.join(', ')}`)
  const worker = new Worker(file)
  for (const failure of failures.slice(0, 3)) await explain(worker, failure)
  for (const failure of failures.slice(3)) console.log(`seed ${failure.seed}: ${failure.broken[0]?.slice(0, 200) ?? ''}`)
  worker.close()
  process.exitCode = failures.length + differing.length + missing.length > 0 ? 1 : 0
}

async function explain(worker: Worker, failure: Parameters<typeof shrink>[1]): Promise<void> {
  const short = values.without || values.spared ? undefined : await shrink(worker, failure)
  console.log(`\nseed ${failure.seed} at commit ${commit()} broke:\n${failure.broken.slice(0, 6).map(what => `  ${what}`).join('\n')}`)
  if (!short) return
  console.log(`With these faults alone: ${short.result.strokes.join(', ') || 'none'}\n  ${short.result.broken[0] ?? ''}`)
  const flags = [
    ...(short.choice.without?.length ? [`--without ${short.choice.without.join(',')}`] : []), ...(short.choice.spared?.length ? [`--spared ${short.choice.spared.join(',')}`] : []),
  ]
  console.log(`Again: npm run sim -- --seeds 1 --from ${failure.seed} --trace 300 ${flags.join(' ')}`)
}
