import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LocalCloud } from '../../../emulator/local-cloud'
import { MARCH_FIRST, startShop } from '../functions/shop'

let cloud: LocalCloud
beforeAll(async () => { cloud = await startShop() })
afterAll(() => cloud.stop())

async function get(path: string): Promise<Record<string, unknown>> {
  return await (await fetch(`${cloud.url}/control${path}`)).json() as Record<string, unknown>
}

async function post(path: string, body: unknown = {}): Promise<Record<string, unknown>> {
  const response = await fetch(`${cloud.url}/control${path}`, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } })
  return { status: response.status, ...await response.json() as object }
}

describe('the control API', () => {
  it('introduces the environment', async () => {
    expect(await get('')).toMatchObject({ url: cloud.url, env: 'test-env', functions: expect.arrayContaining(['probe', 'sweep']) as string[], data: 'memory' })
  })

  it('moves the clock, freezes it and lets it run', async () => {
    expect(await get('/clock')).toMatchObject({ now: MARCH_FIRST, mode: 'frozen' })
    expect(await post('/clock/advance', { ms: 5000 })).toMatchObject({ now: MARCH_FIRST + 5000 })
    expect(await post('/clock/thaw')).toMatchObject({ mode: 'running' })
    expect(await post('/clock/freeze')).toMatchObject({ mode: 'frozen' })
    expect(await post('/clock/advance', { ms: 'soon' })).toMatchObject({ status: 400, message: expect.stringContaining('ms') as string })
  })

  it('keeps the list of faults', async () => {
    await post('/faults', { point: 'wechat-pay:refund', kind: 'error-after', times: 2 })
    expect(await get('/faults')).toEqual({ rules: [{ point: 'wechat-pay:refund', kind: 'error-after', times: 2, probability: 1, ms: 1000 }] })
    expect(cloud.faults.strike('wechat-pay:refund')?.kind).toBe('error-after')
    await fetch(`${cloud.url}/control/faults`, { method: 'DELETE' })
    expect(cloud.faults.strike('wechat-pay:refund')).toBeUndefined()
    expect(await post('/faults', { kind: 'hang' })).toMatchObject({ status: 400 })
  })

  it('knows the people and makes more', async () => {
    const { people } = await get('/people') as { people: { id: string, openid: string, role: string }[] }
    expect(people.map(person => [person.id, person.role])).toEqual([
      ['alice', 'shopper'], ['bob', 'shopper'], ['carol', 'shopper'], ['dan', 'shopper'], ['leader', 'leader'], ['merchant', 'merchant'],
    ])
    expect(new Set(people.map(person => person.openid)).size).toBe(6)
    for (const { openid } of people) expect(openid).toMatch(/^o[\w-]{27}$/)
    const { people: crowd } = await post('/people', { count: 200 }) as unknown as { people: { id: string, openid: string }[] }
    expect(new Set(crowd.map(person => person.openid)).size).toBe(200)
    expect(await cloud.call('probe', { do: 'who-after-pause', ms: 0 }, { person: 'shopper-200' })).toMatchObject({ openid: crowd[199]?.openid })
    expect(await post('/people', { count: 0 })).toMatchObject({ status: 400 })
  })

  it('runs a timer and shows what it logged', async () => {
    expect(await post('/timers/nightly/run')).toMatchObject({ status: 200 })
    const { invocations } = await get('/logs?function=sweep') as { invocations: { source: string, logs: { text: string }[] }[] }
    expect(invocations.at(-1)).toMatchObject({ source: 'timer' })
    expect(invocations.at(-1)?.logs[0]?.text).toContain('"TriggerName":"nightly"')
    expect(await post('/timers/none/run')).toMatchObject({ status: 400, message: expect.stringContaining('No timer named') as string })
  })

  it('resets everything but people, keys and clock', async () => {
    await cloud.storage.put('x.txt', new Uint8Array([1]))
    cloud.faults.add({ point: '*', kind: 'hang' })
    await cloud.call('probe', { do: 'count' }, { person: 'alice' })
    const at = cloud.clock.now()
    expect(await post('/reset')).toMatchObject({ status: 200 })
    expect(await cloud.storage.list()).toEqual([])
    expect(cloud.faults.rules).toEqual([])
    expect(cloud.functions.journal.list()).toEqual([])
    expect(cloud.people.list()).toHaveLength(6)
    expect(cloud.clock.now()).toBe(at)
    expect(await cloud.call('probe', { do: 'count' }, { person: 'alice' })).toBe(1)
  })

  it('answers this machine only, and no foreign page open on it', async () => {
    const foreign = await fetch(`${cloud.url}/control/people`, { headers: { origin: 'https://example.com' } })
    expect(foreign.status).toBe(403)
    expect(await statusWithHost('shop.example.com')).toBe(403)
    expect(await statusWithHost('localhost')).toBe(200)
  })
})

function statusWithHost(host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(`${cloud.url}/control/people`, { headers: { host } }, (response) => {
      response.resume()
      resolve(response.statusCode)
    }).on('error', reject).end()
  })
}
