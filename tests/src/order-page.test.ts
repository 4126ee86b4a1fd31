import { flushPromises, mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { answerWith, asked, ok, refuse } from './support/phone'
import { line, order } from './support/views'
import ActionButton from '@/components/base/action-button.vue'
import { codesCopy, returnCopy } from '@/copy/after-sales'
import { orderCopy } from '@/copy/order'
import OrderPage from '@/pages-order/detail/index.vue'
import type { OrderView } from '@/services/types'
import { callHook } from './uni-app-hooks'

async function openPage(view: OrderView, answer: object) {
  answerWith(call => call.procedure === 'order.get' ? ok(view) : call.procedure === 'me.get' ? refuse('busy') : answer)
  const page = mount(OrderPage)
  callHook(page.vm, 'onLoad', { orderId: view.orderId })
  await flushPromises()
  const press = async (label: string) => {
    await page.findAllComponents(ActionButton).find(button => button.props('label') === label)!.trigger('click')
    await flushPromises()
  }
  return { page, press, sent: (procedure: string) => asked.filter(call => call.procedure === procedure).map(call => call.input) }
}

describe('an order that was handed over', () => {
  const virtual = order({ goods: 'virtual', state: 'ready', actions: ['reveal_codes'], codes: { count: 1, revealedAt: null } })

  it('S45: shows no code before the shopper knows what the look costs', async () => {
    const { page, press, sent } = await openPage(virtual, ok({ codes: ['A1B2-C3D4'], revealedAt: 5 }))
    await press(orderCopy.actions.reveal_codes)
    expect(sent('order.revealCodes')).toEqual([])
    await press(codesCopy.show)
    expect(sent('order.revealCodes')).toEqual([{ orderId: 'order-1' }])
    expect(page.text()).toContain('A1B2-C3D4')
  })

  it('S45: codes that were seen are shown again without a question', async () => {
    const { page, press } = await openPage({ ...virtual, codes: { count: 1, revealedAt: 5 } }, ok({ codes: ['A1B2-C3D4'], revealedAt: 5 }))
    await press(orderCopy.actions.reveal_codes)
    expect(page.text()).toContain('A1B2-C3D4')
  })

  it('S88: a return that is refused leaves what was typed', async () => {
    const { page, press, sent } = await openPage(order({ state: 'received', lines: [line], actions: ['request_return'] }), refuse('return_window_over'))
    await press(orderCopy.actions.request_return)
    await page.find('textarea').trigger('input', { detail: { value: '压坏了' } })
    await press(returnCopy.send)
    expect(sent('return.request')).toEqual([{ orderId: 'order-1', lines: [{ skuId: 's1', quantity: 1 }], reason: '压坏了' }])
    expect(page.find('textarea').element.value).toBe('压坏了')
  })
})
