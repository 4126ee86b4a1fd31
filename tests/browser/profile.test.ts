import { fileURLToPath } from 'node:url'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LocalCloud } from '../../emulator/local-cloud'
import { FRESH_PAGES } from '../support/fresh-pages'
import { launchBrowser, Phone } from './support/phone'

let browser: Browser
let cloud: LocalCloud

beforeAll(async () => {
  browser = await launchBrowser()
  cloud = await LocalCloud.start({ demo: true, variables: FRESH_PAGES })
})
afterAll(async () => {
  await browser?.close()
  await cloud?.stop()
})

describe('name and picture', () => {
  it('a picture out of the album is uploaded into the cloud and shown with the new name', async () => {
    const bob = await Phone.open(browser, cloud, 'bob')
    await bob.goes('/pages/me/index')
    await bob.page.getByText('阿博').filter({ visible: true }).last().click()
    const chooser = bob.page.waitForEvent('filechooser')
    await bob.presses('从相册选择头像')
    await (await chooser).setFiles(fileURLToPath(new URL('../../emulator/seed/pictures/avatars/neighbour-9.jpg', import.meta.url)))
    await bob.page.locator('.choice.on').nth(0).waitFor()
    await bob.fills('昵称', '隔壁阿博')
    await bob.shows('profile-form')
    await bob.presses('保存')
    await bob.sees('隔壁阿博')
    await bob.shows('profile-saved')
    const stored = (await cloud.storage.list()).filter(path => path.startsWith('uploads/'))
    expect(stored).toHaveLength(1)
    const avatar = await bob.page.evaluate(() => [...document.querySelectorAll('uni-page-body img')].map(image => image.getAttribute('src')))
    expect(avatar.some(src => src?.includes('/storage/uploads/'))).toBe(true)
    await bob.close()
  })
})
