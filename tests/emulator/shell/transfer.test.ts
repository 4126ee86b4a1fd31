import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, inject, it } from 'vitest'
import type { LocalCloud } from '../../../emulator/local-cloud'
import { APPID } from '../../../emulator/parts'
import { exportFile, importFile } from '../../../emulator/transfer-command'
import { MARCH_FIRST, startShop, temporaryFolder } from '../functions/shop'

const PICTURE = Buffer.from('89504e470d0a1a0a00ff', 'hex')

/** A data folder with something of everything, of a merchant that no other cloud begins as, left three days later than it began. */
async function livedInFolder(): Promise<string> {
  const data = temporaryFolder()
  await using cloud = await startShop({ data, account: inject('otherAccount') })
  for (const n of [1, 2, 3]) await cloud.call('records', { n }, { person: 'alice' })
  await cloud.storage.put('goods/苹果 1.png', PICTURE)
  cloud.people.create(2, 'neighbour')
  cloud.pay.topUp(12_345)
  await cloud.clock.advance(3 * 86_400_000)
  return data
}

async function contentOf(cloud: LocalCloud): Promise<unknown> {
  const lines: string[] = []
  await cloud.exportTo(line => lines.push(line))
  return lines
}

describe('export and import', () => {
  it('carry everything into another folder: documents, files, people, money, keys and the time', async () => {
    const from = await livedInFolder()
    const file = join(temporaryFolder(), 'shop.jsonl')
    const to = temporaryFolder()
    await exportFile(from, file)
    await importFile(to, file, false)
    await using before = await startShop({ data: from, clock: undefined })
    await using after = await startShop({ data: to, clock: undefined })
    expect(after.clock.now()).toBe(MARCH_FIRST + 3 * 86_400_000)
    expect(after.pay.merchant(APPID).mchid).toBe(inject('otherAccount').mchid)
    expect(await contentOf(after)).toEqual(await contentOf(before))
    expect(Buffer.from(await after.storage.get('goods/苹果 1.png') ?? [])).toEqual(PICTURE)
    expect(after.people.get('neighbour-2')).toEqual(before.people.get('neighbour-2'))
    expect(after.pay.account()).toMatchObject({ balanceFen: 12_345 })
    expect(await after.call('records', { n: 4 }, { person: 'neighbour-1' })).toBe(4)
  })

  it('leave the folder of a running cloud alone', async () => {
    const data = await livedInFolder()
    await using cloud = await startShop({ data, clock: undefined })
    const file = join(temporaryFolder(), 'shop.jsonl')
    await expect(exportFile(data, file)).rejects.toThrow(/in use/)
    await expect(startShop({ data, fresh: true })).rejects.toThrow(/in use by a local cloud/)
    expect(await cloud.call('records', { n: 4 }, { person: 'alice' })).toBe(4)
  })

  it('can be taken from a running cloud', async () => {
    const data = temporaryFolder()
    await using cloud = await startShop({ data })
    await cloud.call('records', { n: 1 }, { person: 'alice' })
    const file = join(temporaryFolder(), 'running.jsonl')
    writeFileSync(file, await (await fetch(`${cloud.url}/control/export`)).text())
    const to = temporaryFolder()
    await importFile(to, file, false)
    await using copy = await startShop({ data: to, clock: undefined })
    expect(copy.database.collections()).toEqual(cloud.database.collections())
  })

  it('refuse what is not whole, not an export or of another version, and leave the folder empty', async () => {
    const file = join(temporaryFolder(), 'broken.jsonl')
    const to = temporaryFolder()
    await exportFile(await livedInFolder(), file)
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n')
    const attempt = (content: string[]): Promise<void> => {
      writeFileSync(file, content.join('\n'))
      return importFile(to, file, false)
    }
    await expect(attempt(lines.slice(0, -1))).rejects.toThrow('breaks off')
    await expect(attempt([...lines.slice(0, 5), ...lines.slice(6)])).rejects.toThrow('breaks off')
    await expect(attempt([...lines.slice(0, 5), lines[5]?.slice(0, 20) ?? '', ...lines.slice(6)])).rejects.toThrow('not JSON')
    await expect(attempt(['{"some":"file"}'])).rejects.toThrow('no export')
    await expect(attempt([JSON.stringify({ lintuan: 'local cloud', version: 2 }), '{"lines":1}'])).rejects.toThrow('version 2')
    const twice = lines.find(line => line.startsWith('{"database":{"into"')) ?? ''
    await expect(attempt([...lines.slice(0, -1), twice, `{"lines":${lines.length}}`])).rejects.toMatchObject({ code: 'DATABASE_DUPLICATE_WRITE' })
    const whole = join(temporaryFolder(), 'whole.jsonl')
    writeFileSync(whole, lines.join('\n'))
    await importFile(to, whole, false)
    await using cloud = await startShop({ data: to, clock: undefined })
    expect(cloud.database.collections().find(({ name }) => name === 'things')?.documents).toBe(3)
  })

  it('do not write over what is there unless told to', async () => {
    const data = await livedInFolder()
    const file = join(temporaryFolder(), 'shop.jsonl')
    await exportFile(data, file)
    await expect(importFile(data, file, false)).rejects.toThrow('There is data already')
    await importFile(data, file, true)
    await expect(importFile(data, join(data, 'nowhere.jsonl'), true)).rejects.toThrow('cannot be read (ENOENT)')
    await using cloud = await startShop({ data, clock: undefined })
    expect(cloud.people.get('neighbour-2')).toBeDefined()
  })
})
