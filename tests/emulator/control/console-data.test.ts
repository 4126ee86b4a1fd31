import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type LocalCloud } from '../../../emulator/local-cloud'
import { config, startShop } from '../functions/shop'

const INDEX = { collection: 'things', name: 'n_id', fields: [{ field: 'n', direction: 'asc' }, { field: '_id', direction: 'asc' }] }

let cloud: LocalCloud
beforeAll(async () => {
  cloud = await startShop({ config: { ...config, database: { collections: ['things', 'empty'], indexes: [INDEX] } }, strict: 0.5 })
  for (let n = 0; n < 25; n += 1) {
    await cloud.database.handle({ action: 'database.insertDocument', collectionName: 'things', data: [JSON.stringify({ _id: `t${String(n).padStart(2, '0')}`, n: { $numberInt: String(n) }, odd: n % 2 === 1, at: { $date: { $numberLong: '0' } } })] })
  }
})
afterAll(() => cloud.stop())

interface Answer extends Record<string, unknown> { status: number }

async function ask(path: string, method = 'GET', body?: unknown): Promise<Answer> {
  const response = await fetch(`${cloud.url}/control${path}`, { method, ...(body !== undefined && { body: JSON.stringify(body) }) })
  return { status: response.status, ...await response.json() as object }
}

describe('what the console shows of functions', () => {
  it('sums up their calls', async () => {
    await cloud.call('probe', { do: 'count' }, { person: 'alice' })
    await cloud.call('probe', { do: 'throw' }, { person: 'alice' }).catch(() => {})
    const { functions } = await ask('/functions') as unknown as { functions: { name: string }[] }
    expect(functions.find(fn => fn.name === 'probe')).toMatchObject({ calls: 2, errors: 1, cold: 1, instances: 1, invoke: 'auth != null', http: null, timeout: 20, memorySize: 64 })
    expect(functions.find(fn => fn.name === 'notify')).toMatchObject({ calls: 0, meanMs: 0, maxMs: 0, invoke: false, http: '/notify' })
    expect(functions.find(fn => fn.name === 'sweep')).toMatchObject({ triggers: [{ name: 'every-minute' }, { name: 'nightly' }] })
  })

  it('keeps the log of each call, narrowed as asked', async () => {
    await cloud.call('records', { procedure: 'things.save', n: 100 }, { person: 'bob' })
    const { invocations } = await ask('/logs?function=records&limit=1') as unknown as { invocations: { requestId: string }[] }
    expect(invocations).toEqual([expect.objectContaining({ procedure: 'things.save', roundTrips: { count: 5, ms: expect.any(Number) as number } })])
    expect((await ask(`/logs?requestId=${invocations[0]?.requestId ?? ''}`)).invocations).toEqual(invocations)
    expect(await ask('/logs?limit=many')).toMatchObject({ status: 400 })
    await cloud.database.handle({ action: 'database.removeDocument', collectionName: 'things', query: '{"n":{"$gte":100}}', multi: true })
  })

  it('has the next call load the file anew', async () => {
    expect(await ask('/functions/probe/recycle', 'POST')).toMatchObject({ status: 200 })
    expect(await cloud.call('probe', { do: 'count' }, { person: 'alice' })).toBe(1)
    expect(await ask('/functions/none/recycle', 'POST')).toMatchObject({ status: 404 })
  })
})

describe('what the console shows of the database', () => {
  it('lists collections with counts and indexes', async () => {
    const { collections } = await ask('/database')
    expect(collections).toEqual(expect.arrayContaining([
      expect.objectContaining({ name: 'things', documents: 25, indexes: expect.arrayContaining([expect.objectContaining({ name: 'n_id' })]) as unknown[] }),
      expect.objectContaining({ name: 'empty', documents: 0 }),
    ]))
  })

  it('pages through documents, in an order and under a condition', async () => {
    const page = await ask('/database/things?where={"odd":true}&order=-n&skip=2&limit=3')
    expect(page.total).toBe(12)
    expect((page.documents as { n: number }[]).map(document => document.n)).toEqual([19, 17, 15])
    expect((page.documents as { at: unknown }[])[0]?.at).toEqual({ $date: '1970-01-01T00:00:00Z' })
    expect((await ask('/database/things')).documents).toHaveLength(20)
    expect(await ask('/database/empty')).toMatchObject({ total: 0, documents: [] })
  })

  it('shows one document', async () => {
    expect(await ask('/database/things/t07')).toMatchObject({ document: { _id: 't07', n: 7, odd: true } })
    expect(await ask('/database/things/none')).toMatchObject({ status: 404 })
  })

  it('explains how a query is served', async () => {
    expect(await ask('/database/things/explain?where={"n":{"$gte":20}}')).toMatchObject({ plan: expect.stringContaining('index n_id') as string, examined: 5, returned: 5 })
    expect(await ask('/database/things/explain?where={"odd":true}')).toMatchObject({ plan: expect.stringContaining('scan') as string, examined: 25, returned: 12 })
  })

  it('says what is wrong with a request', async () => {
    expect(await ask('/database/nowhere')).toMatchObject({ status: 404, message: expect.stringContaining('nowhere') as string })
    expect(await ask('/database/things?where={')).toMatchObject({ status: 400 })
    expect(await ask('/database/things?where=[]')).toMatchObject({ status: 400 })
    expect(await ask('/database/things?limit=101')).toMatchObject({ status: 400, message: expect.stringContaining('limit') as string })
    expect(await ask('/nothing')).toMatchObject({ status: 404 })
  })

  it('meets no fault, uses none up and is no finding of strict mode', async () => {
    const before = cloud.unindexed.length
    cloud.faults.add({ point: 'database:*', kind: 'error-before', times: 1 })
    expect(await ask('/database/things?where={"odd":true}')).toMatchObject({ status: 200, total: 12 })
    expect(cloud.faults.rules).toMatchObject([{ times: 1 }])
    expect(cloud.unindexed).toHaveLength(before)
    await ask('/faults', 'DELETE')
  })
})

describe('what the console can change', () => {
  it('lists timers, runs them late and lets them overlap', async () => {
    expect(await ask('/timers/nightly/run', 'POST', { late: 60_000 })).toMatchObject({ status: 200 })
    expect(await ask('/timers/nightly/overlap', 'POST', { times: 3 })).toMatchObject({ outcomes: ['ok', 'ok', 'ok'] })
    const { timers } = await ask('/timers') as unknown as { timers: { name: string }[] }
    expect(timers.find(timer => timer.name === 'nightly')).toMatchObject({ function: 'sweep', last: { outcome: 'ok' } })
    expect(await ask('/timers/nightly/overlap', 'POST', { times: 1000 })).toMatchObject({ status: 400 })
    expect(await ask('/timers/nightly/run', 'POST', { late: -1 })).toMatchObject({ status: 400 })
  })

  it('switches limits', async () => {
    expect(await ask('/limits')).toMatchObject({ limits: { plan: 'none', connections: null }, plans: { starter: { queriesPerSecond: 30 } } })
    expect(await ask('/limits', 'PUT', { plan: 'starter', latencyMs: 0 })).toMatchObject({ limits: { plan: 'starter', connections: 20 } })
    expect(await ask('/limits', 'PUT', { plan: 'gold' })).toMatchObject({ status: 400, message: expect.stringContaining('gold') as string })
    expect(await ask('/limits', 'PUT', { plan: 'none' })).toMatchObject({ limits: { connections: null } })
  })

  it('lists files', async () => {
    await cloud.storage.put('a/b.png', Buffer.from('1234'))
    expect((await ask('/storage')).files).toEqual([{ path: 'a/b.png', fileID: cloud.storage.fileId('a/b.png'), url: cloud.storage.urlOf('a/b.png'), size: 4 }])
  })

  it('shows the merchant\'s account, shipments and messages', async () => {
    expect(await ask('/account')).toMatchObject({ balanceFen: 0, flows: [] })
    expect(await ask('/shipments')).toMatchObject({ shipments: [] })
    expect(await ask('/messages')).toMatchObject({ messages: [] })
    expect(await ask('/payments')).toMatchObject({ orders: [], refunds: [] })
  })

  it('knows nothing of notifications that are not there', async () => {
    for (const what of ['resend', 'duplicate', 'delay']) expect(await ask(`/notifications/none/${what}`, 'POST', { ms: 5 })).toMatchObject({ status: 404 })
  })
})
