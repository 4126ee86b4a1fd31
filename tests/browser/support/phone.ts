import { mkdirSync } from 'node:fs'
import { type Browser, type BrowserContext, chromium, type FrameLocator, type Page } from 'playwright-core'
import { expect } from 'vitest'
import { ensureChromium } from '../../../scripts/lib/chromium.mjs'
import type { LocalCloud } from '../../../emulator/local-cloud'

export const SCREENSHOTS = 'test-artifacts/browser'

/** The two sizes every page is checked at. */
export const SIZES = { phone: { width: 390, height: 844 }, small: { width: 320, height: 568 } } as const

export async function launchBrowser(): Promise<Browser> {
  mkdirSync(SCREENSHOTS, { recursive: true })
  return chromium.launch({
    executablePath: await ensureChromium(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'],
  })
}

/** One person with a phone: a browser of their own, in which every error counts. */
export class Phone {
  static async open(browser: Browser, cloud: LocalCloud, person: string, size: keyof typeof SIZES = 'phone'): Promise<Phone> {
    const context = await browser.newContext({
      viewport: SIZES[size],
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
      permissions: ['clipboard-read', 'clipboard-write'],
    })
    const page = await context.newPage()
    const phone = new Phone(context, page, cloud.url, person)
    page.on('console', message => message.type() === 'error' && phone.errors.push(message.text()))
    page.on('pageerror', error => phone.errors.push(error.message))
    return phone
  }

  /** What went wrong in the browser itself. */
  readonly errors: string[] = []

  constructor(readonly context: BrowserContext, readonly page: Page, readonly url: string, readonly person: string) {}

  /** Opens a page of the app as this person, as from a link or a code. */
  async goes(path: string): Promise<void> {
    await this.page.goto('about:blank')
    await this.page.goto(`${this.url}/?as=${this.person}#${path}`)
  }

  /** Opens a whole address somebody sent, as this person. */
  async follows(link: string): Promise<void> {
    const address = new URL(link)
    address.searchParams.set('as', this.person)
    await this.page.goto(address.href)
  }

  /** Presses a button by what it says. */
  async presses(name: string | RegExp): Promise<void> {
    await this.page.getByRole('button', { name }).filter({ visible: true }).first().click()
  }

  async sees(text: string | RegExp): Promise<void> {
    try {
      await this.page.getByText(text).filter({ visible: true }).first().waitFor({ timeout: 15_000 })
    }
    catch (error) {
      await this.shows(`failed-${this.person}`)
      throw error
    }
  }

  /** Looks at the page as it is on a screen of each size, one after the other, without opening it anew. */
  async onEachSize(look: (size: keyof typeof SIZES) => Promise<void>): Promise<void> {
    for (const [size, viewport] of Object.entries(SIZES)) {
      await this.page.setViewportSize(viewport)
      await this.page.evaluate(() => new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve))))
      await look(size as keyof typeof SIZES)
    }
  }

  async fills(label: string, value: string): Promise<void> {
    await this.page.locator('.text-field', { hasText: label }).locator('input').fill(value)
  }

  /** The payment sheet of WeChat, as the local cloud shows it. */
  get sheet(): FrameLocator {
    return this.page.frameLocator('iframe[src*="/cashier"]')
  }

  async shows(name: string): Promise<void> {
    await this.page.screenshot({ path: `${SCREENSHOTS}/${name}.png`, animations: 'disabled' })
  }

  async close(): Promise<void> {
    await this.context.close()
    expect(this.errors, `errors in the browser of ${this.person}`).toEqual([])
  }
}
