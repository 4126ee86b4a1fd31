import { parseArgs } from 'node:util'
import { bench, growth } from './bench'
import { Stand } from './stand'
import { growthTable, measurementTable } from './tables'
import { WORKLOADS } from './workloads'

const { values } = parseArgs({
  options: { full: { type: 'boolean', default: false }, seconds: { type: 'string', default: '2' }, profile: { type: 'string' }, only: { type: 'string' } },
})

const sizes = values.full ? [1000, 100_000, 1_000_000] : [1000, 100_000]
const workloads = values.only === undefined ? WORKLOADS : WORKLOADS.filter(name => values.only?.split(',').includes(name))
const flags = values.profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${values.profile}`]
const ms = Number(values.seconds) * 1000

const stands: Stand[] = []
for (const documents of sizes) {
  console.log(`\n## ${documents.toLocaleString('en')} documents\n`)
  const stand = await Stand.open(documents, flags)
  stands.push(stand)
  console.log(measurementTable(await bench(stand, { clients: [1, 16, 64], workloads, ms })))
  const { heapMb, rssMb } = await stand.memory()
  console.log(`\nFile ${stand.fileMb.toFixed(0)} MB; the local cloud's process: heap ${heapMb.toFixed(0)} MB, resident ${rssMb.toFixed(0)} MB.`)
}
console.log(`\n## Growth: operations a second with 16 clients\n\n${growthTable(sizes, await growth(stands, { clients: 16, workloads, ms }))}`)
for (const stand of stands) await stand.close()
