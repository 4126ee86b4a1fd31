import { afterEach, describe, expect, it, vi } from 'vitest'
import { answerWith, ok } from './support/phone'
import { avatarChoices, keepAvatar } from '@/platform/avatar'
import { pictureName, pictureUrl, withPictureUrls } from '@/platform/picture-url'
import { clamp, textScale } from '@/platform/text-scale'
import { call } from '@/services/client'

afterEach(() => vi.unstubAllEnvs())

describe('pictures', () => {
  const CLOUD = 'http://local-cloud.test'

  it('are left as they are where the local cloud serves the page itself', async () => {
    expect(pictureUrl('/storage/goods/peach.jpg')).toBe('/storage/goods/peach.jpg')
    const view = { cover: '/storage/goods/peach.jpg' }
    expect(withPictureUrls(view)).toBe(view)
    expect(await keepAvatar(avatarChoices[0]!)).toBe('/storage/avatars/neighbour-1.jpg')
  })

  it('of a local cloud elsewhere are loaded from there; addresses stay what they are', () => {
    vi.stubEnv('VITE_LOCAL_CLOUD', CLOUD)
    expect(pictureUrl('/storage/goods/peach.jpg')).toBe(`${CLOUD}/storage/goods/peach.jpg`)
    for (const other of ['cloud://env.abc/a.jpg', 'https://example.com/storage/a.jpg', '/static/a.png', '']) expect(pictureUrl(other)).toBe(other)
  })

  it('are found wherever they stand in a reply, and nothing else is touched', async () => {
    vi.stubEnv('VITE_LOCAL_CLOUD', CLOUD)
    const view = { items: [{ cover: '/storage/a.jpg', title: 'see "/storage/"', priceFen: 1, refund: null, onSale: true }], next: null }
    answerWith(() => ok(view))
    expect(await call('goods.list', { categoryId: null, keyword: null, cursor: null })).toEqual({
      ok: true, value: { ...view, items: [{ ...view.items[0], cover: `${CLOUD}/storage/a.jpg` }] },
    })
  })

  it('go back to the server under the name it knows them by', async () => {
    vi.stubEnv('VITE_LOCAL_CLOUD', CLOUD)
    expect(pictureName(pictureUrl('/storage/a.jpg'))).toBe('/storage/a.jpg')
    expect(pictureName('https://example.com/storage/a.jpg')).toBe('https://example.com/storage/a.jpg')
    expect(await keepAvatar(`${CLOUD}/storage/avatars/neighbour-2.jpg`)).toBe('/storage/avatars/neighbour-2.jpg')
  })
})

describe('the size of text', () => {
  it('X19: follows what was asked for, between the size as drawn and the largest the pages are checked at', () => {
    expect([16 / 17, 1, 20 / 17, 23 / 17, 1.4, 2].map(clamp)).toEqual([1, 1, 1.18, 1.35, 1.4, 1.4])
  })

  it('X19: is as drawn where nothing can be learned', () => {
    expect(clamp(Number.NaN)).toBe(1)
    expect(textScale).toBe('--font-scale:1;')
  })
})
