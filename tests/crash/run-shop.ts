import { parseArgs } from 'node:util'
import { buildFunctions } from '../../scripts/build-functions'
import { crashShop } from './shop/crash-shop'

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '100' }, clients: { type: 'string', default: '32' }, seed: { type: 'string', default: '1' },
    worth: { type: 'string', default: '20' }, minutes: { type: 'string', default: '40' }, port: { type: 'string', default: '9350' },
  },
})

await buildFunctions()
const begun = performance.now()
const { told, problems, readyMs, orders } = await crashShop({
  kills: Number(values.kills),
  clients: Number(values.clients),
  between: [50, 1500],
  seed: Number(values.seed),
  worth: Number(values.worth),
  minutes: Number(values.minutes),
  port: Number(values.port),
  onKill: one => console.log(`kill ${String(one.kill).padStart(3)}: ${one.acknowledged} acknowledged so far, ready again after ${one.readyMs.toFixed(0)} ms (${one.startedMs.toFixed(0)} ms with the process and the time it was away)`),
})

console.log(`\n${readyMs.length} kills in ${((performance.now() - begun) / 1000).toFixed(0)} s, ${told.acknowledged} acknowledged: ${told.placed.size} orders placed of ${told.sent.size} sent, ${told.paid.size} paid in the sheet, ${told.cancelled.size} cancelled; ${problems.length} lost, torn or done twice.`)
console.log(`Orders in the end: ${Object.entries(orders).map(([end, count]) => `${count} ${end}`).join(', ')}. Restart to ready: slowest ${Math.max(...readyMs).toFixed(0)} ms.`)
for (const problem of problems.slice(0, 30)) console.log(`  ${problem}`)
if (problems.length > 0 || told.acknowledged < Number(values.worth) * readyMs.length / 2) process.exit(1)
