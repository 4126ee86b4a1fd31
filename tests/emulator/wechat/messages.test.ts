import { describe, expect, it } from 'vitest'
import { fieldFits } from '../../../emulator/wechat/template-fields'
import { ALICE, BOB, FORMED, openApi, START, type Phone } from './support/api'

const good = { thing1: { value: '云南小土豆' }, amount2: { value: '¥19.90' }, time3: { value: '2026年3月1日 10:00' } }

const send = (phone: Phone, changes: Record<string, unknown> = {}) =>
  phone.post('/cgi-bin/message/subscribe/send', { touser: ALICE, template_id: FORMED, page: 'pages/group/index?id=7', data: good, ...changes })

describe('subscribe messages', () => {
  it('arrives for whoever accepted, once for each acceptance', async () => {
    const phone = openApi()
    phone.api.grantQuota(ALICE, FORMED, 2)
    expect(await send(phone)).toEqual({ errcode: 0, errmsg: 'ok', msgid: 1 })
    expect(phone.api.messages()).toEqual([{
      id: 1, at: START, openid: ALICE, templateId: FORMED, page: 'pages/group/index?id=7', state: 'formal',
      data: { thing1: '云南小土豆', amount2: '¥19.90', time3: '2026年3月1日 10:00' },
    }])
    expect(await send(phone)).toMatchObject({ errcode: 0, msgid: 2 })
    expect(await send(phone)).toMatchObject({ errcode: 43101 })
    expect(phone.api.quota(ALICE, FORMED)).toBe(0)
  })

  it('does not arrive for one who never accepted', async () => {
    const phone = openApi()
    phone.api.grantQuota(ALICE, FORMED)
    expect(await send(phone, { touser: BOB })).toMatchObject({ errcode: 43101 })
    expect(phone.api.messages()).toEqual([])
    expect(phone.api.quota(ALICE, FORMED)).toBe(1)
  })

  it.each([
    ['an openid that nobody has', { touser: 'o-nobody' }, 40003],
    ['an unknown template', { template_id: 'tmpl-none' }, 40037],
    ['a name that every object has', { template_id: 'constructor' }, 40037],
    ['an unknown page', { page: 'pages/none' }, 41030],
    ['an unknown state', { miniprogram_state: 'draft' }, 47003],
  ])('refuses %s', async (_, changes, errcode) => {
    const phone = openApi({ people: { find: openid => ([ALICE, BOB].includes(openid) ? { openid } : undefined) } })
    phone.api.grantQuota(ALICE, FORMED)
    expect(await send(phone, changes)).toMatchObject({ errcode })
    expect(phone.api.quota(ALICE, FORMED)).toBe(1)
  })

  it.each([
    ['a missing field', { ...good, amount2: undefined }, 'data.amount2.value is empty'],
    ['an empty field', { ...good, thing1: { value: '' } }, 'data.thing1.value is empty'],
    ['a field too long', { ...good, thing1: { value: '豆'.repeat(21) } }, 'data.thing1.value invalid'],
    ['no data', undefined, 'data.thing1.value is empty'],
  ])('names the field of %s, and takes no quota', async (_, data, message) => {
    const phone = openApi()
    phone.api.grantQuota(ALICE, FORMED)
    expect(await send(phone, { data })).toEqual({ errcode: 47003, errmsg: `argument invalid! ${message}` })
    expect(phone.api.quota(ALICE, FORMED)).toBe(1)
  })

  it.each<[string, string[], string[]]>([
    ['thing1', ['豆'.repeat(20), '🥔'.repeat(20), 'a 1!'], ['豆'.repeat(21), '']],
    ['number1', ['12', '1.50', '9'.repeat(32)], ['1,000', '9'.repeat(33), '十']],
    ['letter1', ['abcXYZ'], ['a1', 'a'.repeat(33)]],
    ['symbol1', ['★★★★★', '+-'], ['★★★★★★', 'a']],
    ['character_string1', ['SF-1234 5', 'a'.repeat(32)], ['单号', 'a'.repeat(33)]],
    ['time1', ['15:01', '2026年3月1日 15:01', '15:01~16:00', '2026-03-01 15:01:02'], ['2026年3月1日', '25:00', 'soon']],
    ['date1', ['2026年3月1日', '2026-03-01', '2026年3月1日 15:01', '2026-03-01~2026-03-02'], ['15:01', '3月1日']],
    ['amount1', ['¥19.90', '19.9元', '￥1234567890', '0'], ['12345678901', '19.90USD', '¥¥1']],
    ['phone_number1', ['13800000000', '+86-13800000000'], ['+86-0755-138000000', 'call me']],
    ['car_number1', ['粤A12345', '粤B12345挂'], ['粤A1234567', '粤A-1234']],
    ['name1', ['李明', 'Li Ming', '欧阳·娜娜'], ['李'.repeat(11), 'a'.repeat(21), '张3']],
    ['phrase1', ['已成团'], ['六个字太长了', 'ok', '成团1']],
  ])('knows what a %s is', (field, right, wrong) => {
    expect(right.filter(value => !fieldFits(field, value))).toEqual([])
    expect(wrong.filter(value => fieldFits(field, value))).toEqual([])
  })
})
