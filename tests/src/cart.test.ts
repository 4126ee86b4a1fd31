import { flushPromises, mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { describe, expect, it, vi } from 'vitest'
import { answerWith, asked, ok, phone, refuse } from './support/phone'
import { goods, quote, sku } from './support/views'
import { callHook } from './uni-app-hooks'
import CartRow from '@/components/cart/cart-row.vue'
import { toLineView } from '@/components/cart/cart-line'
import { inTurns } from '@/composables/in-turns'
import { cartCopy } from '@/copy/cart'
import CartPage from '@/pages/cart/index.vue'
import type { GoodsView } from '@/services/types'
import { MAX_CART_LINES, MAX_CART_QUANTITY, useCart } from '@/stores/cart'

const peach = { productId: 'p1', skuId: 's1', quantity: 2, title: '水蜜桃', specText: '12 枚', cover: '/c.png' }
const rice = { ...peach, productId: 'p2', skuId: 's2', title: '大米', quantity: 1 }

function restart() {
  setActivePinia(createPinia())
  return useCart()
}

describe('what lies in the cart', () => {
  it('S18: is still there after a restart, for the same person', () => {
    useCart().add(peach)
    expect(restart().lines).toMatchObject([{ skuId: 's1', quantity: 2, chosen: true }])
  })

  it('pieces of the same SKU are counted together, the newest line stands first', () => {
    const cart = useCart()
    cart.add(peach)
    cart.add(rice)
    cart.add({ ...peach, quantity: 3 })
    expect(cart.lines.map(({ skuId, quantity }) => [skuId, quantity])).toEqual([['s1', 5], ['s2', 1]])
    expect(cart.pieces).toBe(6)
  })

  it('takes no more lines than an order holds, and no more pieces than make sense', () => {
    const cart = useCart()
    for (let index = 0; index < MAX_CART_LINES; index += 1) expect(cart.add({ ...peach, skuId: `s${index}` })).toBe('added')
    expect(cart.add({ ...peach, skuId: 'one-more' })).toBe('full')
    expect(cart.add({ ...peach, skuId: 's0', quantity: MAX_CART_QUANTITY })).toBe('too_many')
    expect(cart.lines).toHaveLength(MAX_CART_LINES)
  })

  it('what was taken out can be put back where it was, without losing what was added meanwhile', () => {
    const cart = useCart()
    for (const skuId of ['c', 'b', 'a']) cart.add({ ...peach, skuId })
    const put = cart.remove(['b'])
    expect(cart.lines.map(line => line.skuId)).toEqual(['a', 'c'])
    cart.add({ ...peach, skuId: 'new' })
    cart.change(['a'], { quantity: 9 })
    put()
    expect(cart.lines.map(line => line.skuId)).toEqual(['new', 'a', 'b', 'c'])
    expect(cart.lines[1]?.quantity).toBe(9)
  })

  it('does not trust what an older release stored', () => {
    phone.setStorageSync('lintuan:alice:cart', JSON.stringify([{ skuId: 's1' }, { ...peach, chosen: true }, 'x', { ...peach, chosen: true, quantity: 0 }]))
    expect(restart().lines).toHaveLength(1)
    phone.setStorageSync('lintuan:alice:cart', '{"lines":1}')
    expect(restart().lines).toEqual([])
  })

  it('what was ordered is no longer in it', () => {
    const cart = useCart()
    cart.add(peach)
    cart.add(rice)
    cart.bought([{ productId: 'p1', skuId: 's1', quantity: 2 }])
    expect(restart().lines.map(line => line.skuId)).toEqual(['s2'])
  })
})

describe('a line of the cart', () => {
  const kept = { ...peach, chosen: true }
  const problem = (over: Partial<GoodsView> | 'missing' | 'unknown', ios = false) => toLineView(kept, typeof over === 'string' ? over : goods({ skus: [sku([], 8, { skuId: 's1' })], ...over }), ios).problem
  const closed = { fromMinute: 360, cutoffMinute: 1080, open: false }

  it.each([
    ['can be bought', {}, false, null],
    ['is not known yet', 'unknown' as const, false, null],
    ['is gone', 'missing' as const, false, 'missing'],
    ['is off sale', { onSale: false }, false, 'off_sale'],
    ['has another SKU', { skus: [sku([], 8, { skuId: 'other' })] }, false, 'sku_gone'],
    ['is sold out', { skus: [sku([], 0, { skuId: 's1' })] }, false, 'sold_out'],
    ['S42: is past its cutoff', { orderHours: closed }, false, 'past_cutoff'],
    ['S42: is in its hours', { orderHours: { ...closed, open: true } }, false, null],
    ['S11: is virtual, on an iPhone', { kind: 'virtual' as const }, true, 'not_on_ios'],
    ['S11: is virtual, on another phone', { kind: 'virtual' as const }, false, null],
  ])('that %s', (_, over, ios, expected) => {
    expect(problem(over, ios)).toBe(expected)
  })

  it('that cannot be bought says why and cannot be chosen', async () => {
    const row = mount(CartRow, { props: { line: toLineView(kept, 'missing', false) } })
    expect(row.text()).toContain(cartCopy.problems.missing)
    await row.find('[role="checkbox"]').trigger('click')
    expect(row.emitted('toggle')).toBeUndefined()
    expect(row.find('.stepper').exists()).toBe(false)
  })
})

describe('the cart page', () => {
  async function open(shop: Record<string, Partial<GoodsView> | null>, price: () => object = () => ok(quote({ kind: 'alone', payableFen: 9990 }))) {
    answerWith(({ procedure, input }) => {
      if (procedure === 'cart.quote') return price()
      const over = shop[String(input.productId)]
      return over ? ok(goods({ productId: String(input.productId), ...over })) : refuse('goods_not_found')
    })
    const page = mount(CartPage)
    callHook(page.vm, 'onShow')
    await flushPromises()
    return page
  }
  const quoted = () => asked.filter(call => call.procedure === 'cart.quote').map(call => (call.input.lines as { skuId: string; quantity: number }[]).map(({ skuId, quantity }) => `${skuId}×${quantity}`))
  const known = (skuId: string, over: Partial<GoodsView> = {}): Partial<GoodsView> => ({ skus: [sku([], 8, { skuId })], ...over })

  it('a line that cannot be bought never blocks the rest', async () => {
    useCart().add(peach)
    useCart().add(rice)
    const page = await open({ p1: known('s1'), p2: null })
    expect(quoted()).toEqual([['s1×2']])
    expect(page.text()).toContain(cartCopy.badTitle)
    expect(page.text()).toContain(cartCopy.checkout(1))
  })

  it('asks about no more pieces than there are', async () => {
    useCart().add({ ...peach, quantity: 9 })
    const page = await open({ p1: { skus: [sku([], 3, { skuId: 's1' })] } })
    expect(quoted()).toEqual([['s1×3']])
    expect(page.text()).toContain(cartCopy.reduced(3))
  })

  it('an order holds one kind of goods, so choosing another kind lets the first go', async () => {
    useCart().add(peach)
    useCart().add(rice)
    const page = await open({ p1: known('s1'), p2: known('s2', { kind: 'service' }) })
    expect(quoted()).toEqual([['s2×1']])
    await page.findAll('[role="checkbox"]')[1]!.trigger('click')
    await flushPromises()
    expect(quoted().at(-1)).toEqual(['s1×2'])
    expect(phone.showToast).toHaveBeenCalledWith(expect.objectContaining({ title: cartCopy.kindNote }))
  })

  it('S41: with fresh goods in it is priced with cold delivery', async () => {
    useCart().add(peach)
    await open({ p1: known('s1', { cold: true }) })
    expect(asked.at(-1)?.input.delivery).toBe('cold')
  })

  it('takes a line out and puts it back', async () => {
    vi.useFakeTimers()
    useCart().add(peach)
    const page = await open({ p1: known('s1') })
    await page.find(`[aria-label="${cartCopy.removeNamed('水蜜桃')}"]`).trigger('click')
    expect(page.text()).toContain(cartCopy.emptyTitle)
    await page.find(`[aria-label="${cartCopy.undo}"]`).trigger('click')
    await flushPromises()
    expect(page.findAll('.cart-row')).toHaveLength(1)
    await page.find(`[aria-label="${cartCopy.removeNamed('水蜜桃')}"]`).trigger('click')
    vi.advanceTimersByTime(10_000)
    await flushPromises()
    expect(page.find('.undo-bar').exists()).toBe(false)
    vi.useRealTimers()
  })

  it('goes to the checkout with what is chosen', async () => {
    useCart().add(peach)
    const page = await open({ p1: known('s1') })
    await page.find(`.action-button[aria-label="${cartCopy.checkout(1)}"]`).trigger('click')
    expect(useCart().atCheckout()).toEqual([{ productId: 'p1', skuId: 's1', quantity: 2 }])
    expect(phone.navigateTo).toHaveBeenCalled()
  })

  it('without a network shows what is kept and says so', async () => {
    useCart().add(peach)
    answerWith(() => 'lost')
    const page = mount(CartPage)
    callHook(page.vm, 'onShow')
    await flushPromises()
    expect(page.text()).toContain('水蜜桃')
    expect(page.text()).toContain(cartCopy.offline)
  })
})

describe('work in turns', () => {
  it('runs no more at once than allowed and answers in order', async () => {
    let running = 0
    let most = 0
    const results = await inTurns([3, 1, 2, 5, 4], 2, async (item) => {
      most = Math.max(most, ++running)
      await Promise.resolve()
      running -= 1
      return item * 10
    })
    expect([results, most]).toEqual([[30, 10, 20, 50, 40], 2])
  })
})
