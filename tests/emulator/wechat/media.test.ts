import { describe, expect, it } from 'vitest'
import { ALICE, APPID, openApi, START, type Phone } from './support/api'

const PICTURE = 'https://example.com/a.jpg'

const check = (phone: Phone, changes: Record<string, unknown> = {}) =>
  phone.post('/wxa/media_check_async', { version: 2, scene: 2, openid: ALICE, media_type: 2, media_url: PICTURE, ...changes })

describe('media_check_async', () => {
  it('answers with a number at once, and with a push when it is judged', async () => {
    const events: unknown[] = []
    const phone = openApi({ push: event => events.push(event) })
    const { errcode, trace_id: traceId } = await check(phone)
    expect([errcode, typeof traceId]).toEqual([0, 'string'])
    await phone.clock.advance(2999)
    expect(events).toEqual([])
    await phone.clock.advance(1)
    expect(events).toEqual([{
      ToUserName: expect.stringMatching(/^gh_/) as string, FromUserName: ALICE, CreateTime: START / 1000 + 3, MsgType: 'event', Event: 'wxa_media_check', appid: APPID,
      trace_id: traceId, version: 2, detail: [{ strategy: 'content_model', errcode: 0, suggest: 'pass', label: 100, prob: 90 }], errcode: 0, errmsg: 'ok',
      result: { suggest: 'pass', label: 100 },
    }])
    expect(phone.api.pushes()).toMatchObject([{ at: START + 3000, event: { trace_id: traceId } }])
  })

  it('judges as it is told, one address always, the next one once', async () => {
    const phone = openApi()
    phone.api.judgeMedia('https://example.com/bad.jpg', { suggest: 'risky', label: 20002 })
    phone.api.judgeMedia('next', { suggest: 'review', label: 10001 })
    for (const name of ['bad', 'bad', 'a', 'b']) await check(phone, { media_url: `https://example.com/${name}.jpg` })
    await phone.clock.advance(3000)
    expect(phone.api.pushes().map(({ event }) => (event.result as { suggest: string }).suggest)).toEqual(['risky', 'risky', 'review', 'pass'])
    expect(phone.api.mediaChecks().every(one => one.verdict)).toBe(true)
  })

  it('keeps what the server did not take', async () => {
    const phone = openApi({ push: () => Promise.reject(new Error('connect ECONNREFUSED')) })
    await check(phone)
    await phone.clock.advance(3000)
    expect(phone.api.pushes()).toMatchObject([{ error: 'connect ECONNREFUSED' }])
  })

  it('goes on after a restart', async () => {
    const before = openApi()
    await check(before)
    before.clock.stop()
    const after = openApi({ state: before.state, clock: before.clock })
    await after.clock.advance(3000)
    expect(after.api.pushes()).toHaveLength(1)
  })

  it('is judged once though two look after it', async () => {
    const before = openApi()
    await check(before)
    openApi({ state: before.state, clock: before.clock })
    await before.clock.advance(3000)
    expect(before.api.pushes()).toHaveLength(1)
  })

  it('comes by itself on a running clock', async () => {
    const phone = openApi({ mediaCheckMs: 0 })
    await check(phone)
    phone.clock.thaw()
    await expect.poll(() => phone.api.pushes().length, { interval: 2 }).toBe(1)
    phone.clock.stop()
  })

  it.each<[string, Record<string, unknown>, number]>([
    ['version 1', { version: 1 }, 40097],
    ['an unknown person', { openid: 'x' }, 40003],
    ['scene 5', { scene: 5 }, 40129],
    ['a film', { media_type: 3 }, 40097],
    ['no address', { media_url: 'cloud://a' }, 40066],
  ])('refuses %s', async (_, changes, errcode) => {
    const phone = openApi()
    expect(await check(phone, changes)).toMatchObject({ errcode })
    expect(phone.api.mediaChecks()).toEqual([])
  })
})
