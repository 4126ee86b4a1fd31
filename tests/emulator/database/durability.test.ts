import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { afterAll, describe, expect, inject, it } from 'vitest'
import { Database, FileRefused } from '../../../emulator/cloudbase/database/index'
import { crash } from '../../crash/crash'

const folder = mkdtempSync(join(tmpdir(), 'lintuan-database-'))

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('a process killed while its clients write', () => {
  it('loses nothing acknowledged and tears nothing', async () => {
    const { crashServer, crashWriters } = inject('programs')
    const { acknowledged, problems, readyMs } = await crash({ kills: 6, clients: 32, between: [50, 500], seed: 7, programs: { server: crashServer, writers: crashWriters } })
    expect(problems).toEqual([])
    expect(acknowledged).toBeGreaterThan(100)
    expect(readyMs).toHaveLength(6)
    for (const ms of readyMs) expect(ms).toBeLessThan(2000)
  }, 60_000)
})

/** Writes the keys as format 1 had them: two bytes for what an integer has beyond its double, nothing for what a decimal has. */
function asFirstFormat(file: string): void {
  const raw = new DatabaseSync(file)
  for (const [table, column] of [['documents_1', 'id'], ['index_1', 'key']] as const) {
    for (const { seq, former } of raw.prepare(`select seq, ${column} as former from ${table}`).all() as { seq: number; former: Uint8Array }[]) {
      if (former[0] !== 0x30) continue
      const key = Buffer.from(former.subarray(0, 11))
      key.writeUInt16BE(key.readUInt16BE(9) >> 1, 9)
      raw.prepare(`update ${table} set ${column} = ? where seq = ?`).run(key, seq)
    }
  }
  raw.exec('pragma user_version = 1')
  raw.close()
}

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
    expect(() => Database.open({ file, now: () => 0 })).toThrow(/newer\.db has database format 99.*reads format 2/)
  })

  it('of the first format is brought up to the present one, ids and indexes with it', async () => {
    const file = join(folder, 'older.db')
    const numbers = ['9007199254740993', '9007199254740994', '9007199254740995', '9223372036854775807']
    const indexes = [{ collection: 'c', name: 'n', fields: [{ field: 'n', direction: 'asc' as const }], unique: true }]
    const before = Database.open({ file, now: () => 0, indexes })
    await before.handle({ action: 'database.insertDocument', collectionName: 'c', data: [...numbers.map(n => `{"_id":{"$numberLong":"${n}"},"n":{"$numberLong":"${n}"}}`), '{"_id":"a","n":{"$numberDecimal":"0.1"}}'] })
    before.close()
    asFirstFormat(file)

    const database = Database.open({ file, now: () => 0 })
    const found = async (query: string): Promise<number> => ((await database.handle({ action: 'database.getDocument', collectionName: 'c', query })).data as { list: string[] }).list.length
    for (const field of ['_id', 'n']) for (const n of numbers) expect(await found(`{"${field}":{"$numberLong":"${n}"}}`)).toBe(1)
    expect(await found('{"n":{"$numberDecimal":"0.10"}}')).toBe(1)
    expect(await found('{"n":0.1}')).toBe(0)
    expect(database.explain({ collectionName: 'c', query: '{"n":0.1}' })).toMatchObject({ examined: 0, documents: 5 })
    database.close()
    const raw = new DatabaseSync(file)
    expect(raw.prepare('pragma user_version').get()).toEqual({ user_version: 2 })
    expect(raw.prepare('select count(*) as n from index_1').get()).toEqual({ n: 5 })
    raw.close()
    Database.open({ file, now: () => 0 }).close()
  })

  it('that is another program\'s, or no database at all, is refused in words and left alone', () => {
    const foreign = join(folder, 'foreign.db')
    const raw = new DatabaseSync(foreign)
    raw.exec('create table theirs (a)')
    raw.close()
    const text = join(folder, 'text.db')
    writeFileSync(text, 'dear diary, '.repeat(100))
    for (const file of [foreign, text]) {
      const before = readFileSync(file)
      expect(() => Database.open({ file, now: () => 0 })).toThrow(FileRefused)
      expect(() => Database.open({ file, now: () => 0 })).toThrow(/(foreign\.db is a SQLite file, but not one of this database|text\.db is not a database)/)
      expect(readFileSync(file)).toEqual(before)
    }
  })

  it('that someone else has open is refused in words', () => {
    const file = join(folder, 'shared.db')
    const first = Database.open({ file, now: () => 0 })
    expect(() => Database.open({ file, now: () => 0 })).toThrow(/shared\.db is in use/)
    first.close()
    Database.open({ file, now: () => 0 }).close()
  })
})
