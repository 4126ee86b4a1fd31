import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { APPID } from '../../../emulator/parts'
import { BUILT_FOR } from './builds'

/** Where pictures of the screens are kept. */
export const PICTURES = 'test-artifacts/mp'

export interface Launch {
  path?: string
  query?: Record<string, string>
  /** WeChat's number for the way in; 1001 is the list of recent mini-programs. */
  scene?: number
}

interface World { person: string, pages: string, cloud: string }
interface Card { title: string, path: string, imageUrl?: string }

const PATIENCE = { timeout: 20_000 }

/** A person's phone with the mini-program on it: what they see, tap and type, and everything that went wrong meanwhile. */
export class Phone {
  readonly problems: string[] = []
  readonly screen: Locator

  constructor(readonly page: Page, private readonly world: World) {
    page.setDefaultTimeout(PATIENCE.timeout)
    page.on('console', message => message.type() === 'error' && this.problems.push(`${message.text()} (${message.location().url})`))
    page.on('pageerror', error => this.problems.push(error.stack ?? error.message))
    this.screen = page.locator('.mp-window.is-top')
  }

  /** Opens the program anew; what it stored is still there. Without a path it opens where a tap on its icon leads. */
  async launch({ path = 'pages/home/index', query = {}, scene = 1001 }: Launch): Promise<void> {
    const { person, pages, cloud } = this.world
    const launch = { path, query: { ...query, as: person }, scene, person, cloud, builtFor: BUILT_FOR, appId: APPID }
    await this.page.goto(`${pages}/?launch=${encodeURIComponent(JSON.stringify(launch))}`)
  }

  /** Opens a card that somebody sent: scene 1007, a card in a chat between two. */
  async openCard({ path }: Card): Promise<void> {
    const [route = '', query] = path.replace(/^\//, '').split('?')
    await this.launch({ path: route, query: Object.fromEntries(new URLSearchParams(query)), scene: 1007 })
  }

  /** Scans a mini-program code, whose scene WeChat hands over percent-encoded: scene number 1047. */
  async scan(path: string, scene: string): Promise<void> {
    await this.launch({ path, query: { scene: encodeURIComponent(scene) }, scene: 1047 })
  }

  /** A button, link, tab or radio by what it is called. */
  control(name: string | RegExp, role: 'button' | 'link' | 'tab' | 'radio' = 'button'): Locator {
    return this.screen.getByRole(role, { name, exact: typeof name === 'string' }).first()
  }

  async tap(name: string | RegExp, role?: 'button' | 'link' | 'tab' | 'radio'): Promise<void> {
    await this.control(name, role).click()
  }

  async openTab(name: string): Promise<void> {
    await this.page.locator('.mp-tabs').getByRole('tab', { name }).click()
  }

  async type(label: string, text: string): Promise<void> {
    await this.screen.getByLabel(label, { exact: true }).fill(text)
  }

  async sees(text: string | RegExp): Promise<void> {
    await this.screen.getByText(text).filter({ visible: true }).first().waitFor()
  }

  async isOn(route: string): Promise<void> {
    await expect.poll(() => this.ask('route()'), PATIENCE).toBe(route)
  }

  /** Waits until every picture that stands on the page has come, or has failed to. */
  async hasLoadedPictures(): Promise<void> {
    await expect.poll(() => this.page.evaluate(() => [...document.images].filter(image => !image.complete).map(image => image.src)), PATIENCE).toEqual([])
  }

  /** A picture by what it is called, once it has been loaded: its address and how wide it really is. */
  async imageOf(label: string): Promise<{ src: string, width: number }> {
    const image = this.screen.locator(`image[aria-label="${label}"] > img`)
    const read = (node: Element): { src: string, width: number } => ({ src: (node as HTMLImageElement).src, width: (node as HTMLImageElement).naturalWidth })
    await expect.poll(async () => (await image.evaluate(read)).width, PATIENCE).toBeGreaterThan(0)
    return image.evaluate(read)
  }

  /** Presses a button of the payment sheet and waits until it is gone. */
  async onSheet(button: 'pay' | 'cancel' | 'fail'): Promise<void> {
    const sheet = this.page.locator('iframe.mp-cashier')
    await sheet.contentFrame().locator(button === 'cancel' ? '.plain.cancel' : `button.${button}`).click()
    await sheet.waitFor({ state: 'detached' })
  }

  /** The cards sent from this phone, the last one first. */
  async cards(): Promise<Card[]> {
    const records = await this.ask('records()') as { what: string, value: unknown }[]
    return records.filter(({ what }) => what === 'share').map(({ value }) => value as Card).reverse()
  }

  /** The card that WeChat's own menu would send from the page on show. */
  async cardFromMenu(): Promise<Card> {
    await this.ask('share()')
    const [card] = await this.cards()
    if (!card) throw new Error('The page made no card')
    return card
  }

  /** Asks the harness inside the page for what cannot be seen on the screen. */
  ask(what: string): Promise<unknown> {
    return this.page.evaluate(`harness.${what}`)
  }

  async picture(name: string): Promise<void> {
    await this.page.screenshot({ path: join(PICTURES, `${name}.png`) })
  }
}
