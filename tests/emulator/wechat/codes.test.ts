import { describe, expect, it } from 'vitest'
import { openApi, type Phone } from './support/api'
import { readQr } from './support/qr'

const make = (phone: Phone, body: Record<string, unknown>): Promise<Response> => phone.raw('/wxa/getwxacodeunlimit', body)

async function errcode(answer: Promise<Response>): Promise<unknown> {
  return ((await (await answer).json()) as { errcode: number }).errcode
}

describe('getwxacodeunlimit', () => {
  it('S1: gives a picture that a camera reads, with page and scene', async () => {
    const answer = await make(openApi(), { scene: 'g=7K2&s=b1', page: 'pages/group/index', width: 430 })
    expect(answer.headers.get('content-type')).toBe('image/png')
    const { width, text } = readQr(Buffer.from(await answer.arrayBuffer()))
    expect(text).toBe('http://127.0.0.1:8080/#/pages/group/index?scene=g%3D7K2%26s%3Db1')
    expect(Math.abs(width - 430)).toBeLessThan(45)
  })

  it('S1: leads to the first page when none is named, and takes a scene of 32 characters', async () => {
    const answer = await make(openApi(), { scene: 'a'.repeat(32) })
    expect(readQr(Buffer.from(await answer.arrayBuffer())).text).toContain('/#/pages/home/index?scene=aaaa')
  })

  it.each([
    ['no scene', {}, 40169],
    ['an empty scene', { scene: '' }, 40169],
    ['a scene of 33 characters', { scene: 'a'.repeat(33) }, 40169],
    ['a percent sign', { scene: 'a%20b' }, 40169],
    ['Chinese', { scene: '团' }, 40169],
    ['a page with a leading slash', { scene: 'a', page: '/pages/group/index' }, 41030],
    ['a page with a query', { scene: 'a', page: 'pages/group/index?id=1' }, 41030],
    ['a page that does not exist', { scene: 'a', page: 'pages/none/index' }, 41030],
    ['a picture too small', { scene: 'a', width: 100 }, 40097],
    ['an unknown version', { scene: 'a', env_version: 'beta' }, 40097],
  ])('refuses %s', async (_, body, code) => {
    expect(await errcode(make(openApi(), body))).toBe(code)
  })

  it('takes a page not yet published when told not to check', async () => {
    const answer = await make(openApi(), { scene: 'a', page: 'pages/new/index', check_path: false })
    expect(readQr(Buffer.from(await answer.arrayBuffer())).text).toContain('/#/pages/new/index?scene=a')
  })
})

describe('links', () => {
  const DAY = 86_400_000

  it('makes a URL Link that leads to the page for 30 days', async () => {
    const phone = openApi()
    const answer = await phone.post('/wxa/generate_urllink', { path: 'pages/group/index', query: 'id=7', expire_type: 1, expire_interval: 30 })
    expect(answer).toMatchObject({ errcode: 0, url_link: expect.stringMatching(/^https:\/\/wxaurl\.cn\/\w+$/) as string })
    const url = String(answer.url_link)
    expect(phone.api.followLink(url)).toMatchObject({ path: 'pages/group/index', query: 'id=7' })
    await phone.clock.advance(30 * DAY)
    expect(phone.api.followLink(url)).toBeUndefined()
  })

  it('gives every link its own address', async () => {
    const phone = openApi()
    const urls = await Promise.all([1, 2, 3].map(async () => (await phone.post('/wxa/generate_urllink', {})).url_link))
    expect(new Set(urls).size).toBe(3)
  })

  it.each([
    ['an unknown page', { path: 'pages/none' }, 40165],
    ['a long query', { query: 'a'.repeat(1025) }, 40212],
    ['31 days', { expire_type: 1, expire_interval: 31 }, 85401],
    ['a time gone by', { expire_type: 0, expire_time: 1 }, 85401],
    ['no number of days', { expire_type: 1, expire_interval: 'many' }, 85401],
  ])('refuses a URL Link with %s', async (_, body, code) => {
    expect(await openApi().post('/wxa/generate_urllink', body)).toMatchObject({ errcode: code })
  })

  it('makes a Short Link, for a month or for ever', async () => {
    const phone = openApi()
    const brief = await phone.post('/wxa/genwxashortlink', { page_url: 'pages/group/index?id=7', page_title: '拼团' })
    const lasting = await phone.post('/wxa/genwxashortlink', { page_url: 'pages/group/index?id=7', is_permanent: true })
    expect(brief.link).toMatch(/^#小程序:\/\/邻团\/\w+$/)
    await phone.clock.advance(31 * DAY)
    expect(phone.api.followLink(String(brief.link))).toBeUndefined()
    expect(phone.api.followLink(String(lasting.link))).toMatchObject({ path: 'pages/group/index', query: 'id=7' })
  })

  it('refuses a Short Link to nowhere', async () => {
    expect(await openApi().post('/wxa/genwxashortlink', { page_url: 'pages/none' })).toMatchObject({ errcode: 40066 })
  })
})
