import { describe, expect, it } from 'vitest'
import { answerWith, asked, ok } from './support/phone'
import { readCode, readEntry } from '@/platform/entry'
import { useSession } from '@/stores/session'

const me = { nickname: '小雨', avatar: '', role: 'shopper', counts: { toPay: 0, grouping: 0, toReceive: 0 }, wallet: { points: 0, balanceFen: 0, coupons: 0, level: 0, levelName: '', storedValue: false }, messageTemplates: [], privacy: { version: '1', agreed: true, leaving: false } }

describe('the way in', () => {
  it.each([
    ['S1: a share card', { path: 'pages/group/index', query: { c: 'Ab3dEf9h' }, scene: 1007 }, { source: 'share', code: 'Ab3dEf9h' }],
    ['S1: a link opened in a browser', { path: 'pages/group/index', query: { c: 'Ab3dEf9h' } }, { source: 'share', code: 'Ab3dEf9h' }],
    ['S1: a mini-program code', { path: 'pages/group/index', query: { scene: 'Ab3dEf9h' }, scene: 1047 }, { source: 'qr', code: 'Ab3dEf9h' }],
    ['S1: a code whose scene names its field, percent-encoded', { query: { scene: 'c%3DAb3dEf9h' }, scene: 1047 }, { source: 'qr', code: 'Ab3dEf9h' }],
    ['S1: search', { path: 'pages/product/index', query: { productId: 'p1' }, scene: 1006 }, { source: 'search', code: null }],
    ['S1: the list of mini-programs', { path: 'pages/home/index', query: {}, scene: 1001 }, { source: 'direct', code: null }],
    ['a broken scene', { query: { scene: '%E0%A4%A' }, scene: 1047 }, { source: 'qr', code: null }],
    ['a scene of somebody else', { query: { scene: 'id=1;drop' }, scene: 1047 }, { source: 'qr', code: null }],
  ])('%s', (_, options, entry) => {
    expect(readEntry(options)).toMatchObject(entry)
  })

  it('a path longer than the contract takes is cut', () => {
    expect(readEntry({ path: 'x'.repeat(500) }).path).toHaveLength(200)
  })

  it('a code that cannot be one is none', () => {
    expect([readCode({ c: 'short' }), readCode({ c: 'with space' }), readCode({})]).toEqual([null, null, null])
  })
})

describe('the session', () => {
  it('S1: app and page that open with one share start one session and land on its group', async () => {
    answerWith(() => ok({ me, landing: { groupId: 'g1' } }))
    const session = useSession()
    const fromApp = session.start(readEntry({ path: 'pages/group/index', query: { c: 'Ab3dEf9h' }, scene: 1007 }))
    const fromPage = session.resolveCode('Ab3dEf9h', false)
    expect(await fromPage).toEqual({ ok: true, value: { groupId: 'g1' } })
    await fromApp
    expect(asked).toHaveLength(1)
    expect(session.me?.nickname).toBe('小雨')
    expect(session.state).toBe('ready')
  })

  it('S1: coming back by another share is another session, coming back without one is not', async () => {
    answerWith(({ input }) => ok({ me, landing: { groupId: `group of ${String(input.code)}` } }))
    const session = useSession()
    await session.start(readEntry({ query: { c: 'Ab3dEf9h' } }))
    await session.start(readEntry({ path: 'pages/home/index', scene: 1001 }))
    expect(asked).toHaveLength(1)
    expect(await session.resolveCode('Zz9yXx8w', true)).toEqual({ ok: true, value: { groupId: 'group of Zz9yXx8w' } })
    expect(asked.at(-1)?.input).toMatchObject({ source: 'qr', code: 'Zz9yXx8w' })
  })

  it('a session that could not start is tried again', async () => {
    const session = useSession()
    await session.resolveCode('Ab3dEf9h', false)
    expect(session.state).toBe('failed')
    answerWith(() => ok({ me, landing: null }))
    expect(await session.resolveCode('Ab3dEf9h', false)).toEqual({ ok: true, value: null })
  })
})
