import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, describe, expect, inject, it } from 'vitest'
import { bench, growth } from '../../bench/bench'
import { exportOfGoods, goodId, shelfName } from '../../bench/goods'
import { Stand } from '../../bench/stand'
import { growthTable, measurementTable } from '../../bench/tables'
import { WORKLOADS } from '../../bench/workloads'
import { Database } from '../../../emulator/cloudbase/database/index'

const DOCUMENTS = 50_000

const folder = mkdtempSync(join(tmpdir(), 'lintuan-memory-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

function heapMb(): number {
  collectGarbage()
  return process.memoryUsage().heapUsed / 2 ** 20
}

describe('a large collection', () => {
  it('stays on the disk: neither filling, reading, counting, updating, exporting nor aggregating it fills the heap', async () => {
    const database = Database.open({ file: join(folder, 'large.db'), now: () => 0 })
    const before = heapMb()
    database.importFrom(exportOfGoods(DOCUMENTS))
    const call = (action: string, rest: object): Promise<{ data?: unknown }> => database.handle({ action: `database.${action}`, collectionName: 'goods', ...rest })
    expect(await call('getDocument', { query: JSON.stringify({ _id: goodId(DOCUMENTS - 1) }) })).toMatchObject({ data: { list: [expect.any(String)] } })
    expect(await call('calculateDocument', { query: '{"stock":{"$gt":{"$numberInt":"0"}}}' })).toMatchObject({ data: { total: DOCUMENTS } })
    expect(await call('modifyDocument', { query: JSON.stringify({ shelf: shelfName(7) }), merge: true, multi: true, data: '{"$inc":{"stock":{"$numberInt":"-1"}}}' })).toMatchObject({ data: { updated: 100 } })
    const stages = [{ stageKey: '$group', stageValue: '{"_id":null,"stock":{"$sum":"$stock"}}' }]
    expect(await call('aggregateDocuments', { stages })).toMatchObject({ data: { list: [expect.stringContaining(String(DOCUMENTS * 1_000_000 - 100))] } })
    let lines = 0
    database.exportTo(() => { lines += 1 })
    expect(lines).toBe(DOCUMENTS + 3)
    expect(heapMb() - before).toBeLessThan(20)
    database.close()
  })
})

describe('the benchmark', () => {
  it('measures every kind of work and puts plain SQLite beside it', async () => {
    const { benchServer, benchLoad } = inject('programs')
    const stand = await Stand.open(300, [], { server: benchServer, load: benchLoad })
    const options = { workloads: WORKLOADS, ms: 60 }
    const measurements = await bench(stand, { clients: [1, 4], ...options })
    expect(measurements).toHaveLength(WORKLOADS.length * 2)
    for (const { perSecond, raw } of measurements) expect(Math.min(perSecond, raw)).toBeGreaterThan(0)
    expect(measurementTable(measurements).split('\n')).toHaveLength(2 + measurements.length)
    expect(growthTable([300], await growth([stand], { clients: 4, ...options })).split('\n')).toHaveLength(2 + WORKLOADS.length)
    expect((await stand.memory()).heapMb).toBeLessThan(100)
    expect(stand.fileMb).toBeGreaterThan(0)
    await stand.close()
  })
})
