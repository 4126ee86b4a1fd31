import { parseArgs } from 'node:util'
import { fuzz } from './fuzz'

const { values } = parseArgs({ options: { requests: { type: 'string', default: '20000' }, seed: { type: 'string', default: '1' } } })

const { requests, codes, problems, heapMbBefore, heapMbAfter } = await fuzz(Number(values.requests), Number(values.seed))

console.log(`${requests} malformed requests, ${problems.length} problems; heap ${heapMbBefore.toFixed(1)} MB before, ${heapMbAfter.toFixed(1)} MB after.`)
for (const [code, times] of [...codes].sort((a, b) => b[1] - a[1])) console.log(`  ${String(times).padStart(6)}  ${code}`)
for (const problem of [...new Set(problems)].slice(0, 30)) console.log(`  ${problem}`)
if (problems.length > 0) process.exit(1)
