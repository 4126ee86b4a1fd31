import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { LocalCloud } from '../../../emulator/local-cloud'
import { MARCH_FIRST, startShop, temporaryFolder } from '../functions/shop'

describe('starting', () => {
  it('says which port is in use', async () => {
    const other = createServer()
    await new Promise<void>(resolve => other.listen(0, '127.0.0.1', resolve))
    const { port } = other.address() as { port: number }
    await expect(startShop({ port })).rejects.toThrow(`Port ${port} is in use`)
    other.close()
  })

  it('says that the data folder cannot be written to', async () => {
    const file = join(temporaryFolder(), 'taken')
    writeFileSync(file, '')
    await expect(startShop({ data: file })).rejects.toThrow('cannot be written to (ENOTDIR)')
    await expect(startShop({ data: join(file, 'data') })).rejects.toThrow(/The data folder .*taken\/data cannot be written to \(ENOTDIR\)/)
  })

  it.skipIf(process.getuid?.() === 0)('says so of a folder without write permission too', async () => {
    const folder = temporaryFolder()
    chmodSync(folder, 0o500)
    await expect(startShop({ data: folder })).rejects.toThrow('EACCES')
  })

  it('frees the port when it is stopped, twice if asked', async () => {
    const cloud = await startShop()
    const port = Number(new URL(cloud.url).port)
    await cloud.stop()
    await cloud.stop()
    await using again = await startShop({ port })
    expect(again.url).toBe(cloud.url)
  })

  it('listens on the loopback interface', async () => {
    await using cloud = await startShop()
    expect(new URL(cloud.url).hostname).toBe('127.0.0.1')
  })
})

describe('a restart', () => {
  it('keeps files, people and the time that was skipped', async () => {
    const data = temporaryFolder()
    const first = await startShop({ data, clock: { at: MARCH_FIRST } })
    await first.storage.put('kept.txt', Buffer.from('kept'))
    const [extra] = first.people.create(1)
    await first.clock.advance(3 * 86_400_000)
    const left = first.clock.now()
    await first.stop()

    await using second = await startShop({ data, clock: undefined })
    expect(Buffer.from(await second.storage.get('kept.txt') ?? []).toString()).toBe('kept')
    expect(second.people.get('shopper-1')).toEqual(extra)
    expect(second.clock.now()).toBeGreaterThanOrEqual(left)
    expect(second.clock.now()).toBeLessThan(left + 60_000)
  })

  it('begins anew when asked to', async () => {
    const data = temporaryFolder()
    const first = await startShop({ data })
    await first.storage.put('old.txt', Buffer.from('old'))
    await first.stop()
    writeFileSync(join(data, 'notes-of-mine.txt'), 'not written by the local cloud')
    await using second = await startShop({ data, fresh: true })
    expect(await second.storage.list()).toEqual([])
  })
})

describe('the H5 app', () => {
  it('is served from the folder it was built to', async () => {
    const app = temporaryFolder()
    mkdirSync(join(app, 'assets'))
    writeFileSync(join(app, 'index.html'), '<title>shop</title>')
    writeFileSync(join(app, 'assets', 'index-abc.js'), '1')
    await using cloud = await startShop({ app })
    const page = await fetch(`${cloud.url}/?as=alice`)
    expect([await page.text(), page.headers.get('content-type')]).toEqual(['<title>shop</title>', 'text/html; charset=utf-8'])
    expect((await fetch(`${cloud.url}/assets/index-abc.js`)).headers.get('cache-control')).toContain('immutable')
    expect((await fetch(`${cloud.url}/assets/none.js`)).status).toBe(404)
    expect((await fetch(`${cloud.url}/..%2f..%2fetc%2fpasswd`)).status).toBe(404)
  })

  it('that is missing says how to build it', async () => {
    await using cloud = await startShop({ app: temporaryFolder() })
    expect(await (await fetch(cloud.url)).text()).toContain('npm run build:h5')
  })
})

describe('the SDK wire', () => {
  const send = async (cloud: LocalCloud, body: string, headers: Record<string, string> = { authorization: 'signed' }): Promise<unknown> =>
    (await fetch(`${cloud.url}/admin?env=test-env&seqId=1`, { method: 'POST', body, headers })).json()

  it('wants a signature, JSON and an action it knows', async () => {
    await using cloud = await startShop()
    expect(await send(cloud, '{}', {})).toMatchObject({ code: 'SIGN_PARAM_INVALID', requestId: expect.any(String) as string })
    expect(await send(cloud, '[1]')).toMatchObject({ code: 'INVALID_PARAM' })
    expect(await send(cloud, '{')).toMatchObject({ code: 'INVALID_PARAM' })
    expect(await send(cloud, '{"action":"nope.nothing"}')).toMatchObject({ code: 'INVALID_PARAM', message: expect.stringContaining('nope.nothing') as string })
    expect(await send(cloud, '{"action":"functions.invokeFunction","function_name":"probe","request_data":"{\\"do\\":\\"echo\\"}"}'))
      .toMatchObject({ data: { response_data: '{"do":"echo"}' } })
  })
})
