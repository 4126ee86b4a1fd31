import { describe, expect, it } from 'vitest'
import type { LimitsOptions } from '../../../emulator/cloudbase/http/plan'
import { startShop } from './shop'

const alice = { person: 'alice' }

describe('the limits of a plan', () => {
  it('are none unless asked for', async () => {
    await using cloud = await startShop()
    expect(cloud.plan.limits).toEqual({ plan: 'none', connections: null, queriesPerSecond: null, concurrency: null, latencyMs: 0 })
  })

  it('refuse database calls beyond those of a second', async () => {
    await using cloud = await startShop({ limits: { queriesPerSecond: 6 } })
    expect(await cloud.call('records', {}, alice)).toBe(1)
    await expect(cloud.call('records', {}, alice)).rejects.toMatchObject({ message: expect.stringContaining('at most 6 database calls a second') as string })
    expect(cloud.functions.journal.list({ function: 'records' }).at(-1)?.calls.at(-1)?.code).toBe('EXCEED_RATELIMIT')
  })

  it('refuse database calls beyond the connections, and take them again when one is free', async () => {
    await using cloud = await startShop({ limits: { connections: 1 } })
    cloud.faults.add({ point: 'database:insertDocument', kind: 'delay', ms: 200 })
    const outcomes = await Promise.allSettled([cloud.call('records', {}, alice), cloud.call('records', {}, alice)])
    expect(outcomes.map(outcome => outcome.status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(cloud.functions.journal.list({ function: 'records' }).flatMap(entry => entry.calls).map(call => call.code)).toContain('EXCEED_CONCURRENT_REQUEST_LIMIT')
    expect(await cloud.call('records', {}, alice)).toBeGreaterThan(0)
  })

  it('refuse calls of a function beyond its concurrency, and no other function\'s', async () => {
    await using cloud = await startShop({ limits: { concurrency: 2 }, instances: 1 })
    const calls = Array.from({ length: 3 }, () => cloud.call('probe', { do: 'who-after-pause', ms: 20 }, alice))
    const other = cloud.call('lingerer', { do: 'count' }, alice)
    const outcomes = await Promise.allSettled(calls)
    expect(outcomes.map(outcome => outcome.status)).toEqual(['fulfilled', 'fulfilled', 'rejected'])
    expect(outcomes[2]).toMatchObject({ reason: { code: 'EXCEED_CONCURRENT_REQUEST_LIMIT', errCode: -501004 } })
    expect(await other).toBe('count')
    expect(await cloud.call('probe', { do: 'count' }, alice)).toBe(3)
  })

  it('make every message to the platform take longer', async () => {
    await using cloud = await startShop()
    await cloud.call('records', {}, alice)
    cloud.plan.change({ latencyMs: 40 })
    await cloud.call('records', {}, alice)
    const [before, after] = cloud.functions.journal.list({ function: 'records' })
    expect(after?.cold).toBe(false)
    expect(after?.ms).toBeGreaterThanOrEqual(5 * 40)
    expect(before?.calls).toHaveLength(5)
  })

  it('are set apart from those of the database itself', async () => {
    await using cloud = await startShop({ database: { maxDocumentBytes: 10 } })
    await expect(cloud.call('records', {}, alice)).rejects.toMatchObject({ code: 'FUNCTIONS_EXECUTE_FAIL' })
    expect(cloud.functions.journal.list({ function: 'records' })[0]?.calls[0]).toMatchObject({ action: 'database.insertDocument', code: expect.any(String) as string })
  })

  it('come as named plans, with single limits on top', async () => {
    await using cloud = await startShop({ limits: { plan: 'starter', latencyMs: 0 } })
    expect(cloud.plan.limits).toMatchObject({ plan: 'starter', connections: 20, queriesPerSecond: 30, concurrency: 20, latencyMs: 0 })
    cloud.plan.change({ plan: 'basic' })
    expect(cloud.plan.limits).toMatchObject({ plan: 'basic', connections: 30, queriesPerSecond: null, latencyMs: 20 })
    cloud.plan.change({ plan: 'none' })
    expect(cloud.plan.limits).toMatchObject({ connections: null, latencyMs: 0 })
  })

  it.each<[string, object]>([
    ['an unknown plan', { plan: 'platinum' }],
    ['a plan named after an object\'s own', { plan: 'constructor' }],
    ['an unknown limit', { speed: 3 }],
    ['no connections', { connections: 0 }],
    ['a fraction', { queriesPerSecond: 1.5 }],
    ['no latency at all', { latencyMs: null }],
    ['text', { connections: '5' }],
  ])('are refused when they are %s, and nothing changes', async (_, change) => {
    await using cloud = await startShop({ timers: false })
    const before = cloud.plan.limits
    expect(() => cloud.plan.change({ plan: 'basic', ...change } as LimitsOptions)).toThrow()
    expect(cloud.plan.limits).toEqual(before)
  })
})
