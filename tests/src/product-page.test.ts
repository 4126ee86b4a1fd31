import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { answerWith, asked, ok } from './support/phone'
import { goods, sku } from './support/views'
import { callHook } from './uni-app-hooks'
import ActionButton from '@/components/base/action-button.vue'
import PriceTag from '@/components/money/price-tag.vue'
import SkuPanel from '@/components/goods/sku-panel.vue'
import { goodsCopy } from '@/copy/goods'
import ProductPage from '@/pages/product/index.vue'
import type { FlashView, GoodsView } from '@/services/types'

const NOON = Date.parse('2026-05-01T12:00:00+08:00')
/** The phone's own clock is wrong by this much. */
const WRONG_BY = 3 * 60_000

/** Thirty yuan alone, twenty at noon for a minute. */
function flash(over: Partial<FlashView['prices'][number]> = {}): FlashView {
  return { startsAt: NOON, endsAt: NOON + 60_000, state: 'upcoming', prices: [{ skuId: 's1', priceFen: 1500, left: 5, perOrder: 2, ...over }] }
}

/** The page as somebody opens it so long before noon by the server's clock; every answer comes at once. */
async function openPage(beforeMs: number, view: Partial<GoodsView> = {}) {
  vi.setSystemTime(NOON - beforeMs + WRONG_BY)
  answerWith(() => {
    const serverNow = Date.now() - WRONG_BY
    const price = view.flash ?? flash()
    return ok(goods({ ...view, flash: serverNow >= price.endsAt ? null : { ...price, state: serverNow < price.startsAt ? 'upcoming' : 'running' } }), serverNow)
  })
  const page = mount(ProductPage)
  callHook(page.vm, 'onLoad', { productId: 'p1' })
  await vi.advanceTimersByTimeAsync(1)
  const buttons = () => page.findAllComponents(ActionButton).filter(button => button.props('size') === 'l').map(button => [button.props('label'), button.props('sub')])
  return { page, buttons, loads: () => asked.filter(call => call.procedure === 'goods.get').length }
}

describe('the page of goods with a flash price', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('X1: the button turns to the flash price at the second it begins and back at the second it ends, by the server’s clock, not the phone’s', async () => {
    const { page, buttons, loads } = await openPage(2500)
    const [alone, buy] = [[goodsCopy.alonePrice, '¥30'], [goodsCopy.flashBuy, '¥15']]
    expect(buttons()[0]).toEqual(alone)
    expect(page.text()).toContain(goodsCopy.flashSoon)
    await vi.advanceTimersByTimeAsync(2000)
    expect(buttons()[0]).toEqual(alone)
    await vi.advanceTimersByTimeAsync(600)
    expect(buttons()[0]).toEqual(buy)
    expect(page.text()).toContain(goodsCopy.flashLeft(5))
    // The server is asked what is left, once for the beginning and once for the end.
    expect(loads()).toBe(2)
    await vi.advanceTimersByTimeAsync(59_000)
    expect(buttons()[0]).toEqual(buy)
    await vi.advanceTimersByTimeAsync(1000)
    expect(buttons()[0]).toEqual(alone)
    expect(page.text()).not.toContain(goodsCopy.flashLeft(5))
    expect(loads()).toBe(3)
  })

  it('X1: when the pieces are gone the button says the list price, and the band that they are gone', async () => {
    const { page, buttons } = await openPage(-1000, { flash: flash({ left: 0 }) })
    expect(buttons()[0]).toEqual([goodsCopy.alonePrice, '¥30'])
    expect(page.text()).toContain(goodsCopy.flashGone)
  })

  it('X1: in a group the lower of group price and flash price stands on the button', async () => {
    const activity = { activityId: 'a', size: 2, formAt: 2, durationMs: 1, leaseMs: 1, perShopperLimit: 1, quantityLimit: 5, startsAt: 0, endsAt: NOON * 2, presale: false, state: 'running' as const }
    const { buttons } = await openPage(-1000, { activity })
    expect(buttons().slice(0, 2)).toEqual([[goodsCopy.flashBuy, '¥15'], [goodsCopy.openGroup, '¥15']])
  })
})

describe('the page of goods whose price changes by the clock', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('S15: button, band and panel change at the second of the step, by the server’s clock, not the phone’s', async () => {
    const { page, buttons } = await openPage(1500, {
      skus: [sku([], 8, { priceGroupFen: 3000 })], flash: { ...flash(), startsAt: 0, endsAt: 0 },
      priceSteps: [{ from: NOON, payPercent: 90 }, { from: NOON + 10_000, payPercent: 70 }, { from: NOON + 20_000, payPercent: 100 }],
    })
    const shown = () => [buttons()[0]?.[1], page.findComponent(SkuPanel).findComponent(PriceTag).props('fen')]
    expect(shown()).toEqual(['¥30', 3000])
    expect(page.text()).toContain(goodsCopy.countdownSoon)
    expect(page.text()).toContain(goodsCopy.countdownThen('9折'))
    await vi.advanceTimersByTimeAsync(1600)
    expect(shown()).toEqual(['¥27', 2700])
    expect(page.text()).toContain(goodsCopy.countdownThen('7折'))
    await vi.advanceTimersByTimeAsync(10_000)
    expect(shown()).toEqual(['¥21', 2100])
    expect(page.text()).toContain(goodsCopy.countdownList)
    await vi.advanceTimersByTimeAsync(10_000)
    expect(shown()).toEqual(['¥30', 3000])
    expect(page.text()).not.toContain(goodsCopy.countdown)
  })
})

describe('the panel with a flash price', () => {
  const shown = (quantity: number, over: Partial<FlashView['prices'][number]> = {}, now = NOON) => {
    const panel = mount(SkuPanel, { props: { open: true, mode: 'alone', cover: '', axes: [], skus: [sku([], 8)], flash: flash(over), now } })
    return { panel, price: async () => {
      for (let more = 1; more < quantity; more++) await panel.find(`[aria-label="${goodsCopy.increase}"]`).trigger('click')
      await flushPromises()
      return panel.findComponent(PriceTag).props('fen')
    } }
  }

  it('X1: shows what a piece costs for as many as are chosen, and says from how many on it is the list price', async () => {
    expect(await shown(2).price()).toBe(1500)
    expect(await shown(3).price()).toBe(3000)
    expect(shown(1).panel.text()).toContain(goodsCopy.flashPerOrder(2))
    expect(await shown(2, { left: 1 }).price()).toBe(3000)
    expect(await shown(9, { left: null, perOrder: null }).price()).toBe(1500)
    for (const now of [NOON - 1, NOON + 60_000]) expect(await shown(1, {}, now).price()).toBe(3000)
  })
})

describe('the page of card codes', () => {
  afterEach(() => void vi.unstubAllGlobals())

  it.each([['iPhone', true], ['Android', false]])('S11: on %s they are shown; a button that sells them is there or not, and why not is said', async (agent, barred) => {
    vi.stubGlobal('navigator', { ...navigator, userAgent: `Mozilla/5.0 (${agent})` })
    answerWith(() => ok(goods({ kind: 'virtual' })))
    const page = mount(ProductPage)
    callHook(page.vm, 'onLoad', { productId: 'p1' })
    await flushPromises()
    const buttons = page.findAllComponents(ActionButton).filter(button => button.props('size') === 'l').map(button => [button.props('label'), Boolean(button.props('disabled'))])
    expect(buttons[0]).toEqual(barred ? [goodsCopy.notOnIosShort, true] : [goodsCopy.alonePrice, false])
    expect(page.text().includes(goodsCopy.notOnIos)).toBe(barred)
  })
})
