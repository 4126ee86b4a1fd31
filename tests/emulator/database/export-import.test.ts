import { describe, expect, it } from 'vitest'
import { Database } from '../../../emulator/cloudbase/database/index'

async function filled(): Promise<Database> {
  const database = Database.open({
    now: () => 0, collections: ['empty'], indexes: [{ collection: 'c', name: 'n', fields: [{ field: 'n', direction: 'desc' }], unique: true }],
  })
  const data = ['{"_id":"a","n":{"$numberLong":"1"}}', '{"_id":{"$oid":"0123456789abcdef01234567"},"n":{"$numberDouble":"2.0"},"text":"两\\n行"}', '{"_id":{"$numberInt":"3"},"n":null}']
  await database.handle({ action: 'database.insertDocument', collectionName: 'c', data })
  return database
}

function linesOf(database: Database): string[] {
  const lines: string[] = []
  database.exportTo(line => lines.push(line))
  return lines
}

describe('export and import', () => {
  it('bring everything over, byte for byte', async () => {
    const source = await filled()
    const lines = linesOf(source)
    expect(lines.every(line => !line.includes('\n'))).toBe(true)
    const copy = Database.open({ now: () => 0 })
    copy.importFrom(lines)
    expect(linesOf(copy)).toEqual(lines)
    expect(copy.collections()).toEqual(source.collections())
    expect(await copy.handle({ action: 'database.insertDocument', collectionName: 'c', data: ['{"n":1}'] })).toMatchObject({ code: 'DATABASE_DUPLICATE_WRITE' })
  })

  it('an import that fails in the middle leaves nothing', async () => {
    const lines = linesOf(await filled())
    const copy = Database.open({ now: () => 0, collections: ['mine'] })
    expect(() => copy.importFrom([...lines, lines.at(-1) ?? ''])).toThrow(/E11000/)
    expect(() => copy.importFrom([...lines, '{"into":"c"'])).toThrow()
    expect(copy.collections()).toEqual([{ name: 'mine', documents: 0, indexes: [] }])
    copy.importFrom(lines)
    expect(copy.collections().map(({ name }) => name)).toEqual(['mine', 'empty', 'c'])
  })

  it('reset empties the collections and keeps the indexes', async () => {
    const database = await filled()
    const { transactionId } = await database.handle({ action: 'database.startTransaction' })
    database.reset()
    expect(database.collections()).toMatchObject([{ name: 'empty', documents: 0 }, { name: 'c', documents: 0, indexes: [{ name: 'n' }] }])
    expect(await database.handle({ action: 'database.commitTransaction', transactionId })).toMatchObject({ code: 'DATABASE_TRANSACTION_FAIL' })
    const data = ['{"_id":"a","n":1}']
    expect(await database.handle({ action: 'database.insertDocument', collectionName: 'c', data })).toMatchObject({ data: { insertedIds: ['a'] } })
  })
})
