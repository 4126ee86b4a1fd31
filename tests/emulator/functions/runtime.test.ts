import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LocalCloud } from '../../../emulator/local-cloud'
import { startShop } from './shop'

let cloud: LocalCloud
beforeAll(async () => { cloud = await startShop() })
afterAll(() => cloud.stop())

const alice = { person: 'alice' }

describe('an instance', () => {
  it('is started cold once and then used again', async () => {
    await using fresh = await startShop()
    expect(await fresh.call('probe', { do: 'count' }, alice)).toBe(1)
    expect(await fresh.call('probe', { do: 'count' }, alice)).toBe(2)
    expect(fresh.functions.journal.list({ function: 'probe' }).map(entry => entry.cold)).toEqual([true, false])
  })

  it('is not started beyond the cap; further calls wait in line', async () => {
    await using narrow = await startShop({ instances: 2 })
    const counts = await Promise.all(Array.from({ length: 9 }, () => narrow.call('probe', { do: 'count' }, alice)))
    expect(narrow.functions.journal.list({ function: 'probe' }).filter(entry => entry.cold)).toHaveLength(2)
    expect(counts.filter(count => count === 1)).toHaveLength(2)
  })

  it('is killed at the timeout, and the next call gets a new one', async () => {
    await expect(cloud.call('impatient', { do: 'spin' }, alice)).rejects.toMatchObject({ code: 'FUNCTIONS_TIME_LIMIT_EXCEEDED', errCode: -504003 })
    await expect(cloud.call('impatient', { do: 'hang' }, alice)).rejects.toMatchObject({ code: 'FUNCTIONS_TIME_LIMIT_EXCEEDED' })
    expect(await cloud.call('impatient', { do: 'count' }, alice)).toBe(1)
  })

  it('that uses too much memory is ended', async () => {
    await expect(cloud.call('probe', { do: 'fill' }, alice)).rejects.toMatchObject({ code: 'FUNCTIONS_MEMORY_LIMIT_EXCEEDED' })
    expect(await cloud.call('probe', { do: 'echo', a: 1 }, alice)).toEqual({ do: 'echo', a: 1 })
  })

  it('that exits fails the call it was serving, and only that', async () => {
    await expect(cloud.call('probe', { do: 'exit' }, alice)).rejects.toMatchObject({ code: 'FUNCTIONS_EXECUTE_FAIL', message: expect.stringContaining('exit code 3') as string })
    expect(await cloud.call('probe', { do: 'echo' }, alice)).toEqual({ do: 'echo' })
  })

  it('whose file cannot be loaded says why', async () => {
    await expect(cloud.call('broken', {}, alice)).rejects.toMatchObject({ code: 'FUNCTIONS_EXECUTE_FAIL', message: expect.stringContaining('this file cannot be loaded') as string })
  })

  it('is replaced when the function is recycled', async () => {
    await cloud.call('probe', { do: 'count' }, alice)
    cloud.functions.recycle('probe')
    expect(await cloud.call('probe', { do: 'count' }, alice)).toBe(1)
  })

  it('that is busy when the function is recycled still answers', async () => {
    const answer = cloud.call('probe', { do: 'who-after-pause', ms: 50, mark: 'kept' }, alice)
    await cloud.call('probe', { do: 'count' }, alice)
    cloud.functions.recycle('probe')
    expect(await answer).toMatchObject({ mark: 'kept' })
    expect(await cloud.call('probe', { do: 'count' }, alice)).toBe(1)
  })
})

describe('a call', () => {
  it('that throws reports the error with its stack', async () => {
    await expect(cloud.call('probe', { do: 'throw' }, alice)).rejects.toMatchObject({
      code: 'FUNCTIONS_EXECUTE_FAIL',
      errCode: -504002,
      message: expect.stringContaining('TypeError: the function fell over') as string,
    })
  })

  it('that returns nothing answers null', async () => {
    expect(await cloud.call('probe', { do: 'nothing' }, alice)).toBeNull()
  })

  it('of an unknown function is refused', async () => {
    await expect(cloud.call('nowhere', {}, alice)).rejects.toMatchObject({ code: 'FUNCTION_NOT_FOUND' })
  })

  it('by an unknown person is refused', async () => {
    await expect(cloud.call('probe', {}, { person: 'mallory' })).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
  })

  it('takes and gives no more than 6 MB', async () => {
    await expect(cloud.call('probe', { do: 'large' }, alice)).rejects.toMatchObject({ code: 'EXCEED_MAX_PAYLOAD_SIZE' })
    await expect(cloud.call('probe', { do: 'echo', text: 'x'.repeat(7 * 1024 * 1024) }, alice)).rejects.toMatchObject({ code: 'EXCEED_MAX_PAYLOAD_SIZE' })
  })

  it('leaves its log under its request id', async () => {
    await cloud.call('probe', { do: 'log', text: 'apple' }, alice)
    const entry = cloud.functions.journal.list({ function: 'probe' }).at(-1)
    expect(entry).toMatchObject({ outcome: 'ok', source: 'wx_client', openid: cloud.people.get('alice')?.openid, at: cloud.clock.now() })
    expect(entry?.logs).toEqual([{ level: 'log', text: 'apple was written' }, { level: 'error', text: 'apple' }, { level: 'stdout', text: 'apple raw' }])
    expect(cloud.functions.journal.list({ requestId: entry?.requestId ?? '' })).toEqual([entry])
  })
})

describe('invoke rules', () => {
  it('keep clients from functions that are not theirs', async () => {
    await expect(cloud.call('sweep', { Type: 'Timer', TriggerName: 'every-minute' }, alice)).rejects.toMatchObject({ code: 'FUNCTIONS_PERMISSION_DENIED', errCode: -501023 })
    expect(cloud.functions.journal.list({ function: 'sweep' })).toEqual([])
  })

  it('do not bind the server side', async () => {
    expect(await cloud.call('caller', { name: 'sweep', data: {} }, alice)).toBe('swept')
  })

  it('that are not understood stop the call instead of guessing', async () => {
    const config = { functions: [{ name: 'probe' }], rules: { functions: { probe: { invoke: 'auth.openid in doc.friends' } } } }
    await using strange = await startShop({ config })
    await expect(strange.call('probe', {}, alice)).rejects.toThrow('does not understand the invoke rule')
  })
})

describe('environment variables', () => {
  it('beyond 4 KB are refused at start', async () => {
    await expect(startShop({ variables: { LONG: 'x'.repeat(4096) } })).rejects.toThrow(/environment variables of function "probe" take \d+ bytes; CloudBase allows 4096/)
  })

  it('are only those that the function declares, when it declares any', async () => {
    const config = { functions: [{ name: 'probe', envVariables: { MERCHANT: '{{env.LINTUAN_MCHID}}', FIXED: 'yes' } }] }
    await using cloud = await startShop({ config })
    const { env } = await cloud.call('probe', { do: 'context' }, alice) as { env: Record<string, string> }
    expect(env).toMatchObject({ MERCHANT: expect.stringMatching(/^\d+$/) as string, FIXED: 'yes' })
    expect(env.LINTUAN_MCHID).toBeUndefined()
  })
})
