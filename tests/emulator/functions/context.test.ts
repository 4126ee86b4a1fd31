import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LocalCloud } from '../../../emulator/local-cloud'
import { startShop } from './shop'

interface Seen {
  sdk: Record<string, string>
  context: { environment: string, request_id: string, memory_limit_in_mb: number, time_limit_in_ms: number }
  env: Record<string, string>
}

let cloud: LocalCloud
beforeAll(async () => { cloud = await startShop() })
afterAll(() => cloud.stop())

const look = async (person: string): Promise<Seen> => await cloud.call('probe', { do: 'context' }, { person }) as Seen

describe('the context of a call', () => {
  it('tells the unmodified SDK who is calling', async () => {
    const { sdk } = await look('alice')
    expect(sdk).toMatchObject({
      WX_OPENID: cloud.people.get('alice')?.openid,
      WX_UNIONID: cloud.people.get('alice')?.unionid,
      WX_APPID: expect.stringMatching(/^wx/) as string,
      WX_CLIENTIP: '127.0.0.1',
      TRIGGER_SRC: 'wx_client',
      TCB_ENV: 'test-env',
    })
  })

  it('carries the limits and a request id of its own', async () => {
    const first = await look('alice')
    const second = await look('alice')
    expect(first.context).toMatchObject({ memory_limit_in_mb: 64, time_limit_in_ms: 20_000 })
    expect(first.context.request_id).not.toBe(second.context.request_id)
  })

  it('leaves no identity in the environment of the process', async () => {
    const { env } = await look('bob')
    expect(Object.keys(env).filter(name => name.startsWith('WX_') || name === 'TRIGGER_SRC')).toEqual([])
  })

  it('gives the function the declared variables and nothing of the machine', async () => {
    const { env } = await look('alice')
    expect(env.LINTUAN_MCHID).toMatch(/^\d+$/)
    expect(env.LINTUAN_PAY_BASE_URL).toBe(`${cloud.url}/wechat-pay`)
    expect(env.PATH).toBeUndefined()
    expect(env.HOME).toBeUndefined()
  })

  it('keeps interleaved callers apart', async () => {
    const people = cloud.people.create(24)
    const answers = await Promise.all(people.map((person, index) =>
      cloud.call('probe', { do: 'who-after-pause', ms: 20 - (index % 7), mark: person.openid }, { person: person.id })))
    expect(answers).toEqual(people.map(({ openid }) => ({ openid, ambient: null, mark: openid })))
  })

  it('does not believe an identity in the payload', async () => {
    const seen = await cloud.call('probe', { do: 'context', WX_OPENID: 'forged', userInfo: { openId: 'forged' } }, { person: 'carol' }) as Seen
    expect(seen.sdk.WX_OPENID).toBe(cloud.people.get('carol')?.openid)
  })

  it('gives a function called by another function no identity', async () => {
    const seen = await cloud.call('caller', { name: 'probe', data: { do: 'context' } }, { person: 'alice' }) as Seen
    expect(seen.sdk.TRIGGER_SRC).toBe('scf')
    expect(seen.sdk.WX_OPENID).toBeUndefined()
  })
})

describe('the virtual clock inside a function', () => {
  it('is what unmodified code reads from Date', async () => {
    const before = await cloud.call('probe', { do: 'clock' }, { person: 'alice' })
    expect(before).toMatchObject({ now: cloud.clock.now(), fresh: cloud.clock.now(), parsed: '1970-01-01T00:00:00.000Z', isDate: true })
    await cloud.clock.advance(86_400_000)
    const after = await cloud.call('probe', { do: 'clock' }, { person: 'alice' }) as { now: number, text: string }
    expect(after.now).toBe(cloud.clock.now())
    expect(after.text).toContain('Mar 02 2026')
  })

  it('runs on when the clock is thawed', async () => {
    await using running = await startShop({ clock: { at: 1_000_000_000_000 } })
    const { now } = await running.call('probe', { do: 'clock' }, { person: 'alice' }) as { now: number }
    expect(now).toBeGreaterThanOrEqual(1_000_000_000_000)
    expect(now).toBeLessThanOrEqual(running.clock.now())
  })
})
