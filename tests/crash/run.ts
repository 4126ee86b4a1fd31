import { parseArgs } from 'node:util'
import { crash } from './crash'

const { values } = parseArgs({ options: { kills: { type: 'string', default: '100' }, clients: { type: 'string', default: '32' }, seed: { type: 'string', default: '1' } } })

const { acknowledged, problems, readyMs, startedMs } = await crash({
  kills: Number(values.kills),
  clients: Number(values.clients),
  between: [50, 1500],
  seed: Number(values.seed),
  onKill: told => console.log(
    `kill ${String(told.kill).padStart(3)}: ${told.acknowledged} acknowledged so far, ready again after ${told.readyMs.toFixed(0)} ms (${told.startedMs.toFixed(0)} ms with the process), ${told.problems} problems`,
  ),
})

const worst = (times: readonly number[]): string => Math.max(...times).toFixed(0)
console.log(`\n${readyMs.length} kills, ${acknowledged} acknowledged writes, ${problems.length} lost or torn.`)
console.log(`Restart to ready: slowest ${worst(readyMs)} ms, with the start of the process ${worst(startedMs)} ms.`)
for (const problem of problems.slice(0, 20)) console.log(`  ${problem}`)
if (problems.length > 0 || acknowledged < 200 * readyMs.length) process.exit(1)
