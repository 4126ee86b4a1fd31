import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DatabaseSync } from '@photostructure/sqlite'
import { afterAll, describe, expect, it } from 'vitest'
import { Database } from '../../../emulator/cloudbase/database/index'

const KILLS = 3
const WRITES_BEFORE_KILL = 1500

const folder = mkdtempSync(join(tmpdir(), 'lintuan-database-'))
const writer = fileURLToPath(new URL('./durability-writer.ts', import.meta.url))

afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Runs the writer until it has acknowledged enough, kills it, and returns the whole lines it had said. */
function acknowledgedBeforeKill(file: string, round: number): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', 'tsx', writer, file, String(round)], { stdio: ['ignore', 'pipe', 'inherit'] })
    let said = ''
    let lines = 0
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text
      lines += text.split('\n').length - 1
      if (lines >= WRITES_BEFORE_KILL) child.kill('SIGKILL')
    })
    child.on('error', reject)
    child.on('close', (_code, signal) => {
      if (signal === 'SIGKILL') resolve(said.split('\n').slice(0, -1))
      else reject(new Error(`the writer ended by itself: ${said.slice(-500)}`))
    })
  })
}

async function documentsOf(database: Database, collection: string): Promise<Map<string, number>> {
  const found = new Map<string, number>()
  for (let after = ''; ;) {
    const query = JSON.stringify({ _id: { $gt: after } })
    const { data } = await database.handle({ action: 'database.getDocument', collectionName: collection, query, order: '{"_id":1}', limit: 1000 })
    const page = (data as { list: string[] }).list.map(text => JSON.parse(text) as { _id: string; n: { $numberInt: string } })
    for (const { _id, n } of page) found.set(_id, Number(n.$numberInt))
    const last = page.at(-1)
    if (page.length < 1000 || !last) return found
    after = last._id
  }
}

describe('a process killed while it writes', () => {
  it('loses nothing acknowledged and tears nothing', async () => {
    const file = join(folder, 'killed.db')
    const acknowledged: string[] = []
    for (let round = 0; round < KILLS; round++) {
      acknowledged.push(...await acknowledgedBeforeKill(file, round))
      const openedAt = performance.now()
      const database = Database.open({ file, now: () => 0 })
      expect(performance.now() - openedAt).toBeLessThan(2000)
      const [log, pairs] = [await documentsOf(database, 'log'), await documentsOf(database, 'pairs')]
      for (const line of acknowledged) {
        const [kind, id = '', n = ''] = line.split(' ')
        if (kind === 'log') expect(log.has(id), line).toBe(true)
        else expect(pairs.get(`${id}-left`), line).toBeGreaterThanOrEqual(Number(n))
      }
      for (const [id, n] of pairs) if (id.endsWith('-left')) expect(pairs.get(id.replace('left', 'right')), id).toBe(n)
      expect(database.collections().find(({ name }) => name === 'log')?.documents).toBe(log.size)
      database.close()
    }
    expect(acknowledged.length).toBeGreaterThanOrEqual(KILLS * WRITES_BEFORE_KILL)
  }, 30_000)
})

describe('a file', () => {
  it('keeps documents, collections and indexes from one opening to the next', async () => {
    const file = join(folder, 'kept.db')
    const indexes = [{ collection: 'c', name: 'n', fields: [{ field: 'n', direction: 'asc' as const }], unique: true }]
    const first = Database.open({ file, now: () => 0, indexes })
    await first.handle({ action: 'database.insertDocument', collectionName: 'c', data: ['{"_id":"a","n":1}'] })
    first.close()
    const second = Database.open({ file, now: () => 0 })
    expect(second.collections()).toMatchObject([{ name: 'c', documents: 1, indexes: [{ name: 'n', unique: true }] }])
    expect(await second.handle({ action: 'database.insertDocument', collectionName: 'c', data: ['{"n":1}'] })).toMatchObject({ code: 'DATABASE_DUPLICATE_WRITE' })
    second.close()
  })

  it('of another format is refused in words', () => {
    const file = join(folder, 'newer.db')
    Database.open({ file, now: () => 0 }).close()
    const raw = new DatabaseSync(file)
    raw.exec('pragma user_version = 99')
    raw.close()
    expect(() => Database.open({ file, now: () => 0 })).toThrow(/format 99.*reads format 1/)
  })
})
