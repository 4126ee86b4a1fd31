import { expect, it } from 'vitest'
import { buildWorker } from './batch/build-worker'
import { explain } from './batch/explain'
import { runBatch, Worker } from './batch/pool'
import { replayTwice } from './batch/replay'
import { coverage, failuresOf, honestStopped, honesty, neverSeen, summary } from './batch/report'

const SEEDS = 300

it(`I1-I13, I15-I18, L1-L7: ${SEEDS} simulated days with a swarm of faults break nothing, end, and agree with WeChat's account to the fen`, async () => {
  const file = await buildWorker('test')
  const batch = await runBatch(file, { from: 1, count: SEEDS, stopAtFailure: true })
  console.log(`${summary(batch)}\n\n${honesty(batch)}\n\nSeen in so many seeds:\n${coverage(batch)}`)
  const [failure] = failuresOf(batch)
  if (failure) {
    const worker = new Worker(file)
    const told = await explain(worker, failure).finally(() => worker.close())
    throw new Error(told)
  }
  expect(honestStopped(batch)).toEqual([])
  expect(neverSeen(batch)).toEqual([])
  expect(await replayTwice(file, batch)).toEqual([])
}, 900_000)
