import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Launch, Phone } from './support/phone'
import { Stage } from './support/stage'

// What the other tests of this folder rest on: the harness refuses what WeChat refuses, and nothing that goes wrong is lost.

let stage: Stage
let phone: Phone

beforeAll(async () => void (stage = await Stage.open()))
afterAll(() => stage[Symbol.asyncDispose]())

async function opened(launch: Launch = {}): Promise<Phone> {
  phone = await stage.phone('alice', launch)
  await phone.isOn(launch.path ?? 'pages/home/index')
  return phone
}

/** Calls an API with an address and answers what it says. */
function route(api: string, url: string): Promise<unknown> {
  return phone.page.evaluate(`wx.${api}({ url: ${JSON.stringify(url)} }).then(done => done.errMsg, failed => failed.errMsg)`)
}

describe('the harness', () => {
  it('moves between pages as WeChat does and refuses in its words', async () => {
    await opened()
    expect(await route('navigateTo', '/pages/nowhere/index')).toBe('navigateTo:fail page "pages/nowhere/index" is not found')
    expect(await route('navigateTo', '/pages/me/index')).toBe('navigateTo:fail can not navigateTo a tabbar page')
    expect(await route('redirectTo', '/pages/me/index')).toBe('redirectTo:fail can not redirectTo a tabbar page')
    expect(await route('switchTab', '/pages/product/index?productId=peach')).toBe('switchTab:fail can not switch to no-tabBar page')
    expect(await route('navigateTo', '../product/index?productId=peach')).toBe('navigateTo:ok')
    expect(await phone.ask('route()')).toBe('pages/product/index')
    expect(await phone.ask('query()')).toEqual({ productId: 'peach' })
    await phone.ask('back()')
    expect(await phone.ask('route()')).toBe('pages/home/index')
  })

  it('lets ten pages lie on each other, and the program goes on past them', async () => {
    await opened()
    for (let depth = 2; depth <= 10; depth++) expect(await route('navigateTo', '/pages/product/index?productId=eggs')).toBe('navigateTo:ok')
    expect(await route('navigateTo', '/pages/product/index?productId=eggs')).toBe('navigateTo:fail webview count limit exceed')
    expect(await phone.ask('depth()')).toBe(10)
    await phone.tap(/^去参团/)
    await phone.isOn('pages/group/index')
    expect(await phone.ask('depth()')).toBe(10)
  })

  it('keeps what a phone stores, from one launch to the next, and apart from other phones', async () => {
    await opened()
    await phone.page.evaluate('wx.setStorageSync("kept", { amount: 1 })')
    await phone.launch({})
    expect(await phone.page.evaluate('wx.getStorageSync("kept")')).toEqual({ amount: 1 })
    await opened()
    expect(await phone.page.evaluate('wx.getStorageSync("kept")')).toBe('')
  })

  it('reports what the program throws, calls that do not exist and addresses outside of the shop', async () => {
    await opened()
    expect(phone.problems).toEqual([])
    await phone.page.evaluate('setTimeout(() => { throw new Error("thrown by the program") })')
    await phone.page.evaluate('setTimeout(() => wx.startBluetooth())')
    await phone.page.evaluate('void (new Image().src = "http://elsewhere.test/beacon.png")')
    const expected = [/thrown by the program/, /startBluetooth is not a function/, /elsewhere\.test/]
    await expect.poll(() => expected.filter(pattern => !phone.problems.some(problem => pattern.test(problem)))).toEqual([])
    expect(await phone.page.evaluate('wx.request({ url: "https://elsewhere.test/", fail: error => window.failed = error.errMsg }) && new Promise(done => setTimeout(() => done(window.failed)))'))
      .toBe('request:fail url not in domain list')
  })

  it('runs no text as code, as in WeChat', async () => {
    await opened()
    await phone.page.evaluate('setTimeout("window.ran = 1")')
    await expect.poll(() => phone.problems.length).toBeGreaterThan(0)
    expect(await phone.page.evaluate('window.ran ?? 0')).toBe(0)
  })
})
