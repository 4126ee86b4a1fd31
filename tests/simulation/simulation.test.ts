import { expect, it } from 'vitest'
import { buildWorker } from './batch/build-worker'
import { runBatch } from './batch/pool'
import { replayTwice } from './batch/replay'
import { failuresOf, neverSeen, summary } from './batch/report'

const SEEDS = 300

it(`I1-I12, I15-I18, L1-L6: ${SEEDS} simulated days with a swarm of faults break nothing, end, and agree with WeChat's account to the fen`, async () => {
  const file = await buildWorker('test')
  const batch = await runBatch(file, { from: 1, count: SEEDS })
  console.log(summary(batch))
  expect(failuresOf(batch).map(({ seed, broken }) => `npm run sim -- --seeds 1 --from ${seed}: ${broken[0] ?? ''}`)).toEqual([])
  expect(neverSeen(batch)).toEqual([])
  expect(await replayTwice(file, batch)).toEqual([])
}, 600_000)
