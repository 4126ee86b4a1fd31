import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { LocalCloud } from '../../../emulator/local-cloud'
import { MARCH_FIRST, startShop } from '../functions/shop'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

interface Run {
  event: { Type: string, TriggerName: string, Time: string }
  now: number
  source: string
}

let cloud: LocalCloud
beforeEach(async () => { cloud = await startShop({ timers: true }) })
afterEach(() => cloud.stop())

const runs = (trigger: string): Run[] => cloud.functions.journal.list({ function: 'sweep' })
  .flatMap(entry => entry.logs.map(line => JSON.parse(line.text) as Run))
  .filter(run => run.event.TriggerName === trigger)

const failNext = (trigger: string, times: number): Promise<unknown> =>
  cloud.functions.invoke('sweep', JSON.stringify({ failures: { [trigger]: times } }), { source: 'scf' })

describe('timers on the virtual clock', () => {
  it('run at their instants, with the platform\'s event and source', async () => {
    await cloud.clock.advance(3 * MINUTE)
    expect(runs('every-minute').map(run => run.now)).toEqual([1, 2, 3].map(n => MARCH_FIRST + n * MINUTE))
    expect(runs('every-minute')[0]).toMatchObject({ event: { Type: 'Timer', TriggerName: 'every-minute', Time: '2026-03-01T02:01:00.000Z' }, source: 'timer' })
  })

  it('follow the day of Shanghai', async () => {
    await cloud.timers.jump(17 * HOUR)
    expect(runs('nightly').map(run => new Date(run.now).toISOString())).toEqual(['2026-03-01T19:00:00.000Z'])
    expect(cloud.timers.list().find(timer => timer.name === 'nightly')?.nextAt).toBe(Date.parse('2026-03-02T18:30:00Z'))
  })

  it('that fail are tried twice more, a minute apart', async () => {
    const night = Date.parse('2026-03-01T18:30:00Z')
    await failNext('nightly', 2)
    await cloud.timers.jump(night - cloud.clock.now())
    expect(runs('nightly').map(run => run.now)).toEqual([night])
    await cloud.clock.advance(5 * MINUTE)
    expect(runs('nightly').map(run => run.now)).toEqual([night, night + MINUTE, night + 2 * MINUTE])
    expect(new Set(runs('nightly').map(run => run.event.Time)).size).toBe(1)
  })

  it('that fail for good are given up until their next time', async () => {
    const night = Date.parse('2026-03-01T18:30:00Z')
    await failNext('nightly', 9)
    await cloud.timers.jump(night - cloud.clock.now())
    await cloud.clock.advance(10 * MINUTE)
    expect(runs('nightly')).toHaveLength(3)
    await cloud.timers.jump(24 * HOUR)
    expect(runs('nightly')).toHaveLength(4)
  })

  it('that were passed over in a jump run once, late', async () => {
    await cloud.timers.jump(HOUR)
    expect(runs('every-minute').map(run => run.now)).toEqual([MARCH_FIRST + HOUR])
    await cloud.clock.advance(MINUTE)
    expect(runs('every-minute')).toHaveLength(2)
  })

  it('can be run now, apart from the schedule', async () => {
    await cloud.timers.run('nightly')
    expect(runs('nightly').map(run => run.now)).toEqual([MARCH_FIRST])
    await failNext('nightly', 1)
    await expect(cloud.timers.run('nightly')).rejects.toThrow('not yet')
    await expect(cloud.timers.run('yearly')).rejects.toThrow('No timer named "yearly"; there are: every-minute, nightly')
  })

  it('can be run as if they came late, or more than once', async () => {
    await cloud.timers.run('nightly', { late: 3 * HOUR, times: 2 })
    expect(runs('nightly').map(run => [run.now, run.event.Time])).toEqual(Array(2).fill([MARCH_FIRST, new Date(MARCH_FIRST - 3 * HOUR).toISOString()]))
  })

  it('can be made to overlap', async () => {
    expect(await cloud.timers.overlap('nightly', 3)).toEqual(['ok', 'ok', 'ok'])
    expect(runs('nightly')).toHaveLength(3)
    expect(new Set(runs('nightly').map(run => run.event.Time)).size).toBe(1)
    expect(cloud.functions.journal.list({ function: 'sweep' }).filter(entry => entry.cold).length).toBe(3)
    await expect(cloud.timers.overlap('yearly')).rejects.toThrow('No timer named')
  })

  it('say when they ran last and how it ended', async () => {
    await failNext('nightly', 1)
    await expect(cloud.timers.run('nightly')).rejects.toThrow()
    expect(cloud.timers.list().find(timer => timer.name === 'nightly')?.last).toEqual({ at: MARCH_FIRST, outcome: 'FUNCTIONS_EXECUTE_FAIL' })
    await cloud.timers.run('nightly')
    expect(cloud.timers.list().find(timer => timer.name === 'nightly')?.last).toEqual({ at: MARCH_FIRST, outcome: 'ok' })
  })

  it.each([
    ['lose', []],
    ['duplicate', [MINUTE, MINUTE]],
    ['delay', [MINUTE + 20_000]],
  ] as const)('under the fault "%s" come as on a bad day', async (kind, expected) => {
    cloud.faults.add({ point: 'timer:every-minute', kind, ms: 20_000 })
    await cloud.clock.advance(MINUTE + 30_000)
    expect(runs('every-minute').map(run => run.now - MARCH_FIRST)).toEqual(expected)
    if (kind === 'delay') expect(runs('every-minute')[0]?.event.Time).toBe(new Date(MARCH_FIRST + MINUTE).toISOString())
    await cloud.clock.advance(MINUTE)
    expect(runs('every-minute').at(-1)?.now).toBe(MARCH_FIRST + 2 * MINUTE)
  })

  it('stay silent when they are switched off', async () => {
    await using silent = await startShop({ timers: false })
    await silent.clock.advance(HOUR)
    expect(silent.functions.journal.list()).toEqual([])
  })
})
