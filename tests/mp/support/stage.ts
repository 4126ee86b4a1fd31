import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'
import { LocalCloud } from '../../../emulator/local-cloud'
import { buildFunctions } from '../../../scripts/build-functions'
import { ensureChromium } from '../../../scripts/lib/chromium.mjs'
import { FOLDER, localBuild, releaseBuild } from './builds'
import { FRESH_PAGES } from '../../support/fresh-pages'
import { pack } from './pack'
import { type PageServer, servePages } from './page-server'
import { type Launch, Phone, PICTURES } from './phone'

const BROWSER_ARGS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run']

/** The compiled mini-program on phones, before the demo shop on a local cloud with a running clock. */
export class Stage implements AsyncDisposable {
  static async open(build: 'local' | 'release' = 'local'): Promise<Stage> {
    mkdirSync(PICTURES, { recursive: true })
    const program = await (build === 'local' ? localBuild() : releaseBuild())
    const packed = join(FOLDER, `packed-${build}`)
    const functions = join(FOLDER, 'cloudfunctions')
    await Promise.all([pack(program, packed), buildFunctions({ to: functions })])
    const cloud = await LocalCloud.start({ demo: true, functions, variables: FRESH_PAGES })
    const pages = await servePages(packed, cloud.url)
    const browser = await chromium.launch({ executablePath: await ensureChromium(), args: BROWSER_ARGS })
    return new Stage(cloud, pages, browser)
  }

  private constructor(readonly cloud: LocalCloud, private readonly pages: PageServer, private readonly browser: Browser) {}

  /** A phone of its own for a person, with the program open. */
  async phone(person: string, launch: Launch = {}): Promise<Phone> {
    const context = await this.browser.newContext({ viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })
    const phone = new Phone(await context.newPage(), { person, pages: this.pages.url, cloud: this.cloud.url })
    await phone.launch(launch)
    return phone
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.browser.close()
    await this.pages.close()
    await this.cloud.stop()
  }
}
