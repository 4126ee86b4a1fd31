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
    expect(() => Database.open({ file, now: () => 0 })).toThrow(/newer\.db has database format 99.*reads format 1/)
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
