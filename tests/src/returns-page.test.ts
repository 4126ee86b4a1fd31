import { flushPromises, mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { answerWith, asked, ok } from './support/phone'
import { line } from './support/views'
import ActionButton from '@/components/base/action-button.vue'
import { returnDeskCopy } from '@/copy/after-sales'
import { deskCopy } from '@/copy/desk'
import ReturnsPage from '@/pages-admin/returns/index.vue'
import type { AdminReturnView } from '@/services/types'
import { callHook } from './uni-app-hooks'

const wanted: AdminReturnView = {
  returnId: 'order-1-r1', orderId: 'order-1', lines: [{ skuId: 's1', quantity: 1 }], percent: 100, reason: '压坏了', state: 'requested', requestedAt: 1, decidedAt: null, rejectReason: '',
  goods: 'physical', orderLines: [line], buyer: { nickname: '小雨', avatar: '' }, restock: false, refund: null,
}

async function openPage(goods: AdminReturnView['goods'] = 'physical') {
  answerWith(call => ok(call.procedure === 'return.list' ? { items: [{ ...wanted, goods }], next: null } : wanted))
  const page = mount(ReturnsPage)
  callHook(page.vm, 'onShow')
  await flushPromises()
  const press = async (label: string) => {
    await page.findAllComponents(ActionButton).find(button => button.props('label') === label)!.trigger('click')
    await flushPromises()
  }
  return { page, press, decided: () => asked.filter(call => call.procedure !== 'return.list').map(({ procedure, input }) => ({ procedure, input })) }
}

describe('returns on the merchant\'s page', () => {
  it('S88: money goes back only after a second yes, and goods on the shelf only when the merchant says so', async () => {
    const { page, press, decided } = await openPage()
    expect(page.text()).toContain('压坏了')
    await press(returnDeskCopy.approve)
    expect(decided()).toEqual([])
    await page.find(`[role="checkbox"][aria-label="${returnDeskCopy.restockAsk}"]`).trigger('click')
    await press(deskCopy.confirm)
    expect(decided()).toEqual([{ procedure: 'return.approve', input: { returnId: wanted.returnId, restock: true } }])
  })

  it('S88: a service has nothing to put on the shelf', async () => {
    const { page, press } = await openPage('service')
    await press(returnDeskCopy.approve)
    expect(page.find(`[aria-label="${returnDeskCopy.restockAsk}"]`).exists()).toBe(false)
  })

  it('S88: nobody is refused without a reason', async () => {
    const { page, press, decided } = await openPage()
    await press(returnDeskCopy.reject)
    await press(deskCopy.confirm)
    expect(decided()).toEqual([])
    await page.find('textarea').trigger('input', { detail: { value: ' 已拆封 ' } })
    await press(deskCopy.confirm)
    expect(decided()).toEqual([{ procedure: 'return.reject', input: { returnId: wanted.returnId, reason: '已拆封' } }])
  })
})
