import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LocalCloud } from '../../emulator/local-cloud'
import { launchBrowser } from '../browser/support/phone'
import { Shop } from '../journeys/support/shop'
import { Console, SIZES } from './support/console'

const VIEWS = ['overview', 'story', 'functions', 'database', 'timers', 'payments', 'messages', 'faults', 'limits']

let browser: Browser
let cloud: LocalCloud
let orderId: string

beforeAll(async () => {
  browser = await launchBrowser()
  cloud = await LocalCloud.start({ demo: true })
  const shop = new Shop(cloud)
  const [alice, bob] = [shop.person('alice'), shop.person('bob')]
  const opened = await alice.opensGroup({ product: 'orange' })
  await fetch(`${cloud.url}/phone/request-subscribe-message`, { method: 'POST', headers: { 'x-lintuan-person': 'alice' }, body: JSON.stringify({ tmplIds: ['tpl-group-formed'] }) })
  await alice.ask('message.allow', { keys: ['group_formed'] })
  const { groupId } = await alice.paysAndIsSeen(opened)
  await bob.paysAndIsSeen(await bob.joins(groupId ?? '', { product: 'orange' }))
  await shop.settle(1)
  orderId = opened.orderId
})
afterAll(async () => {
  await browser?.close()
  await cloud?.stop()
})

describe('what a developer does', () => {
  it('runs a timer now, late, and two at once', async () => {
    const console = await Console.open(browser, cloud)
    const runs = (): number => cloud.functions.journal.list({ function: 'timers' }).length
    await console.goes('timers')
    const before = runs()
    await console.presses('Run now')
    await console.sees('sweep has run.')
    await console.presses('Run late')
    await console.sees('sweep has run late.')
    await console.presses('Overlap')
    await console.sees('All runs ended well.')
    expect(runs()).toBeGreaterThanOrEqual(before + 4)
    await console.shows('timers')
    await console.close()
  })

  it('freezes the clock, jumps, and lets it go', async () => {
    const console = await Console.open(browser, cloud)
    await console.goes('overview')
    await console.presses('Freeze')
    await console.sees('stands still, Shanghai')
    const before = cloud.clock.now()
    await console.presses('+1 h')
    await console.sees('The clock has moved.')
    expect(cloud.clock.now()).toBe(before + 3_600_000)
    await console.page.getByLabel('How far').fill('90')
    await console.page.getByLabel('How far').press('Enter')
    await expect.poll(() => cloud.clock.now()).toBe(before + 3_600_000 + 90 * 60_000)
    await console.presses('Thaw')
    await console.sees('runs, Shanghai')
    expect(cloud.clock.mode).toBe('running')
    await console.close()
  })

  it('is led by the keyboard alone: the menu of jumps, a page of documents', async () => {
    const console = await Console.open(browser, cloud)
    await console.goes('database?collection=stocks')
    await console.page.getByRole('button', { name: 'Jump' }).focus()
    const before = cloud.clock.now()
    await console.page.keyboard.press('Enter')
    await console.page.getByText('+10 min').waitFor()
    await console.page.keyboard.press('ArrowDown')
    await console.page.keyboard.press('ArrowDown')
    await console.page.keyboard.press('Enter')
    await console.sees('The clock has moved.')
    expect(cloud.clock.now()).toBeGreaterThanOrEqual(before + 600_000)
    expect(cloud.clock.now()).toBeLessThan(before + 700_000)
    await console.sees('page 1 of 2')
    await console.page.getByRole('button', { name: 'Next' }).press('Enter')
    await console.sees('page 2 of 2')
    await console.page.getByRole('button', { name: 'Previous' }).press('Enter')
    await console.sees('page 1 of 2')
    await console.close()
  })

  it('adds a fault and clears it', async () => {
    const console = await Console.open(browser, cloud)
    await console.goes('faults')
    await console.sees('No fault is set: everything answers as it should.')
    await console.page.getByLabel('How many times').fill('3')
    await console.presses('Add fault')
    await console.page.getByRole('row', { name: /wechat-pay:notify.*lose.*3/ }).waitFor()
    expect(cloud.faults.rules).toEqual([expect.objectContaining({ point: 'wechat-pay:notify', kind: 'lose', times: 3, probability: 1 })])
    await console.shows('faults')
    await console.presses('Clear all')
    await console.sees('No fault is set: everything answers as it should.')
    expect(cloud.faults.rules).toEqual([])
    await console.close()
  })

  it('sends a notification again, and twice at once', async () => {
    const console = await Console.open(browser, cloud)
    await console.goes('payments')
    await console.page.getByRole('tab', { name: /^Notifications/ }).click()
    const attempts = (): string[] => cloud.pay.notifications().find(one => one.subject === orderId)?.attempts.map(attempt => attempt.kind) ?? []
    const line = console.lines('Notifications', orderId).first()
    await line.getByRole('button').first().click()
    const before = attempts().length
    await line.getByRole('button', { name: 'Send again' }).click()
    await console.sees('Sent again.')
    await line.getByRole('button', { name: 'Duplicate' }).click()
    await console.sees('Two copies went at once.')
    expect(attempts().slice(before)).toEqual(['resend', 'resend', 'resend'])
    await line.getByText('resend').nth(2).waitFor()
    await console.shows('notifications')
    await console.close()
  })

  it('decides how the next refund ends', async () => {
    const console = await Console.open(browser, cloud)
    await console.goes('payments')
    await console.page.getByRole('tab', { name: /^Orders/ }).press('ArrowRight')
    await console.page.getByRole('button', { name: 'Set' }).click()
    await console.sees('The next refund ends as ABNORMAL.')
    await console.close()
  })

  it('browses documents, finds one by id and by condition, and has a query explained', async () => {
    const console = await Console.open(browser, cloud)
    await console.goes('database?collection=orders')
    await console.page.getByPlaceholder('_id').fill(orderId)
    await console.page.getByPlaceholder('_id').press('Enter')
    const found = console.lines('Documents of orders', orderId)
    await found.getByText('payableFen').first().waitFor()
    await console.shows('document')

    await console.page.getByPlaceholder('_id').fill('')
    await console.page.getByPlaceholder('{"state": "placed"}').fill('{"kind": "open"}')
    await console.presses('Explain')
    await console.sees(/looked at \d+ of \d+ documents/)
    const opened = (await new Shop(cloud).documents<{ kind: string }>('orders')).filter(order => order.kind === 'open').length
    await console.sees(new RegExp(`^${opened} documents?$`))

    await console.page.getByPlaceholder('{"state": "placed"}').fill('{"kind": ')
    await console.presses('Query')
    await console.page.getByRole('alert').filter({ visible: true }).first().waitFor()
    await console.close(/status of 400/)
  })

  it('chooses a plan and adds latency', async () => {
    const console = await Console.open(browser, cloud)
    await console.goes('limits')
    await console.page.getByRole('radio', { name: 'basic' }).click({ force: true })
    await console.sees('The plan is basic.')
    expect(cloud.plan.limits.plan).toBe('basic')
    await console.page.getByRole('radio', { name: 'none' }).click({ force: true })
    await console.sees('The plan is none.')
    await console.close()
  })

  it('reads the messages that shoppers got', async () => {
    const console = await Console.open(browser, cloud)
    await console.goes('messages')
    await console.page.getByRole('listitem').filter({ hasText: '拼团成功通知' }).getByText('(alice)').waitFor()
    await console.shows('messages')
    await console.close()
  })
})

describe('the page', () => {
  it.each(Object.keys(SIZES) as (keyof typeof SIZES)[])('fits a %s in every view and asks nobody but the local cloud', async (size) => {
    const console = await Console.open(browser, cloud, size)
    for (const view of VIEWS) {
      await console.goes(view)
      await console.page.locator('.card, .sheet').first().waitFor()
      await console.page.locator('[aria-busy]').waitFor({ state: 'detached' })
      expect(await console.page.evaluate('document.documentElement.scrollWidth - innerWidth'), `${view} is too wide`).toBeLessThanOrEqual(0)
      expect(await console.page.evaluate('document.querySelector("main").scrollWidth - document.querySelector("main").clientWidth'), `${view} is too wide`).toBeLessThanOrEqual(0)
      await console.shows(`${size}-${view}`)
    }
    expect(console.requests.filter(url => !url.startsWith(cloud.url) && !url.startsWith('data:'))).toEqual([])
    await console.close()
  })

  it('loads a view only when it is opened', async () => {
    const console = await Console.open(browser, cloud)
    await console.goes('limits')
    await console.sees('In force')
    expect(console.requests.filter(url => /assets\/(story|database|payments)/.test(url))).toEqual([])
    await console.page.getByRole('link', { name: 'Database' }).click()
    await console.sees(/^Documents of/)
    expect(console.requests.some(url => /assets\/database/.test(url))).toBe(true)
    await console.close()
  })

  // The last one: what the others look at is gone after it.
  it('asks before a reset, and says when the cloud is gone', async () => {
    const console = await Console.open(browser, cloud)
    await console.goes('overview')
    await console.presses('Reset …')
    await console.sees('There is no way back.')
    await console.presses('Cancel')
    expect(cloud.pay.orders().length).toBeGreaterThan(0)
    await console.presses('Reset …')
    await console.presses('Leave it empty')
    await console.sees('The environment is empty.')
    expect(cloud.pay.orders()).toEqual([])
    await cloud.stop()
    await console.sees('The local cloud does not answer.')
    await console.close(/Failed to load resource/)
  })
})
