import { parseArgs } from 'node:util'
import { buildWorker } from './batch/build-worker'
import { explain, headOf } from './batch/explain'
import { runBatch, Worker } from './batch/pool'
import { replayTwice } from './batch/replay'
import { coverage, failuresOf, honestStopped, honesty, neverSeen, summary } from './batch/report'
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
    if (result.broken.length > 0) console.log(`\n${values.without || values.spared ? headOf(result) : await explain(worker, result)}`)
    process.exitCode = result.broken.length > 0 ? 1 : 0
  }
  worker.close()
}

async function many(): Promise<void> {
  const batch = await runBatch(file, {
    from, count, stopAtFailure: !values.keep,
    ...(values.seconds && { seconds: Number(values.seconds) }), ...(values.workers && { workers: Number(values.workers) }),
    onProgress: (done, failed, now) => {
      for (const { seed, broken } of now) console.log(`  seed ${seed}: ${broken[0]?.slice(0, 200) ?? ''}`)
      if (done % 100 === 0) console.log(`  ${done} of ${count}, ${failed} failed`)
    },
  })
  console.log(`${summary(batch)}\n\n${honesty(batch)}\n\nSeen in so many seeds:\n${coverage(batch)}`)
  const failures = failuresOf(batch)
  const differing = await replayTwice(file, batch)
  for (const seed of differing) console.log(`seed ${seed} did not run the same way twice`)
  const missing = failures.length === 0 ? neverSeen(batch) : []
  if (missing.length > 0) console.log(`\nNever seen: ${missing.join(', ')}`)
  const stopped = failures.length === 0 ? honestStopped(batch) : []
  if (stopped.length > 0) console.log(`\nHonest people were stopped too often, or never seen: ${stopped.join(', ')}`)
  const worker = new Worker(file)
  for (const failure of failures.slice(0, 3)) console.log(`\n${await explain(worker, failure)}`)
  for (const failure of failures.slice(3)) console.log(`seed ${failure.seed}: ${failure.broken[0]?.slice(0, 200) ?? ''}`)
  worker.close()
  process.exitCode = failures.length + differing.length + missing.length + stopped.length > 0 ? 1 : 0
}
