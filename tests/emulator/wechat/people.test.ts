import { describe, expect, it } from 'vitest'
import { ALICE, APPID, BOB, openApi, SECRET, START, type Answer, type Phone } from './support/api'

const people = {
  find: (openid: string) => [{ openid: ALICE, unionid: 'u-alice', phone: '13912345678' }, { openid: BOB }].find(person => person.openid === openid),
}

const phoneOf = (phone: Phone, code: string, openid?: string) => phone.post('/wxa/business/getuserphonenumber', { code, openid })

async function login(phone: Phone, code: string, changes: Record<string, string> = {}): Promise<Answer> {
  const query = new URLSearchParams({ appid: APPID, secret: SECRET, js_code: code, grant_type: 'authorization_code', ...changes })
  return await (await phone.api.app.request(`/sns/jscode2session?${query}`)).json() as Answer
}

describe('getuserphonenumber', () => {
  it('gives the person\'s number once', async () => {
    const phone = openApi({ people })
    const code = phone.api.issueCode('phone', ALICE)
    expect(await phoneOf(phone, code, ALICE)).toMatchObject({
      errcode: 0,
      phone_info: { phoneNumber: '13912345678', purePhoneNumber: '13912345678', countryCode: '86', watermark: { appid: APPID, timestamp: START / 1000 } },
    })
    expect(await phoneOf(phone, code)).toMatchObject({ errcode: 40163 })
  })

  it('invents one number for a person without', async () => {
    const phone = openApi({ people })
    const numbers = [await phoneOf(phone, phone.api.issueCode('phone', BOB)), await phoneOf(phone, phone.api.issueCode('phone', BOB))]
    const [first, second] = numbers.map(answer => (answer.phone_info as { phoneNumber: string }).phoneNumber)
    expect(first).toMatch(/^1300000\d{4}$/)
    expect(second).toBe(first)
  })

  it('refuses an unknown, a late, a login and another person\'s code', async () => {
    const phone = openApi({ people })
    expect(await phoneOf(phone, 'made-up')).toMatchObject({ errcode: 40029 })
    expect(await phoneOf(phone, phone.api.issueCode('login', ALICE))).toMatchObject({ errcode: 40029 })
    expect(await phoneOf(phone, phone.api.issueCode('phone', ALICE), BOB)).toMatchObject({ errcode: 40029 })
    const late = phone.api.issueCode('phone', ALICE)
    await phone.clock.advance(5 * 60_000)
    expect(await phoneOf(phone, late)).toMatchObject({ errcode: 40029 })
  })
})

describe('jscode2session', () => {
  it('says who logged in', async () => {
    const phone = openApi({ people })
    const code = phone.api.issueCode('login', ALICE)
    expect(await login(phone, code)).toEqual({ openid: ALICE, unionid: 'u-alice', session_key: expect.stringMatching(/^[\w+/]{22}==$/) as string })
    expect(await login(phone, code)).toMatchObject({ errcode: 40163 })
  })

  it('refuses another secret and grant type without using up the code', async () => {
    const phone = openApi({ people })
    const code = phone.api.issueCode('login', BOB)
    expect(await login(phone, code, { secret: 'x' })).toMatchObject({ errcode: 40125 })
    expect(await login(phone, code, { grant_type: 'x' })).toMatchObject({ errcode: 40002 })
    expect(await login(phone, code)).toMatchObject({ openid: BOB })
  })
})

describe('msg_sec_check', () => {
  const check = (phone: Phone, changes: Record<string, unknown>) =>
    phone.post('/wxa/msg_sec_check', { version: 2, scene: 2, openid: ALICE, content: '土豆很好', ...changes })

  it.each([
    ['土豆很好', 'pass', 100],
    ['想看赌博网站吗', 'risky', 20006],
    ['加微信细聊', 'review', 10001],
    ['加微信玩赌博', 'risky', 20006],
  ])('judges %s as %s', async (content, suggest, label) => {
    expect(await check(openApi(), { content })).toMatchObject({ errcode: 0, result: { suggest, label }, detail: [{ suggest, label }] })
  })

  it('takes words of the caller\'s own', async () => {
    const phone = openApi({ words: { 土豆: { suggest: 'risky', label: 21000 } } })
    expect(await check(phone, {})).toMatchObject({ result: { suggest: 'risky', label: 21000 } })
  })

  it.each([
    ['version 1', { version: 1 }, 40097],
    ['an unknown person', { openid: 'x' }, 40003],
    ['scene 5', { scene: 5 }, 40129],
    ['an empty text', { content: '' }, 47001],
    ['2501 characters', { content: '豆'.repeat(2501) }, 47001],
  ])('refuses %s', async (_, changes, errcode) => {
    expect(await check(openApi({ people }), changes)).toMatchObject({ errcode })
  })
})
