import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LocalCloud } from '../../emulator/local-cloud'
import { launchBrowser } from '../browser/support/phone'
import { Shop } from '../journeys/support/shop'
import { Console } from './support/console'

let browser: Browser
let cloud: LocalCloud
let shop: Shop

beforeAll(async () => {
  browser = await launchBrowser()
  cloud = await LocalCloud.start({ demo: true })
  shop = new Shop(cloud)
  await shop.advance(60_000)
})
afterAll(async () => {
  await browser?.close()
  await cloud?.stop()
})

describe('the story', () => {
  it('tells a purchase while it happens: calls with their round trips, payment, notification', async () => {
    const console = await Console.open(browser, cloud)
    await console.goes('story')
    await console.presses('Start here')
    await console.sees('Nothing has happened since.')

    const alice = shop.person('alice')
    const order = await alice.buysAlone({ product: 'milk' })
    await alice.paysAndIsSeen(order)
    await console.lines('Events', 'order.place').waitFor()
    await console.lines('Events', 'Payment of ¥69.90 asked for').waitFor()
    await console.lines('Events', /Paid ¥69\.90/).waitFor()
    await console.lines('Events', /TRANSACTION\.SUCCESS sent.*answered 20\d/).waitFor()
    await console.lines('Events', 'pay-notify over HTTP').waitFor()

    // By keyboard: the line opens and shows what the call asked of the cloud.
    const placed = cloud.functions.journal.list({ function: 'shop' }).findLast(call => call.procedure === 'order.place')
    const line = console.lines('Events', 'order.place')
    await line.getByText(`${placed?.roundTrips.count} trips`).waitFor()
    await line.getByRole('button').first().focus()
    await console.page.keyboard.press('Enter')
    await line.getByText(/^0\.\d+ GB·s$/).waitFor()
    await line.getByText('insertDocument orders').waitFor()
    await line.getByText(placed?.requestId ?? '').waitFor()
    await console.shows('story')
    await console.close()
  })

  it('is narrowed to one order, one person, one word', async () => {
    const console = await Console.open(browser, cloud)
    const bob = shop.person('bob')
    const order = await bob.buysAlone({ product: 'eggs' })
    await bob.paysAndIsSeen(order)
    await console.goes('payments')
    await console.page.getByRole('link', { name: order.orderId }).click()
    await console.lines('Events', 'order.place').getByText('(bob)').waitFor()
    await console.lines('Events', 'pay-notify over HTTP').waitFor()
    expect(await console.lines('Events', '(alice)').count()).toBe(0)
    await console.shows('story-order')

    await console.goes('story?person=alice')
    await console.lines('Events', 'order.place').getByText('(alice)').waitFor()
    expect(await console.lines('Events', '(bob)').count()).toBe(0)

    await console.page.getByPlaceholder('order.place, a request id, a word of the log').fill('cart.quote')
    await console.lines('Events', 'order.place').waitFor({ state: 'detached' })
    await console.lines('Events', 'cart.quote').first().waitFor()
    await console.close()
  })

  it('marks a call that failed behind a well-behaved answer, with what the platform told it and its log', async () => {
    const console = await Console.open(browser, cloud)
    await console.goes('functions')
    cloud.faults.add({ point: 'database:*', kind: 'error-before', times: 20 })
    await cloud.call('shop', { procedure: 'me.get', input: {} }, { person: 'carol' })
    cloud.faults.clear()
    await console.page.getByText('Failed', { exact: true }).last().click()
    const line = console.lines('Calls', 'me.get').filter({ hasText: 'internal' }).first()
    await line.getByRole('button').first().click()
    await line.getByText(/getDocument members SYS_ERR/).first().waitFor()
    await line.getByText('"procedure me.get"').waitFor()
    await console.shows('functions')
    await console.close()
  })
})
