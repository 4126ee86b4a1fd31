import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Invocation } from '../../../emulator/cloudbase/functions/journal'
import type { LocalCloud } from '../../../emulator/local-cloud'
import { config, startShop } from './shop'

let cloud: LocalCloud
beforeAll(async () => { cloud = await startShop({ strict: 0.5 }) })
afterAll(() => cloud.stop())

const alice = { person: 'alice' }
const last = (name: string): Invocation | undefined => cloud.functions.journal.list({ function: name }).at(-1)

/** One add, three messages of a transaction, one query. */
const MESSAGES = ['database.insertDocument', 'database.startTransaction', 'database.modifyDocument', 'database.commitTransaction', 'database.getDocument']

describe('the journal', () => {
  it('counts the messages that a call sends to the database', async () => {
    await cloud.call('records', { procedure: 'things.save' }, alice)
    const entry = last('records')
    expect(entry?.calls.map(call => call.action)).toEqual(MESSAGES)
    expect(entry?.calls[0]).toMatchObject({ collection: 'things', ms: expect.any(Number) as number })
    expect(entry?.roundTrips.count).toBe(MESSAGES.length)
    expect(entry?.roundTrips.ms).toBeGreaterThan(0)
  })

  it('keeps calls that run at the same time apart', async () => {
    await Promise.all(Array.from({ length: 8 }, (_, n) => cloud.call('records', { procedure: `things.${n}` }, alice)))
    const entries = cloud.functions.journal.list({ function: 'records' }).slice(-8)
    expect(new Set(entries.map(entry => entry.procedure)).size).toBe(8)
    for (const entry of entries) expect(entry.roundTrips.count).toBeGreaterThanOrEqual(MESSAGES.length)
    for (const entry of entries) expect(entry.calls.filter(call => call.action === 'database.insertDocument')).toHaveLength(1)
  })

  it('shows which message was refused', async () => {
    await expect(cloud.call('records', { fail: true }, alice)).rejects.toMatchObject({ code: 'FUNCTIONS_EXECUTE_FAIL' })
    expect(last('records')?.calls.at(-1)).toMatchObject({ action: 'database.insertDocument', collection: 'nowhere', code: 'DATABASE_COLLECTION_NOT_EXIST' })
  })

  it('lists a call of another function, which is no round trip to the database', async () => {
    await cloud.call('caller', { name: 'probe', data: { do: 'echo' } }, alice)
    expect(last('caller')).toMatchObject({ calls: [{ action: 'functions.invokeFunction' }], roundTrips: { count: 0, ms: 0 } })
    expect(last('probe')).toMatchObject({ source: 'scf' })
  })

  it('tells how long a cold start took', async () => {
    await using fresh = await startShop()
    await fresh.call('records', {}, alice)
    await fresh.call('records', {}, alice)
    const [cold, warm] = fresh.functions.journal.list({ function: 'records' })
    expect(cold).toMatchObject({ cold: true, loadMs: expect.any(Number) as number })
    expect(cold?.loadMs).toBeLessThanOrEqual(cold?.ms ?? 0)
    expect(warm).toMatchObject({ cold: false })
    expect(warm?.loadMs).toBeUndefined()
  })

  it('keeps event and reply, unless they are long', async () => {
    await cloud.call('probe', { do: 'echo', text: 'short' }, alice)
    expect(last('probe')).toMatchObject({ event: '{"do":"echo","text":"short"}', reply: '{"do":"echo","text":"short"}' })
    await cloud.call('probe', { do: 'echo', text: 'x'.repeat(20_000) }, alice)
    expect(last('probe')?.event).toBeUndefined()
  })

  it('reckons what a call costs: memory of the function times its time in an instance, waiting in line left out', async () => {
    await using narrow = await startShop({ instances: 1 })
    await Promise.all([1, 2].map(() => narrow.call('probe', { do: 'who-after-pause', ms: 60 }, alice)))
    const [first, second] = narrow.functions.journal.list({ function: 'probe' })
    const seconds = (call: typeof first): number => (call?.gbSeconds ?? 0) * 1024 / 64
    expect(seconds(first)).toBeGreaterThanOrEqual(0.06)
    expect(seconds(second)).toBeGreaterThanOrEqual(0.06)
    expect(seconds(second) * 1000).toBeLessThan((second?.ms ?? 0) - 50)
    const { functions } = await (await fetch(`${narrow.url}/control/functions`)).json() as { functions: { name: string, gbSeconds: number }[] }
    expect(functions.find(({ name }) => name === 'probe')?.gbSeconds).toBe((first?.gbSeconds ?? 0) + (second?.gbSeconds ?? 0))
  })

  it('names who sent a query that no index serves', async () => {
    await cloud.call('records', { procedure: 'things.scan' }, alice)
    const requestId = last('records')?.requestId
    expect(cloud.unindexed.at(-1)).toMatchObject({ collection: 'things', caller: { requestId, function: 'records', procedure: 'things.scan' } })
    // Down from the SDK's own code to the procedure's, and nothing of ours.
    expect(cloud.unindexed.at(-1)?.stack).toMatch(/at request .*\n(.*\n)+at async countOf .*records.index\.js\S*\n.*at async \S*main .*records.index\.js/)
    expect(cloud.unindexed.at(-1)?.stack).not.toMatch(/node:internal|worker\.mjs|admin/)
  })
})

describe('HTTP access', () => {
  it('reaches only the functions that the project opens, at the path it opens them at', async () => {
    await using open = await startShop({ config: { ...config, http: { notify: '/hooks/pay', probe: '/hooks' } } })
    const answer = await fetch(`${open.url}/http/hooks/pay/refund?x=1`)
    expect(await answer.json()).toMatchObject({ path: '/refund', queryStringParameters: { x: '1' } })
    expect(await (await fetch(`${open.url}/http/hooks/payment`, { method: 'POST' })).text()).toBe('unknown')
    expect(open.functions.journal.list().map(entry => [entry.function, entry.source])).toEqual([['notify', 'http'], ['probe', 'http']])
    for (const path of ['/http/notify', '/http/sweep/x', '/http/hook', '/http']) {
      const refused = await fetch(open.url + path)
      expect([path, refused.status, await refused.json()]).toEqual([path, 404, expect.objectContaining({ code: 'INVALID_PATH' })])
    }
    expect(open.functions.journal.list()).toHaveLength(2)
  })
})
