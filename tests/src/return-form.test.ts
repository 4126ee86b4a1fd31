import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { line, order } from './support/views'
import ReturnForm from '@/components/order/return-form.vue'
import { returnables } from '@/components/order/returnable'
import { returnCopy } from '@/copy/after-sales'
import { goodsCopy } from '@/copy/goods'
import type { VoucherView } from '@/services/types'

const lines = [
  { ...line, skuId: 'two', title: '桃', quantity: 3, leftQuantity: 2 },
  { ...line, skuId: 'fresh', title: '虾', returnPolicy: 'none' as const },
  { ...line, skuId: 'gone', title: '梨', leftQuantity: 0 },
  { ...line, skuId: 'one', title: '杏' },
]

function voucher(piece: number, state: VoucherView['state']): VoucherView {
  return { code: `000000000000000${piece}`, orderId: 'order-1', title: '洗车', specText: '', piece, use: 1, uses: 1, state, validFrom: 1, validUntil: 9, usedAt: null }
}

describe('asking to give goods back', () => {
  it('S88: sends what was chosen, at most what is left, and never what cannot be sent back', async () => {
    const form = mount(ReturnForm, { props: { order: order({ lines }), busy: false } })
    expect(form.text()).toContain(returnCopy.noPolicy)
    expect(form.text()).toContain(returnCopy.allReturned)
    expect(form.findAll('.stepper')).toHaveLength(2)
    const more = form.find(`[aria-label="${returnCopy.quantity('桃')}"]`).find(`[aria-label="${goodsCopy.increase}"]`)
    for (let tap = 0; tap < 3; tap++) await more.trigger('click')
    await form.find('textarea').trigger('input', { detail: { value: ' 压坏了\n两个 ' } })
    await form.find('.go .action-button').trigger('click')
    expect(form.emitted('send')).toEqual([[{ lines: [{ skuId: 'two', quantity: 2 }], reason: '压坏了 两个' }]])
  })

  it('S88: says what is missing and sends nothing', async () => {
    const form = mount(ReturnForm, { props: { order: order({ lines }), busy: false } })
    await form.find('.go .action-button').trigger('click')
    expect(form.findAll('[role="alert"]').map(alert => alert.text())).toEqual([returnCopy.nothingChosen, returnCopy.reasonMissing])
    expect(form.emitted('send')).toBeUndefined()
  })

  it('S44: of a service only pieces that nobody has used', () => {
    const three = [{ ...line, quantity: 3, leftQuantity: 3, returnPolicy: 'none' as const }]
    expect(returnables(order({ goods: 'service', lines: three, vouchers: [voucher(1, 'unused'), voucher(2, 'used'), voucher(3, 'unused')] }))).toMatchObject([{ max: 2, why: '' }])
    expect(returnables(order({ goods: 'service', lines: three, vouchers: [voucher(1, 'used')] }))).toMatchObject([{ max: 0, why: returnCopy.vouchersUsed }])
  })
})
