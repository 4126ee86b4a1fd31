import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LocalCloud } from '../../emulator/local-cloud'
import { galleryCopy } from '../../src/copy/gallery'
import { launchBrowser, Phone, SCREENSHOTS, SIZES } from './support/phone'
import { pixelsTooWide } from './support/width'

let browser: Browser
let cloud: LocalCloud

beforeAll(async () => {
  browser = await launchBrowser()
  cloud = await LocalCloud.start()
})
afterAll(async () => {
  await browser?.close()
  await cloud?.stop()
})

const PARTS = Object.entries(galleryCopy.sections)

describe.each(Object.keys(SIZES) as (keyof typeof SIZES)[])('the gallery on a %s screen', (size) => {
  it.each(PARTS)('X19: %s in all awkward states stays within the width', async (part, label) => {
    const phone = await Phone.open(browser, cloud, 'alice', size)
    await phone.goes(`/pages-dev/gallery/index?part=${part}`)
    await phone.page.getByRole('tab', { name: label, selected: true }).waitFor()
    await phone.page.screenshot({ path: `${SCREENSHOTS}/gallery-${part}-${size}.png`, animations: 'disabled', fullPage: true })
    expect(await pixelsTooWide(phone)).toEqual([])
    await phone.close()
  })

  it('every sheet opens over the page', async () => {
    const phone = await Phone.open(browser, cloud, 'alice', size)
    const popup = phone.page.locator('.wd-popup').filter({ visible: true })
    for (const [part, button] of SHEETS) {
      await phone.goes(`/pages-dev/gallery/index?part=${part}`)
      await phone.presses(button)
      await popup.waitFor()
      await phone.page.waitForFunction(() => document.getAnimations().every(animation => animation.playState !== 'running' || animation.effect?.getTiming().iterations === Infinity))
      await phone.shows(`gallery-sheet-${button}-${size}`)
      expect(await pixelsTooWide(phone)).toEqual([])
    }
    await phone.close()
  })
})

const SHEETS = [
  ['controls', galleryCopy.openDialog],
  ['controls', galleryCopy.openBusyDialog],
  ['controls', galleryCopy.openSheet],
  ['goods', galleryCopy.openSku],
  ['goods', galleryCopy.openCartSku],
  ['checkout', galleryCopy.openCoupons],
  ['checkout', galleryCopy.openNoCoupons],
  ['goods', galleryCopy.openSoldOut],
  ...Object.values(galleryCopy.shareStates).map(name => ['share', name] as const),
] as const
