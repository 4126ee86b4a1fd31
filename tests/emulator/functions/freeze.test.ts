import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LocalCloud } from '../../../emulator/local-cloud'
import { startShop } from './shop'

const alice = { person: 'alice' }
let far: Server
let url: string
const asked: string[] = []
beforeAll(async () => {
  far = createServer((request, response) => {
    asked.push(request.url ?? '')
    response.end('here')
  })
  await new Promise<void>(resolve => far.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(far.address() as AddressInfo).port}/far`
})
afterAll(() => {
  far.closeAllConnections()
  far.close()
})

const logsOf = (cloud: LocalCloud): string[][] => cloud.functions.journal.list({ function: 'lingerer' }).map(entry => entry.logs.map(line => line.text))
const leave = (cloud: LocalCloud): Promise<unknown> => cloud.call('lingerer', { do: 'leave', url }, alice)

/** Real time passes: another function runs a while. */
const meanwhile = (cloud: LocalCloud): Promise<unknown> => cloud.call('probe', { do: 'who-after-pause', ms: 60 }, alice)

describe('an instance that has answered', () => {
  it('is frozen: timers, promises and requests left running wait for the next call', async () => {
    await using cloud = await startShop({ instances: 1 })
    asked.length = 0
    expect(await leave(cloud)).toBe('left')
    await meanwhile(cloud)
    expect(asked).not.toContain('/far/again')
    expect(logsOf(cloud)).toEqual([['leaving']])

    expect(await cloud.call('lingerer', { do: 'collect' }, alice)).toBe('collect')
    expect(asked).toEqual(['/far', '/far/again'])
    expect(logsOf(cloud)[1]).toEqual(['the promise went on', 'the timer came', 'the answers came'])
  })

  it('lets what is due come to its turn before the next request begins', async () => {
    await using cloud = await startShop({ instances: 1 })
    await leave(cloud)
    await meanwhile(cloud)
    await cloud.call('lingerer', { do: 'count' }, alice)
    expect(logsOf(cloud)[1]).toContain('the timer came')
  })

  it('keeps every line that was written before it answered', async () => {
    await using cloud = await startShop()
    await cloud.call('probe', { do: 'log', text: 'last words' }, alice)
    expect(cloud.functions.journal.list().at(-1)?.logs.map(line => line.text)).toEqual(['last words was written', 'last words', 'last words raw'])
  })

  it.each(['fetch', 'request'])('learns first thing that a kept connection was closed in the meantime (%s)', async (how) => {
    await using cloud = await startShop({ instances: 1 })
    for (let round = 0; round < 20; round += 1) {
      expect(await cloud.call('lingerer', { do: how, url }, alice)).toBe('here')
      far.closeIdleConnections()
    }
  })

  it('is also frozen after it failed', async () => {
    await using cloud = await startShop({ instances: 1 })
    await expect(cloud.call('probe', { do: 'throw-and-linger' }, alice)).rejects.toMatchObject({ code: 'FUNCTIONS_EXECUTE_FAIL' })
    await cloud.call('caller', { name: 'sweep', data: {} }, alice)
    expect(cloud.functions.journal.list({ function: 'probe' })[0]?.logs).toEqual([])
    await cloud.call('probe', { do: 'count' }, alice)
    expect(cloud.functions.journal.list({ function: 'probe' })[1]?.logs).toEqual([{ level: 'log', text: 'after the failure' }])
  })

  it('can be recycled and stopped while it stands still', async () => {
    const cloud = await startShop()
    await Promise.all(Array.from({ length: 4 }, () => cloud.call('probe', { do: 'who-after-pause', ms: 5 }, alice)))
    cloud.functions.recycle()
    expect(await cloud.call('probe', { do: 'count' }, alice)).toBe(1)
    await cloud.stop()
  })

  it('serves many calls in a row, one after another', async () => {
    await using cloud = await startShop({ instances: 1 })
    for (let n = 1; n <= 200; n += 1) expect(await cloud.call('probe', { do: 'count' }, alice)).toBe(n)
  })
})
