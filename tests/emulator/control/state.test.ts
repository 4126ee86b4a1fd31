import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { describe, expect, it } from 'vitest'
import { StateFile } from '../../../emulator/control/state'
import { StartError } from '../../../emulator/listen'
import { startShop, temporaryFolder } from '../functions/shop'

function edit(file: string, sql: string): void {
  const raw = new DatabaseSync(file)
  raw.exec(sql)
  raw.close()
}

describe('the file of what the imitated services remember', () => {
  it('from before it carried a format is brought up to date, with all that is in it', () => {
    const file = join(temporaryFolder(), 'state.sqlite')
    edit(file, `create table state (name text, key text, value text not null, primary key (name, key)) without rowid; insert into state values ('people', 'ann', '{"id":"ann"}')`)
    for (let opening = 0; opening < 2; opening++) {
      const state = new StateFile(file)
      expect(state.table('people').values()).toEqual([{ id: 'ann' }])
      state.close()
    }
    const raw = new DatabaseSync(file)
    expect(raw.prepare('pragma user_version').get()).toEqual({ user_version: 1 })
    raw.close()
  })

  it('of a newer format is refused in words, and the port is free again', async () => {
    const data = temporaryFolder()
    const first = await startShop({ data })
    const port = Number(new URL(first.url).port)
    await first.stop()
    edit(join(data, 'state.sqlite'), 'pragma user_version = 7')
    await expect(startShop({ data, port })).rejects.toThrow(/state\.sqlite has state format 7; this version reads format 1\. Export it/)
    await using free = await startShop({ port })
    expect(free.url).toBe(first.url)
  })

  it('that is another program\'s, or no database at all, is refused and left alone', () => {
    const foreign = join(temporaryFolder(), 'foreign.sqlite')
    edit(foreign, 'create table theirs (a)')
    const text = join(temporaryFolder(), 'text.sqlite')
    writeFileSync(text, 'dear diary, '.repeat(100))
    for (const file of [foreign, text]) {
      const before = readFileSync(file)
      expect(() => new StateFile(file)).toThrow(StartError)
      expect(() => new StateFile(file)).toThrow(/(foreign\.sqlite is a SQLite file, but not one of the local cloud|text\.sqlite cannot be read as the local cloud's state)/)
      expect(readFileSync(file)).toEqual(before)
    }
  })
})
