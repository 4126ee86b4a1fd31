import { mkdirSync } from 'node:fs'
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import type { LocalCloud } from '../../../emulator/local-cloud'

const SCREENSHOTS = 'test-artifacts/console'

export const SIZES = { desk: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } } as const

/** The developer's console in a browser of its own, in which every error counts. */
export class Console {
  static async open(browser: Browser, cloud: LocalCloud, size: keyof typeof SIZES = 'desk'): Promise<Console> {
    mkdirSync(SCREENSHOTS, { recursive: true })
    const context = await browser.newContext({ viewport: SIZES[size] })
    const page = await context.newPage()
    page.setDefaultTimeout(15_000)
    const console = new Console(context, page, cloud.url)
    page.on('console', message => ['error', 'warning'].includes(message.type()) && console.errors.push(message.text()))
    page.on('pageerror', error => console.errors.push(error.message))
    page.on('request', request => console.requests.push(request.url()))
    return console
  }

  readonly errors: string[] = []
  readonly requests: string[] = []

  constructor(readonly context: BrowserContext, readonly page: Page, readonly url: string) {}

  async goes(view: string): Promise<void> {
    await this.page.goto(`${this.url}/console#/${view}`)
  }

  async presses(name: string | RegExp): Promise<void> {
    await this.page.getByRole('button', { name }).filter({ visible: true }).first().click()
  }

  async sees(text: string | RegExp): Promise<void> {
    await this.page.getByText(text).filter({ visible: true }).first().waitFor()
  }

  /** The lines of one of the console's lists. */
  lines(list: string | RegExp, text: string | RegExp): Locator {
    return this.page.getByRole('list', { name: list }).getByRole('listitem').filter({ hasText: text })
  }

  async shows(name: string): Promise<void> {
    await this.page.screenshot({ path: `${SCREENSHOTS}/${name}.png`, animations: 'disabled' })
  }

  /** Ends it; `expected` are errors that the test brought about itself. */
  async close(expected?: RegExp): Promise<void> {
    await this.context.close()
    expect(this.errors.filter(text => !expected?.test(text)), 'errors in the console').toEqual([])
  }
}
